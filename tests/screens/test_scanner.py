"""Scanners of all kinds: the screen that is shown hears one message, and the log hears nothing."""

from __future__ import annotations

import logging
import os
import struct
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from kiosk.config import Terminal, load
from kiosk.errors import ConfigError, Refused
from kiosk.wording import say
from screens.scanner.scanned import LONGEST, REPEAT, ScanBroken, Scanned, Sieve
from screens.scanner.serial_port import Lines, SerialScanner
from screens.scanner.us_keyboard import EV_KEY, EV_SYN, SYN_DROPPED, UsKeyboard
from tests.screens.hands import scan, type_in
from tests.screens.seen import CONFIG
from tests.screens.seen import until as eventually
from tests.terminal.scanner_app import ScannerApp
from tests.waiting import until

CODE = "100025199000650000040000831274902517645"

# --- what counts as a scan ----------------------------------------------------------------------


def told(message: Scanned | ScanBroken | None) -> str | None:
    if isinstance(message, Scanned):
        return message.text
    return None if message is None else f"broken: {message.fault}"


def test_printable_ascii_is_a_scan_and_nothing_else_is() -> None:
    sieve = Sieve()
    assert told(sieve.sift("HC1:~ 09az", 0)) == "HC1:~ 09az"
    assert told(sieve.sift("1" * LONGEST, 0)) == "1" * LONGEST
    for wrong in ("10\x1d17", "身份证", "caf\u00e9s", "100\x00", "\x7f12345"):
        assert told(Sieve().sift(wrong, 0)) == "broken: characters"
    assert told(Sieve().sift("1" * (LONGEST + 1), 0)) == "broken: too_long"
    assert told(Sieve().sift(CODE, 0, ended=False)) == "broken: no_end"


def test_a_code_under_the_scanner_is_read_once_as_long_as_it_lies_there() -> None:
    sieve = Sieve()
    assert told(sieve.sift(CODE, 10.0)) == CODE
    sights = [10.0 + 0.4 * turn for turn in range(1, 20)]
    assert [sieve.sift(CODE, at) for at in sights] == [None] * 19
    assert told(sieve.sift(CODE, sights[-1] + REPEAT)) == CODE


def test_another_code_is_read_at_once() -> None:
    sieve = Sieve()
    assert [told(sieve.sift(text, 1.0)) for text in ("111222", "333444", "111222")] == [
        "111222",
        "333444",
        "111222",
    ]


def test_what_was_scanned_is_neither_logged_nor_shown_when_printed_nor_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    sieve = Sieve()
    for turn in range(5):
        sieve.sift(f"秘密{turn}", 10.0 * turn)
        sieve.sift(CODE, 10.0 * turn, ended=False)
    scanned = sieve.sift(CODE, 100.0)
    assert [record.getMessage() for record in caplog.records] == [
        "a scan was dropped (characters); more of this kind are not logged",
        "a scan was dropped (no_end); more of this kind are not logged",
    ]
    assert CODE not in repr(scanned)
    assert CODE not in repr([vars(again) for again in (sieve._scans, sieve._faults)])


# --- what the settings say ----------------------------------------------------------------------

ROLE = 'role = "lobby"'


@pytest.mark.parametrize(
    ("written", "key", "way_out"),
    [
        ('scanner = "usb"', "terminals.lobby.scanner", "/dev/ttyACM0"),
        ('scanner = "ttyACM0"', "terminals.lobby.scanner", "/dev/ttyACM0"),
        ("scanner_baud = 9601", "terminals.lobby.scanner_baud", "9600"),
        ('scaner = "keys"', "terminals.lobby.scaner", "scanner"),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(
    tmp_path: Path, written: str, key: str, way_out: str
) -> None:
    path = tmp_path / "config.toml"
    shipped = CONFIG.read_text(encoding="utf-8")
    path.write_text(shipped.replace(ROLE, f"{ROLE}\n{written}", 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(path)
    assert refused.value.fields["key"] == key
    assert way_out in str(refused.value)


def test_scanners_of_every_kind_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    shipped = CONFIG.read_text(encoding="utf-8")
    for scanner in ("keys", "none", "/dev/ttyUSB0", "/dev/input/by-id/usb-x-event-kbd"):
        written = f'{ROLE}\nscanner = "{scanner}"\nscanner_baud = 115200'
        path.write_text(shipped.replace(ROLE, written, 1), encoding="utf-8")
        assert load(path).terminals["lobby"].scanner == scanner


# --- in an app ---------------------------------------------------------------------------------


class Told(list[tuple[Any, ...]]):
    """What an app's screens were given."""

    def __call__(self, *what: Any) -> None:
        if what[0] in {"key", "scan", "broken"}:
            self.append(what)


async def scanned(pilot: Pilot[Any], told: Told, *expected: tuple[Any, ...]) -> None:
    """Keys in their order; a message, which takes a way of its own, anywhere among them."""
    await eventually(pilot, lambda: len(told) >= len(expected))
    for mine in (lambda what: what[0] == "key", lambda what: what[0] != "key"):
        assert list(filter(mine, told)) == list(filter(mine, expected))


async def test_a_scan_goes_to_the_screen_though_a_field_has_the_focus() -> None:
    told = Told()
    async with ScannerApp(told).run_test() as pilot:
        scan(pilot.app, CODE)
        type_in(pilot.app, "17")
        await scanned(pilot, told, ("scan", CODE), ("key", "1"), ("key", "7"))


async def test_a_long_number_typed_by_hand_is_typing() -> None:
    told = Told()
    async with ScannerApp(told).run_test() as pilot:
        type_in(pilot.app, "11010519491231002X\r")
        await scanned(pilot, told, *(("key", name) for name in [*"11010519491231002X", "enter"]))


async def test_a_clerk_who_types_a_number_and_a_pin_types_them() -> None:
    told = Told()
    pressed = [*"101", "enter", *"2468", "enter"]
    async with ScannerApp(told).run_test() as pilot:
        await pilot.press(*pressed)
        await scanned(pilot, told, *(("key", name) for name in pressed))


async def test_the_last_character_typed_comes_without_another() -> None:
    told = Told()
    async with ScannerApp(told).run_test() as pilot:
        await pilot.press("7")
        await scanned(pilot, told, ("key", "7"))


async def test_where_there_is_no_scanner_all_keys_are_typing() -> None:
    told = Told()
    terminal = Terminal(role="desk", scanner="none")
    async with ScannerApp(told, terminal).run_test() as pilot:
        scan(pilot.app, CODE)
        await scanned(pilot, told, *(("key", name) for name in [*CODE, "enter"]))


# --- on a serial line ---------------------------------------------------------------------------


class Line:
    """A serial line at a fixed path, with a scanner at its other end; it can be pulled out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._far = -1

    def plug(self) -> None:
        self._far, near = os.openpty()
        tty.setraw(near)
        self._near = near
        self.path.symlink_to(os.ttyname(near))

    def pull(self) -> None:
        self.path.unlink()
        os.close(self._near)
        os.close(self._far)

    def send(self, data: bytes) -> None:
        os.write(self._far, data)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path / "ttyACM0")
    line.plug()
    yield line
    line.pull()


@pytest.fixture
def heard(line: Line) -> Iterator[list[tuple[str, bool]]]:
    texts: list[tuple[str, bool]] = []
    scanner = SerialScanner(str(line.path), 9600, lambda *text: texts.append(text))
    scanner.start()
    until(lambda: scanner.there, "the scanner is there")
    yield texts
    scanner.stop()
    until(lambda: not scanner.is_alive(), "the scanner is let go")


@given(
    texts=st.lists(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1)),
    ends=st.lists(st.sampled_from([b"\r", b"\n", b"\r\n"]), min_size=1),
    cuts=st.lists(st.integers(1, 20)),
)
def test_lines_are_cut_at_their_ends_however_the_bytes_come(
    texts: list[str], ends: list[bytes], cuts: list[int]
) -> None:
    data = b"".join(text.encode() + ends[place % len(ends)] for place, text in enumerate(texts))
    lines, got = Lines(), list[str]()
    for cut in [*cuts, len(data)]:
        got += lines.feed(data[:cut])
        data = data[cut:]
    assert got == [text[: LONGEST + 1] for text in texts]
    assert lines.rest() == ""


def test_a_scanner_on_a_line_of_its_own_is_heard(line: Line, heard: list[tuple[str, bool]]) -> None:
    line.send(CODE.encode() + b"\r\n" + b"17\n")
    until(lambda: len(heard) == 2, "two lines")
    assert heard == [(CODE, True), ("17", True)]


def test_bytes_that_mean_nothing_are_heard_as_broken(
    line: Line, heard: list[tuple[str, bool]]
) -> None:
    line.send("幸福里".encode("gb18030") + b"\r" + bytes(range(128, 256)) + b"\r" + b"half of it")
    until(lambda: len(heard) == 3, "three texts")
    assert [told(Sieve().sift(text, 0, ended=ended)) for text, ended in heard] == [
        "broken: characters",
        "broken: characters",
        "broken: no_end",
    ]


async def test_a_scanner_pulled_out_and_put_back_is_heard_again(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    told = Told()
    terminal = Terminal(role="lobby", scanner=str(line.path))
    app = ScannerApp(told, terminal)
    device = app.scanners.device
    assert device is not None
    async with app.run_test() as pilot:
        await eventually(pilot, lambda: device.there)
        line.send(CODE.encode() + b"\r")
        await scanned(pilot, told, ("scan", CODE))
        line.pull()
        await eventually(pilot, lambda: not device.there)
        line.plug()
        await eventually(pilot, lambda: device.there)
        line.send(b"200200\r")
        await scanned(pilot, told, ("scan", CODE), ("scan", "200200"))
    missing = [record for record in caplog.records if "not there" in record.getMessage()]
    assert len(missing) == 1, "said once, however often it was tried"
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_scanner_that_is_not_there_at_the_start_is_waited_for(tmp_path: Path) -> None:
    told, line = Told(), Line(tmp_path / "ttyUSB0")
    terminal = Terminal(role="lobby", scanner=str(line.path), scanner_baud=115200)
    app = ScannerApp(told, terminal)
    device = app.scanners.device
    assert device is not None
    async with app.run_test() as pilot:
        await pilot.press("f5")
        line.plug()
        await eventually(pilot, lambda: device.there)
        line.send(b"HELLO-1\n")
        await scanned(pilot, told, ("key", "f5"), ("scan", "HELLO-1"))
    line.pull()


# --- an input device ----------------------------------------------------------------------------

INPUT_EVENT = struct.Struct("llHHi")
"""The kernel's input_event: seconds, microseconds, type, code, value."""

SHIFT, ENTER = 42, 28
KEYS = {
    "1": (2, False), "0": (11, False), "9": (10, False), "!": (2, True), ")": (11, True),
    "q": (16, False), "P": (25, True), "a": (30, False), "L": (38, True), "z": (44, False),
    "M": (50, True), "-": (12, False), "_": (12, True), ":": (39, True), "/": (53, False),
    "?": (53, True), "\\": (43, False), "~": (41, True), " ": (57, False), "@": (3, True),
}  # fmt: skip
"""Some keys by their places in linux/input-event-codes.h, and whether with shift."""


def struck(text: str) -> bytes:
    """What a scanner's keyboard gives for a text and Enter, as packed events."""
    out = b""

    def press(code: int, value: int) -> None:
        nonlocal out
        out += INPUT_EVENT.pack(1, 2, 4, 4, code)  # the scan code that comes before every key
        out += INPUT_EVENT.pack(1, 2, EV_KEY, code, value) + INPUT_EVENT.pack(1, 2, EV_SYN, 0, 0)

    for char in text:
        code, shifted = KEYS[char]
        for key, value in [(SHIFT, 1)] * shifted + [(code, 1), (code, 0)] + [(SHIFT, 0)] * shifted:
            press(key, value)
    press(ENTER, 1)
    press(ENTER, 0)
    return out


@given(text=st.text(st.sampled_from(sorted(KEYS)), min_size=1, max_size=LONGEST))
def test_keys_of_a_device_become_the_text_they_stand_for(text: str) -> None:
    keyboard = UsKeyboard()
    events = [event[2:] for event in INPUT_EVENT.iter_unpack(struck(text))]
    assert [heard for event in events if (heard := keyboard.feed(*event))] == [(text, True)]


def test_all_printable_ascii_is_on_the_keyboard_once() -> None:
    keyboard = UsKeyboard()
    for shift in (0, 1):
        keyboard.feed(EV_KEY, SHIFT, shift)
        for code in [*range(2, 14), *range(16, 28), *range(30, 42), *range(43, 54), 57]:
            keyboard.feed(EV_KEY, code, 1)
    text, whole = keyboard.rest() or ("", False)
    assert whole
    assert sorted(set(text)) == [chr(code) for code in range(0x20, 0x7F)]


def test_keys_lost_or_unknown_make_a_broken_scan_and_not_a_shorter_one() -> None:
    keyboard = UsKeyboard()
    for code in (2, 3, 59, 4):  # F1 in the midst
        keyboard.feed(EV_KEY, code, 1)
    text, _ = keyboard.feed(EV_KEY, ENTER, 1) or ("", False)
    assert told(Sieve().sift(text, 0)) == "broken: characters"
    keyboard.feed(EV_KEY, 2, 1)
    keyboard.feed(EV_SYN, SYN_DROPPED, 0)
    assert keyboard.feed(EV_KEY, ENTER, 1) == ("1", False)
    assert keyboard.feed(EV_KEY, ENTER, 1) is None


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    os.set_blocking(ends[0], False)
    yield ends
    for end in ends:
        os.close(end)


def test_events_that_evdev_reads_are_heard(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package reads them from a pipe here; only opening and grabbing a device is not tried."""
    eventio = pytest.importorskip("evdev.eventio", reason="the extra [scanner] is not installed")
    from screens.scanner.input_device import InputScanner

    reading, writing = pipe
    source = eventio.EventIO()
    source.fd = reading
    heard: list[tuple[str, bool]] = []
    scanner = InputScanner("/dev/input/none", lambda *text: heard.append(text))

    def hear(text: str, ended: bool) -> None:
        heard.append((text, ended))
        if len(heard) == 3:
            scanner.stop()

    monkeypatch.setattr(scanner, "heard", hear)
    os.write(writing, struck("LP10!") + struck("a:~/ z") + struck("19")[: -6 * INPUT_EVENT.size])
    scanner.listen(source)
    assert heard == [("LP10!", True), ("a:~/ z", True), ("19", False)]


def test_an_input_device_that_is_not_there_is_waited_for() -> None:
    pytest.importorskip("evdev", reason="the extra [scanner] is not installed")
    from screens.scanner.input_device import InputScanner

    scanner = InputScanner("/dev/input/by-id/none", lambda *_: None)
    with pytest.raises(OSError, match="none"), scanner.opened():
        raise AssertionError("opened what is not there")


def test_an_input_device_without_its_package_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)
    monkeypatch.delitem(sys.modules, "screens.scanner.input_device", raising=False)
    device = "/dev/input/by-id/usb-Scanner-event-kbd"
    with pytest.raises(Refused) as refused:
        ScannerApp(Told(), Terminal(role="lobby", scanner=device))
    assert refused.value.code == "scanner_missing"
    assert str(refused.value) == say("refused.scanner_missing", device=device)
    assert "community-kiosk[scanner]" in str(refused.value)

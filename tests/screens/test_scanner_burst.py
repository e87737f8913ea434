"""Burst: which keys are a scan and which are typing, for any sequence and any busy machine."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key

from screens.scanner.burst import GAP, LEAST, REPEATS, STALL, Burst

Seen = Key | tuple[str, bool]
"""What came out: a key on its way to the screen, or a text and whether it had an end."""

PAUSE = 2 * STALL
"""Seconds between one thing and the next that are surely two."""


@dataclass
class Keyboard:
    """Keys at moments, through a Burst, in an app that is busy now and then.

    Time is simulated: a key joins the app's queue when it is read, a timer when it is due, and each
    is dealt with in that order, when the app comes to it. In a halt (from, to) the machine does
    nothing at all: keys are read and timers come after it, which of them first is as it happens.
    """

    busy: Callable[[], float] = lambda: 0.0
    halts: list[tuple[float, float]] = field(default_factory=list)
    timers_first: bool = False
    seen: list[Seen] = field(default_factory=list)
    at: float = 0.0

    def __post_init__(self) -> None:
        self._queue: list[tuple[float, int, Key | Callable[[], Awaitable[None]]]] = []
        self._order = count()
        self._burst = Burst(
            self._typed, self._read, self._set_timer, unread=self._unread, clock=lambda: self.at
        )

    async def _typed(self, key: Key) -> None:
        self.seen.append(key)

    def _read(self, text: str, _: float, ended: bool) -> None:
        self.seen.append((text, ended))

    def _set_timer(self, seconds: float, callback: Callable[[], Awaitable[None]]) -> None:
        order = next(self._order) * (-1 if self.timers_first else 1)
        heapq.heappush(self._queue, (self._awake(self.at + seconds), order, callback))

    def _awake(self, at: float) -> float:
        return next((end for start, end in self.halts if start <= at < end), at)

    def _unread(self) -> bool:
        """After a halt, what is only now being read."""
        ends = {end for _, end in self.halts}
        return self.at in ends and any(posted == self.at for posted, _, _ in self._queue)

    def go_through(self, keys: Iterable[Key]) -> list[Seen]:
        """What comes of these keys, once everything has come to rest."""
        for key in keys:
            key.time = self._awake(key.time)
            heapq.heappush(self._queue, (key.time, next(self._order), key))
        asyncio.run(self._run())
        return self.seen

    async def _run(self) -> None:
        while self._queue:
            posted, _, what = heapq.heappop(self._queue)
            self.at = max(self.at, posted) + self.busy()
            if not isinstance(what, Key):
                await what()
            elif not await self._burst.takes(what):
                self.seen.append(what)


def keyed(name: str, at: float) -> Key:
    """A key as Textual makes it of what a terminal sends, read at a moment."""
    control = {"enter": "\r", "tab": "\t", "ctrl+j": "\n", "ctrl+a": "\x01", "backspace": "\x7f"}
    key = Key(name, control.get(name))
    key.time = at
    return key


def come(*names: str, gap: float, at: float = 0.0) -> list[Key]:
    return [keyed(name, at + place * gap) for place, name in enumerate(names)]


def names(seen: Iterable[Seen]) -> list[str | tuple[str, bool]]:
    return [what.key if isinstance(what, Key) else what for what in seen]


# --- one at a time ----------------------------------------------------------------------------


def test_a_scan_is_one_text_and_no_key() -> None:
    for gap in (0.0, 0.001, 0.02):
        for end in ("enter", "tab", "ctrl+j"):
            keys = come(*"100100", end, gap=gap)
            assert Keyboard().go_through(keys) == [("100100", True)]


def test_a_cr_lf_ends_it_once() -> None:
    keys = come(*"100100", "enter", "ctrl+j", gap=0.005)
    assert Keyboard().go_through(keys) == [("100100", True)]


def test_two_scans_that_follow_at_once_are_two() -> None:
    keys = come(*"100100", "enter", *"200200", "enter", gap=0.005)
    assert Keyboard().go_through(keys) == [("100100", True), ("200200", True)]


def test_a_short_number_and_enter_is_typing_however_fast() -> None:
    keys = come(*"12345", "enter", "enter", gap=0.0)
    assert Keyboard().go_through(keys) == keys


def test_a_typed_key_waits_no_longer_than_it_must() -> None:
    keyboard = Keyboard()
    keyboard.go_through([keyed("7", 0.0)])
    assert keyboard.at == GAP


def test_nor_does_a_key_typed_soon_after_a_scan() -> None:
    scanned = come(*"100100200200", "enter", gap=0.012)
    typed = keyed("7", scanned[-1].time + 0.06)
    keyboard = Keyboard()
    came = {}
    hand_on = keyboard._typed

    async def note(key: Key) -> None:
        came[key] = keyboard.at
        await hand_on(key)

    keyboard._burst._hand_on = note
    keyboard.go_through([*scanned, typed])
    assert came == {typed: typed.time + GAP}


def test_enter_arrows_and_function_keys_do_not_wait_at_all() -> None:
    keyboard = Keyboard()
    keys = [keyed(name, 0.0) for name in ("1", "2", "up", "escape", "f5", "enter", "shift+tab")]
    assert keyboard.go_through(keys)[: len(keys)] == keys
    assert keys[2].key == "up"


def test_a_held_key_is_no_scan_at_any_speed() -> None:
    for gap in (0.001, 0.02, 0.033):
        keys = come(*"0" * 300, "enter", gap=gap)
        assert Keyboard().go_through(keys) == keys


def test_a_key_held_down_is_seen_while_it_is() -> None:
    keyboard = Keyboard()
    keyboard.go_through(come(*"0" * 30, gap=0.033))
    assert keyboard.at == 29 * 0.033, "nothing was left to wait for"
    assert len(keyboard.seen) == 30


def test_a_code_that_begins_with_one_digit_many_times_is_a_scan() -> None:
    keys = come(*"0000000000017", "enter", gap=0.01)
    assert Keyboard().go_through(keys) == [("0000000000017", True)]


def test_a_scanner_not_set_to_send_an_end_presses_no_key() -> None:
    assert Keyboard().go_through(come(*"100100", gap=0.005)) == [("100100", False)]


def test_a_key_that_cuts_a_scan_short_goes_through_alone() -> None:
    keys = come(*"100100", "up", gap=0.005)
    assert Keyboard().go_through(keys) == [("100100", False), keys[-1]]


def test_a_scan_may_halt_once_it_is_surely_one() -> None:
    halted = [*come(*"100100", gap=0.005), *come(*"200200", "enter", gap=0.005, at=0.2)]
    assert Keyboard().go_through(halted) == [("100100200200", True)]


@pytest.mark.parametrize("timers_first", [False, True])
@pytest.mark.parametrize("length", [0.04, 0.05, 0.08, 0.2])
def test_a_machine_that_halts_in_a_scan_still_reads_it_whole(
    length: float, timers_first: bool
) -> None:
    for after in range(40):
        start = 0.002 * after
        keys = come(*"1002003001", "enter", gap=0.008)
        keyboard = Keyboard(halts=[(start, start + length)], timers_first=timers_first)
        assert keyboard.go_through(keys) == [("1002003001", True)]
        halts = [(0.3 + start, 0.3 + start + length)]
        again = come(*"2002003002", "enter", gap=0.008, at=0.3)
        first = come(*"1002003001", "enter", gap=0.008, at=0.15)
        keyboard = Keyboard(halts=halts, timers_first=timers_first)
        assert len(keyboard.go_through([*first, *again])) == 2, "nor is the next one torn"


@pytest.mark.parametrize("timers_first", [False, True])
def test_a_machine_that_halts_while_someone_types_makes_no_scan_of_it(timers_first: bool) -> None:
    for after in range(100):
        halts = [(start, start + 0.15) for start in (0.005 * after, 0.005 * after + 1.0)]
        keys = come(*"13800138000", "enter", gap=0.055)
        assert Keyboard(halts=halts, timers_first=timers_first).go_through(keys) == keys


def test_typing_while_the_app_is_busy_is_typing_wherever_it_began() -> None:
    for began in range(12):
        busy = iter([0.0] * began + [2.0])
        keys = come(*"13800138000", "enter", gap=0.07)
        assert Keyboard(busy=lambda busy=busy: next(busy, 0.0)).go_through(keys) == keys  # type: ignore[misc]


def test_what_an_input_method_commits_is_typing() -> None:
    keys = come(*"中华人民共和国", gap=0.0)
    assert Keyboard().go_through(keys) == keys


def test_capitals_told_with_their_shift_keys_are_one_scan() -> None:
    keys = come("H", "left_shift", "C", "left_shift", *"1:AB", "enter", gap=0.003)
    assert Keyboard().go_through(keys) == [("HC1:AB", True)]


def test_a_control_character_stays_in_the_text_for_others_to_refuse() -> None:
    keys = come("1", "0", "ctrl+a", *"0100", "enter", gap=0.003)
    assert Keyboard().go_through(keys) == [("10\x010100", True)]


def test_an_endless_scan_is_not_kept_whole() -> None:
    [(text, ended)] = Keyboard().go_through(come(*"12" * 5000, "enter", gap=0.001))  # type: ignore[misc]
    assert ended
    assert len(text) < 200


def test_keys_on_their_way_up_are_not_looked_at_again() -> None:
    key = keyed("a", 0.0)
    key._set_forwarded()
    assert Keyboard().go_through([key]) == [key]


# --- any sequence -----------------------------------------------------------------------------

ASCII = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
CODES = st.text(ASCII, min_size=LEAST, max_size=128).filter(
    lambda text: len(set(text[:REPEATS])) > 1
)
CHARACTERS = ASCII | st.sampled_from("张王李é")
OTHER_KEYS = st.sampled_from(["enter", "tab", "up", "f5", "escape", "backspace", "ctrl+a"])
FAST = st.floats(0.0, 0.02)
BY_HAND = st.floats(0.05, 0.4)
Act = tuple[list[tuple[str, float]], list[str | tuple[str, bool]] | None]
"""Keys, each with the seconds before it; and what must come out, None: the keys themselves."""


@st.composite
def scan(draw: st.DrawFn) -> Act:
    text = draw(CODES)
    end = draw(st.sampled_from([["enter"], ["tab"], ["ctrl+j"], ["enter", "ctrl+j"]]))
    first, *rest = [*text, *end]
    return [(first, draw(BY_HAND)), *((name, draw(FAST)) for name in rest)], [(text, True)]


@st.composite
def scan_without_end(draw: st.DrawFn) -> Act:
    text = draw(CODES)
    first, *rest = list(text)
    return [(first, draw(BY_HAND)), *((name, draw(FAST)) for name in rest)], [(text, False)]


@st.composite
def typing(draw: st.DrawFn) -> Act:
    typed = draw(st.lists(CHARACTERS | OTHER_KEYS, min_size=1, max_size=20))
    return [(name, draw(BY_HAND)) for name in typed], None


@st.composite
def quick_number(draw: st.DrawFn) -> Act:
    first, *rest = list(draw(st.text("0123456789", min_size=1, max_size=LEAST - 1)))
    return [(first, draw(BY_HAND)), *((name, draw(FAST)) for name in [*rest, "enter"])], None


@st.composite
def held_key(draw: st.DrawFn) -> Act:
    name, gap = draw(ASCII), draw(st.floats(0.015, 0.045))
    return [(name, PAUSE), *((name, gap) for _ in range(draw(st.integers(1, 60))))], None


ACTS = st.lists(scan() | scan_without_end() | typing() | quick_number() | held_key(), max_size=8)


@given(acts=ACTS, busy=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.001, 0.05, 0.3])))
def test_scans_arrive_once_and_typing_as_it_was_typed(acts: list[Act], busy: list[float]) -> None:
    keys: list[Key] = []
    expected: list[Seen] = []
    at = 0.0
    for pressed, outcome in acts:
        act = []
        at += PAUSE
        for name, gap in pressed:
            at += gap
            act.append(keyed(name, at))
        keys += act
        expected += act if outcome is None else outcome  # type: ignore[arg-type]
    hold_ups = iter(busy)
    keyboard = Keyboard(busy=lambda: next(hold_ups, 0.0))
    seen = keyboard.go_through(keys)
    assert names(seen) == names(expected)
    assert [id(what) for what in seen if isinstance(what, Key)] == [
        id(what) for what in expected if isinstance(what, Key)
    ], "the very same keys"


ANY_KEY = CHARACTERS | OTHER_KEYS | st.sampled_from(["1", "2", "3", "left_shift", "ctrl+j"])
ANY_GAP = st.sampled_from([0.0, 0.001, 0.01, GAP, 0.046, 0.05, 0.2, 0.3])


@given(pressed=st.lists(st.tuples(ANY_KEY, ANY_GAP), max_size=60))
def test_of_whatever_comes_a_key_is_typed_once_or_part_of_one_text(
    pressed: list[tuple[str, float]],
) -> None:
    keys, at = [], 0.0
    for name, gap in pressed:
        at += gap
        keys.append(keyed(name, at))
    seen = Keyboard().go_through(keys)
    typed = [id(what) for what in seen if isinstance(what, Key)]
    assert typed == [id(key) for key in keys if id(key) in set(typed)], "in order, none twice"
    kept = [key for key in keys if id(key) not in set(typed)]
    read = "".join(what[0] for what in seen if not isinstance(what, Key))
    silent = {"enter", "tab", "ctrl+j", "left_shift"}
    assert read == "".join(key.character or "" for key in kept if key.key not in silent)

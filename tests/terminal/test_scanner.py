"""A scanner and a person at a real terminal: the same bytes, told apart by when they come."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pexpect
import pytest

from screens.scanner.burst import GAP
from tests.terminal.pseudo import end
from tests.waiting import until

CODE = "100025199000650000040000" + "8312749025176" * 2
"""As long as a ticket's code, and a little."""

TRIES = 12
"""A machine that halts for longer than a scanner does between two characters spoils a try."""


class Kiosk:
    """The program in a pty, and what it wrote down."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "seen"
        self._file.touch()
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "tests.terminal.scanner_app", str(self._file)],
            cwd=str(Path(__file__).parents[2]),
            dimensions=(31, 120),
            env={**os.environ, "TERM": "xterm-256color"},
        )
        threading.Thread(target=self._drain, daemon=True).start()
        self._from = 0
        self.wait(lambda: ["ready"] in self.seen())
        self.forget()

    def _drain(self) -> None:
        while True:
            try:
                self._child.read_nonblocking(65536, timeout=None)
            except (pexpect.EOF, OSError, ValueError):
                return

    def seen(self) -> list[list[Any]]:
        """What was seen since ``forget``, whole lines only."""
        whole = self._file.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
        return [json.loads(line) for line in whole[self._from :]]

    def forget(self) -> None:
        """From here on only."""
        self._from += len(self.seen())

    def wait(self, there: Callable[[], bool]) -> None:
        """Wait until something was seen."""
        until(there, "seen by the program", seconds=60)

    def send(self, text: str, gap: float = 0.0) -> None:
        """Bytes at once or, with a gap in seconds, one by one."""
        for part in [text] if gap == 0 else text:
            os.write(self._child.child_fd, part.encode())
            if gap:
                threading.Event().wait(gap)

    def outcome(self) -> list[list[Any]]:
        """What screens were given."""
        return [line for line in self.seen() if line[0] in {"key", "scan", "broken"}]

    def gaps(self) -> list[float]:
        """Seconds between the keys as the program read them."""
        times = [line[2] for line in self.seen() if line[0] == "came"]
        return [after - before for before, after in pairwise(times)]

    def settle(self) -> list[list[Any]]:
        """What screens were given, once an F5 sent after everything else has come through."""
        self.send("\x1b[15~")
        self.wait(lambda: ["key", "f5"] in self.seen())
        return [line for line in self.outcome() if line != ["key", "f5"]]

    def close(self) -> None:
        end(self._child)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    running = Kiosk(tmp_path)
    yield running
    running.close()


def keys(text: str) -> list[list[str]]:
    return [["key", {"\r": "enter"}.get(char, char)] for char in text]


def at_a_pace(kiosk: Kiosk, text: str, gap: float, kept: Callable[[float], bool]) -> bool:
    """Send one by one; whether the machine kept the pace, as the program read the keys."""
    kiosk.forget()
    kiosk.send(text, gap)
    kiosk.wait(lambda: sum(line[0] == "came" for line in kiosk.seen()) >= len(text))
    return all(kept(gap) for gap in kiosk.gaps())


def test_a_code_written_at_once_is_one_scan(kiosk: Kiosk) -> None:
    kiosk.send(CODE + "\r")
    kiosk.wait(lambda: ["scan", CODE] in kiosk.seen())
    assert kiosk.settle() == [["scan", CODE]]


def test_a_code_written_by_the_character_is_one_scan_though_a_field_has_the_focus(
    kiosk: Kiosk,
) -> None:
    for turn in range(TRIES):
        code = f"{CODE}{turn}"
        if at_a_pace(kiosk, code + "\r", 0.005, lambda gap: gap <= GAP):
            kiosk.wait(lambda code=code: ["scan", code] in kiosk.seen())  # type: ignore[misc]
            assert kiosk.settle() == [["scan", code]]
            return
        kiosk.settle()
    pytest.skip("this machine halts too often to act a scanner")


def test_typing_by_hand_is_typing_however_long_the_number(kiosk: Kiosk) -> None:
    for _ in range(TRIES):
        if at_a_pace(kiosk, "13800138000\r", 0.12, lambda gap: gap > GAP):
            assert kiosk.settle() == keys("13800138000\r")
            return
        kiosk.settle()
    pytest.skip("this machine halts too often to act a person")


def test_a_scan_that_comes_while_the_program_is_busy_is_one_scan(kiosk: Kiosk) -> None:
    kiosk.send("\x1bOQ")
    kiosk.wait(lambda: ["key", "f2"] in kiosk.seen())
    kiosk.send(CODE + "\r")
    kiosk.wait(lambda: ["scan", CODE] in kiosk.seen())
    assert sorted(kiosk.settle()) == [["key", "f2"], ["scan", CODE]]


def test_typing_that_comes_while_the_program_is_busy_is_still_typing(kiosk: Kiosk) -> None:
    for _ in range(TRIES):
        kiosk.forget()
        kiosk.send("\x1bOQ")
        kiosk.wait(lambda: ["key", "f2"] in kiosk.seen())
        if at_a_pace(kiosk, "1234567\r", 0.07, lambda gap: gap > GAP):
            assert kiosk.settle() == keys("1234567\r")
            return
        kiosk.settle()
    pytest.skip("this machine halts too often to act a person")


def test_a_scanner_without_an_end_presses_nothing(kiosk: Kiosk) -> None:
    kiosk.send(CODE)
    kiosk.wait(lambda: ["broken", "no_end"] in kiosk.seen())
    assert kiosk.settle() == [["broken", "no_end"]]


def test_a_cursor_key_after_it_is_still_one(kiosk: Kiosk) -> None:
    kiosk.send(f"{CODE}\r\x1b[A")
    kiosk.wait(lambda: ["scan", CODE] in kiosk.seen())
    assert sorted(kiosk.settle()) == [["key", "up"], ["scan", CODE]]

"""The board in a real terminal, the hall in another process: seen, rung, spoken, never stale."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psutil
import pyte
import pytest

from kiosk.hall import Hall
from kiosk.wording import catalogue
from tests.screens.seen import SIZES
from tests.terminal.pseudo import SHIPPED, Terminal, wait_until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")


class Speaker:
    """A speech program that writes down its number and what it was asked to say."""

    def __init__(self, folder: Path, body: str = "") -> None:
        self._heard = folder / "heard"
        self._program = folder / "say"
        script = f"#!/bin/sh\necho \"$$ $1\" >> '{self._heard}'\n{body}\n"
        self._program.write_text(script, encoding="utf-8")
        self._program.chmod(0o755)
        self._heard.touch()

    @property
    def setting(self) -> str:
        return f'sound = {{ chime = true, speech = ["{self._program}", "{{text}}"] }}'

    @property
    def pids(self) -> list[int]:
        return [int(line.split()[0]) for line in self._lines()]

    @property
    def said(self) -> list[str]:
        return [line.split(maxsplit=1)[1] for line in self._lines()]

    def _lines(self) -> list[str]:
        return self._heard.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A mark for each BEL that a terminal was sent; the emulator leaves it to us to ring."""
    rung: list[int] = []
    monkeypatch.setattr(pyte.Screen, "bell", lambda *_: rung.append(1))
    return rung


def settings(folder: Path, sound: str) -> Path:
    """The shipped settings with twelve windows and this sound on the board."""
    text = SHIPPED.read_text(encoding="utf-8")
    shipped = next(line for line in text.splitlines() if line.startswith("sound ="))
    windows = "".join(f'\n[windows.{n}]\nlines = ["A", "B", "C"]\n' for n in range(4, 13))
    config = folder / "board.toml"
    config.write_text(text.replace(shipped, sound, 1) + windows, encoding="utf-8")
    return config


@contextmanager
def opened(config: Path, data: Path) -> Iterator[Hall]:
    with Hall.open(config, data, clock=lambda: NINE) as hall:
        yield hall


def board(config: Path, data: Path, size: tuple[int, int] = (120, 31)) -> Terminal:
    words = ["--config", str(config), "--data", str(data), "--clock", NINE.isoformat(), "board"]
    return Terminal(*words, columns=size[0], rows=size[1])


def test_each_call_flashes_rings_and_is_spoken_once_in_order(
    tmp_path: Path, bells: list[int]
) -> None:
    speaker = Speaker(tmp_path)
    config, data = settings(tmp_path, speaker.setting), tmp_path / "data"
    with opened(config, data) as hall:
        for line in "AABC":
            hall.queue.take(line)
        hall.queue.call("9")
        with board(config, data) as screen:
            screen.wait_for("A001    9 号窗口", "最新")
            for window in ("3", "1", "12"):
                hall.queue.call(window)
            screen.wait_for("新叫", "A002    3 号窗口", "B001    1 号窗口", "C001    12 号窗口")
            wait_until(lambda: len(speaker.said) == 3, "three announcements")
            hall.queue.recall("9")
            screen.wait_for("重呼  A001    9 号窗口")
            wait_until(lambda: len(speaker.said) == 4, "the recall to be spoken")
            assert speaker.said == [
                "请 A 零零二号，到 3号窗口",
                "请 B 零零一号，到 1号窗口",
                "请 C 零零一号，到 12号窗口",
                "请 A 零零一号，到 9号窗口",
            ]
            assert len(bells) == 4
            screen.wait(lambda text: "新叫" not in text and "最新" in text, "an end of flashing")


@pytest.mark.parametrize("size", SIZES)
def test_a_dozen_calls_all_come_by(tmp_path: Path, size: tuple[int, int]) -> None:
    config = settings(tmp_path, 'sound = { chime = false, speech = "off" }')
    data = tmp_path / "data"
    with opened(config, data) as hall:
        for n in range(12):
            hall.queue.take("ABC"[n % 3])
        with board(config, data, size) as screen:
            screen.wait_for("Please wait for your number")
            calls = [hall.queue.call(str(n)) for n in range(1, 13)]
            for call in calls:
                screen.wait_for(f"{call.number}    {call.window} 号窗口")
            newest = f"{calls[-1].number}    12 号窗口"
            assert newest in screen.text, "on every page"


def test_a_board_that_is_ended_ends_the_program_that_speaks(tmp_path: Path) -> None:
    speaker = Speaker(tmp_path, "exec sleep 1000")
    config, data = settings(tmp_path, speaker.setting), tmp_path / "data"
    with opened(config, data) as hall, board(config, data) as screen:
        screen.wait_for("Please wait for your number")
        hall.queue.take("A")
        hall.queue.take("A")
        hall.queue.call("1")
        wait_until(lambda: bool(speaker.pids), "the speech to begin")
        hall.queue.call("2")
        screen.wait_for("A002    2 号窗口")
        speaking = psutil.Process(speaker.pids[0])
        psutil.Process(screen.pid).terminate()
        wait_until(
            lambda: not speaking.is_running() or speaking.status() == psutil.STATUS_ZOMBIE,
            "the program to be gone",
        )
        assert len(speaker.said) == 1


LOCKER = """
import fcntl, sys
with open(sys.argv[1], "r+b") as index:
    fcntl.lockf(index, fcntl.LOCK_EX, 5, 123)
    print("locked", flush=True)
    sys.stdin.read()
"""
"""Holds SQLite's read marks (bytes 123 to 127 of the index, sqlite.org/walformat.html 2.3), so that
nobody can begin to read; a read gives up after some ten seconds."""


@contextmanager
def unreadable(data: Path) -> Iterator[None]:
    """Meanwhile nobody can read the records; nothing is lost."""
    words = [sys.executable, "-c", LOCKER, str(data / "hall.db-shm")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as locker:
        assert locker.stdin is not None
        assert locker.stdout is not None
        try:
            assert locker.stdout.readline() == b"locked\n"
            yield
        finally:
            locker.stdin.close()


def test_while_the_records_are_unreadable_it_says_how_old_it_is(tmp_path: Path) -> None:
    """In two languages; what was called before stays, and is not told again afterwards."""
    speaker = Speaker(tmp_path)
    config, data = settings(tmp_path, speaker.setting), tmp_path / "data"
    with opened(config, data) as hall:
        hall.queue.take("A")
        with board(config, data, (80, 24)) as screen:
            screen.wait_for("Please wait for your number")
            hall.queue.call("1")
            screen.wait_for("A001    1 号窗口")
            wait_until(lambda: len(speaker.said) == 1, "the announcement")
            with unreadable(data):
                english = catalogue("en")["lobby.trouble"].partition("{since}")[0]
                screen.wait_for("停在 09:0", f"{english}09:0", "A001    1 号窗口")
            screen.wait(lambda text: "停在" not in text, "the records back")
            hall.queue.recall("1")
            screen.wait_for("重呼  A001    1 号窗口")
            wait_until(lambda: len(speaker.said) == 2, "the recall")


def test_a_call_for_help_at_another_machine_is_on_the_staff_line(tmp_path: Path) -> None:
    config, data = settings(tmp_path, 'sound = { speech = "off" }'), tmp_path / "data"
    with opened(config, data) as hall, board(config, data, (80, 24)) as screen:
        screen.wait_for("Please wait for your number")
        hall.help.call("lobby")
        screen.wait_for("工作人员：大厅机 有人请求帮助")
        hall.help.withdraw("lobby")
        screen.wait(lambda text: "工作人员" not in text, "an empty staff line")

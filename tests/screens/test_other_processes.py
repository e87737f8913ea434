"""Desk and board follow what another process does, at once and without being asked."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from kiosk.hall import Hall
from screens.board.app import BoardApp
from screens.board.calls import Calls
from screens.desk.app import DeskApp
from screens.desk.ticket_list import TicketList
from screens.desk.window import Window
from screens.terminal import Terminal
from tests.screens.seen import CONFIG, until

BOUND = 1.0
"""Seconds from commit to screen. The budget is 0.1 on a quiet machine; this one may be busy."""

SCRIPT = """
import sys, time
from datetime import datetime
from kiosk.hall import Hall
at = datetime.fromisoformat("2026-11-23T09:01:00+08:00")
with Hall.open(sys.argv[1], sys.argv[2], clock=lambda: at) as hall:
    print("open", flush=True)
    sys.stdin.readline()
    hall.queue.take("A")
    hall.queue.call("2") if sys.argv[3] == "call" else None
    print(time.time(), flush=True)
    sys.stdin.readline()
"""


async def _elsewhere(data: Path, act: str) -> asyncio.subprocess.Process:
    """A process that has opened the hall and waits for a line to act."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SCRIPT, str(CONFIG), str(data), act),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=CONFIG.parent,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"open\n"
    return process


@pytest.mark.parametrize("kind", ["desk", "board"])
async def test_another_process_is_followed(staffed: Hall, tmp_path: Path, kind: str) -> None:
    app: Terminal = BoardApp(staffed) if kind == "board" else DeskApp(staffed, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        if kind == "desk":
            await pilot.press(*"101", "enter", *"2468", "enter")
            await until(pilot, lambda: isinstance(app.screen, Window))

        def seen() -> bool:
            if kind == "board":
                calls = app.screen.query_one(Calls)
                return [(call.number, call.window) for call in calls.calls] == [("A001", "2")]
            return "A001" in app.screen.query_one(TicketList).numbers

        process = await _elsewhere(tmp_path / "data", "call" if kind == "board" else "take")
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"\n")
        await until(pilot, seen)
        shown = time.time()
        committed = float(await process.stdout.readline())
        process.stdin.write(b"\n")
        await process.wait()
    assert shown - committed < BOUND

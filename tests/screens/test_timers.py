"""A machine that halts at the worst moment delays a screen; it does not stop it for ever."""

from __future__ import annotations

import random
import time

import pytest
from textual import _time

from kiosk.hall import Hall
from screens.board.app import BoardApp
from screens.lobby.app import LobbyApp
from tests.screens.seen import lines, until, words

HALT = 0.05
"""Seconds that the machine is away: longer than Textual's short timers."""


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine had been away before every second of Textual's looks at the clock."""
    chance = random.Random(7)
    away = 0.0

    def look() -> float:
        nonlocal away
        away += chance.choice([0, HALT])
        return time.monotonic() + away

    monkeypatch.setattr(_time, "get_time", look)


@pytest.mark.usefixtures("halting")
async def test_a_lobby_follows_its_terminals_size_on_a_halting_machine(hall: Hall) -> None:
    async with LobbyApp(hall).run_test(size=(80, 24)) as pilot:
        for columns, rows in [(120, 31), (80, 24)] * 6:
            await pilot.resize_terminal(columns, rows)
            await until(pilot, lambda rows=rows: len(lines(pilot.app)) == rows)  # type: ignore[misc]


@pytest.mark.usefixtures("halting")
async def test_a_board_hears_of_every_call_on_a_halting_machine(hall: Hall) -> None:
    line = next(iter(hall.config.lines))
    async with BoardApp(hall, "board").run_test(size=(120, 31)) as pilot:
        for _ in range(6):
            number = hall.queue.take(line, None).number
            hall.queue.call("1", number)
            await until(pilot, lambda number=number: number in words(pilot.app))  # type: ignore[misc]
            hall.queue.finish("1")

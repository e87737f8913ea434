"""A clerk at the desk: logging in, leaving, and what then became of the tickets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.window import Window
from tests.screens.seen import HallClock, until


async def log_in(pilot: Pilot[Any], pin: str = "2468") -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Login))
    await pilot.press(*"101", "enter", *pin, "enter")


@asynccontextmanager
async def at_window(hall: Hall, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    """101 sits at window 1."""
    app = DeskApp(hall, window="1")
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await until(pilot, lambda: isinstance(app.screen, Window))
        yield pilot


async def leave(pilot: Pilot[Any], how: str) -> None:
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
    await pilot.press(how)


def states(hall: Hall) -> dict[str, str]:
    return {ticket.number: ticket.state.value for ticket in hall.queue.tickets()}


async def state(pilot: Pilot[Any], hall: Hall, number: str, state: State) -> None:
    await until(pilot, lambda: states(hall)[number] == state)


async def colleagues(hall: Hall, clock: HallClock) -> None:
    """102 at window 2 has called A001, seven minutes ago."""
    hall.staff.add("102", "李强", "2468")
    hall.queue.actor = "102"
    hall.queue.open_window("2")
    hall.queue.take("A")
    hall.queue.take("C")
    hall.queue.call("2")
    hall.queue.actor = None
    clock.forward(minutes=7)

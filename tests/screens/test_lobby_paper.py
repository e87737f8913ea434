"""Who reads the lobby in large text gets paper in large type."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from screens.lobby.app import LobbyApp
from screens.lobby.start import Start
from tests.screens.seen import until, words


async def ready(pilot: Pilot[Any]) -> None:
    """The lobby takes touches."""
    await until(
        pilot,
        lambda: isinstance(pilot.app.screen, Start) and pilot.app.screen.guard.open,
    )


@pytest.mark.parametrize("large", [False, True])
async def test_the_slip_is_as_large_as_the_screen_was(hall: Hall, large: bool) -> None:
    app = LobbyApp(hall, "lobby")
    async with app.run_test(size=(120, 31)) as pilot:
        await ready(pilot)
        if large:
            await pilot.press("+")
            await until(pilot, lambda: "普通字" in words(app))
        await ready(pilot)
        await pilot.press("1")
        await until(pilot, hall.slips.jobs)
    (job,) = hall.slips.jobs()
    assert ("large" in job.fields) is large

"""Every screen of a request says all it has to say, at three sizes, in three languages, large."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.config import Language
from kiosk.hall import Hall
from kiosk.wording import refusal
from screens.lobby.app import LobbyApp
from screens.lobby.request.plan import Way
from screens.widgets.pad.caps import Cap
from screens.widgets.tile_page import TilePage
from screens.widgets.touch import Touch
from tests.screens.filling import Resident
from tests.screens.seen import LOOKS, settled, words
from tests.screens.test_looks import cut_off


async def _look(pilot: Pilot[Any], where: str) -> list[str]:
    """What is wrong with the screen that is shown."""
    assert isinstance(pilot.app, LobbyApp)
    pilot.app.someone_there()  # many looks take longer than people do
    await settled(pilot, lambda: not list(cut_off(pilot.app)))
    wrong = [f"{where}: {fault}" for fault in cut_off(pilot.app)]
    if ".." in words(pilot.app):
        wrong.append(f"{where}: something is cut\n{words(pilot.app)}")
    for place in pilot.app.screen.query(Touch):
        small = place.outer_size.height < 3 or place.outer_size.width < 10
        if place.region and small and not isinstance(place, Cap):  # the pad's are its own affair
            wrong.append(f"{where}: {place!r} is {place.size}")
    return wrong


async def _pages(pilot: Pilot[Any], where: str) -> list[str]:
    wrong = await _look(pilot, where)
    for page in pilot.app.screen.query(TilePage):
        for number in range(1, page.pages):
            page.turn()
            await pilot.pause()
            wrong += await _look(pilot, f"{where}, page {number + 1}")
    return wrong


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_nothing_is_cut_off(
    hall: Hall, size: tuple[int, int], language: Language, large: bool
) -> None:
    app = LobbyApp(hall)
    app.session.language, app.session.large = language, large
    async with app.run_test(size=size) as pilot:
        resident = Resident(pilot, whose="other")
        await resident.asks_for("C02")
        wrong = []
        while resident.filling.question.way is not Way.REVIEW:
            name = resident.filling.question.name
            wrong += await _pages(pilot, name)
            if name == "id_no":
                resident.screen.refuse(refusal("value_check", what="公民身份号码"))
                wrong += await _pages(pilot, f"{name} refused")
            if resident.filling.question.way is Way.NOTICE:
                await resident.ready()
                resident.screen.foot("agree")
                await pilot.pause()
            else:
                await resident.answers_one()
        wrong += await _pages(pilot, "review")
        request = await resident.hands_in()
        wrong += await _look(pilot, "accepted")
        app.home()
        app.kept.standing.show(request)
        app.go(app.kept.standing)
        wrong += await _look(pilot, "standing")
        app.home()
        app.go(app.kept.scanning)
        wrong += await _look(pilot, "scanning")
        assert wrong == []

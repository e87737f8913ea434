"""Requests at a desk in three languages at three sizes: nothing is cut off."""

from __future__ import annotations

import pytest

from kiosk.certificates.request import State
from kiosk.config import Language
from kiosk.hall import Hall
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.requests.listing import Requests
from screens.desk.requests.page import RequestPage
from screens.desk.requests.register import RegisterOfYear
from screens.desk.requests.several import Several
from screens.desk.requests.values import Values
from screens.desk.window import Window
from tests.certificates.hall import LAN, brought_to, requested, staffed
from tests.screens.at_requests import PIN, on, press, ready
from tests.screens.seen import LOOKS, HallClock, until, words
from tests.screens.test_looks import _check


@pytest.fixture
def lived(hall: Hall, clock: HallClock) -> Hall:
    """Requests in every state, one of them late; slips that are not printed."""
    staffed(hall)
    hall.queue.terminal = "lobby"
    brought_to(hall, State.REVIEWED)
    clock.forward(days=7)
    requested(hall, "C02", has=[])
    for state in State:
        if state is not State.MISSING:
            brought_to(hall, state)
    brought_to(hall, State.RECEIVED, "C05")
    return hall


@pytest.mark.parametrize(("size", "language"), sorted({look[:2] for look in LOOKS}))
async def test_requests(lived: Hall, size: tuple[int, int], language: Language) -> None:
    app = DeskApp(lived, window="1")
    app.language = language
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        await pilot.press(*"001", "enter", *PIN, "enter")
        await _check(pilot, Window)
        await pilot.press("d")
        await _check(pilot, Requests)
        await pilot.press("r")
        await _check(pilot, RegisterOfYear, "-00001")
        await pilot.press("escape")
        await on(pilot, Requests)
        await pilot.press("home", "enter")
        await _check(pilot, RequestPage, "C01")
        for key, asks in (("n", Choice), ("r", Choice)):
            await press(pilot, key, asks)
            await _check(pilot, asks)
            await pilot.press("escape")
            await on(pilot, RequestPage)
        await press(pilot, "l")
        await pilot.press("1")
        await _check(pilot, Values, LAN)
        await pilot.press("escape")
        await on(pilot, RequestPage)
        await pilot.press("escape")
        await on(pilot, Requests)
        for _ in range(4):
            await pilot.press("down")
            await pilot.press("enter")
            await _check(pilot, RequestPage)
            if ready(pilot, "m"):
                await press(pilot, "m", Several)
                await _check(pilot, Several)
                await pilot.press("escape")
                await on(pilot, RequestPage)
            await pilot.press("escape")
            await on(pilot, Requests)
        assert "!" in words(app)

"""People at desks who deal with requests for certificates, in a real hall."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.hall import Hall
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.pick_list import PickList
from screens.desk.requests.acts import RequestKey
from screens.desk.requests.frame import Framed
from screens.desk.requests.listing import Requests
from screens.desk.requests.page import RequestPage
from screens.desk.window import Window
from screens.desk.written import Written
from tests.screens.seen import until, words

PIN = "2468"


@asynccontextmanager
async def desk(
    hall: Hall, number: str = "007", *, size: tuple[int, int] = (80, 24), window: str = "1"
) -> AsyncIterator[Pilot[Any]]:
    """Somebody sits at a window."""
    app = DeskApp(hall, window=window)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        await pilot.press(*number, "enter", *PIN, "enter")
        await until(pilot, lambda: isinstance(app.screen, Window))
        yield pilot


async def on(pilot: Pilot[Any], screen: type[Screen[Any]]) -> None:
    """Wait for a screen."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))


async def see(pilot: Pilot[Any], *signs: str) -> None:
    """Wait for words, wherever lines break."""
    for sign in signs:
        plain = "".join(sign.split())
        await until(pilot, lambda plain=plain: plain in _plain(pilot))  # type: ignore[misc]


def _plain(pilot: Pilot[Any]) -> str:
    """The screen without spaces, nor the sides of a box, where lines break."""
    return "".join(words(pilot.app).translate({ord("▐"): " ", ord("▌"): " "}).split())


async def listed(pilot: Pilot[Any]) -> Requests:
    """The list of requests."""
    await pilot.press("d")
    await on(pilot, Requests)
    screen = pilot.app.screen
    assert isinstance(screen, Requests)
    return screen


async def opened(pilot: Pilot[Any], number: str) -> RequestPage:
    """The page of a request, read."""
    screen = await listed(pilot)
    await see(pilot, number)
    for _ in range(len(pilot.app.hall.certificates.open())):  # type: ignore[attr-defined]
        if _selected(screen) == number:
            break
        await pilot.press("down")
    await pilot.press("enter")
    return await page(pilot)


async def page(pilot: Pilot[Any]) -> RequestPage:
    """The page that is shown, read."""
    await on(pilot, RequestPage)
    screen = pilot.app.screen
    assert isinstance(screen, RequestPage)
    await until(pilot, lambda: screen.seen is not None)
    return screen


def _selected(screen: Framed) -> str | None:
    return screen.query_one(PickList).selected


async def press(pilot: Pilot[Any], key: str, asks: type[Screen[Any]] = Choice) -> None:
    """Press a key of the page once it does something, and wait for what it asks."""
    await until(pilot, lambda: ready(pilot, key))
    await pilot.press(key)
    await on(pilot, asks)


def ready(pilot: Pilot[Any], key: str) -> bool:
    """Whether a key of the page does something."""
    keys = [
        one for one in pilot.app.screen.query(RequestKey) if key in one.act.keys.lower().split()
    ]
    return bool(keys) and not keys[0].disabled


async def answer(pilot: Pilot[Any], key: str, *then: str) -> None:
    """Answer a question, and wait until these words are seen."""
    await on(pilot, Choice)
    await pilot.press(key)
    await see(pilot, *then)


async def wrote(pilot: Pilot[Any], text: str) -> None:
    """Something written with the pad, or typed."""
    await on(pilot, Written)
    pilot.app.screen.dismiss(text)
    await until(pilot, lambda: not isinstance(pilot.app.screen, Written))

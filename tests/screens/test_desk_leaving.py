"""Who may end a desk, and that nothing on it is cut off."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.config import Language
from kiosk.hall import Hall
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.unprinted import Unprinted
from screens.desk.window import Window
from screens.desk.written import Written
from tests.screens.at_desk import colleagues, leave, log_in
from tests.screens.seen import SIZES, HallClock, settled, until, words
from tests.screens.test_looks import cut_off

# --- who may end it ----------------------------------------------------------------------------


class _Live:
    """The hall's clock as it is when nobody trains."""

    def __init__(self, hall: Hall) -> None:
        hall.clock.training = False


async def test_in_a_live_hall_no_key_ends_the_desk_but_who_sits_there_may(staffed: Hall) -> None:
    _Live(staffed)
    app = DeskApp(staffed, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        assert "Ctrl+Q" not in words(app)
        await pilot.press("ctrl+q", "ctrl+c", "escape", "ctrl+d")
        await log_in(pilot)
        await until(pilot, lambda: isinstance(app.screen, Window))
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.is_running
        await leave(pilot, "x")
        await until(pilot, lambda: not app.is_running)
    assert not staffed.queue.windows.records["1"].opened
    trail = [entry["what"] for entry in staffed.store.table("audit").past("day", "2026-11-23")]
    assert trail.count("left") == 1


async def test_as_long_as_nobody_works_here_the_desk_can_be_closed(hall: Hall) -> None:
    _Live(hall)
    app = DeskApp(hall, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ctrl+Q" in words(app))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)


async def test_in_training_the_desk_can_always_be_closed(staffed: Hall) -> None:
    app = DeskApp(staffed, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ctrl+Q" in words(app))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)


# --- nothing cut off ---------------------------------------------------------------------------


def _shows(app: DeskApp, kind: type[Screen[Any]]) -> bool:
    return isinstance(app.screen, kind)


async def _whole(pilot: Pilot[Any]) -> None:
    await settled(pilot, lambda: not list(cut_off(pilot.app)))
    assert list(cut_off(pilot.app)) == []


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off(
    staffed: Hall, clock: HallClock, size: tuple[int, int], language: Language
) -> None:
    await colleagues(staffed, clock)
    staffed.queue.take("B", "elder")
    staffed.help.call("lobby")
    staffed.help.call("board")
    app = DeskApp(staffed, window="1")
    app.language = language
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        await _whole(pilot)
        await log_in(pilot)
        await until(pilot, lambda: isinstance(app.screen, Window))
        await _whole(pilot)
        await pilot.press("tab")
        await _whole(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: staffed.queue.at("1"))
        await _whole(pilot)
        for key, kind in (("p", Unprinted), ("f12", Choice), ("f8", Choice)):
            await pilot.press(key)
            await until(pilot, partial(_shows, app, kind))
            await _whole(pilot)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Window))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, Written))
        await _whole(pilot)

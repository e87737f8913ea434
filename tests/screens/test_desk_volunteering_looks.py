"""Volunteers at a desk in three languages at three sizes: nothing is cut off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.config import Language
from kiosk.hall import Hall
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.requests.values import Values
from screens.desk.volunteering.activity import ActivityPage
from screens.desk.volunteering.code import Code
from screens.desk.volunteering.correction import CorrectionPage
from screens.desk.volunteering.enrolling import Enrolment
from screens.desk.volunteering.group import GroupPage
from screens.desk.volunteering.listing import ACTIVITY, CORRECTION, Volunteers
from screens.desk.volunteering.person import PersonPage
from screens.desk.volunteering.planning import NewActivity
from screens.desk.volunteering.second import Second
from screens.desk.volunteering.sheet import MonthSheet, Sheet
from screens.desk.window import Window
from screens.desk.written import Written
from screens.widgets.qr import QrCode
from tests.screens.at_card import CLERK, OTHER, Helpers
from tests.screens.at_requests import on, press, wrote
from tests.screens.at_volunteering import read, select
from tests.screens.seen import LOOKS, HallClock, until
from tests.screens.test_looks import _check


class Lived:
    """Somebody with a long name who was there, forgot, was there too long, and says it is wrong."""

    def __init__(self, hall: Hall, clock: HallClock) -> None:
        helpers = self.helpers = Helpers(hall, clock)
        hall.staff._idle = 0  # hours pass in a moment: no desk stands alone
        volunteers = helpers.volunteers
        self.number = helpers.enrol(
            "阿卜杜热合曼江", "13999998888", skills="急救、理发", posted=False
        )
        volunteers.roster.teams.found("巡逻队", CLERK)
        name = "社区老年人日间照料中心节前大扫除和防滑垫更换"
        self.late = helpers.activity("09:00", "11:00", name)
        clock.forward(days=14)
        helpers.show("08:00")
        self.long = helpers.activity("08:00", "19:00", name)
        self.away = helpers.activity("09:00", "11:00", "外出巡河", offsite=True)
        helpers.activity("09:00", "11:00", "值班", counts=False, why_not="duty", places=20)
        self.scan("08:00", self.long.number)
        self.scan("19:00")
        id_ = f"{self.long.number}/{self.number}"
        volunteers.hours.confirm(id_, CLERK, 600, "负责人证实", OTHER)
        volunteers.hours.correct(id_, CLERK, OTHER, 500, "名单上写的时间更短")
        volunteers.hours.backfill(helpers.number, self.late.number, CLERK, OTHER, "没带卡", 30)
        volunteers.posting.post(self.long.number, CLERK)
        self.asked = volunteers.corrections.ask(self.number, "时长不对", id_).id
        volunteers.statements.ask(self.number)

    def scan(self, time: str, activity: str | None = None) -> None:
        self.helpers.show(time)
        card = self.helpers.volunteers.roster.card(self.number)
        self.helpers.volunteers.attendance.scan(card, activity)


@pytest.fixture
def lived(hall: Hall, clock: HallClock) -> Lived:
    return Lived(hall, clock)


async def _entered(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Login))
    await pilot.press(*CLERK, "enter", *"2468", "enter")
    await _check(pilot, Window, "Z ")
    await pilot.press("z")
    await _check(pilot, Volunteers, "阿**")


Visit = Callable[[Pilot[Any], Lived], Awaitable[None]]


async def _asked(
    pilot: Pilot[Any], key: str, asks: type[Screen[Any]], back: type[Screen[Any]]
) -> None:
    """What a key asks, and back."""
    await press(pilot, key, asks)
    await _check(pilot, asks)
    await pilot.press("escape")
    await on(pilot, back)


async def _lists(pilot: Pilot[Any], lived: Lived) -> None:
    await _asked(pilot, "c", MonthSheet, Volunteers)
    await _asked(pilot, "n", NewActivity, Volunteers)
    await pilot.press("e")
    await _check(pilot, Enrolment)
    await pilot.press("enter")
    await _check(pilot, Written)


async def _activities(pilot: Pilot[Any], lived: Lived) -> None:
    await select(pilot, ACTIVITY + lived.late.number)
    await pilot.press("enter")
    await read(pilot, ActivityPage)
    await _check(pilot, ActivityPage)
    for key in ("p", "x", "i"):
        await _asked(pilot, key, Sheet if key == "i" else Choice, ActivityPage)
    await press(pilot, "g", GroupPage)
    await _check(pilot, GroupPage)
    await pilot.press("escape")
    await on(pilot, ActivityPage)
    await press(pilot, "r", Written)
    await _check(pilot, Written)
    await wrote(pilot, "20")
    await _check(pilot, Choice)
    await pilot.press("1")
    await _check(pilot, Second)
    await pilot.press(*CLERK, "enter", *"2468", "enter")
    await _check(pilot, Second, "!")
    for _ in range(2):
        await pilot.press("escape")
        await pilot.pause()
    await on(pilot, Volunteers)
    await select(pilot, ACTIVITY + lived.away.number)
    await pilot.press("enter")
    await read(pilot, ActivityPage)
    await press(pilot, "q", Code)
    await _check(pilot, Code)
    shown = pilot.app.screen.query_one(QrCode)
    await until(pilot, lambda: shown.fits)


async def _people(pilot: Pilot[Any], lived: Lived) -> None:
    await select(pilot, CORRECTION + lived.asked)
    await pilot.press("enter")
    await read(pilot, CorrectionPage)
    await _check(pilot, CorrectionPage)
    await _asked(pilot, "l", Values, CorrectionPage)
    await _asked(pilot, "n", Choice, CorrectionPage)
    await pilot.press("enter")
    await read(pilot, PersonPage)
    await _check(pilot, PersonPage, "13")
    for key in ("p", "e", "t", "x"):
        await _asked(pilot, key, Choice, PersonPage)
    await press(pilot, "t")
    await pilot.press("a")
    await _check(pilot, Choice, "8")
    await pilot.press("escape")
    await on(pilot, PersonPage)
    await _asked(pilot, "q", Code, PersonPage)
    await pilot.press("enter")
    await _check(pilot, Sheet, lived.number)


@pytest.mark.parametrize("visit", [_lists, _activities, _people])
@pytest.mark.parametrize(("size", "language"), sorted({look[:2] for look in LOOKS}))
async def test_volunteering(
    lived: Lived, size: tuple[int, int], language: Language, visit: Visit
) -> None:
    app = DeskApp(lived.helpers.hall, window="1")
    app.language = language
    async with app.run_test(size=size) as pilot:
        await _entered(pilot)
        await visit(pilot, lived)

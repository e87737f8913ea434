"""At the lobby a volunteer asks for a statement of service, and anybody checks one."""

from __future__ import annotations

import pytest

from kiosk.config import Language
from kiosk.hall import Hall
from screens.lobby.app import LobbyApp
from screens.lobby.start import Start
from screens.lobby.verdict import VerdictScreen
from screens.lobby.volunteering.hours import HoursPage
from screens.lobby.volunteering.menu import Menu
from screens.lobby.volunteering.noted import Noted
from screens.lobby.volunteering.who import Who
from screens.widgets.big_text import BigText
from tests.screens.at_card import CLERK, Hand, Helpers
from tests.screens.hands import scan
from tests.screens.seen import LOOKS, HallClock, until, words
from tests.screens.test_lobby_volunteering_looks import _look


@pytest.fixture
def helpers(hall: Hall, clock: HallClock) -> Helpers:
    """A hall in which somebody has served for an hour and a half."""
    helpers = Helpers(hall, clock)
    helpers.activity()
    helpers.show("09:00")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("10:31")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("10:35")
    return helpers


async def test_a_statement_is_asked_for_by_card(helpers: Helpers) -> None:
    statements = helpers.volunteers.statements
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.touches("志愿服务", Menu)
        await hand.touches("我的时长", Who)
        await hand.scans(helpers.card, HoursPage)
        await hand.touches("要证明", Noted)
        assert "到窗口" in words(pilot.app)
        assert "不收费" in words(pilot.app)
    [wanted] = statements.wanted()
    assert wanted.volunteer == helpers.number
    assert statements.year() == [], "the desk makes it out"


async def test_without_hours_there_is_nothing_to_ask_for(helpers: Helpers) -> None:
    number = helpers.enrol("李小红", "13900001234")
    card = helpers.volunteers.roster.card(number)
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.touches("志愿服务", Menu)
        await hand.touches("我的时长", Who)
        await hand.scans(card, HoursPage)
        statement = next(f for f in pilot.app.screen.faces() if f.value == "statement")  # type: ignore[attr-defined]
        assert not statement.ready


async def test_a_statement_is_named_and_its_hours_are_told(helpers: Helpers) -> None:
    statements = helpers.volunteers.statements
    one = statements.issue(helpers.number, CLERK)
    app = LobbyApp(helpers.hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, one.code)
        await until(pilot, lambda: isinstance(app.screen, VerdictScreen))
        await until(pilot, lambda: app.screen.query_one("#heading", BigText).text == "真实有效")
        said = words(app)
        assert f"{one.number}  志愿服务记录证明" in said
        assert "张*明，1.5 小时（请与纸上核对）" in said
        assert "张小明" not in said
        assert "以全国志愿服务信息系统为准" in said
    statements.void(one.number, CLERK, "姓名写错")
    app = LobbyApp(helpers.hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, one.code)
        await until(pilot, lambda: isinstance(app.screen, VerdictScreen))
        await until(pilot, lambda: app.screen.query_one("#heading", BigText).text == "已作废")


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_nothing_is_cut_off(
    helpers: Helpers, size: tuple[int, int], language: Language, large: bool
) -> None:
    statements = helpers.volunteers.statements
    one, wanted = statements.issue(helpers.number, CLERK), statements.ask(helpers.number)
    app = LobbyApp(helpers.hall)
    app.session.language, app.session.large = language, large
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is app.start and app.start.is_mounted)
        noted = app.kept.volunteering.rooms.noted
        noted.show(wanted)
        app.go(noted)
        await until(pilot, lambda: app.screen is noted and noted.is_mounted)
        assert await _look(pilot, "noted") == []
        app.kept.verdict.show(helpers.hall.certificates.verify(one.code))
        app.go(app.kept.verdict)
        await until(pilot, lambda: one.number in words(app))
        assert await _look(pilot, "verdict") == []

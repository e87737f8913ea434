"""A resident asks for a certificate at the lobby: one question a screen, and all of it theirs."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.identity import mask
from kiosk.wording import say
from screens.lobby.app import LobbyApp
from screens.lobby.request.accepted import Accepted
from screens.lobby.request.bringing import Bringing
from screens.lobby.request.consent import Consent
from screens.lobby.request.declined import Declined
from screens.lobby.request.entry import Entry
from screens.lobby.request.place import Place
from screens.lobby.request.plan import Way
from screens.lobby.request.review import Review
from screens.lobby.request.room import Room
from screens.lobby.request.whose import Whose
from screens.lobby.request.written import WrittenAnswer
from screens.lobby.start import Start
from screens.lobby.ticket import TicketScreen
from screens.widgets.key import Key
from screens.widgets.tile import Tile
from screens.widgets.tile_page import TilePage
from tests.screens.filling import ANSWERS, CHILD, NUMBER, Resident, number
from tests.screens.hands import type_in
from tests.screens.seen import SIZES, until, words


async def _screen(pilot: Pilot[Any], kind: type) -> None:
    """Wait for a screen that takes touches."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.guard.open)  # type: ignore[attr-defined]


# --- from the notice to the number -------------------------------------------------------------


async def test_by_keys_alone_with_a_name_that_few_can_write(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await pilot.press("1")
        await until(pilot, lambda: "怎样保存" in words(app))
        await _screen(pilot, Consent)
        await pilot.press("1")
        await _screen(pilot, Whose)
        await pilot.press("1")
        await _screen(pilot, WrittenAnswer)
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        await until(pilot, lambda: screen.pad.ready)
        await pilot.press("1")  # 王, the first of the family names
        # 䶮 by strokes: 龙 above 天.
        await pilot.press("f6", *"135341134")
        await until(pilot, lambda: "䶮" in words(app))
        offered = [one.text for one in screen.pad.writing.offered]
        for _ in range(offered.index("䶮")):
            await pilot.press("right")
        await pilot.press("enter")
        assert screen.query_one(Entry).text == "王䶮"
        await pilot.press("enter")
        await until(pilot, lambda: resident.filling.question.name == "id_no")
        await _screen(pilot, WrittenAnswer)
        type_in(app, NUMBER + "\r")
        await _screen(pilot, Place)
        await resident.fills_in()
        page = resident.screen.query_one(TilePage)
        for turned in range(1, page.pages):
            await pilot.press("0")
            await until(pilot, lambda turned=turned: page.page == turned)  # type: ignore[misc]
            await resident.ready()
        await pilot.press("0")
        await until(pilot, lambda: isinstance(app.screen, Accepted))
        [request] = hall.certificates.open()
        assert request.number in words(app)
        assert "请收好回执" in words(app)
        assert hall.certificates.get(request.number).shown["applicant_name"] == "王*"


@pytest.mark.parametrize("size", SIZES)
async def test_by_touch_alone(hall: Hall, size: tuple[int, int]) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        while resident.filling.question.way is Way.NOTICE:
            await resident.ready()
            await pilot.click("#agree")
            await pilot.pause()
        await _screen(pilot, Whose)
        await pilot.click(app.screen.query(Tile)[0])
        await resident.fills_in("tenure")
        await pilot.click(app.screen.query(Tile)[1])
        await until(pilot, lambda: resident.filling.question.name == "purpose")
        await resident.fills_in(Way.BRINGING)
        await pilot.click(app.screen.query(Tile)[0])
        await until(pilot, lambda: "带了" in words(app))
        await resident.ready()
        page = app.screen.query_one(TilePage)
        await pilot.click(page.tiles()[-1])
        await _screen(pilot, Review)
        page = app.screen.query_one(TilePage)
        for _ in range(page.pages):
            await resident.ready()
            await pilot.click(page.tiles()[-1])
        await until(pilot, lambda: isinstance(app.screen, Accepted))
        [request] = hall.certificates.open()
        assert request.missing == ("户口簿", "房产证、租赁合同或购房合同")
        assert "- 户口簿" in words(app)
        assert "- 居民身份证" not in words(app)


async def test_the_slip_is_followed_and_then_it_is_goodbye(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        app.session.language = "en"
        await resident.asks_for("C01")
        await resident.fills_in()
        request = await resident.hands_in()
        await until(pilot, lambda: say("lobby.printing", "en") in words(app))
        [job] = hall.slips.about(request.number)
        hall.slips.begin(job.id)
        hall.slips.sent(job.id)
        hall.slips.printed(job.id)
        await until(pilot, lambda: say("lobby.printed", "en") in words(app))
        await _screen(pilot, Accepted)
        await pilot.press("-")
        await _screen(pilot, Start)
        assert say("lobby.choose") in words(app), "the next one reads the hall's own language"


async def test_what_is_handed_in_is_handed_in_once(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        page = resident.screen.query_one(TilePage)
        while page.page < page.pages - 1:
            page.turn()
        await resident.ready()
        review = resident.screen
        for _ in range(3):
            review.post_message(TilePage.Chosen("="))
        await until(pilot, lambda: isinstance(app.screen, Accepted))
        assert len(hall.certificates.open()) == 1


# --- consent -----------------------------------------------------------------------------------


async def test_nothing_is_kept_of_who_does_not_agree_and_a_ticket_is_offered(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await pilot.press("2")
        await _screen(pilot, Declined)
        assert resident.filling.draft is None
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
    assert hall.certificates.open() == []
    assert len(hall.queue.tickets()) == 1


async def test_what_is_sensitive_is_agreed_to_by_itself(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(160, 48)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C02")
        assert "敏感个人信息" not in words(app)
        await pilot.press("1")
        await until(pilot, lambda: "敏感个人信息" in words(app))
        draft = resident.filling.draft
        assert draft is not None
        assert draft.consent == hall.certificates.notice("C02").version
        assert not draft.sensitive_consent
        await _screen(pilot, Consent)
        await pilot.press("1")
        await _screen(pilot, Whose)
        assert draft.sensitive_consent


async def test_agreeing_takes_all_pages(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        agree = app.screen.query_one("#agree", Key)
        assert agree.words[0].startswith("下一页")
        await pilot.press("1")
        await until(pilot, lambda: agree.words[0] == "我同意")
        assert resident.filling.question.way is Way.NOTICE


# --- who it is for -----------------------------------------------------------------------------


async def test_who_comes_for_another_is_asked_for_his_own_paper_and_a_letter(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot, whose="other")
        await resident.asks_for("C01")
        await resident.fills_in("agent.name")
        assert "代办人姓名" in words(app)
        await resident.fills_in("applicant_name")
        assert "申请人：姓名" in words(app)
        await resident.fills_in(Way.BRINGING)
        assert "授权委托书" in words(app)
        await resident.fills_in()
        request = await resident.hands_in()
        assert request.agent == mask("name", ANSWERS["agent.name"])
        assert "授权委托书" in request.missing


async def test_for_a_child_its_guardian_is_asked(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot, id_no=CHILD, purpose="学校")
        await resident.asks_for("C04")
        await resident.fills_in("guardian.name")
        assert "监护人姓名" in words(app)
        await resident.fills_in()
        request = await resident.hands_in()
        assert request.guardian == mask("name", ANSWERS["guardian.name"])


async def test_a_number_changed_to_a_childs_asks_for_the_guardian_before_the_end(
    hall: Hall,
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot, purpose="学校")
        await resident.asks_for("C04")
        await resident.fills_in()
        await _change(resident, "id_no")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote(CHILD)
        screen.entered()
        await until(pilot, lambda: resident.filling.question.name == "guardian.name")


async def _change(resident: Resident, name: str) -> None:
    """Touch an answer of the review, on whichever page it is."""
    page = resident.screen.query_one(TilePage)
    for _ in range(page.pages):
        tiles = [tile for tile in page.tiles() if tile.face.value == name]
        if tiles:
            await resident.ready()
            tiles[0].touched()
            await until(resident.pilot, lambda: resident.filling.question.name == name)
            await resident.ready()
            return
        page.turn()
        await resident.pilot.pause()
    raise AssertionError(f"no {name} on the review")


# --- what is wrong is said where it is typed ---------------------------------------------------


WRONG = {
    "applicant_name": ("王5", "第 2 个字符"),
    "id_no": (NUMBER[:-1] + "1", "校验位"),
    "since_month": ("202701", "今天以后"),
    "phone": ("1380000567", "应为 11 位"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_answer_is_refused_at_once_and_nothing_is_lost(hall: Hall, name: str) -> None:
    typed, said = WRONG[name]
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in(name)
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote(typed)
        screen.entered()
        await until(pilot, lambda: said in words(app))
        assert resident.filling.question.name == name
        assert screen.query_one(Entry).text.replace(" ", "") == typed
        screen.erased()
        await until(pilot, lambda: said not in words(app))
    assert hall.certificates.open() == []


async def test_an_agent_who_is_the_applicant_is_told_at_the_end_and_can_mend_it(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot, whose="other", **{"agent.id_no": NUMBER})
        await resident.asks_for("C01")
        await resident.fills_in()
        page = resident.screen.query_one(TilePage)
        while page.page < page.pages - 1:
            page.turn()
        await resident.ready()
        page.press("0")
        await until(pilot, lambda: say("refused.same_person") in words(app))
        await _change(resident, "agent.id_no")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote(ANSWERS["agent.id_no"])
        screen.entered()
        await _screen(pilot, Review)
        await resident.hands_in()


async def test_what_may_be_left_out_is_left_out_with_one_key(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot, phone="")
        await resident.asks_for("C01")
        await resident.fills_in("phone")
        assert "可不填" in words(app)
        await pilot.press("enter")
        await _screen(pilot, Bringing)
        await resident.fills_in()
        request = await resident.hands_in()
        assert "phone" not in request.fields


# --- where somebody lives ----------------------------------------------------------------------


async def test_an_address_is_picked_from_building_to_room(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("address")
        await _screen(pilot, Place)
        await pilot.press("1")
        await until(pilot, lambda: "1单元" in words(app))
        await _screen(pilot, Place)
        await pilot.press("2")
        await until(pilot, lambda: "101室" in words(app))
        await _screen(pilot, Place)
        await pilot.press("-")
        await until(pilot, lambda: "1单元" in words(app))
        await _screen(pilot, Place)
        await pilot.press("1")
        await until(pilot, lambda: "102室" in words(app))
        await _screen(pilot, Place)
        await pilot.press("2")
        await until(pilot, lambda: resident.filling.question.name == "since_month")
        draft = resident.filling.draft
        assert draft is not None
        assert draft["address"] == "幸福里小区1号楼1单元102室"


async def test_where_there_are_many_rooms_the_number_is_typed(hall: Hall) -> None:
    places = hall.certificates.addresses
    building = next(b for b in places.buildings if len(b.units[0].rooms) > 14)
    unit = building.units[0]
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("address")
        resident.filling.room(building, unit)
        await _screen(pilot, Room)
        type_in(app, "9999\r")
        await until(pilot, lambda: say("refused.unknown_address")[:6] in words(app))
        await pilot.press(*["backspace"] * 4)
        type_in(app, unit.rooms[-1] + "\r")
        await until(pilot, lambda: resident.filling.question.name == "since_month")
        draft = resident.filling.draft
        assert draft is not None
        assert draft["address"] == places.address(building.name, unit.name, unit.rooms[-1])


# --- forth and back ----------------------------------------------------------------------------


async def test_back_keeps_what_was_typed_even_half_of_it(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("id_no")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote("110105")
        await pilot.press("escape")
        await until(pilot, lambda: resident.filling.question.name == "applicant_name")
        assert screen.query_one(Entry).text == "王䶮"
        await resident.ready()
        await pilot.press("enter")
        await until(pilot, lambda: resident.filling.question.name == "id_no")
        assert screen.query_one(Entry).text == "110105"
        await resident.ready()
        type_in(app, NUMBER[6:] + "\r")
        await _screen(pilot, Place)
        draft = resident.filling.draft
        assert draft is not None
        assert draft["id_no"] == NUMBER


async def test_before_the_first_question_back_leads_to_where_one_came_from(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await pilot.press("escape")
        await _screen(pilot, Start)
        assert resident.filling.draft is None


async def test_a_confirmed_number_is_shown_masked_and_can_be_typed_anew(hall: Hall) -> None:
    app = LobbyApp(hall)
    other = number("11010519491231004")
    async with app.run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        shown = _all_pages(resident)
        assert NUMBER not in shown
        assert mask("resident", NUMBER) in shown
        assert "13800005678" in shown
        assert "王䶮" in shown
        await _change(resident, "id_no")
        assert NUMBER not in words(app)
        await pilot.press("enter")
        await _screen(pilot, Review)
        await _change(resident, "id_no")
        type_in(app, other + "\r")
        await _screen(pilot, Review)
        draft = resident.filling.draft
        assert draft is not None
        assert draft["id_no"] == other


def _all_pages(resident: Resident) -> str:
    """What the review's tiles say, all pages."""
    page = resident.screen.query_one(TilePage)
    said = ""
    for _ in range(page.pages):
        said += " ".join(" ".join((t.face.title, t.face.subtitle)) for t in page.tiles())
        page.turn()
    return said


async def test_the_language_can_change_in_the_middle(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("id_no")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        type_in(app, "1101")
        await until(pilot, lambda: screen.query_one(Entry).text == "1101")
        await pilot.press("f3")
        await until(pilot, lambda: app.screen is app.kept.languages)
        await _screen(pilot, type(app.kept.languages))
        await pilot.press("3")
        await until(pilot, lambda: "Step 4 of 13" in words(app))
        assert screen.query_one(Entry).text == "1101"
        await resident.ready()
        type_in(app, NUMBER[4:] + "\r")
        await _screen(pilot, Place)

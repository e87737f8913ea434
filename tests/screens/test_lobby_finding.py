"""At the lobby people find out what is handled here and how, and take that home on paper."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.items.enquiry import TABLE
from screens.desk.current import Current
from screens.lobby.app import LobbyApp
from screens.lobby.finding.answer import AnswerPage
from screens.lobby.finding.enquiring import Enquiring, Outcome
from screens.lobby.finding.groups import Groups, Listing
from screens.lobby.finding.line import LineWriting
from screens.lobby.finding.results import Result, Results
from screens.lobby.finding.search import Search
from screens.lobby.notice import Notice
from screens.lobby.start import Start
from screens.lobby.ticket import TicketScreen
from screens.widgets.key import Key
from screens.widgets.pad.caps import Cap
from screens.widgets.tile import Tile
from tests.screens.at_desk import at_window
from tests.screens.hands import scan, type_in
from tests.screens.seen import CONFIG, HallClock, until, words, words_of


async def _ready(pilot: Pilot[Any], kind: type) -> None:
    """Wait for a screen that takes touches."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.guard.open)  # type: ignore[attr-defined]


async def _touch(pilot: Pilot[Any], title: str) -> None:
    """Touch the tile with this title."""
    tiles = [tile for tile in pilot.app.screen.query(Tile) if tile.display]
    await pilot.click(next(tile for tile in tiles if tile.face.title == title))


async def _finding(pilot: Pilot[Any], hall: Hall) -> None:
    """To the groups, the search ready."""
    await _ready(pilot, Start)
    await until(pilot, lambda: hall.items.prepared)
    await pilot.press("6")
    await _ready(pilot, Groups)


async def _searching(pilot: Pilot[Any], hall: Hall, text: str) -> None:
    """Type a text into the search, with the pad as it is."""
    await _finding(pilot, hall)
    await pilot.press("7")
    await _ready(pilot, Search)
    await until(pilot, lambda: pilot.app.screen.pad.ready)  # type: ignore[attr-defined]
    type_in(pilot.app, text)
    await until(pilot, lambda: pilot.app.screen.text == text)  # type: ignore[attr-defined]


def _found(pilot: Pilot[Any]) -> list[str]:
    """The codes that are shown beside the pad, in reading order."""
    return [result.code for result in pilot.app.screen.query_one(Results).shown]


def _kinds(hall: Hall) -> list[str]:
    return [job.kind for job in hall.slips.jobs()]


# --- finding it ---------------------------------------------------------------------------------


async def test_by_touch_alone_from_the_start_to_a_ticket_that_says_what_it_is_for(
    hall: Hall,
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await _touch(pilot, "办什么怎么办")
        await _ready(pilot, Groups)
        await _touch(pilot, "老年人")
        await _ready(pilot, Listing)
        await _touch(pilot, "高龄补贴（高龄老人生活保健补贴）")
        await _ready(pilot, AnswerPage)
        assert "在这里办" in words(app)
        assert "居民身份证" in words(app)
        await _touch(pilot, "取号去窗口")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
    [ticket] = hall.queue.tickets()
    assert (ticket.line, ticket.item) == ("A", "B01")
    [job] = hall.slips.about(ticket.id)
    assert job.fields["item"].startswith("B01 高龄补贴")


async def test_a_ticket_is_still_two_touches_away(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        assert len(app.start.page.tiles()) <= 7
        await _touch(pilot, "综合服务")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
    [ticket] = hall.queue.tickets()
    assert ticket.item is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("jzzm", "C01"), ("juzhuzhengming", "C01"), ("qsgx", "N01"), ("gaoling", "B01")],
)
async def test_letters_find_as_they_are_typed(hall: Hall, typed: str, code: str) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, typed)
        assert _found(pilot)[0] == code


async def test_a_code_finds_in_latin_letters(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "")
        await pilot.press("f7")
        type_in(app, "b01")
        await until(pilot, lambda: _found(pilot)[:1] == ["B01"])


async def test_characters_chosen_on_the_pad_find_too(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "juzhu")
        type_in(app, " ")
        await until(pilot, lambda: app.screen.text == "居住")  # type: ignore[attr-defined]
        assert "C01" in _found(pilot)


async def test_the_list_changes_with_every_key_and_backwards(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "yanglao")
        before = _found(pilot)
        type_in(app, "zzz")
        await until(pilot, lambda: _found(pilot) != before)
        for _ in range(3):
            await pilot.press("backspace")
        await until(pilot, lambda: _found(pilot) == before)


async def test_by_the_pad_under_a_finger(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _finding(pilot, hall)
        await _touch(pilot, "打字查找")
        await _ready(pilot, Search)
        await until(pilot, lambda: app.screen.pad.ready)  # type: ignore[attr-defined]
        for letter in "jzzm":
            caps = [cap for cap in app.screen.query(Cap) if cap.sign == letter]
            await pilot.click(caps[0])
        await until(pilot, lambda: _found(pilot) and _found(pilot)[0] == "C01")
        await pilot.click(app.screen.query_one(Results).shown[0])
        await _ready(pilot, AnswerPage)
        assert "居住情况证明" in words(app)


async def test_whoever_begins_to_type_on_a_keyboard_is_searching_and_loses_no_letter(
    hall: Hall,
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _finding(pilot, hall)
        type_in(app, "k")
        await until(pilot, lambda: isinstance(app.screen, Search))
        type_in(app, "inship")
        await until(pilot, lambda: getattr(app.screen, "text", "") == "kinship")
        await until(pilot, lambda: _found(pilot) == ["N01"])


async def test_a_result_is_reached_with_tab_and_chosen_with_enter(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "jzzm")
        await pilot.press("tab")
        await until(pilot, lambda: isinstance(app.screen.marker.marked, Result))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await _ready(pilot, AnswerPage)


async def test_an_entry_that_is_switched_off_is_nowhere(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "weixiuzijin")
        assert "C08" not in _found(pilot)
        await pilot.press("escape")
        await pilot.press("escape")
        await _ready(pilot, Groups)
        await pilot.press("1")
        await _ready(pilot, Listing)
        assert len(app.screen.query_one("TilePage").tiles()) == 6  # type: ignore[attr-defined]


# --- the answer ---------------------------------------------------------------------------------


async def test_a_checklist_is_printed_once_a_visit(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "jzzm")
        await pilot.press("enter")
        await _ready(pilot, Listing)
        await pilot.press("1")
        await _ready(pilot, AnswerPage)
        await pilot.press("3")
        await until(pilot, lambda: "凭条打印中" in words(app))
        await pilot.press("3")
        await pilot.press("-")
        await _ready(pilot, Listing)
    assert _kinds(hall) == ["checklist"]
    [job] = hall.slips.jobs()
    assert job.fields["item"] == "居住情况证明"
    assert job.fields["bring_to"] == "证明办理（C）"


async def test_in_large_text_the_slip_is_large_too(hall: Hall) -> None:
    app = LobbyApp(hall)
    app.session.large = True
    async with app.run_test(size=(120, 31)) as pilot:
        await _ready(pilot, Start)
        app.kept.finding.answer.show("B10")
        app.go(app.kept.finding.answer)
        await _ready(pilot, AnswerPage)
        await _touch(pilot, "打印材料清单")
        await until(pilot, lambda: _kinds(hall) == ["checklist"])
    assert hall.slips.jobs()[0].fields["large"] == "1"


async def test_a_refusal_says_where_instead_and_gives_no_ticket_for_it(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _searching(pilot, hall, "qsgx")
        await pilot.click(app.screen.query_one(Results).shown[0])
        await _ready(pilot, AnswerPage)
        shown = words(app)
        for said in ("不予出具，请到别处", "户籍地公安派出所", "出示户口簿即可"):
            assert said in shown
        assert "取号" not in shown
        await _touch(pilot, "打印去处")
        await until(pilot, lambda: _kinds(hall) == ["refusal"])


async def test_a_certificate_leads_to_its_request(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _finding(pilot, hall)
        await _touch(pilot, "申请证明")
        await _ready(pilot, Listing)
        await _touch(pilot, "居住情况证明")
        await _ready(pilot, AnswerPage)
        await _touch(pilot, "现在申请")
        await until(pilot, lambda: app.screen is app.kept.request)


async def test_long_answers_are_turned_like_pages(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        app.kept.finding.answer.show("B01")
        app.go(app.kept.finding.answer)
        await _ready(pilot, AnswerPage)
        assert "委托书" not in words(app) or "依据" not in words(app)
        seen = words(app)
        for _ in range(app.kept.finding.answer.reading.pages - 1):
            page = app.kept.finding.answer.reading.page
            await pilot.press("9")
            await until(
                pilot,
                lambda page=page: app.kept.finding.answer.reading.page != page,  # type: ignore[misc]
            )
            seen += words(app)
        assert "委托书" in seen
        assert "依据" in seen


async def test_the_desk_sees_what_a_ticket_is_for(staffed: Hall) -> None:
    staffed.queue.take("C", item="C01")
    async with at_window(staffed) as pilot:
        about = pilot.app.screen.query_one(Current)
        await until(pilot, lambda: "C01居住情况证明" in words_of(about))
        await pilot.press("f1")
        await until(pilot, lambda: "已叫 C001" in words(pilot.app))
        assert "C01居住情况证明" in words_of(about)


# --- on no list ---------------------------------------------------------------------------------


async def _asked(pilot: Pilot[Any], hall: Hall) -> None:
    """Somebody wants a proof that is on no list."""
    await _searching(pilot, hall, "chongwujiyang")
    type_in(pilot.app, " ")
    await until(pilot, lambda: "宠物" in pilot.app.screen.text)  # type: ignore[attr-defined]
    assert _found(pilot)[0] == "Q01"
    await pilot.click(pilot.app.screen.query_one(Results).shown[0])
    await _ready(pilot, Enquiring)


async def test_the_steps_are_asked_and_the_enquiry_is_on_record(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _asked(pilot, hall)
        assert "多数居民吗" in words(app)
        for answer, then in (("2", "省市以外"), ("1", "法律风险"), ("3", "是谁要")):
            await pilot.press(answer)
            await until(pilot, lambda then=then: then in words(app))  # type: ignore[misc]
            await _ready(pilot, Enquiring)
        await _touch(pilot, "保险公司")
        await _ready(pilot, Outcome)
        assert "可以按实际情况出具" in words(app)
        assert "证明办理 (C)" in words(app)
        await _touch(pilot, "打印出来")
        await until(pilot, lambda: _kinds(hall) == ["enquiry"])
        await pilot.press("-")
        await _ready(pilot, Search)
    [record] = hall.store.table(TABLE).past("day", "2026-11-23")
    assert record["unit"] == "保险公司"
    assert record["steps"][0] == "outside"
    assert "宠物" in record["what"]


async def test_one_step_back_asks_the_one_before_again(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _asked(pilot, hall)
        await pilot.press("1")
        await until(pilot, lambda: "省市以外" in words(app))
        await _ready(pilot, Enquiring)
        await pilot.press("-")
        await until(pilot, lambda: "多数居民吗" in words(app))
        assert app.kept.finding.enquiring.holds == ()


async def test_another_unit_is_written_and_numbers_of_people_are_not_taken(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        app.kept.finding.enquiring.begin("宠物寄养证明")
        app.go(app.kept.finding.enquiring)
        await _ready(pilot, Enquiring)
        for then in ("省市以外", "法律风险", "是谁要"):
            await pilot.press("2")
            await until(pilot, lambda then=then: then in words(app))  # type: ignore[misc]
            await _ready(pilot, Enquiring)
        await pilot.press("7")
        await _ready(pilot, LineWriting)
        await pilot.press("f7")
        type_in(app, "Bank 13800138000")
        await until(pilot, lambda: "13800138000" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: "不能写证件号和电话" in words(app))
        assert list(hall.store.table(TABLE).past("day", "2026-11-23")) == []
        for _ in range(12):
            await pilot.press("backspace")
        await pilot.press("enter")
        await _ready(pilot, Outcome)
        assert "社区不出具" in words(app)
    [record] = hall.store.table(TABLE).past("day", "2026-11-23")
    assert (record["unit"], record["steps"]) == ("Bank", ["otherwise"])


# --- when the lists are broken, and when nobody is there -----------------------------------------


async def test_a_broken_list_is_said_calmly_and_logged_and_tickets_go_on(
    tmp_path: Path, clock: HallClock, caplog: pytest.LogCaptureFixture
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "items.toml").write_text("[C01]\ndays = -3\n", encoding="utf-8")
    with (
        caplog.at_level(logging.ERROR),
        Hall.open(config, tmp_path / "data", clock=clock) as hall,
    ):
        app = LobbyApp(hall)
        async with app.run_test(size=(80, 24)) as pilot:
            await _ready(pilot, Start)
            await pilot.press("6")
            await _ready(pilot, Notice)
            assert "事项清单正在整理" in words(app)
            await pilot.press("enter")
            await _ready(pilot, Start)
            await pilot.press("1")
            await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]
    assert "C01.days" in caplog.text


async def test_nothing_typed_or_found_is_left_for_the_next_one(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _searching(pilot, hall, "jzzm")
        await pilot.press("enter")
        await _ready(pilot, Listing)
        await pilot.press("1")
        await _ready(pilot, AnswerPage)
        app.end_session()
        await _ready(pilot, Start)
        rooms = app.kept.finding
        assert rooms.search.text == ""
        assert rooms.listing.faces() == []
        assert rooms.answer.about is None


async def test_a_scanned_ticket_is_found_from_here_too(hall: Hall) -> None:
    ticket = hall.queue.take("B", item="B02")
    [job] = hall.slips.about(ticket.id)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _finding(pilot, hall)
        scan(app, job.fields["code"])
        await until(pilot, lambda: "B001" in words(app))


async def test_the_keys_at_the_foot_work_where_one_writes(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _searching(pilot, hall, "jzzm")
        assert not app.screen.query_one("#more", Key).key, "9 writes a nine here"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.text == "")  # type: ignore[attr-defined]
        await pilot.press("+")
        await until(pilot, lambda: "普通字" in words(app))
        await until(pilot, lambda: app.screen.guard.open)  # type: ignore[attr-defined]
        await pilot.press("-")
        await _ready(pilot, Groups)

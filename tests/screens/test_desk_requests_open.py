"""What is scanned at a desk, and values that are only seen for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.certificates.request import State
from kiosk.codes import Code
from kiosk.hall import Hall
from screens.desk.choice import Choice
from screens.desk.locked import Locked
from screens.desk.requests import values
from screens.desk.requests.listing import Requests
from screens.desk.requests.page import RequestPage
from screens.desk.requests.values import Values
from screens.desk.ticket_list import TicketList
from screens.desk.window import Window
from tests.certificates.hall import CHILD, FIELDS, LAN, brought_to, requested
from tests.certificates.hall import staffed as with_staff
from tests.screens.at_requests import answer, desk, listed, on, opened, page, press, see, wrote
from tests.screens.hands import scan
from tests.screens.seen import HallClock, until, words


@pytest.fixture
def centre(hall: Hall) -> Hall:
    """Two clerks (007, 008), two heads (001, 002), an administrator (900)."""
    return with_staff(hall)


def audited(hall: Hall, what: str) -> list[dict[str, Any]]:
    past = hall.store.table("audit").past("day", "2026-11-23")
    return [dict(one) for one in past if one["what"] == what]


# --- scanned -----------------------------------------------------------------------------------


async def test_a_slip_opens_its_request_and_one_to_be_fetched_asks_at_once(centre: Hall) -> None:
    received, issued = requested(centre).number, brought_to(centre, State.ISSUED)
    kept = centre.certificates
    async with desk(centre) as pilot:
        scan(pilot.app, kept.slip_code(kept.get(received)))
        assert (await page(pilot)).number == received
        scan(pilot.app, kept.slip_code(kept.get(issued)))
        await see(pilot, "先核对证件")
        await answer(pilot, "y", "现在是：已领取")
        await pilot.press("escape")
        await on(pilot, Window)
    assert kept.get(issued).state is State.HANDED_OVER


async def test_the_code_of_a_certificate_is_judged_and_leads_to_its_request(centre: Hall) -> None:
    number = brought_to(centre, State.ISSUED)
    certificate = centre.certificates.certificate(centre.certificates.get(number).certificate or "")
    altered = certificate.code[:-1] + ("A" if certificate.code[-1] != "A" else "B")
    async with desk(centre) as pilot:
        scan(pilot.app, altered)
        await on(pilot, Choice)
        assert "属实" not in words(pilot.app)
        assert certificate.number not in words(pilot.app)
        await pilot.press("escape")
        await on(pilot, Window)
        scan(pilot.app, certificate.code)
        await see(pilot, certificate.number, "欧**兰")
        await pilot.press("o")
        assert (await page(pilot)).number == number
        centre.certificates.void(certificate.number, "001", "写错了")
        await see(pilot, "起作废")
        await pilot.press("escape")
        await on(pilot, Window)
    assert centre.certificates.get(number).state is State.VOID
    async with desk(centre) as pilot:
        scan(pilot.app, certificate.code)
        await see(pilot, "作废", certificate.number)


async def test_tickets_are_selected_and_other_codes_are_not_ours(centre: Hall) -> None:
    ticket = centre.queue.take("A", item="C01")
    centre.queue.take("B")
    day = date.fromisoformat(ticket.day)
    async with desk(centre) as pilot:
        await see(pilot, "A001")
        scan(pilot.app, centre.codes.make(Code("card", day, "V", 12)))
        await see(pilot, "不是本中心的志愿者卡")
        scan(pilot.app, centre.codes.make(Code("ticket", day, "A", 1)))
        rows = pilot.app.screen.query_one(TicketList)
        await until(pilot, lambda: rows.selected is not None)
        await pilot.press("f1")
        await see(pilot, "居住情况证明")
        await listed(pilot)
        scan(pilot.app, centre.codes.make(Code("ticket", day, "B", 1)))
        await see(pilot, "B001 现在是等候中")


# --- whole values ------------------------------------------------------------------------------


async def test_whole_values_are_seen_for_a_reason_and_written_down(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        assert LAN not in words(pilot.app)
        await press(pilot, "l")
        await answer(pilot, "2", LAN, FIELDS["applicant_name"], FIELDS["phone"])
        assert isinstance(pilot.app.screen, Values)
        await pilot.press("escape")
        await on(pilot, RequestPage)
        assert LAN not in words(pilot.app)
    (look,) = audited(centre, "viewed")
    assert (look["who"], look["about"]["request"]) == ("007", number)
    assert look["about"]["reason"] == "联系申请人"
    assert centre.certificates.get(number).handlers == {"007"}


async def test_a_colleagues_request_stays_closed(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.send_to_grid(number, "008")
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "l")
        await answer(pilot, "1", "只有经办人和负责人能看")
        assert LAN not in words(pilot.app)
    assert audited(centre, "viewed") == []


async def test_they_go_by_themselves(centre: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "SHOWN", 2.0)
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "l")
        await answer(pilot, "1", LAN)
        await on(pilot, RequestPage)
        assert LAN not in words(pilot.app)


async def test_a_locked_desk_hides_them_and_their_time_goes_on(
    centre: Hall, clock: HallClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "SHOWN", 5.0)
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "l")
        await answer(pilot, "1", LAN)
        screen = pilot.app.screen
        assert isinstance(screen, Values)
        clock.forward(minutes=16)
        await on(pilot, Locked)
        assert LAN not in words(pilot.app)
        await until(pilot, lambda: not screen._rows)
        await pilot.press(*"2468", "enter")
        await on(pilot, RequestPage)
        assert LAN not in words(pilot.app)


async def test_whoever_leaves_a_locked_desk_leaves_it_empty(centre: Hall, clock: HallClock) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        clock.forward(minutes=16)
        await on(pilot, Locked)
        await pilot.press("escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        assert number not in words(pilot.app)


# --- what is kept of one person ----------------------------------------------------------------


async def test_people_are_shown_what_is_kept_of_them(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await listed(pilot)
        await pilot.press("m")
        await wrote(pilot, LAN)
        await answer(pilot, "1", number, FIELDS["address"], FIELDS["phone"])
        await pilot.press("escape")
        await on(pilot, Requests)
        await pilot.press("m")
        await wrote(pilot, CHILD)
        await answer(pilot, "1", "没有保存这个人的任何内容")
    assert [one["about"]["reason"] for one in audited(centre, "data_shown")] == ["本人查阅"] * 2


async def test_a_number_is_typed_with_its_letter(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await listed(pilot)
        await pilot.press("m")
        await see(pilot, "证件号码")
        await pilot.press(*LAN.lower(), "enter")
        await answer(pilot, "1", number, FIELDS["phone"])


async def test_a_wrong_answer_is_corrected_and_reviewed_anew(centre: Hall) -> None:
    number = brought_to(centre, State.REVIEWED)
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "r")
        form = list(centre.certificates.form("C01"))
        await pilot.press(str(form.index("tenure") + 1))
        await see(pilot, "租住")
        await answer(pilot, "2", "为什么更正")
        await answer(pilot, "1", "现在是：已受理", "租住")
        await press(pilot, "r")
        await pilot.press(str(form.index("phone") + 1)[-1])
        await wrote(pilot, "1380013")
        await answer(pilot, "1", "联系电话")
        await see(pilot, "!")
    mended = centre.certificates.full(number, "001", "核对")
    assert (mended["tenure"], mended["phone"]) == ("rented", FIELDS["phone"])

"""What a desk shows of the hall around it: help calls, colleagues, paper, scans."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.codes import Code
from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from screens.desk import window
from screens.desk.help_line import HelpLine, HelpLines
from screens.desk.ticket_list import TicketList
from screens.desk.unprinted import Count, Unprinted
from screens.desk.window import Window
from screens.scanner.scanned import Scanned
from tests.screens.at_desk import at_window, colleagues, state
from tests.screens.seen import HallClock, until, words

# --- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["g", "f13", "mouse"])
async def test_a_call_for_help_is_shown_answered_and_closed(
    staffed: Hall, clock: HallClock, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(window, "HELD_KEY", 0)
    async with at_window(staffed) as pilot:

        async def go() -> None:
            await (pilot.click(HelpLine) if way == "mouse" else pilot.press(way))

        staffed.help.call("lobby")
        clock.forward(minutes=2)
        await until(pilot, lambda: "大厅机 请求帮助 2 分钟    G  我去" in words(pilot.app))
        await go()
        await until(pilot, lambda: "您已应答 大厅机" in words(pilot.app))
        call = staffed.help.at("lobby")
        assert call is not None
        assert call.answer is not None
        assert (call.answered_by, call.answer.window) == ("101", "1")
        await go()
        await until(pilot, lambda: staffed.help.at("lobby") is None)
        await until(pilot, lambda: not pilot.app.screen.query_one(HelpLines).display)
        assert "已完成" in words(pilot.app)


async def test_a_colleague_who_goes_is_named_and_the_key_does_nothing(staffed: Hall) -> None:
    staffed.staff.add("102", "李强", "2468")
    async with at_window(staffed) as pilot:
        staffed.help.call("lobby")
        staffed.help.answer("lobby", "102", "2")
        await until(pilot, lambda: "李强正在去 大厅机" in words(pilot.app))
        await pilot.press("g")
        await pilot.pause()
        call = staffed.help.at("lobby")
        assert call is not None
        assert call.answered_by == "102"


async def test_who_answers_a_moment_too_late_is_told_who_goes(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.staff.add("102", "李强", "2468")
    async with at_window(staffed) as pilot:
        staffed.help.call("lobby")
        lines = pilot.app.screen.query_one(HelpLines)
        await until(pilot, lambda: lines.display)
        monkeypatch.setattr(lines, "show_hall", lambda: None)  # this desk has not heard yet
        staffed.help.answer("lobby", "102")
        await pilot.press("g")
        await until(pilot, lambda: "李强已应答大厅机的求助" in words(pilot.app))


# --- colleagues --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["tab", "mouse"])
async def test_colleagues_stand_behind_tab(staffed: Hall, clock: HallClock, way: str) -> None:
    await colleagues(staffed, clock)
    async with at_window(staffed) as pilot:
        assert "李强" not in words(pilot.app)
        await (pilot.press("tab") if way == "tab" else pilot.click("#view-colleagues"))
        await until(pilot, lambda: "2 号窗口  李强  A001 已叫号  7 分" in words(pilot.app))
        assert "1 号窗口  您  空闲" in words(pilot.app)
        assert "3 号窗口  没有人" in words(pilot.app)
        assert "C 证明办理  等候 1  最久 7 分" in words(pilot.app)
        await pilot.press("tab")
        await until(pilot, lambda: "李强" not in words(pilot.app))


async def test_where_there_is_room_colleagues_are_always_there(
    staffed: Hall, clock: HallClock
) -> None:
    await colleagues(staffed, clock)
    async with at_window(staffed, size=(120, 31)) as pilot:
        await until(pilot, lambda: "2 号窗口  李强  A001 已叫号  7 分" in words(pilot.app))
        assert "C001" in pilot.app.screen.query_one(TicketList).numbers


# --- what is not printed -----------------------------------------------------------------------


@pytest.mark.parametrize("way", ["p", "f14", "mouse"])
async def test_what_is_not_printed_is_listed_in_words(staffed: Hall, way: str) -> None:
    staffed.queue.terminal = "lobby"
    for _ in "abc":
        staffed.queue.take("A")
    first, second, _ = sorted(job.id for job in staffed.slips.jobs())
    staffed.slips.begin(first)
    staffed.slips.unknown(first, "interrupted")
    async with at_window(staffed) as pilot:
        await until(pilot, lambda: "3 张凭条未打印" in words(pilot.app))
        await (pilot.click(Count) if way == "mouse" else pilot.press(way))
        await until(pilot, lambda: isinstance(pilot.app.screen, Unprinted))
        shown = words(pilot.app)
        assert "A001  09:00  不知道有没有打出来，请看纸" in shown
        assert "打印中途断开" in shown
        assert "A002  09:00  等打印机" in shown
        staffed.slips.begin(second)
        staffed.slips.printed(second)
        await until(pilot, lambda: "A002" not in words(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))


# --- scanned -----------------------------------------------------------------------------------


def _code(hall: Hall, number: str) -> str:
    [ticket] = [ticket for ticket in hall.queue.tickets() if ticket.number == number]
    day = date.fromisoformat(ticket.day)
    return hall.codes.make(Code("ticket", day, number[0], int(number[1:])))


async def test_a_scanned_slip_selects_its_ticket(staffed: Hall) -> None:
    for _ in "abc":
        staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("tab")
        pilot.app.screen.post_message(Scanned(_code(staffed, "A002")))
        await until(pilot, lambda: "> A002" in words(pilot.app))
        await pilot.press("f9")
        await state(pilot, staffed, "A002", State.CALLED)


async def test_a_scan_that_selects_nothing_says_why(staffed: Hall) -> None:
    staffed.queue.take("A")
    staffed.queue.void("A001")
    async with at_window(staffed) as pilot:
        pilot.app.screen.post_message(Scanned("0" * 45))
        await until(pilot, lambda: "这不是本中心的码" in words(pilot.app))
        pilot.app.screen.post_message(Scanned(_code(staffed, "A001")))
        await until(pilot, lambda: "A001 现在是已作废" in words(pilot.app))

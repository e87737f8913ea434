"""A desk that is cut off shows the last list, notes what was served, and decides nothing.

On a real PostgreSQL behind a wire that is really cut.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.staff import Role
from screens.desk.acts import HELD_KEY, ActKey
from screens.desk.choice import Choice
from screens.desk.conflicts.listing import Conflicts
from screens.desk.locked import Locked
from screens.desk.login import Login
from screens.desk.pick_list import PickList
from screens.desk.requests.listing import Requests
from screens.desk.ticket_list import TicketList
from screens.desk.window import Window
from screens.desk.written import Written
from tests.screens.at_desk import at_window, leave
from tests.screens.hands import type_in
from tests.screens.seen import SIZES, HallClock, until, words
from tests.screens.wired import WiredHall, said, shown
from tests.waiting import until as wait

CUT = "起连不上中心"

LEAST = 5
"""Rows of the list in the smallest terminal."""


@pytest.fixture
def elsewhere(wired: WiredHall) -> Hall:
    """The hall on a machine that is never cut off; 101 works here."""
    hall = wired.elsewhere()
    hall.staff.add("101", "王芳", "2468", Role.CLERK)
    return hall


def numbers(pilot: Pilot[Any]) -> list[str]:
    return pilot.app.screen.query_one(TicketList).numbers


# --- the last known list ------------------------------------------------------------------------


async def test_the_list_stays_with_its_date_and_nothing_is_decided(
    wired: WiredHall, elsewhere: Hall
) -> None:
    elsewhere.queue.take("A")
    elsewhere.queue.take("A")
    async with at_window(wired.hall("desk"), (120, 31)) as pilot:
        await until(pilot, lambda: numbers(pilot) == ["A001", "A002"])
        wired.proxy.cut()
        await said(pilot, CUT, "名单截至", "的名单，只能看")
        elsewhere.queue.take("A")
        assert numbers(pilot) == ["A001", "A002"]
        able = [key.act.name for key in pilot.app.screen.query(ActKey) if not key.disabled]
        assert able == ["leave"]
        await said(pilot, "办完的号请按 S 记下")
        assert "窗口已开" not in words(pilot.app), "nobody can be called"
        for key in ("n", "m", "v", "t", "u"):
            await pilot.press(key)
            await said(pilot, "叫号、办结、签批等都要等恢复。没有改动")
            assert isinstance(pilot.app.screen, Window), "it does not even ask"
        wired.proxy.mend()
        await said(pilot, "已恢复")
        await until(pilot, lambda: numbers(pilot) == ["A001", "A002", "A003"])
        assert "只能看" not in words(pilot.app)
        assert "窗口已开" in words(pilot.app)
        await pilot.press("n")
        await said(pilot, "已叫 A001")


async def test_requests_can_be_looked_at_and_not_decided(wired: WiredHall, elsewhere: Hall) -> None:
    async with at_window(wired.hall("desk"), (80, 24)) as pilot:
        wired.proxy.cut()
        await said(pilot, CUT)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Requests))
        await said(pilot, CUT)
        await pilot.press("m")
        await said(pilot, "都要等恢复")
        assert isinstance(pilot.app.screen, Requests)


# --- "served A012" ------------------------------------------------------------------------------


async def test_the_one_at_the_window_is_noted_as_served(
    wired: WiredHall, elsewhere: Hall, clock: HallClock
) -> None:
    elsewhere.queue.take("A")
    hall = wired.hall("desk")
    async with at_window(hall, (80, 24)) as pilot:
        await until(pilot, lambda: numbers(pilot) == ["A001"])
        await pilot.press("n")
        await said(pilot, "已叫 A001")
        await pilot.press("s")
        await said(pilot, "请照常叫号、办结")
        pressed = time.monotonic()
        wired.proxy.cut()
        await said(pilot, CUT)
        await until(pilot, lambda: time.monotonic() - pressed > HELD_KEY)  # else it is held down
        clock.forward(minutes=7)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await said(pilot, "记下 A001 已办完？")
        await pilot.press("y")
        await said(pilot, "09:07 已记下：A001 办完", "已记下 1 件", "已记办完")
        wired.proxy.mend()
        await said(pilot, "已恢复")
        wait(lambda: _state(elsewhere, "A001") == "done", "it is in the records", seconds=60)
    [fact] = elsewhere.queue.ticket("A001").log[-1:]
    assert (fact.by, f"{fact.at:%H:%M}") == ("101", "09:07")


async def test_another_number_is_typed(wired: WiredHall, elsewhere: Hall) -> None:
    hall = wired.hall("desk")
    async with at_window(hall, (80, 24)) as pilot:
        wired.proxy.cut()
        await said(pilot, CUT)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        type_in(pilot.app, "ax001\r")
        await said(pilot, "已记下：AX001 办完")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        type_in(pilot.app, "zzzz\r")
        await said(pilot, "zzzz")
        assert [fact.about for fact in hall.outbox.facts()] == ["AX001"]


# --- what does not agree ------------------------------------------------------------------------


async def test_what_does_not_agree_is_announced_and_settled_by_a_person(
    wired: WiredHall, elsewhere: Hall
) -> None:
    hall = wired.hall("desk")
    async with at_window(hall, (120, 31)) as pilot:
        elsewhere.queue.take("A")
        await until(pilot, lambda: numbers(pilot) == ["A001"])
        wired.proxy.cut()
        await said(pilot, CUT)
        _serve(elsewhere, "A001")
        going_on.served(hall, "A001", "1")
        wired.proxy.mend()
        await said(pilot, "1 件记录对不上，请按 Y 核对")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Conflicts))
        await said(pilot, "A001")
        assert pilot.app.screen.query_one(PickList).selected is not None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await said(pilot, "以中心的记录为准")
        await pilot.press("1")
        await said(pilot, "已记下处理结果：A001", "没有对不上的记录")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
        await until(pilot, lambda: "对不上" not in shown(pilot))
    assert hall.conflicts.open() == []
    assert [entry["who"] for entry in _settled(hall)] == ["101"]


# --- who sits there -----------------------------------------------------------------------------


async def test_who_sits_there_stays_and_leaves_although_nothing_can_be_written(
    wired: WiredHall, elsewhere: Hall, clock: HallClock
) -> None:
    async with at_window(wired.hall("desk"), (80, 24)) as pilot:
        wired.proxy.cut()
        await said(pilot, CUT)
        clock.forward(minutes=16)
        await until(pilot, lambda: isinstance(pilot.app.screen, Locked))
        for pin, expected in (("1357", Locked), ("2468", Window)):
            await pilot.press(*pin, "enter")
            await said(pilot, "工号或 PIN 不对" if expected is Locked else "叫下一位")
            await until(pilot, lambda expected=expected: isinstance(pilot.app.screen, expected))  # type: ignore[misc]
        await leave(pilot, "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Login))
        await pilot.press(*"101", "enter", *"2468", "enter")
        await said(pilot, "现在连不上中心，不能登录")


# --- looks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
async def test_every_size_and_language_has_room_for_it(
    wired: WiredHall, size: tuple[int, int], language: str
) -> None:
    wired.first = language
    hall = wired.hall("desk")
    hall.staff.add("101", "王芳", "2468", Role.CLERK)
    hall.queue.take("A")
    async with at_window(hall, size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Window)
        assert screen.language == language
        wired.proxy.cut()
        await said(pilot, "A001", "Cut off since" if language == "en" else "只能看")
        await pilot.press("n")
        await said(pilot, screen.say("refused.cut_off_desk"))
        assert screen.query_one("#acts").region.bottom <= size[1]
        assert screen.query_one(TicketList).size.height >= LEAST


def _state(hall: Hall, number: str) -> str:
    hall.refresh()
    return hall.queue.ticket(number).state.value


def _serve(hall: Hall, number: str) -> None:
    """Somebody at window 2 serves it while window 1 is cut off."""
    hall.queue.actor = "101"
    hall.queue.open_window("2")
    hall.queue.call("2", number)
    hall.queue.arrive("2")
    hall.queue.finish("2")


def _settled(hall: Hall) -> list[dict[str, Any]]:
    found = hall.store.table("audit").past("day", "2026-11-23")
    return [dict(entry) for entry in found if entry["what"] == "conflict_settled"]

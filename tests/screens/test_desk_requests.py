"""A request from the list to the hand-over, by the people who may, by key, touch and scanner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.certificates.request import Did, State
from kiosk.hall import Hall
from screens.desk.choice import Answer, Choice
from screens.desk.pick_list import PickList
from screens.desk.requests.acts import RequestKey
from screens.desk.requests.listing import Requests
from screens.desk.requests.page import RequestPage
from screens.desk.requests.several import Several, Tick
from screens.desk.window import RequestCount, Window
from screens.desk.written import Written
from tests.certificates.hall import PERSON, brought_to, fields, requested
from tests.certificates.hall import staffed as with_staff
from tests.screens.at_requests import (
    answer,
    desk,
    listed,
    on,
    opened,
    page,
    press,
    ready,
    see,
    wrote,
)
from tests.screens.hands import scan
from tests.screens.seen import HallClock, lines, until, words


@pytest.fixture
def centre(hall: Hall) -> Hall:
    """Two clerks (007, 008), two heads (001, 002), an administrator (900)."""
    return with_staff(hall)


def state(hall: Hall, number: str) -> State:
    return hall.certificates.get(number).state


def row(pilot: Pilot[Any], number: str) -> str:
    return next(line for line in lines(pilot.app) if number in line)


# --- the list ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["d", "f15", "mouse"])
async def test_the_head_of_the_window_counts_them_and_opens_them(centre: Hall, way: str) -> None:
    async with desk(centre, size=(120, 31)) as pilot:
        assert "D 申请" in words(pilot.app)
        requested(centre)
        requested(centre, "C03")
        await see(pilot, "2 件申请  2 件今天到期")
        await (pilot.click(RequestCount) if way == "mouse" else pilot.press(way))
        await on(pilot, Requests)
        await pilot.press("escape")
        await on(pilot, Window)


async def test_what_is_late_or_due_or_waited_for_is_said_and_marked(
    centre: Hall, clock: HallClock
) -> None:
    late = requested(centre).number
    clock.forward(days=7)
    waited, today = requested(centre, has=[]).number, requested(centre).number
    done = brought_to(centre, State.ISSUED)
    async with desk(centre, size=(120, 31)) as pilot:
        await see(pilot, "4 件申请  1 件超期  1 件今天到期")
        screen = await listed(pilot)
        await see(pilot, late, waited, today, done)
        said = {number: row(pilot, number) for number in (late, waited, today, done)}
        assert "!!" in said[late] and "超期 5 个工作日" in said[late]
        assert "! R" in said[today] and "今天到期" in said[today]
        assert (
            "? R" in said[waited] and "待补材料" in said[waited] and "补正至 12 月" in said[waited]
        )
        assert "!" not in said[done] and "待领取" in said[done]
        rows = screen.query_one(PickList)
        await pilot.press("end")
        looks = [
            rows.get_component_rich_style(f"rows--{look}") for look in ("late", "today", "row")
        ]
        assert len(set(looks)) == 3, "colour tells them apart as well"
        assert [number for number, _ in rows._entries if number] == [late, waited, today, done]


async def test_the_head_sees_first_what_waits_for_them(centre: Hall, clock: HallClock) -> None:
    requested(centre)
    clock.forward(minutes=5)
    waits = brought_to(centre, State.REVIEWED)
    async with desk(centre, "001", size=(120, 31)) as pilot:
        await see(pilot, "2 件申请  1 件待您签批")
        screen = await listed(pilot)
        await until(pilot, lambda: screen.query_one(PickList).selected == waits)
        await see(pilot, "1 件待您签批")
    async with desk(centre, "007", size=(120, 31)) as pilot:
        assert "待您签批" not in words(pilot.app)


async def test_what_others_do_appears(centre: Hall) -> None:
    async with desk(centre) as pilot:
        await listed(pilot)
        await see(pilot, "没有未办结的申请")
        number = requested(centre).number
        await see(pilot, number)
        await pilot.press("enter")
        await page(pilot)
        centre.certificates.send_to_grid(number, "008")
        await see(pilot, "网格员核实中", "李强")


# --- the whole way -----------------------------------------------------------------------------


async def test_from_review_to_hand_over_by_keys(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        assert "欧**兰" in words(pilot.app)
        assert "欧阳小兰" not in words(pilot.app)
        await press(pilot, "c")
        await answer(pilot, "y", "现在是：待签批")
        await press(pilot, "a")
        await answer(pilot, "y", "不能办这一步", "可以签批的有：赵主任（001） / 钱主任（002）")
        assert state(centre, number) is State.REVIEWED
    async with desk(centre, "001", window="2") as pilot:
        await opened(pilot, number)
        await press(pilot, "f5")
        await answer(pilot, "y", "现在是：已签批")
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "i")
        await answer(pilot, "y", "XINGFULI-2026-C01-00001 已开具")
        await see(pilot, "这里没有 A4 打印机", "kiosk certificates pdf XINGFULI-2026-C01-00001")
        await until(pilot, lambda: ready(pilot, "h"))
        await pilot.press("h")
        await see(pilot, "请扫描居民的受理凭条")
        scan(pilot.app, centre.certificates.slip_code(centre.certificates.get(number)))
        await see(pilot, "交给 欧**兰")
        await answer(pilot, "y", "现在是：已领取")
    assert [(one.did, one.by) for one in centre.certificates.get(number).moves] == [
        (Did.REQUEST, None),
        (Did.REVIEW, "007"),
        (Did.APPROVE, "001"),
        (Did.ISSUE, "007"),
        (Did.HAND_OVER, "007"),
    ]


async def test_a_head_who_handled_it_is_told_who_else_can(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.review(number, "001")
    async with desk(centre, "001") as pilot:
        await opened(pilot, number)
        await press(pilot, "a")
        await answer(pilot, "y", "须由另一位负责人签批", "可以签批的有：钱主任（002）。")
    assert state(centre, number) is State.REVIEWED


async def test_by_mouse_alone(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre, "001") as pilot:
        await pilot.click(RequestCount)
        await on(pilot, Requests)
        await see(pilot, number)
        rows = pilot.app.screen.query_one(PickList)
        at = next(y for y, line in enumerate(lines(pilot.app)) if number in line)
        await pilot.click(rows, offset=(4, at - rows.region.y))
        await page(pilot)
        for key, sure in (("grid", "y"), ("withdraw", "")):
            await until(pilot, lambda key=key: not _key(pilot, key).disabled)  # type: ignore[misc]
            await pilot.click(_key(pilot, key))
            await on(pilot, Choice)
            (found,) = [one for one in pilot.app.screen.query(Answer) if one.value == sure]
            await pilot.click(found)
            await on(pilot, RequestPage)
        await see(pilot, "网格员核实中")
        await pilot.click(_key(pilot, "back"))
        await on(pilot, Requests)
    assert state(centre, number) is State.WITH_GRID


def _key(pilot: Pilot[Any], name: str) -> RequestKey:
    return next(key for key in pilot.app.screen.query(RequestKey) if key.act.name == name)


# --- checking ----------------------------------------------------------------------------------


async def test_all_that_is_missing_is_asked_for_at_once_and_once(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "m", Several)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Several), "nothing was chosen yet"
        await pilot.press("1", "down", "down", "space", "o")
        await wrote(pilot, "房主身份证复印件")
        await until(pilot, lambda: len(pilot.app.screen.query(Tick)) == 4)
        await see(pilot, "[x] 房主身份证复印件")
        await pilot.press("enter")
        await answer(pilot, "y", "现在是：待补材料", "- 房主身份证复印件")
        await until(pilot, lambda: ready(pilot, "b"))
        assert not ready(pilot, "m"), "only once"
    asked = centre.certificates.get(number)
    assert asked.missing == ("居民身份证", "房产证、租赁合同或购房合同", "房主身份证复印件")


async def test_what_came_is_ticked_off(centre: Hall) -> None:
    number = requested(centre, has=["居民身份证"]).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "b", Several)
        await see(pilot, "2   [x]")
        await pilot.press("2")
        await see(pilot, "2   [ ]")
        await pilot.press("enter")
        await see(pilot, "现在是：待补材料")
        assert centre.certificates.get(number).missing == ("房产证、租赁合同或购房合同",)
        await press(pilot, "b", Several)
        await pilot.press("enter")
        await see(pilot, "现在是：已受理")
    assert state(centre, number) is State.RECEIVED


async def test_the_grid_worker_goes_and_finds(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "g")
        await answer(pilot, "y", "现在是：网格员核实中")
        await press(pilot, "g")
        await answer(pilot, "1", "现在是：已核实")
    assert centre.certificates.notes(number, "001", "核对")[-1] == "情况属实"


async def test_what_the_paper_needs_besides_is_asked_for(centre: Hall) -> None:
    number = requested(centre, "C03").number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "c", Written)
        await see(pilot, "证明上还要写")
        texts = {"时长（小时）": "36", "服务内容": "社区巡逻"}
        for _ in texts:
            await on(pilot, Written)
            screen = pilot.app.screen
            named = next(text for name, text in texts.items() if name in words(pilot.app))
            screen.dismiss(named)
            await until(pilot, lambda screen=screen: pilot.app.screen is not screen)  # type: ignore[misc]
        await answer(pilot, "y", "现在是：待签批")
    full = centre.certificates.full(number, "001", "核对")
    assert (full["hours"], full["content"]) == ("36", "社区巡逻")


async def test_hours_of_a_volunteer_stand_there_already(centre: Hall, clock: HallClock) -> None:
    volunteers = centre.volunteers
    person = volunteers.roster.enrol(PERSON["applicant_name"], "13800138000").number
    said = {"name": "楼道清洁", "place": "幸福路 3 号", "content": "清扫楼道", "in_charge": "王芳"}
    times = {"starts": clock.at, "ends": clock.at + timedelta(hours=2), "unit": "幸福里社区居委会"}
    volunteers.activities.add("007", **said, **times)
    volunteers.attendance.scan(volunteers.roster.card(person))
    clock.forward(hours=2)
    volunteers.attendance.scan(volunteers.roster.card(person))
    asked = fields("C03", vol_no=person, period_from="2026-11-23", period_to="2026-11-23")
    number = requested(centre, "C03", fields=asked).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "c", Written)
        for known in ("2", "楼道清洁"):
            await see(pilot, "请先更正记录", known)
            await pilot.press("enter")
        await answer(pilot, "y", "现在是：待签批")
    full = centre.certificates.full(number, "001", "核对")
    assert (full["hours"], full["content"]) == ("2", "楼道清洁")


# --- deciding ----------------------------------------------------------------------------------


async def test_a_refusal_says_why_and_where_instead(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "n")
        await answer(pilot, "2", "请居民去哪里办", "公安派出所（居住证）")
        await answer(pilot, "1", "不予出具（不是本社区居民）")
        await answer(pilot, "y", "现在是：不予出具", "请去：公安派出所（居住证）")
    assert centre.certificates.get(number).office == "公安派出所（居住证）"
    assert centre.certificates.notes(number, "001", "核对")[-1] == "不是本社区居民"


async def test_withdrawing_is_asked_twice_and_deletes(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre) as pilot:
        await opened(pilot, number)
        await press(pilot, "w")
        await see(pilot, "不能恢复")
        await answer(pilot, "escape", number)
        assert state(centre, number) is State.RECEIVED
        await press(pilot, "w")
        await answer(pilot, "y", "现在是：已撤回")
    assert centre.certificates.get(number).fields == {}


async def test_it_is_put_off_once_with_a_reason_of_their_own(centre: Hall) -> None:
    request = requested(centre)
    async with desk(centre) as pilot:
        await opened(pilot, request.number)
        await press(pilot, "e")
        await answer(pilot, "2", "为什么延期")
        await answer(pilot, "4")
        await wrote(pilot, "物业下周才答复")
        await answer(pilot, "y", "延期，已记录")
        await until(pilot, lambda: ready(pilot, "w"))
        assert not ready(pilot, "e")
    put_off = centre.certificates.get(request.number)
    assert (put_off.due - request.due).days == 7, "five working days"
    assert centre.certificates.notes(request.number, "001", "核对")[-1] == "物业下周才答复"


# --- the paper ---------------------------------------------------------------------------------


async def test_each_sealing_is_written_down_and_void_is_for_good(centre: Hall) -> None:
    number = brought_to(centre, State.ISSUED)
    certificate = centre.certificates.get(number).certificate or ""
    async with desk(centre, size=(120, 31)) as pilot:
        await opened(pilot, number)
        await press(pilot, "s")
        await answer(pilot, "2", "用印 2/2 份")
        await until(pilot, lambda: not ready(pilot, "s"))
        await press(pilot, "v")
        await answer(pilot, "1", f"作废 {certificate}（内容写错）")
        await answer(pilot, "y", "起作废", "现在是：已作废")
        await pilot.press("escape")
        await on(pilot, Requests)
        await pilot.press("r")
        await see(pilot, "2026 年，1 份", f"X {certificate}", "用印 2/2 份", "11 月 23 日起作废")
        await pilot.press("left")
        await see(pilot, "2025 年，0 份")
        await pilot.press("right")
        await see(pilot, certificate)
        await pilot.press("enter")
        await page(pilot)
        await see(pilot, number, "已作废")
    one = centre.certificates.certificate(certificate)
    assert one.void is not None
    assert [(use.by, use.copies) for use in one.sealings] == [("007", 2)]


async def test_nothing_can_be_done_by_who_looks_after_the_machine(centre: Hall) -> None:
    number = requested(centre).number
    async with desk(centre, "900") as pilot:
        await opened(pilot, number)
        await see(pilot, "管理员不经办证明", "欧**兰")
        able = [key.act.name for key in pilot.app.screen.query(RequestKey) if not key.disabled]
        assert able == ["back"]

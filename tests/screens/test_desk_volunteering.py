"""Volunteers at a desk: who is in, who forgot, minutes that two write, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.staff import AUDIT
from kiosk.volunteers.activity import State
from screens.desk.pick_list import PickList
from screens.desk.requests.values import Values
from screens.desk.volunteering.acts import possible
from screens.desk.volunteering.correction import CorrectionPage
from screens.desk.volunteering.group import GroupPage
from screens.desk.volunteering.listing import CORRECTION, Volunteers
from screens.desk.volunteering.person import PersonPage
from screens.desk.volunteering.second import Second
from screens.desk.volunteering.sheet import MonthSheet, Sheet
from screens.desk.window import VolunteerCount, Window
from screens.desk.written import Written
from tests.screens.at_card import CLERK, OTHER, Helpers
from tests.screens.at_requests import answer, desk, on, press, ready, see, wrote
from tests.screens.at_volunteering import (
    found,
    listed,
    minutes,
    named,
    opened,
    read,
    select,
    signed,
)
from tests.screens.hands import scan
from tests.screens.seen import HallClock, lines, until, words


@pytest.fixture
def helpers(hall: Hall, clock: HallClock) -> Helpers:
    """A hall with two clerks at seven in the morning, and 张小明 with a card."""
    hall.staff._idle = 0  # hours pass in a moment: no desk stands alone
    return Helpers(hall, clock)


DAY = "2026-11-23"


def row(pilot: Pilot[Any], text: str) -> str:
    return next(line for line in lines(pilot.app) if text in line)


def served(helpers: Helpers, start: str = "09:00", end: str = "11:00") -> str:
    """张小明 was there from start to end; the activity's number."""
    activity = helpers.activity(start, end)
    helpers.show(start)
    helpers.volunteers.attendance.scan(helpers.card, activity.number)
    helpers.show(end)
    helpers.volunteers.attendance.scan(helpers.card)
    return activity.number


def forgot(helpers: Helpers) -> str:
    """张小明 came at nine and did not sign out; it is noon."""
    activity = helpers.activity()
    helpers.show("09:02")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("12:00")
    return activity.number


def sums(helpers: Helpers) -> tuple[int, int, int, int]:
    found = helpers.volunteers.hours.of(helpers.number)
    return found.scan, found.desk, found.backfill, found.corrected


def trail(helpers: Helpers) -> set[tuple[str, str]]:
    """What stands in the audit trail, and of whom."""
    return {(one["what"], one["who"]) for one in helpers.hall.store.table(AUDIT).past("day", DAY)}


# --- the list ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["z", "f16", "mouse"])
async def test_the_head_of_the_window_counts_what_waits_and_opens_it(
    helpers: Helpers, way: str
) -> None:
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        assert "Z 志愿" in words(pilot.app)
        forgot(helpers)
        helpers.volunteers.corrections.ask(helpers.number, "少了一次")
        await see(pilot, "Z 志愿  1 件更正申请  1 人待确认")
        await (pilot.click(VolunteerCount) if way == "mouse" else pilot.press(way))
        await on(pilot, Volunteers)
        await pilot.press("escape")
        await on(pilot, Window)


async def test_a_clock_says_its_day_and_is_red_from_the_eighth(
    helpers: Helpers, clock: HallClock
) -> None:
    number = served(helpers)
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        screen = await listed(pilot)
        await see(pilot, "第 0 个工作日，还剩 10 个")
        assert "!!" not in row(pilot, "楼道清洁")
        await pilot.press("escape")
        clock.forward(days=9)  # the next but one Wednesday: seven working days later
        screen = await listed(pilot)
        await see(pilot, "第 7 个工作日，还剩 3 个")
        assert "!!" not in row(pilot, "楼道清洁")
        await pilot.press("escape")
        clock.forward(days=1)
        screen = await listed(pilot)
        await see(pilot, "第 8 个工作日，还剩 2 个")
        assert "!!" in row(pilot, "楼道清洁")
        looks = {id_: look for id_, (_, look) in screen.query_one(PickList)._entries}
        assert looks[f"a/{number}"] == "late"


async def test_what_others_do_appears(helpers: Helpers) -> None:
    activity = helpers.activity()
    helpers.show("09:00")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, activity.number)
        await see(pilot, "在场：0 人")
        helpers.volunteers.attendance.scan(helpers.card)
        await see(pilot, "在场：1 人", "张*明", helpers.number, "09:00-")
        assert "张小明" not in words(pilot.app)
        await pilot.press("escape")
        await see(pilot, "在场 1")


# --- in and out --------------------------------------------------------------------------------


async def test_a_person_is_signed_in_and_out_at_the_desk(helpers: Helpers) -> None:
    activity = helpers.activity()
    helpers.show("09:00")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, activity.number)
        await press(pilot, "s", Written)
        await named(pilot, "1234", "张小明")
        await see(pilot, "签到，已记录：张*明  09:00", "在场：1 人")
        helpers.show("09:30")
        await press(pilot, "s", Written)
        await named(pilot, "1234")
        await see(pilot, "张*明 已经签到")
        helpers.show("10:30")
        await until(pilot, lambda: ready(pilot, "u"))
        await pilot.press("u")
        await see(pilot, "签退，已记录：张*明  10:30", "来过：1 人", "1 小时 30 分")
    assert sums(helpers) == (0, 90, 0, 0)
    assert helpers.signs() == ["desk", "desk"]


async def test_who_is_not_known_by_phone_and_name_is_said_to_be_unknown(helpers: Helpers) -> None:
    helpers.activity()
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("f")
        await named(pilot, "1234", "王芳")
        await see(pilot, "电话后四位和姓名对不上")
        await pilot.press("f")
        await wrote(pilot, "000001")
        await read(pilot, PersonPage)
        await see(pilot, "张*明", "V000001")


async def test_of_two_with_the_same_digits_one_is_chosen(helpers: Helpers) -> None:
    other = helpers.enrol("李小红", "13911111234")
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("f")
        await named(pilot, "1234")
        await see(pilot, "哪一位", "张*明  138****1234", "李*红  139****1234")
        await pilot.press("2")
        screen = await read(pilot, PersonPage)
        assert screen.number == other


async def test_a_card_signs_in_on_the_page_and_opens_its_bearer_elsewhere(helpers: Helpers) -> None:
    activity = helpers.activity()
    helpers.show("09:00")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, activity.number)
        scan(pilot.app, helpers.card)
        await see(pilot, "张*明 已签到 09:00")
        await pilot.press("escape")
        await on(pilot, Volunteers)
        scan(pilot.app, "\\000026" + helpers.card)  # the same text at once would be one scan
        await read(pilot, PersonPage)
        await see(pilot, "138****1234", "在场，还没签退")
        assert helpers.signs() == ["scan"]
        helpers.show("10:00")
        await press(pilot, "s")
        await answer(pilot, "y", "签退，已记录：张*明  10:00")
    assert helpers.signs() == ["scan", "desk"]


async def test_an_old_card_says_since_when_it_is_void(helpers: Helpers) -> None:
    old = helpers.card
    helpers.volunteers.roster.reprint(helpers.number, CLERK, "丢了")
    async with desk(helpers.hall) as pilot:
        scan(pilot.app, old)
        await see(pilot, "这张卡已于 2026-11-23 07:00 作废")


async def test_a_leaders_list_is_signed_in_at_once_and_none_is_lost(helpers: Helpers) -> None:
    activity = helpers.activity("09:00", "11:00", places=5)
    roster = helpers.volunteers.roster
    others = [helpers.enrol(name, f"1390000000{n}") for n, name in enumerate(("李四", "王五"))]
    team = roster.teams.found("巡逻队", CLERK).number
    for number in others:
        roster.teams.join(team, number, CLERK)
    roster.posts.claim(activity.number, helpers.number)
    elsewhere = helpers.activity("09:00", "11:00", "图书整理").number
    helpers.show("09:00")
    helpers.volunteers.attendance.sign(others[0], elsewhere, CLERK)
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        await opened(pilot, activity.number)
        await press(pilot, "g", GroupPage)
        await see(pilot, "名单 1 人，在场 0，已选 0", helpers.number)
        await press(pilot, "t")
        await answer(pilot, "1", "名单 3 人", *others)
        await until(pilot, lambda: ready(pilot, "a"))
        await pilot.press("a")
        await see(pilot, "已选 3")
        await pilot.press("i")
        await see(pilot, "签到：2 人已记录，1 人没有", "已在「图书整理」签到", "在场 2，已选 1")
    there = [one.volunteer for one in helpers.volunteers.attendance.present(activity.number)]
    assert sorted(there) == [helpers.number, others[1]]


# --- minutes -----------------------------------------------------------------------------------


async def test_a_forgotten_sign_out_is_confirmed_with_minutes_and_a_reason(
    helpers: Helpers,
) -> None:
    number = forgot(helpers)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await see(pilot, "待确认：1 人", "忘记签退，待确认")
        assert "? 张*明" in row(pilot, helpers.number)
        await minutes(pilot, "c", "90", "1")
        await see(pilot, "确认，已记录：张*明  楼道清洁  90 分钟")
    assert sums(helpers) == (0, 90, 0, 0)
    fact = helpers.volunteers.hours.entries(helpers.number)[0].attendance.moves[-1]
    assert (fact.by, fact.second, fact.reason) == (CLERK, "", "负责人证实")


async def test_more_than_there_can_have_been_is_refused_in_words(helpers: Helpers) -> None:
    number = forgot(helpers)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await minutes(pilot, "c", "600", "1")
        await see(pilot, "600 min", "118 min")
    assert sums(helpers) == (0, 0, 0, 0)


async def test_a_backfill_needs_another_member_of_staff_who_sees_what_it_is(
    helpers: Helpers,
) -> None:
    number = helpers.activity().number
    helpers.show("12:00")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await press(pilot, "b", Written)
        await named(pilot, "1234", "张小明")
        await on(pilot, Written)
        await wrote(pilot, "60")
        await answer(pilot, "2", "第二名工作人员", "补录：张*明  楼道清洁  60 分钟", "没有带卡")
        await on(pilot, Second)
        await pilot.press(*CLERK, "enter", *"2468", "enter")
        await see(pilot, "须由两名不同的工作人员办理")
        await pilot.press(*OTHER, "enter", *"9999", "enter")
        await see(pilot, "工号或 PIN 不对")
        assert helpers.signs() == []
        await signed(pilot, OTHER, "1357", "补录，已记录：张*明  楼道清洁  60 分钟")
        await pilot.press("escape")
        await on(pilot, Volunteers)
        await pilot.press("c")
        await on(pilot, MonthSheet)
        await see(pilot, "2026 年 11 月", "007 王芳：补录 1 次，共 60 分钟", "作为第二人 1 次")
        await pilot.press("left")
        await see(pilot, "2026 年 10 月", "没有补录")
    assert sums(helpers) == (0, 0, 60, 0)
    assert {("hours_backfilled", CLERK), ("entered", OTHER), ("left", OTHER)} <= trail(helpers)


async def test_who_does_not_agree_leaves_nothing_behind(helpers: Helpers) -> None:
    number = served(helpers)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await minutes(pilot, "r", "30", "1")
        await on(pilot, Second)
        await pilot.press("escape")
        await see(pilot, "来过：1 人")
    assert sums(helpers) == (120, 0, 0, 0)


async def test_a_correction_keeps_what_was_before_and_the_chain_shows_both(
    helpers: Helpers,
) -> None:
    number = served(helpers)
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        await opened(pilot, number)
        await minutes(pilot, "r", "30", "4")
        await signed(pilot, OTHER, "1357", "更正，已记录：张*明  楼道清洁  30 分钟")
        await see(pilot, "30 分钟  更正  更正前 2")
        await pilot.press("enter")
        await read(pilot, PersonPage)
        await pilot.press("enter")
        await on(pilot, Sheet)
        await see(pilot, "扫卡", "更正", "30 分钟", "王芳 / 李强", "录入有误")
    assert sums(helpers) == (0, 0, 0, 30)


async def test_a_long_day_waits_for_a_second_clerk(helpers: Helpers) -> None:
    number = served(helpers, "08:00", "18:00")
    assert sums(helpers) == (0, 0, 0, 0)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await see(pilot, "超过一天的上限，待两人确认")
        await press(pilot, "c", Written)
        assert "600" in words(pilot.app), "what was measured stands there already"
        await wrote(pilot, "600")
        await answer(pilot, "1", "第二名工作人员")
        await signed(pilot, OTHER, "1357", "确认，已记录：张*明  楼道清洁  600 分钟")
    assert sums(helpers) == (600, 0, 0, 0)


async def test_the_hall_may_ask_for_a_second_one_the_screen_did_not_foresee(
    helpers: Helpers,
) -> None:
    served(helpers, "08:00", "14:00")
    late = helpers.activity("14:30", "18:30", "晚间巡逻").number
    helpers.show("14:30")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("19:30")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, late)
        await minutes(pilot, "c", "200", "1")
        await signed(pilot, OTHER, "1357", "确认，已记录：张*明  晚间巡逻  200 分钟")
    assert sums(helpers) == (360, 200, 0, 0)


async def test_an_activity_elsewhere_gives_its_code_and_proposals_are_confirmed(
    helpers: Helpers,
) -> None:
    number = helpers.activity("09:00", "11:00", "外出巡河", offsite=True).number
    helpers.show("11:30")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await until(pilot, lambda: ready(pilot, "q"))
        await pilot.press("q")
        await see(pilot, "只在 11-23 当天有效")
        await pilot.press("escape")
        await see(pilot, "外出巡河")
        scan(pilot.app, helpers.card)
        await see(pilot, "张*明 已提出", "外出活动，待确认")
        await minutes(pilot, "c", "120", "2")
        await see(pilot, "确认，已记录")
        scan(pilot.app, helpers.volunteers.activities.code(number))
        await until(pilot, lambda: len(pilot.app.screen_stack) > 4)
    assert sums(helpers) == (0, 120, 0, 0)


# --- what is said to be wrong ------------------------------------------------------------------


async def test_what_is_said_to_be_wrong_is_read_mended_and_answered(helpers: Helpers) -> None:
    number = served(helpers)
    id_ = helpers.volunteers.corrections.ask(
        helpers.number, "少记了半小时", f"{number}/{helpers.number}"
    ).id
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        await listed(pilot)
        await see(pilot, "更正申请：1 件", "第 0 个工作日，还剩 10 个")
        await select(pilot, CORRECTION + id_)
        await pilot.press("enter")
        await read(pilot, CorrectionPage)
        assert "半小时" not in words(pilot.app)
        await until(pilot, lambda: ready(pilot, "l"))
        await pilot.press("l")
        await on(pilot, Values)
        await see(pilot, "少记了半小时", "秒后自动收起")
        await pilot.press("escape")
        await on(pilot, CorrectionPage)
        await minutes(pilot, "r", "90", "1")
        await signed(pilot, OTHER, "1357", "更正，已记录")
        await press(pilot, "d")
        await answer(pilot, "1", "已更正，已记录：张*明", "已答复：已更正", "已经更正")
        await until(pilot, lambda: not ready(pilot, "d"))
        await pilot.press("escape")
        await until(pilot, lambda: "更正申请" not in words(pilot.app))
    answered = helpers.volunteers.corrections.get(id_)
    assert (answered.outcome, answered.by, answered.reason) == ("corrected", CLERK, "已经更正")
    assert sums(helpers) == (0, 0, 0, 90)
    assert ("viewed", CLERK) in trail(helpers)


async def test_a_record_stays_as_it_is_with_a_reason_of_their_own(helpers: Helpers) -> None:
    served(helpers)
    id_ = helpers.volunteers.corrections.ask(helpers.number, "还有一次没记").id
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await see(pilot, "说少了一条记录")
        await select(pilot, CORRECTION + id_)
        await pilot.press("enter")
        await read(pilot, CorrectionPage)
        await press(pilot, "n")
        await pilot.press("4")
        await wrote(pilot, "那天的名单上没有")
        await see(pilot, "不更正，已记录", "已答复：不更正", "那天的名单上没有")
    assert helpers.volunteers.corrections.get(id_).outcome == "unchanged"


async def test_one_can_say_at_the_desk_what_is_wrong(helpers: Helpers) -> None:
    number = served(helpers)
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        await press(pilot, "w", Written)
        await wrote(pilot, "时间不对")
        await see(pilot, "应于 12-07 前答复")
    (asked,) = helpers.volunteers.corrections.open()
    assert asked.attendance == f"{number}/{helpers.number}"


# --- the wall ----------------------------------------------------------------------------------


async def test_hours_hang_on_the_wall_before_they_are_booked(
    helpers: Helpers, clock: HallClock
) -> None:
    number = served(helpers)
    hidden = helpers.enrol("李四", "13900000001", posted=False)
    helpers.volunteers.hours.backfill(hidden, number, CLERK, OTHER, "没带卡", 30)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await press(pilot, "p")
        await answer(pilot, "y", "公示，已记录：11-26", "公示至 11 月 26 日")
        await until(pilot, lambda: ready(pilot, "w"))
        await pilot.press("w")
        await on(pilot, Sheet)
        await see(pilot, "张*明  2 小时", "另有 1 人不愿公示")
        assert "李" not in "".join(lines(pilot.app)[1:])
        await pilot.press("escape")
        await press(pilot, "k")
        await answer(pilot, "y", "公示到 2026-11-26，之后才能入账")
        clock.forward(days=4)
        await press(pilot, "k")
        await answer(pilot, "y", f"入账，已记录：{number}")
    assert helpers.volunteers.activities.get(number).state is State.BOOKED
    assert helpers.volunteers.hours.of(helpers.number).booked == 120


async def test_the_person_in_charge_counts_people_and_those_who_were_helped(
    helpers: Helpers,
) -> None:
    number = served(helpers)
    async with desk(helpers.hall) as pilot:
        await opened(pilot, number)
        await press(pilot, "n", Written)
        await wrote(pilot, "12")
        await see(pilot, "服务了多少人次")
        await wrote(pilot, "40")
        await see(pilot, "人数，已记录：负责人点到 12 人，服务 40 人次")
    activity = helpers.volunteers.activities.get(number)
    assert (activity.people, activity.served) == (12, 40)


async def test_keys_that_can_do_nothing_are_dim(helpers: Helpers) -> None:
    duty = helpers.activity("09:00", "11:00", "值班", counts=False, why_not="duty")
    assert possible(duty, helpers.time("08:30")) == {
        *("about", "cancel", "sign_in", "sign_out", "group")
    }
    helpers.show("12:00")
    async with desk(helpers.hall) as pilot:
        await opened(pilot, duty.number)
        await see(pilot, "不计志愿时长：值班坐班")
        await until(pilot, lambda: ready(pilot, "g"))
        assert not any(ready(pilot, key) for key in "bpkrcsu")

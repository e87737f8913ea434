"""Volunteers at a desk: enrolled, their cards, what is kept of them, statements, new activities."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.errors import Refused
from kiosk.hall import Hall
from screens.desk.choice import Choice
from screens.desk.requests.values import Values
from screens.desk.volunteering.activity import ActivityPage
from screens.desk.volunteering.code import Code
from screens.desk.volunteering.enrolling import Enrolment
from screens.desk.volunteering.form import Form
from screens.desk.volunteering.listing import Volunteers
from screens.desk.volunteering.person import PersonPage
from screens.desk.volunteering.planning import NewActivity
from screens.desk.written import Written
from screens.widgets.qr import QrCode
from tests.screens.at_card import CLERK, Helpers
from tests.screens.at_requests import answer, desk, on, press, ready, see, wrote
from tests.screens.at_volunteering import found, listed, minutes, read, select, signed
from tests.screens.seen import HallClock, until, words


@pytest.fixture
def helpers(hall: Hall, clock: HallClock) -> Helpers:
    """A hall with two clerks at seven in the morning, and 张小明 with a card."""
    hall.staff._idle = 0  # hours pass in a moment: no desk stands alone
    return Helpers(hall, clock)


async def fill(pilot: Pilot[Any], **texts: str) -> None:
    """Fill in fields of a form by their names."""
    for name, text in texts.items():
        await select(pilot, name)
        await pilot.press("enter")
        await on(pilot, Written)
        await wrote(pilot, text)
        await on(pilot, Form)


async def pick(pilot: Pilot[Any], name: str, key: str) -> None:
    """Choose an answer of a field."""
    await select(pilot, name)
    await pilot.press("enter")
    await on(pilot, Choice)
    await pilot.press(key)
    await on(pilot, Form)


# --- enrolling ---------------------------------------------------------------------------------


async def test_somebody_is_enrolled_with_name_and_phone_alone(helpers: Helpers) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("e")
        await on(pilot, Enrolment)
        await press(pilot, "s", Enrolment)
        await see(pilot, "还没有填")
        await fill(pilot, name="欧阳建国", phone="13911112222")
        await pilot.press("s")
        await answer(pilot, "y", "登记，已记录：欧**国  V000002", "V000002 的卡已送到打印机 lobby")
        await read(pilot, PersonPage)
        assert "欧阳建国" not in words(pilot.app)
        await pilot.press("escape")
        await on(pilot, Volunteers)
    (person,) = helpers.volunteers.roster.find("2222", "欧阳建国")
    assert (person.number, person.posted) == ("V000002", True)
    (job,) = [job for job in helpers.hall.slips.jobs() if job.kind == "card"]
    assert job.about.startswith("V000002/1")
    assert "欧阳建国" not in str(job.fields)


async def test_a_child_needs_a_guardian_and_what_is_half_written_is_not_lost(
    helpers: Helpers,
) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("e")
        await on(pilot, Enrolment)
        await fill(pilot, name="小红", phone="13911112222", born="2014-05-01")
        await pick(pilot, "posted", "2")
        await pilot.press("s")
        await answer(pilot, "y", "未满 16 周岁，须有监护人同意")
        await pilot.press("escape")
        await answer(pilot, "escape", "小红")
        await fill(pilot, guardian_name="李大红", guardian_phone="13911113333")
        await pilot.press("s")
        await answer(pilot, "y", "V000002")
        await read(pilot, PersonPage)
        await see(pilot, "监护人已同意", "本人不愿公示")
    assert helpers.volunteers.roster.get("V000002").guarded


async def test_what_is_not_saved_is_gone_once_somebody_says_so(helpers: Helpers) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("e")
        await on(pilot, Enrolment)
        await fill(pilot, name="小红")
        await pilot.press("escape")
        await answer(pilot, "y", "今天的活动")
        await on(pilot, Volunteers)
    with pytest.raises(Refused):
        helpers.volunteers.roster.get("V000002")


# --- the card, and what is kept ----------------------------------------------------------------


async def test_a_new_card_voids_the_old_one_and_is_printed(helpers: Helpers) -> None:
    old = helpers.card
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        await see(pilot, "第 1 张卡")
        await press(pilot, "p")
        await answer(pilot, "1", "旧卡马上作废")
        await answer(pilot, "y", "补卡，已记录", "V000001 的卡已送到打印机 lobby", "第 2 张卡")
        await until(pilot, lambda: ready(pilot, "q"))
        await pilot.press("q")
        await on(pilot, Code)
        shown = pilot.app.screen.query_one(QrCode)
        await until(pilot, lambda: shown.fits)
        assert shown.payload == helpers.card != old
    with pytest.raises(Refused) as refused:
        helpers.volunteers.roster.read_card(old)
    assert refused.value.code == "old_card"


async def test_all_of_it_is_seen_for_a_reason_and_is_in_the_audit_trail(helpers: Helpers) -> None:
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        assert "13800001234" not in words(pilot.app)
        await press(pilot, "l")
        await answer(pilot, "2", "张小明", "13800001234", "秒后自动收起")
        await on(pilot, Values)
        await pilot.press("escape")
        await read(pilot, PersonPage)
        assert "13800001234" not in words(pilot.app)
    trail = helpers.hall.store.table("audit").past("day", "2026-11-23")
    (viewed,) = [one for one in trail if one["what"] == "viewed"]
    assert viewed["who"] == CLERK
    assert viewed["about"] == {"volunteer": helpers.number, "reason": "联系本人"}


async def test_what_somebody_said_of_themselves_is_changed(helpers: Helpers) -> None:
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        await press(pilot, "e")
        await answer(pilot, "2", "正确的内容：电话")
        await on(pilot, Written)
        await wrote(pilot, "123")
        await see(pilot, "! 电话号码")
        await press(pilot, "e")
        await answer(pilot, "2", "正确的内容：电话")
        await on(pilot, Written)
        await wrote(pilot, "13900005678")
        await see(pilot, "改信息，已记录：电话", "139****5678")
        await press(pilot, "e")
        await answer(pilot, "0", "可以公示")
        await answer(pilot, "2", "本人不愿公示")
    assert helpers.volunteers.roster.person(helpers.number).phone == "13900005678"


async def test_whoever_leaves_keeps_what_was_done(helpers: Helpers) -> None:
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        await press(pilot, "x")
        await answer(pilot, "2", "卡马上作废")
        await answer(pilot, "y", "2026-11-23 已退出")
        await until(pilot, lambda: not ready(pilot, "p"))
        assert ready(pilot, "l")
    assert helpers.volunteers.roster.get(helpers.number).left is not None


# --- records and statements --------------------------------------------------------------------


def served(helpers: Helpers) -> str:
    """张小明 was there from nine to eleven; the activity's number."""
    activity = helpers.activity()
    for time in ("09:00", "11:00"):
        helpers.show(time)
        helpers.volunteers.attendance.scan(helpers.card)
    return activity.number


async def test_hours_are_split_by_origin_and_backfilled_from_the_persons_page(
    helpers: Helpers,
) -> None:
    served(helpers)
    helpers.activity("12:00", "13:00", "图书整理")
    helpers.show("14:00")
    async with desk(helpers.hall) as pilot:
        await found(pilot, "1234", "张小明")
        await see(pilot, "合计 120 分钟，即 2 小时", "扫码签到 120", "记录：1 条")
        await press(pilot, "b")
        await answer(pilot, "1", "补录 张*明：多少分钟？不超过活动的 60 分钟")
        await on(pilot, Written)
        await wrote(pilot, "45")
        await on(pilot, Choice)
        await pilot.press("1")
        await signed(pilot, "008", "1357", "补录，已记录：张*明  图书整理  45 分钟")
        await see(pilot, "合计 165 分钟，即 2.5 小时", "补录 45", "记录：2 条")
        await press(pilot, "r", Written)
        await pilot.press("escape")
        await read(pilot, PersonPage)
        await pilot.press("home")
        await minutes(pilot, "r", "40", "4")
        await signed(pilot, "008", "1357", "更正，已记录：张*明  图书整理  40 分钟")


async def test_a_statement_is_shown_first_then_issued_sealed_and_void(helpers: Helpers) -> None:
    served(helpers)
    helpers.volunteers.statements.ask(helpers.number)
    async with desk(helpers.hall, size=(120, 31)) as pilot:
        await listed(pilot)
        await see(pilot, "要开证明：1 人", "V000001")
        await select(pilot, f"p/{helpers.number}")
        await pilot.press("enter")
        await read(pilot, PersonPage)
        await press(pilot, "t")
        await answer(pilot, "l", "没有")
        await press(pilot, "t")
        await answer(pilot, "a", "2026-11-23 至 2026-11-23：2 小时，1 条，其中 120 分钟还没入账")
        assert helpers.volunteers.statements.of(helpers.number) == []
        await answer(pilot, "y", "证明，已记录：XINGFULI-2026-V-00001", "没有 A4 打印机")
        await press(pilot, "t")
        await answer(pilot, "4", "用印")
        await answer(pilot, "s", "都盖了章")
        await answer(pilot, "y", "用印 1/1 份")
        await press(pilot, "t")
        await answer(pilot, "4", "作废")
        await answer(pilot, "v", "为什么作废")
        await answer(pilot, "1", "不能撤销")
        await answer(pilot, "y", "证明，已记录：XINGFULI-2026-V-00001")
        await pilot.press("escape")
        await until(pilot, lambda: "要开证明" not in words(pilot.app))
    (one,) = helpers.volunteers.statements.of(helpers.number)
    assert one.void_since is not None and one.sealed == 1


# --- new activities ----------------------------------------------------------------------------

FIELDS = {
    "name": "楼道清洁",
    "place": "幸福路 3 号",
    "content": "清扫楼道和院落",
    "in_charge": "王芳",
}


async def test_an_activity_is_planned_with_its_lawful_fields_and_cancelled(
    helpers: Helpers,
) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("n")
        await on(pilot, NewActivity)
        await fill(pilot, **FIELDS, day="1124", starts="930", ends="11:30", places="20")
        await pilot.press("f9")
        await answer(pilot, "y", "新活动，已记录：20261124-01，共 1 场", "09:30-11:30")
        await read(pilot, ActivityPage)
        await until(pilot, lambda: ready(pilot, "i"))
        await pilot.press("i")
        await see(pilot, "幸福里社区党群服务中心", "名额  0/20", "风险告知")
        await pilot.press("escape")
        await press(pilot, "x")
        await answer(pilot, "1", "取消 20261124-01（天气）")
        await answer(pilot, "y", "取消，已记录：20261124-01", "已取消")
        await until(pilot, lambda: not ready(pilot, "x"))
    activity = helpers.volunteers.activities.get("20261124-01")
    assert activity.cancelled and activity.places == 20 and activity.counts
    assert f"{activity.starts:%m-%d %H:%M}" == "11-24 09:30"


async def test_what_is_no_volunteer_service_says_why_and_comes_every_week(
    helpers: Helpers,
) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("n")
        await on(pilot, NewActivity)
        await fill(pilot, **FIELDS | {"name": "值班"}, day="2026-11-24", starts="0900", ends="1000")
        await pick(pilot, "counts", "2")
        await see(pilot, "不计志愿时长：值班坐班")
        await pick(pilot, "every", "3")
        await fill(pilot, until="1215")
        await pilot.press("s")
        await answer(pilot, "y", "20261124-01，共 4 场")
    series = [each.day for each in helpers.volunteers.activities.upcoming()]
    assert series == ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]
    assert helpers.volunteers.activities.get("20261201-01").why_not == "duty"


async def test_what_is_wrong_with_a_plan_is_said_with_the_name_of_its_field(
    helpers: Helpers,
) -> None:
    async with desk(helpers.hall) as pilot:
        await listed(pilot)
        await pilot.press("n")
        await on(pilot, NewActivity)
        await fill(pilot, **FIELDS, day="1340", starts="0900", ends="0800")
        for texts, said in (
            ({}, "日期 应为"),
            ({"day": "2026-11-24"}, "结束时间 11-24 08:00 应在开始时间"),
            ({"ends": "2130"}, "750 min"),
            ({"name": "补录", "ends": "1000"}, "活动名称不能含「补录」"),
        ):
            await fill(pilot, **texts)
            await pilot.press("s")
            await answer(pilot, "y", said)
    assert helpers.volunteers.activities.upcoming() == []

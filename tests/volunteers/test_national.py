"""What has to be entered into the national system, row by row, and what became of each row."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from kiosk.volunteers.national import COLUMNS, Entered, National
from tests.volunteers.day import CLERK, OTHER, Day


@pytest.fixture
def national(day: Day) -> National:
    return day.volunteers.roster.national


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff"), "a spreadsheet wants the mark"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def given_back(text: str, **changes: str) -> bytes:
    """The file as somebody filled it in."""
    out = io.StringIO()
    written = csv.DictWriter(out, COLUMNS)
    written.writeheader()
    written.writerows(row | changes for row in rows(text))
    return out.getvalue().encode("gb18030")


def export(national: National, **more: Any) -> tuple[str, int]:
    return national.export(CLERK, "录入全国系统", **more)


def test_a_row_has_the_seven_lawful_fields_and_who(day: Day, national: National) -> None:
    enrol = day.volunteers.roster.enrol
    one = enrol("李小明", "13800135678", id_no="11010519491231002X", national="110105001").number
    activity = day.served(one, "09:00", "10:30")
    text, count = export(national)
    (row,) = rows(text)
    assert count == 1
    assert list(row) == COLUMNS
    assert row["记录号"] == f"{activity.number}/{one}"
    assert (row["姓名"], row["证件号码"]) == ("李小明", '="11010519491231002X"')
    assert (row["活动名称"], row["活动日期"], row["服务时间（分钟）"], row["扫码"]) == (
        activity.name,
        "2026-11-23",
        "90",
        "90",
    )
    assert row["状态"] == "未录入"
    assert all(row[name] for name in ("活动地点", "服务内容", "组织单位", "负责人"))
    last = day.hall.store.table("audit").past("day", "2026-11-23")[-1]
    assert (last["what"], last["who"]) == ("exported", CLERK)


def test_what_does_not_count_or_is_not_settled_is_not_entered(day: Day, national: National) -> None:
    one, two = day.person(), day.volunteers.roster.enrol("王大伟", "13700000001").number
    duty = day.activity("08:00", "09:00", counts=False, why_not="duty")
    day.scan(one, "08:00", duty.number)
    day.scan(one, "09:00")
    day.scan(two, "09:00", day.activity("09:00", "10:00").number)
    day.show("12:00")
    day.volunteers.attendance.close_forgotten()
    assert national.rows() == []


def test_states_come_back_with_the_file(day: Day, national: National) -> None:
    one = day.person()
    for start, end in (("09:00", "10:00"), ("10:00", "11:00"), ("11:00", "12:00")):
        day.served(one, start, end)
    text, _ = export(national)
    lines = text.splitlines(keepends=True)
    done = given_back("".join(lines[:2]), 状态="已录入")
    back = given_back("".join([lines[0], lines[2]]), 状态="被退回", 说明="活动名称不符")
    assert national.note(done, CLERK).changed == 1
    assert national.note(back, CLERK).changed == 1
    assert national.note(back, CLERK).same == 1, "the same file twice changes nothing"
    assert [row.state for row in national.rows()] == [
        Entered.ENTERED,
        Entered.REFUSED,
        Entered.NOT_YET,
    ]
    assert national.counts(one)[Entered.ENTERED] == 1
    due, count = export(national)
    assert [row["状态"] for row in rows(due)] == ["被退回", "未录入"]
    assert rows(due)[0]["说明"] == "活动名称不符"
    assert (count, export(national, everything=True)[1]) == (2, 3)


def test_minutes_that_changed_after_they_were_entered_are_due_again(
    day: Day, national: National
) -> None:
    one = day.person()
    activity = day.served(one, "09:00", "10:00")
    text, _ = export(national)
    national.note(given_back(text, 状态="已录入"), CLERK)
    assert export(national)[1] == 0
    day.volunteers.hours.correct(f"{activity.number}/{one}", CLERK, OTHER, 30, "提前离开")
    assert [row.state for row in national.rows()] == [Entered.CHANGED]
    stale = national.note(given_back(text, 状态="已录入"), CLERK)
    assert [bad.error for bad in stale.bad] == ["national_minutes"]
    again, _ = export(national)
    assert rows(again)[0]["服务时间（分钟）"] == "30"
    assert national.note(given_back(again, 状态="已录入"), CLERK).changed == 1
    assert export(national)[1] == 0


def test_who_left_is_still_entered(day: Day, national: National) -> None:
    one = day.person()
    day.served(one, "09:00", "10:00")
    day.volunteers.roster.leave(one, CLERK)
    assert export(national)[1] == 1


def test_no_cell_is_a_formula(day: Day, national: National) -> None:
    one = day.person()
    activity = day.activity("09:00", "10:00", name="=HYPERLINK(1)", place="@东区 3 号")
    day.scan(one, "09:00", activity.number)
    day.scan(one, "10:00")
    (row,) = rows(export(national)[0])
    assert (row["活动名称"], row["活动地点"]) == ("'=HYPERLINK(1)", "'@东区 3 号")


def test_a_file_of_states_that_is_wrong_changes_nothing(day: Day, national: National) -> None:
    one = day.person()
    day.served(one, "09:00", "10:00")
    text, _ = export(national)
    with day.refuses("national_columns"):
        national.note("姓名,状态\n甲,已录入\n".encode(), CLERK)
    with day.refuses("csv_not_text"):
        national.note(b"\xff\xff", CLERK)
    with day.refuses("no_such_staff"):
        export_by_nobody(national)
    wrong = national.note(given_back(text, 状态="差不多"), CLERK)
    nobody = national.note(given_back(text, 记录号="20261123-99/V000001"), CLERK)
    assert [bad.error for bad in (*wrong.bad, *nobody.bad)] == [
        "national_state",
        "unknown_attendance",
    ]
    assert [row.state for row in national.rows()] == [Entered.NOT_YET]


def export_by_nobody(national: National) -> None:
    national.export("999", "录入")

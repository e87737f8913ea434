"""双报到 is a register of its own: confirmed by the community, counted in times, never hours."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.batch import answer
from kiosk.volunteers.report_in import Membership, Reporter, ReportIn, Step
from tests.volunteers.day import CLERK, Day

NAME, PHONE, UNIT = "李小明", "13800135678", "县图书馆"


@pytest.fixture
def register(day: Day) -> ReportIn:
    return day.volunteers.roster.report_in


def test_units_and_members_report_in(register: ReportIn) -> None:
    unit = register.report_unit(UNIT, CLERK)
    member = register.report_member(NAME, PHONE, UNIT, "retired", CLERK)
    assert (unit.number, unit.reporter, unit.step) == ("B00001", Reporter.UNIT, Step.REPORTED)
    assert (member.number, member.shown, member.membership) == (
        "B00002",
        "李*明",
        Membership.RETIRED,
    )
    assert member.reported == date(2026, 11, 23)
    assert register.all(Reporter.MEMBER) == [member]
    assert register.all(unit=UNIT) == [unit, member]


def test_nobody_reports_twice(day: Day, register: ReportIn) -> None:
    register.report_unit(UNIT)
    register.report_member(NAME, PHONE, UNIT)
    with day.refuses("already_reported"):
        register.report_unit(f" {UNIT} ")
    with day.refuses("already_reported"):
        register.report_member(NAME, "+86 13800135678", "别的单位")
    assert register.report_member("李小红", PHONE, UNIT).number == "B00003"


def test_a_member_s_name_and_phone_lie_sealed(register: ReportIn, tmp_path: Path) -> None:
    register.report_member(NAME, PHONE, UNIT)
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert NAME.encode() not in content, path
            assert PHONE.encode() not in content, path


def test_duties_are_counted_in_times_after_the_community_confirmed(
    day: Day, register: ReportIn
) -> None:
    number = register.report_member(NAME, PHONE, UNIT).number
    with day.refuses("report_state"):
        register.duty(number, "小区值守", CLERK)
    assert register.confirm(number, CLERK).step is Step.CONFIRMED
    with day.refuses("report_state"):
        register.confirm(number, CLERK)
    for _ in range(3):
        report = register.duty(number, "小区值守", CLERK)
    assert report.duties == 3
    assert report.step is Step.CONFIRMED
    with day.refuses("value_future"):
        register.duty(number, "小区值守", CLERK, date(2026, 11, 24))


def test_it_is_never_hours(day: Day, register: ReportIn) -> None:
    """The same person volunteers too: what was done on duty is not among their minutes."""
    volunteer = day.volunteers.roster.enrol(NAME, PHONE).number
    number = register.report_member(NAME, PHONE, UNIT).number
    register.confirm(number, CLERK)
    for _ in range(5):
        register.duty(number, "小区值守", CLERK)
    day.served(volunteer, "09:00", "10:30")
    assert day.minutes(volunteer) == (90, 0, 0, 0)
    assert day.volunteers.hours.of(volunteer).duty == 0
    assert [row.minutes for row in day.volunteers.roster.national.rows()] == [90]
    assert "minutes" not in json.dumps(day.hall.store.table("report_ins").all(), default=str)


def test_who_is_withdrawn_is_history_and_may_report_again(day: Day, register: ReportIn) -> None:
    number = register.report_unit(UNIT).number
    assert register.withdraw(number, CLERK).step is Step.WITHDRAWN
    assert register.all() == []
    assert register.get(number).unit == UNIT
    with day.refuses("report_state"):
        register.confirm(number, CLERK)
    assert register.report_unit(UNIT).number == "B00002"


def test_what_is_refused(day: Day, register: ReportIn) -> None:
    with day.refuses("unknown_report"):
        register.get("B00009")
    with day.refuses("missing_field"):
        register.report_unit(" ")
    with day.refuses("wrong_field"):
        register.report_member(NAME, PHONE, UNIT, "guest")
    with day.refuses("value_length"):
        register.report_member(NAME, "138", UNIT)
    with day.refuses("no_such_staff"):
        register.report_unit(UNIT, "999")


def test_through_batch(day: Day) -> None:
    def ask(**fields: object) -> dict[str, Any]:
        return answer(day.hall, json.dumps(fields).encode())

    assert ask(do="report_in", unit=UNIT, staff=CLERK)["reporter"] == "unit"
    member = ask(do="report_in", unit=UNIT, name=NAME, phone=PHONE, membership="moving")
    assert (member["report"], member["name"]) == ("B00002", "李*明")
    assert ask(do="report_in", unit=UNIT, name=NAME)["error"] == "missing_field"
    assert ask(do="report_in", unit=UNIT, membership="moving")["error"] == "missing_field"
    assert ask(do="confirm_report", report="B00002", staff=CLERK)["step"] == "confirmed"
    assert ask(do="duty", report="B00002", duty="值守", staff=CLERK)["duties"] == 1
    assert len(ask(do="reports", reporter="member")["reports"]) == 1
    assert ask(do="reports", reporter="robot")["error"] == "wrong_field"
    assert ask(do="withdraw_report", report="B00002", staff=CLERK)["step"] == "withdrawn"
    assert [row["report"] for row in ask(do="reports")["reports"]] == ["B00001"]

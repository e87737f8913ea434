"""Activities: seven lawful fields, planned before they start, and why some do not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.volunteers.activity import State
from tests.volunteers.day import CLERK, Day


def test_an_activity_is_numbered_by_its_day(day: Day) -> None:
    first, second = day.activity(), day.activity("14:00", "15:00")
    assert (first.number, second.number) == ("20261123-01", "20261123-02")
    assert (first.day, first.length, first.counts, first.state) == (
        "2026-11-23",
        120,
        True,
        State.PLANNED,
    )
    assert first.risks.startswith("请按自己的身体情况参加")
    assert day.volunteers.activities.today() == [first, second]
    assert day.volunteers.activities.get(second.number) == second


@pytest.mark.parametrize("field", ["name", "place", "content", "unit", "in_charge"])
def test_every_lawful_field_is_needed(day: Day, field: str) -> None:
    for value in ("", "  ", None):
        nothing: dict[str, Any] = {field: value}
        with day.refuses("missing_field"):
            day.activity(**nothing)
    long: dict[str, Any] = {field: "社区服务" * 40}
    with day.refuses("too_many_characters"):
        day.activity(**long)


@pytest.mark.parametrize(
    ("differs", "word"),
    [
        ({"content": "服务服务服务"}, "vague_content"),
        ({"name": "十一月补录"}, "named_backfill"),
        ({"place": "找 13800138000"}, "number_in_text"),
        ({"counts": False}, "why_not_needed"),
        ({"counts": False, "why_not": "because"}, "unknown_reason"),
        ({"starts": None}, "missing_field"),
    ],
)
def test_an_activity_says_what_it_is(day: Day, differs: dict[str, Any], word: str) -> None:
    with day.refuses(word):
        day.activity(**differs)
    assert day.volunteers.activities.today() == []


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        ("11:00", "09:00", "ends_before"),
        ("09:00", "09:00", "ends_before"),
        ("06:00", "06:59", "ends_before"),
        ("06:59", "08:00", "already_started"),
        ("08:00", "20:01", "too_long"),
    ],
)
def test_an_activity_is_planned_before_it_starts(day: Day, start: str, end: str, word: str) -> None:
    with day.refuses(word):
        day.activity(start, end)


def test_what_does_not_count_says_why_and_who_decided(day: Day) -> None:
    meeting = day.activity(counts=False, why_not="meeting")
    assert (meeting.counts, meeting.why_not) == (False, "meeting")
    (stored,) = day.hall.store.table("activities").all()
    assert (stored["moves"][0]["by"], stored["moves"][0]["where"]) == (CLERK, "lobby")


def test_a_recurring_activity_is_one_for_each_day(day: Day) -> None:
    first = day.activity()
    kept = {name: getattr(first, name) for name in ("name", "place", "content", "unit")}
    said = kept | {"in_charge": "王芳", "starts": first.starts, "ends": first.ends}
    series = day.volunteers.activities.add_series
    weekly = series("week", date(2026, 12, 14), CLERK, **said)
    assert [each.number for each in weekly] == [
        "20261123-02",
        "20261130-01",
        "20261207-01",
        "20261214-01",
    ]
    assert all(each.length == 120 for each in weekly)
    assert day.volunteers.activities.series(weekly[0].series) == weekly
    month_end = said | {
        "starts": first.starts + timedelta(days=68),
        "ends": first.ends + timedelta(days=68),
    }
    monthly = series("month", date(2027, 4, 30), CLERK, **month_end)
    assert [each.day[5:] for each in monthly] == ["01-30", "02-28", "03-30", "04-30"]
    with day.refuses("too_many_times"):
        series("day", date(2027, 11, 23), CLERK, **said)


def test_a_cancelled_one_stays_on_record_and_is_not_open(day: Day) -> None:
    activity = day.activity()
    day.volunteers.activities.cancel(activity.number, CLERK, "下雨")
    found = day.volunteers.activities.get(activity.number)
    assert (found.state, found.reason) == (State.CANCELLED, "下雨")
    assert day.volunteers.activities.today() == [found]
    assert day.volunteers.activities.live() == []
    with day.refuses("cancelled"):
        day.volunteers.activities.cancel(activity.number, CLERK, "下雨")
    assert day.activity().number == "20261123-02"


def test_nothing_is_cancelled_while_somebody_is_there(day: Day) -> None:
    activity = day.activity()
    day.scan(day.person(), "09:00")
    with day.refuses("people_inside"):
        day.volunteers.activities.cancel(activity.number, CLERK, "下雨")


def test_a_plan_changes_before_it_starts_and_only_its_end_afterwards(day: Day) -> None:
    activity = day.activity("09:00", "11:00")
    change = day.volunteers.activities.change
    assert change(activity.number, CLERK, place="幸福路 5 号").place == "幸福路 5 号"
    with day.refuses("other_day"):
        later = timedelta(days=1)
        change(activity.number, CLERK, starts=activity.starts + later, ends=activity.ends + later)
    someone = day.person()
    day.scan(someone, "09:00")
    with day.refuses("already_started"):
        change(activity.number, CLERK, counts=False, why_not="duty")
    change(activity.number, CLERK, ends=day.at("11:30"))
    day.scan(someone, "11:40")
    assert day.minutes(someone) == (150, 0, 0, 0)
    with day.refuses("activity_over"):
        change(activity.number, CLERK, ends=day.at("12:30"))
    assert len(day.hall.store.table("activities").get(doc_id=activity.number)["moves"]) == 3


def test_people_served_are_counted_beside_the_hours(day: Day) -> None:
    activity = day.activity()
    count = day.volunteers.activities.count
    with day.refuses("activity_on"):
        count(activity.number, CLERK, 12)
    day.show("11:00")
    counted = count(activity.number, CLERK, 12, served=87)
    assert (counted.people, counted.served) == (12, 87)
    assert day.volunteers.activities.get(activity.number) == counted


def test_only_what_is_elsewhere_has_a_code(day: Day) -> None:
    activity = day.activity()
    with day.refuses("not_offsite"):
        day.volunteers.activities.code(activity.number)
    away = day.activity(offsite=True)
    code = day.volunteers.activities.code(away.number)
    assert len(code) == 45
    assert day.volunteers.activities.of_code(f" {code}\r") == away

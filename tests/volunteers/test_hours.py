"""What clerks may do about minutes: never alone, never more than there was, always marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiosk.volunteers.record import What
from tests.volunteers.day import CLERK, OTHER, Day


def backfill(day: Day, number: str, activity: str, minutes: int, **differs: Any) -> None:
    said = {"staff": CLERK, "second": OTHER, "reason": "忘带卡，负责人王芳作证"} | differs
    day.volunteers.hours.backfill(number, activity, minutes=minutes, **said)


def test_a_back_fill_is_marked_for_ever(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    day.show("12:00")
    backfill(day, someone, activity.number, 100)
    assert day.minutes(someone) == (0, 0, 100, 0)
    day.volunteers.hours.correct(f"{activity.number}/{someone}", OTHER, CLERK, 80, "提前离开")
    assert day.minutes(someone) == (0, 0, 80, 0)  # a correction does not launder it
    (entry,) = day.volunteers.hours.entries(someone)
    assert entry.tally.original == 100
    facts = [(m.what, m.by, m.second, m.minutes) for m in entry.attendance.moves]
    assert facts == [(What.BACKFILLED, CLERK, OTHER, 100), (What.CORRECTED, OTHER, CLERK, 80)]


@pytest.mark.parametrize(
    ("differs", "word"),
    [
        ({"second": CLERK}, "same_person"),
        ({"second": "999"}, "no_such_staff"),
        ({"staff": "999"}, "no_such_staff"),
        ({"reason": " "}, "missing_field"),
        ({"reason": "电话 13800138000 核实"}, "number_in_text"),
    ],
)
def test_nobody_back_fills_alone_or_without_a_reason(
    day: Day, differs: dict[str, str], word: str
) -> None:
    someone, activity = day.person(), day.activity()
    day.show("12:00")
    with day.refuses(word):
        backfill(day, someone, activity.number, 60, **differs)


def test_a_back_fill_is_at_most_what_there_was(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    with day.refuses("activity_on"):
        backfill(day, someone, activity.number, 60)
    day.show("12:00")
    for minutes in (0, 121):
        with day.refuses("too_long"):
            backfill(day, someone, activity.number, minutes)
    backfill(day, someone, activity.number, 100)
    with day.refuses("too_long"):
        backfill(day, someone, activity.number, 21)
    backfill(day, someone, activity.number, 20)
    assert day.minutes(someone) == (0, 0, 120, 0)
    with day.refuses("unknown_volunteer"):
        backfill(day, "V999999", activity.number, 60)
    with day.refuses("unknown_activity"):
        backfill(day, someone, "20261123-99", 60)


def test_what_is_no_service_is_never_filled_in(day: Day) -> None:
    someone = day.person()
    duty = day.activity(counts=False, why_not="duty", name="大厅值班")
    off = day.activity(name="助老送餐")
    day.volunteers.activities.cancel(off.number, CLERK, "下雨")
    day.show("12:00")
    with day.refuses("not_counted"):
        backfill(day, someone, duty.number, 60)
    with day.refuses("cancelled"):
        backfill(day, someone, off.number, 60)


def test_nobody_is_filled_in_while_they_were_elsewhere(day: Day) -> None:
    someone = day.person()
    day.served(someone, "09:00", "10:30")
    activity = day.volunteers.activities.add(
        CLERK,
        name="助老送餐",
        place="幸福路 5 号",
        content="给老人送午餐",
        unit="居委会",
        in_charge="李强",
        starts=day.at("10:30"),
        ends=day.at("12:30"),
    )
    overlapping = day.activity("10:30", "11:30", name="清点图书")
    day.scan(someone, "10:40", overlapping.number)
    day.scan(someone, "11:10")
    day.show("13:00")
    with day.refuses("elsewhere"):
        backfill(day, someone, activity.number, 91)
    backfill(day, someone, activity.number, 90)


def test_twelve_hours_are_the_most_of_a_day(day: Day) -> None:
    someone = day.person()
    day.served(someone, "08:00", "16:00")
    activity = day.activity("16:00", "21:00", name="夜间巡逻")
    day.show("22:00")
    with day.refuses("too_long"):
        backfill(day, someone, activity.number, 241)
    backfill(day, someone, activity.number, 240)
    assert day.minutes(someone) == (480, 0, 240, 0)


def test_the_person_in_charge_says_how_long_a_forgotten_one_was(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    day.scan(someone, "09:30")
    day.show("12:00")
    which = f"{activity.number}/{someone}"
    with day.refuses("missing_field"):
        day.volunteers.hours.confirm(which, CLERK)
    with day.refuses("too_long"):
        day.volunteers.hours.confirm(which, CLERK, 91)
    with day.refuses("no_such_staff"):
        day.volunteers.hours.confirm(which, "999", 60)
    day.volunteers.hours.confirm(which, CLERK, 85, "离开前忘了扫")
    assert day.minutes(someone) == (0, 85, 0, 0)
    with day.refuses("nothing_to_confirm"):
        day.volunteers.hours.confirm(which, CLERK, 85)
    assert day.volunteers.attendance.pending() == []


def test_what_was_counted_first_stays_beside_its_correction(day: Day) -> None:
    someone = day.person()
    activity = day.served(someone, "09:00", "11:00")
    which = f"{activity.number}/{someone}"
    tally = day.volunteers.hours.correct(which, CLERK, OTHER, 90, "中途离开半小时")
    assert (tally.corrected, tally.scan, tally.original) == (90, 0, 120)
    assert day.minutes(someone) == (0, 0, 0, 90)
    with day.refuses("same_person"):
        day.volunteers.hours.correct(which, CLERK, CLERK, 60, "再改")
    with day.refuses("too_long"):
        day.volunteers.hours.correct(which, CLERK, OTHER, 121, "再改")
    with day.refuses("unknown_attendance"):
        day.volunteers.hours.correct("20261123-01/V999999", CLERK, OTHER, 60, "再改")


def test_nobody_is_corrected_while_they_are_there(day: Day) -> None:
    someone, activity = day.person(), day.activity()
    day.scan(someone, "09:00")
    with day.refuses("still_open"):
        day.volunteers.hours.correct(f"{activity.number}/{someone}", CLERK, OTHER, 60, "改")


def test_a_forgotten_one_can_be_corrected_and_then_waits_no_more(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    day.scan(someone, "09:00")
    day.show("12:00")
    day.volunteers.hours.correct(f"{activity.number}/{someone}", CLERK, OTHER, 60, "一小时后离开")
    assert day.minutes(someone) == (0, 0, 0, 60)
    assert day.volunteers.attendance.pending() == []


def test_the_public_sheet_counts_every_clerk(day: Day) -> None:
    someone, other = day.person(), day.person()
    activity = day.served(someone, "09:00", "11:00")
    backfill(day, other, activity.number, 60)
    day.volunteers.hours.correct(f"{activity.number}/{someone}", OTHER, CLERK, 90, "中途离开")
    clerk, second = day.volunteers.hours.amendments.sheet("2026-11")
    assert (clerk.number, clerk.name) == (CLERK, "王芳")
    assert (clerk.backfills, clerk.backfill_minutes, clerk.corrections) == (1, 60, 0)
    assert (second.backfills, second.corrections, clerk.seconded, second.seconded) == (0, 1, 1, 1)
    assert day.volunteers.hours.amendments.sheet("2026-12") == []
    with day.refuses("no_such_month"):
        day.volunteers.hours.amendments.sheet("2026-13")
    trail = [e["what"] for e in day.hall.store.table("audit").past("day", "2026-11-23")]
    assert [what for what in trail if what.startswith("hours_")] == [
        "hours_backfilled",
        "hours_corrected",
    ]


def test_hours_of_some_days_only(day: Day) -> None:
    someone = day.person()
    day.served(someone, "09:00", "11:00")
    today = day.at("09:00").date()
    day.later(1, 8)
    day.served(someone, "09:00", "10:00")
    of = day.volunteers.hours.of
    assert of(someone).total == 180
    assert of(someone, last=today).total == 120
    assert of(someone, first=today.replace(day=24)).total == 60
    with day.refuses("unknown_volunteer"):
        of("V999999")


def test_no_name_and_no_phone_is_stored_in_clear(day: Day) -> None:
    someone = day.person()
    activity = day.served(someone, "09:00", "11:00")
    backfill(day, day.person(), activity.number, 60)
    day.volunteers.corrections.ask(someone, "我叫张小明，电话 13800000000")
    rows = list(day.hall.store.rows.engine.everything())
    text = json.dumps([row.doc.decode() for row in rows if row.doc], ensure_ascii=False)
    assert "张小明" not in text
    assert "13800000000" not in text

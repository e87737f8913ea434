"""Of a volunteer's certificate the hall's own records say hours and content."""

from __future__ import annotations

import pytest

from kiosk.hall import Hall
from tests.certificates.hall import OTHERS, PERSON, requested
from tests.halls import HandClock
from tests.volunteers.day import EARLY, Day

ASKED = PERSON | OTHERS["C03"] | {"period_from": "2026-11-01", "period_to": "2026-11-23"}


@pytest.fixture
def day(hall: Hall, clock: HandClock) -> Day:
    clock.now = EARLY
    return Day(hall, clock)


def recorded(day: Day, **differs: str) -> dict[str, str]:
    """What is said of a request that differs so."""
    day.show("12:00")
    number = requested(day.hall, "C03", fields=ASKED | differs).number
    return day.hall.certificates.recorded(number)


@pytest.fixture
def served(day: Day) -> str:
    """A volunteer of the applicant's name, and what they did."""
    number = day.volunteers.roster.enrol(PERSON["applicant_name"], "13800138000").number
    day.served(number, "07:00", "08:10")
    day.served(number, "09:00", "10:30")
    return number


def test_it_is_what_the_records_have_of_these_days(day: Day, served: str) -> None:
    assert recorded(day, vol_no=served.lower()) == {"hours": "2.5", "content": "楼道清洁"}


def test_what_there_is_no_room_for_is_not_hidden(day: Day) -> None:
    number = day.volunteers.roster.enrol(PERSON["applicant_name"], "13800138000").number
    for hour, what in enumerate("甲乙丙丁", start=7):
        activity = day.activity(f"{hour:02d}:00", f"{hour:02d}:50", name=what * 38)
        day.scan(number, f"{hour:02d}:00", activity.number)
        day.scan(number, f"{hour:02d}:50")
    said = recorded(day, vol_no=number)["content"]
    assert said == "、".join(what * 38 for what in "甲乙丙") + "等"


def test_nothing_is_said_of_other_days(day: Day, served: str) -> None:
    assert recorded(day, vol_no=served, period_to="2026-11-22") == {}


def test_nothing_is_said_of_somebody_else(day: Day, served: str) -> None:
    assert recorded(day, vol_no=served, applicant_name="王小二") == {}
    assert recorded(day, vol_no="V99999") == {}


def test_other_certificates_ask_for_nothing_of_the_kind(day: Day, tmp_path: object) -> None:
    assert day.hall.certificates.recorded(requested(day.hall, "C04").number) == {}

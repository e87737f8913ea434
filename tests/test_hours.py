"""Opening hours, business days, and durations that survive a wrong clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kiosk.config import Hours
from kiosk.hours import (
    Clock,
    Moment,
    Span,
    business_day,
    minutes_open,
    next_opening,
    open_span,
    parse_spans,
    running_from,
    seconds_between,
)
from tests.halls import CHINA, MONDAY

WEEK = Hours(monday=("08:30-12:00", "14:00-18:00"), friday=("09:00-24:00",))
BERLIN = ZoneInfo("Europe/Berlin")


def test_spans_are_read_as_minutes_after_midnight() -> None:
    assert parse_spans(("08:30-12:00", "14:00-24:00")) == (Span(510, 720), Span(840, 1440))
    assert parse_spans(()) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("morning", "08:30-12:00"),
        ("", "08:30-12:00"),
        ("08:30", "08:30-12:00"),
        ("08:60-12:00", "08:30-12:00"),
        ("24:01-24:30", "08:30-12:00"),
        ("-1:00-12:00", "08:30-12:00"),
        ("8:3-12:00", "08:30-12:00"),
        ("12:00-08:30", "早于"),
        ("12:00-12:00", "早于"),
    ],
)
def test_a_span_that_is_none_is_refused_with_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_spans((text,))


def test_spans_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="重叠"):
        parse_spans(("08:30-12:00", "11:59-18:00"))
    assert parse_spans(("08:30-12:00", "12:00-18:00"))


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"),
    [(8, 29, False), (8, 30, True), (11, 59, True), (12, 0, False), (14, 0, True), (18, 0, False)],
)
def test_a_span_includes_its_start_and_not_its_end(hour: int, minute: int, is_open: bool) -> None:
    assert (open_span(WEEK, MONDAY.replace(hour=hour, minute=minute)) is not None) is is_open


def test_the_next_opening_may_be_days_away() -> None:
    assert next_opening(WEEK, MONDAY) == MONDAY.replace(hour=14)
    assert next_opening(WEEK, MONDAY.replace(hour=18)) == MONDAY + timedelta(days=4)
    only_monday = Hours(monday=("08:30-12:00",))
    assert next_opening(only_monday, MONDAY) == MONDAY.replace(minute=30, hour=8) + timedelta(7)
    assert next_opening(Hours(), MONDAY) is None


def test_open_minutes_left_leave_the_break_out() -> None:
    assert minutes_open(WEEK, MONDAY.replace(hour=11, minute=30)) == 30 + 240
    assert minutes_open(WEEK, MONDAY.replace(hour=13)) == 240
    assert minutes_open(WEEK, MONDAY.replace(hour=17, minute=59, second=30)) == 0.5
    assert minutes_open(WEEK, MONDAY.replace(hour=19)) == 0


@pytest.mark.parametrize(
    ("hour", "starts", "day"),
    [(0, "00:00", 23), (23, "00:00", 23), (3, "04:00", 22), (4, "04:00", 23), (23, "04:00", 23)],
)
def test_the_business_day_begins_when_the_centre_says(hour: int, starts: str, day: int) -> None:
    assert business_day(MONDAY.replace(hour=hour), starts).day == day


def test_ticks_of_one_boot_tell_the_time_whatever_the_wall_says() -> None:
    start = Moment(MONDAY, 100.0, "boot")
    assert seconds_between(start, Moment(MONDAY - timedelta(hours=1), 160.0, "boot")) == 60
    assert seconds_between(start, Moment(MONDAY + timedelta(days=1), 160.0, "boot")) == 60


def test_over_a_restart_the_wall_tells_and_never_less_than_nothing() -> None:
    start = Moment(MONDAY, 100.0, "boot")
    assert seconds_between(start, Moment(MONDAY + timedelta(minutes=2), 5.0, "other")) == 120
    assert seconds_between(start, Moment(MONDAY - timedelta(minutes=2), 5.0, "other")) == 0
    assert seconds_between(Moment(MONDAY), Moment(MONDAY - timedelta(days=1))) == 0


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(BERLIN)),
    st.integers(0, 100_000),
)
def test_summer_time_changes_no_duration(start: datetime, seconds: int) -> None:
    instant = start.astimezone(CHINA)
    start = instant.astimezone(BERLIN)
    end = (instant + timedelta(seconds=seconds)).astimezone(BERLIN)
    assert seconds_between(Moment(start), Moment(end)) == pytest.approx(seconds)


def test_the_halls_clock_shows_the_centres_zone() -> None:
    clock = Clock("Europe/Berlin", lambda: MONDAY)
    assert clock.now().at == MONDAY
    assert clock.now().at.hour == 2
    assert (clock.now().tick, clock.training) == (None, True)


def test_a_real_clock_ticks_and_is_no_training() -> None:
    clock = Clock("Asia/Shanghai")
    first, second = clock.now(), clock.now()
    assert first.tick is not None
    assert second.tick is not None
    assert second.tick >= first.tick
    assert not clock.training


def test_a_training_clock_runs_on_from_its_moment() -> None:
    clock = running_from(MONDAY)
    first = clock()
    assert MONDAY <= first <= clock() < MONDAY + timedelta(minutes=5)

"""Working days: the notices of the State Council, and what is said where there is none yet."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from kiosk.errors import ConfigError
from kiosk.hall import Hall
from kiosk.workdays import Due, WorkDays, Year

SHIPPED = tomllib.loads(Path("kiosk/data/workdays.toml").read_text(encoding="utf-8"))["years"]


def days(year: str) -> list[date]:
    first = date(int(year), 1, 1)
    return [day for n in range(366) if (day := first + timedelta(n)).year == int(year)]


@pytest.mark.parametrize("year", SHIPPED)
def test_every_day_is_as_another_reader_of_the_notices_has_it(year: str) -> None:
    ours = WorkDays()
    differ = [day for day in days(year) if ours.works(day) != chinese_calendar.is_workday(day)]
    assert differ == []


@pytest.mark.parametrize("year", SHIPPED)
def test_every_year_says_where_it_is_from(year: str) -> None:
    assert SHIPPED[year]["notice"]
    assert SHIPPED[year]["source"].startswith("https://")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # 国务院办公厅关于2026年部分节假日安排的通知
        ("2026-01-03", False),
        ("2026-01-04", True),  # 周日上班
        ("2026-02-14", True),  # 周六上班
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        # 国务院办公厅关于2025年部分节假日安排的通知
        ("2025-01-02", True),
        ("2025-01-26", True),
        ("2025-02-04", False),
        ("2025-04-27", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
    ],
)
def test_single_days_as_the_notices_print_them(day: str, works: bool) -> None:
    assert WorkDays().works(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 3, "2026-11-26"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),  # asked on a Saturday
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 2, "2026-10-10"),  # a Saturday that is worked
        ("2026-02-13", 3, "2026-02-25"),
        ("2025-12-31", 1, "2026-01-04"),  # a Sunday that is worked
    ],
)
def test_a_promise_in_working_days(start: str, count: int, due: str) -> None:
    calendar = WorkDays()
    assert calendar.due(date.fromisoformat(start), count) == Due(date.fromisoformat(due))
    assert calendar.left(date.fromisoformat(start), date.fromisoformat(due)) == count


def test_a_due_day_that_is_past_is_as_many_days_ago() -> None:
    assert WorkDays().left(date(2026, 10, 9), date(2026, 9, 30)) == -2


def test_in_a_year_nobody_entered_weekdays_are_counted_and_that_is_said() -> None:
    calendar = WorkDays()
    assert not calendar.known(2027)
    due = calendar.due(date(2026, 12, 30), 3)
    assert due == Due(date(2027, 1, 5), (2027,)), "1 January is a holiday by law, whatever comes"
    assert "2027" in due.note()
    assert "周一至周五" in due.note()
    assert "2027" in due.note("en")


def test_a_promise_that_ends_in_a_known_year_is_not_called_a_guess() -> None:
    due = WorkDays().due(date(2026, 12, 29), 2)
    assert (due.guessed, due.note()) == ((), "")


def test_a_centre_enters_the_year_that_came_out(open_hall: Callable[..., Hall]) -> None:
    said = {"rest": ["01-01..01-03", "02-05..02-12"], "work": ["02-14"], "notice": "试"}
    hall = open_hall(workdays={"2027": said})
    assert hall.workdays.known(2027)
    assert hall.workdays.due(date(2026, 12, 31), 1) == Due(date(2027, 1, 4))
    assert hall.workdays.works(date(2027, 2, 14))


def test_what_a_centre_enters_goes_before_what_is_shipped() -> None:
    own = WorkDays({2026: Year(rest=("11-24",))})
    assert own.due(date(2026, 11, 23), 1).day == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("27", {"rest": ["01-01"]}),
        ("2027", {"rest": ["1月1日"]}),
        ("2027", {"rest": ["02-29"]}),
        ("2027", {"rest": ["10-07..10-01"]}),
        ("2027", {"rest": ["10-01"], "works": ["10-10"]}),
    ],
)
def test_a_year_entered_wrongly_is_refused(
    open_hall: Callable[..., Hall], year: str, said: dict[str, list[str]]
) -> None:
    with pytest.raises(ConfigError) as refused:
        open_hall(workdays={year: said})
    assert f"workdays.{year}" in str(refused.value)

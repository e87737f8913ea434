"""The yearly report counts what is on record, ranks nobody, and gives a part with its whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.volunteers.report_rows import rows, title
from tests.volunteers.day import CLERK, OTHER, Day
from tests.volunteers.test_volunteer_acts import ask


@pytest.fixture
def year(day: Day) -> Day:
    """A day on which a little of everything happens, and its week."""
    volunteers, people = day.volunteers, [day.person() for _ in range(3)]
    first = day.served(people[0], "09:00", "11:00")
    volunteers.activities.count(first.number, CLERK, 5, served=31)
    duty = day.activity("11:00", "12:00", counts=False, why_not="duty")
    day.scan(people[1], "11:00", duty.number)
    day.scan(people[1], "12:00")
    volunteers.activities.cancel(day.activity("20:00", "21:00").number, CLERK, "下雨")
    second = day.activity("13:00", "14:00")
    day.scan(people[1], "13:00", second.number)
    day.show("15:00")
    volunteers.attendance.close_forgotten()
    third = day.activity("15:30", "16:30")
    day.show("17:00")
    volunteers.hours.backfill(people[0], third.number, OTHER, CLERK, "忘带卡", 45)
    volunteers.corrections.ask(people[1], "少了一次")
    one = volunteers.statements.issue(people[0], CLERK)
    volunteers.statements.issue(people[0], CLERK)
    volunteers.statements.void(one.number, OTHER, "写错")
    volunteers.posting.post(first.number, CLERK)
    day.later(4)
    volunteers.posting.book(first.number, CLERK)
    volunteers.roster.leave(people[2], CLERK)
    return day


def test_what_it_counts(year: Day) -> None:
    report = year.volunteers.report(2026)
    people, held, sums = report.people, report.activities, report.sums
    assert (people.here, people.enrolled, people.left, people.took_part) == (2, 3, 1, 1)
    assert (held.planned, held.cancelled, held.duty, held.service) == (5, 1, 1, 3)
    assert (held.over, held.booked) == (3, 1)
    assert (held.people, held.counted_at, held.served, held.served_at) == (5, 1, 31, 1)
    assert (sums.scan, sums.desk, sums.backfill, sums.corrected) == (120, 0, 45, 0)
    assert (sums.total, sums.booked, report.hours, report.attendances) == (165, 120, "2.5", 2)
    assert sums.unconfirmed == 1
    assert (report.asked, report.answered) == (1, 0)
    assert (report.statements, report.statements_void) == (2, 1)
    (clerk, other) = report.clerks
    assert (clerk.number, clerk.seconded) == (CLERK, 1)
    assert (other.number, other.backfills, other.backfill_minutes) == (OTHER, 1, 45)


def test_a_part_stands_beside_its_whole_and_nothing_is_a_percentage(year: Day) -> None:
    lines = {line.what: line.number for line in rows(year.volunteers.report(2026))}
    assert lines["补录"] == "45 / 165"
    assert lines["其中已公示入账（分钟）"] == "120 / 165"
    assert lines["其中取消"] == "1 / 5"
    assert lines["服务对象人次"] == "31（1 次活动记有）"
    assert lines["服务时长"] == "165 分钟，即 2.5 小时"
    assert not any("%" in number or "％" in number for number in lines.values())
    for language in ("zh-Hans", "zh-Hant", "en"):
        report = year.volunteers.report(2026)
        assert len(rows(report, language)) == len(lines)
        assert "2026" in title(report, "幸福里社区", language)


def test_a_year_without_anything_and_one_that_never_was(year: Day) -> None:
    empty = year.volunteers.report(2025)
    assert (empty.activities.planned, empty.sums.total, empty.clerks) == (0, 0, ())
    assert (empty.people.enrolled, empty.people.left) == (0, 0)
    with year.refuses("no_such_year"):
        year.volunteers.report(2027)
    with year.refuses("no_such_year"):
        year.volunteers.report(1999)
    year.clock.now += timedelta(days=365)
    later = year.volunteers.report(2026)
    assert (later.sums.total, str(later.last)) == (165, "2026-12-31")


def test_through_batch(year: Day) -> None:
    answer = ask(year, do="volunteer_report", year="2026")
    assert answer["sums"]["total"] == 165
    assert answer["activities"]["served"] == 31


@pytest.mark.embedded
def test_the_command_says_it(year: Day, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--config", str(tmp_path / "config.toml"), "--data", str(tmp_path / "data")]
    common += ["--clock", "2026-11-27T12:00:00+08:00"]
    assert main([*common, "volunteers", "report", "2026"]) == 0
    out = capsys.readouterr().out
    assert "2026 年志愿服务年度报告（截至 2026-11-27）" in out
    assert "补录  45 / 165" in out

"""The yearly report in words: what is counted, and its number; parts with what they are part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kiosk.volunteers.report import Report
from kiosk.volunteers.sums import ORIGINS, Sums
from kiosk.wording import say


class Line(NamedTuple):
    """One line of the report."""

    what: str
    number: str


def rows(report: Report, language: str = "zh-Hans") -> list[Line]:
    """The lines of a report; where one is a part of another: ``12 / 40``."""
    people, held, sums = report.people, report.activities, report.sums
    total = say("year_report.total", language, minutes=sums.total, hours=report.hours)
    numbers: dict[str, int | str] = {
        "here": people.here,
        "enrolled": people.enrolled,
        "left": people.left,
        "took_part": people.took_part,
        "planned": held.planned,
        "cancelled": f"{held.cancelled} / {held.planned}",
        "duty": f"{held.duty} / {held.planned}",
        "service": f"{held.service} / {held.planned}",
        "over": f"{held.over} / {held.service}",
        "activities_booked": f"{held.booked} / {held.over}",
        "attendances": report.attendances,
        "minutes": total,
    }
    more: dict[str, int | str] = {
        "minutes_booked": f"{sums.booked} / {sums.total}",
        "unconfirmed": sums.unconfirmed,
        "people": say("year_report.at", language, count=held.people, activities=held.counted_at),
        "served": say("year_report.at", language, count=held.served, activities=held.served_at),
        "answered": f"{report.answered} / {report.asked}",
        "statements": report.statements,
        "statements_void": f"{report.statements_void} / {report.statements}",
        "entered": f"{report.entered} / {report.attendances}",
    }
    return [
        *_lines(numbers, language),
        *(
            Line(
                say(f"volunteers.origin_{each}", language), f"{getattr(sums, each)} / {sums.total}"
            )
            for each in ORIGINS
        ),
        *_lines(more, language),
        *_clerks(report, language),
    ]


def _lines(numbers: Mapping[str, int | str], language: str) -> list[Line]:
    return [
        Line(say(f"year_report.{name}", language), str(number)) for name, number in numbers.items()
    ]


def _origin(sums: Sums, origin: str, language: str) -> Line:
    number = f"{getattr(sums, origin)} / {sums.total}"
    return Line(say(f"volunteers.origin_{origin}", language), number)


def _clerks(report: Report, language: str) -> list[Line]:
    return [
        Line(
            f"{clerk.number} {clerk.name}",
            say(
                "year_report.clerk",
                language,
                backfills=clerk.backfills,
                backfill_minutes=clerk.backfill_minutes,
                corrections=clerk.corrections,
                confirmations=clerk.confirmations,
                seconded=clerk.seconded,
            ),
        )
        for clerk in report.clerks
    ]


def title(report: Report, centre: str, language: str = "zh-Hans") -> str:
    """What stands above it."""
    return say("year_report.title", language, centre=centre, year=report.year, last=report.last)

"""A year of volunteering in numbers: ``hall.volunteers.report(2026)`` (第67号令第十八条).

Counts only, each of what the records say on the day it is asked for. Nobody is ranked, and where a
number is a part of another, both are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from kiosk.volunteers.activity import Activity
from kiosk.volunteers.amendments import Clerk
from kiosk.volunteers.corrections import TABLE as CORRECTIONS
from kiosk.volunteers.national import Entered
from kiosk.volunteers.record import TABLE as ATTENDANCE
from kiosk.volunteers.record import Attendance
from kiosk.volunteers.statement import is_booked
from kiosk.volunteers.sums import Entry, Sums, added
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

FIRST_YEAR, LAST_YEAR = 2000, 2999


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Volunteers: here now, come and gone in the year, and how many of all took part in it."""

    here: int
    enrolled: int
    left: int
    took_part: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Activities of the year: ``planned == cancelled + duty + service``.

    ``duty`` are those that are no volunteer service; ``over`` of the ``service`` are over, and
    ``booked`` of these. ``served`` people were helped at ``served_at`` of them, ``people`` is the
    headcount of those in charge at ``counted_at``.
    """

    planned: int
    cancelled: int
    duty: int
    service: int
    over: int
    booked: int
    people: int
    counted_at: int
    served: int
    served_at: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One year, up to ``last``. ``sums`` are minutes of service, of ``attendances`` that count.

    ``hours`` is their total rounded once. ``entered`` of ``attendances`` are in the national
    system as they are here. Of the ``asked`` corrections ``answered`` were answered.
    """

    year: int
    last: date
    people: People
    activities: Held
    attendances: int
    sums: Sums
    hours: str
    entered: int
    asked: int
    answered: int
    clerks: tuple[Clerk, ...]
    statements: int
    statements_void: int


def report(volunteers: Volunteers, year: int) -> Report:
    """The report of a year. Refuses: ``no_such_year`` (not one that has begun)."""
    today = date.fromisoformat(volunteers.queue.days.today(volunteers.clock.now()))
    if not FIRST_YEAR <= year <= min(today.year, LAST_YEAR):
        raise refusal("no_such_year", year=year)
    last = min(today, date(year, 12, 31))
    activities = {
        each.number: each for day in _days(year) for each in volunteers.activities.on(day)
    }
    entries = [
        Entry(each, activities[each.activity], volunteers.attendance.tally(each))
        for day in _days(year)
        for each in _attendances(volunteers, day)
    ]
    counted = [e for e in entries if e.activity.counts and e.tally.total]
    sums = added(entries)
    corrections = [
        document for day in _days(year) for document in _past(volunteers, CORRECTIONS, day)
    ]
    statements = volunteers.statements.year(year)
    return Report(
        year=year,
        last=last,
        people=_people(volunteers, year, len({e.attendance.volunteer for e in counted})),
        activities=_held(volunteers, list(activities.values())),
        attendances=len(counted),
        sums=sums,
        hours=volunteers.rules.hours(sums.total),
        entered=_entered(volunteers, {e.attendance.id for e in counted}),
        asked=len(corrections),
        answered=sum(bool(document.get("outcome")) for document in corrections),
        clerks=tuple(volunteers.hours.amendments.year(year)),
        statements=len(statements),
        statements_void=sum(one.void_since is not None for one in statements),
    )


def _people(volunteers: Volunteers, year: int, took_part: int) -> People:
    roster = volunteers.roster
    everyone = [roster.get(number) for number in roster.every_number()]
    return People(
        here=sum(each.left is None for each in everyone),
        enrolled=sum(each.enrolled.year == year for each in everyone),
        left=sum(each.left.year == year for each in everyone if each.left),
        took_part=took_part,
    )


def _held(volunteers: Volunteers, activities: list[Activity]) -> Held:
    now = volunteers.clock.now().at
    stand = [each for each in activities if not each.cancelled]
    service = [each for each in stand if each.counts]
    counted = [each.people for each in service if each.people is not None]
    served = [each.served for each in service if each.served is not None]
    return Held(
        planned=len(activities),
        cancelled=len(activities) - len(stand),
        duty=len(stand) - len(service),
        service=len(service),
        over=sum(each.ends <= now for each in service),
        booked=sum(is_booked(each) for each in service),
        people=sum(counted),
        counted_at=len(counted),
        served=sum(served),
        served_at=len(served),
    )


def _entered(volunteers: Volunteers, ids: set[str]) -> int:
    rows = volunteers.roster.national.rows()
    return sum(row.state is Entered.ENTERED and row.attendance in ids for row in rows)


def _attendances(volunteers: Volunteers, day: str) -> Iterator[Attendance]:
    for document in _past(volunteers, ATTENDANCE, day):
        yield msgspec.convert(document, Attendance)


def _past(volunteers: Volunteers, table: str, day: str) -> list[dict[str, object]]:
    return [dict(document) for document in volunteers.store.table(table).past("day", day)]


def _days(year: int) -> Iterator[str]:
    first = date(year, 1, 1)
    for n in range((date(year + 1, 1, 1) - first).days):
        yield (first + timedelta(days=n)).isoformat()

"""Before hours are booked they hang on the wall: ``hall.volunteers.posting``.

The record must be made within ten working days of the activity (第67号令第十一条); before it is
booked, everyone can see for some working days what was recorded, with names masked, and without
those who do not want to be shown at all.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.volunteers.activity import TABLE, Activity, Did, State
from kiosk.volunteers.clocks import Clocked, clock
from kiosk.volunteers.record import TABLE as ATTENDANCE
from kiosk.volunteers.record import Attendance
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line on the wall: a masked name, its minutes, and those that somebody wrote by hand."""

    shown: str
    minutes: int
    by_hand: int


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """An activity on the wall; ``unnamed`` took part and do not want to be shown."""

    activity: Activity
    until: date
    lines: tuple[Line, ...]
    unnamed: int
    minutes: int


class Posting:
    """Posts activities, books them, and says what is due."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers

    def post(self, activity: str, staff: str) -> Activity:
        """Hang an activity's hours on the wall, from today.

        Refuses: ``unknown_activity``, ``no_such_staff``, ``cancelled``, ``activity_on``,
        ``not_counted`` (there are none), ``already_posted``.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            self._v.attendance.close_forgotten()
            found = self._v.activities.get(activity)
            self._v.activities.over(found, now)
            if not found.counts:
                raise refusal("not_counted", activity=found.name, reason=found.why_not)
            if found.state is not State.PLANNED:
                raise refusal("already_posted", activity=found.name)
            today = self._today()
            until = self._v.hall.workdays.due(today, self._v.rules.posting_days).day
            return self._v.activities.move(activity, now, staff, Did.POSTED, until=until)

    def book(self, activity: str, staff: str) -> Activity:
        """Book an activity's hours, when they have been posted long enough.

        What still waits for a clerk stays at nothing and can be confirmed later.

        Refuses: as ``post``; ``not_posted``, ``still_posted``, ``correction_open``.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            found = self._v.activities.get(activity)
            if found.state is State.BOOKED:
                raise refusal("already_posted", activity=found.name)
            self._v.activities.over(found, now)
            if found.posted_until is None:
                raise refusal("not_posted", activity=found.name)
            if self._v.rules.posting_days and self._today() <= found.posted_until:
                raise refusal("still_posted", activity=found.name, until=found.posted_until)
            asked = self._v.corrections.open()
            if any(each.attendance.startswith(f"{activity}/") for each in asked):
                raise refusal("correction_open", activity=found.name)
            found = self._v.activities.move(activity, now, staff, Did.BOOKED)
            self._v.store.table(TABLE).retire([activity])
            return found

    def posted(self) -> list[Posted]:
        """What hangs on the wall now."""
        return [
            self._wall(each) for each in self._v.activities.live() if each.state is State.POSTED
        ]

    def clocks(self) -> list[Clocked]:
        """Activities that are over and not yet posted, the most urgent first."""
        now, today = self._v.clock.now(), self._today()
        days = self._v.rules.record_days
        found = []
        for each in self._v.activities.live():
            if each.state is State.PLANNED and each.counts and each.ends <= now.at:
                since = date.fromisoformat(each.day)
                due = self._v.hall.workdays.due(since, days).day
                found.append(clock(self._v, each.number, since, due, today))
        return sorted(found, key=lambda each: (each.due, each.what))

    def _wall(self, activity: Activity) -> Posted:
        lines, unnamed, minutes = [], 0, 0
        for document in self._v.store.table(ATTENDANCE).past("day", activity.day):
            attendance = msgspec.convert(dict(document), Attendance)
            if attendance.activity != activity.number:
                continue
            sums = self._v.attendance.tally(attendance)
            minutes += sums.total
            person = self._v.roster.get(attendance.volunteer)
            if not person.posted:
                unnamed += 1
                continue
            by_hand = sums.total - sums.scan
            lines.append(Line(shown=person.shown, minutes=sums.total, by_hand=by_hand))
        return Posted(
            activity=activity,
            until=activity.posted_until or self._today(),
            lines=tuple(sorted(lines, key=lambda line: (-line.minutes, line.shown))),
            unnamed=unnamed,
            minutes=minutes,
        )

    def _today(self) -> date:
        return date.fromisoformat(self._v.queue.days.today(self._v.clock.now()))

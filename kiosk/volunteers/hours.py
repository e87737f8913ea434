"""What attendances come to, and what clerks may do about it: ``hall.volunteers.hours``.

Known fraud is staff writing hours for money, not forged codes (civic-systems.md 2.4): so nobody
writes minutes alone, none beyond the activity, each stays marked, and how often a clerk did it is
on a public sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.amendments import Amendments
from kiosk.volunteers.record import Attendance, Fact, Pending, Tally, What, attendance_id, periods
from kiosk.volunteers.said import text
from kiosk.volunteers.sums import Entry, Sums, added
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

_ORDER = (Pending.FORGOTTEN, Pending.PROPOSED, Pending.HELD)


class Hours:
    """Sums of a volunteer, and the decisions that change them; each is one transaction."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self.amendments = Amendments(volunteers)

    # --- questions ---------------------------------------------------------------------------

    def of(self, volunteer: str, first: date | None = None, last: date | None = None) -> Sums:
        """A volunteer's minutes by origin, of all time or of some days, both included.

        Refuses: ``unknown_volunteer``.
        """
        self._v.roster.get(volunteer)
        return added(self.entries(volunteer, first, last))

    def entries(
        self, volunteer: str, first: date | None = None, last: date | None = None
    ) -> list[Entry]:
        """Everything a volunteer was at, oldest first, with what it came to."""
        now = self._v.clock.now()
        start, end = first.isoformat() if first else "", last.isoformat() if last else "9999"
        found = [e for e in self._entries(volunteer, now) if start <= e.activity.day <= end]
        return sorted(found, key=lambda entry: (entry.activity.starts, entry.attendance.id))

    def _entries(self, volunteer: str, now: Moment) -> Iterator[Entry]:
        ledger = self._v.attendance.ledger
        for number in ledger.of(volunteer):
            if (attendance := ledger.find(number, volunteer)) is not None:
                activity = self._v.activities.get(number)
                yield Entry(attendance, activity, self._v.attendance.tally(attendance, now))

    # --- decisions ---------------------------------------------------------------------------

    def confirm(
        self,
        attendance: str,
        staff: str,
        minutes: int | None = None,
        reason: str = "",
        second: str = "",
    ) -> Tally:
        """The person in charge says how long it was: after a forgotten sign-out or elsewhere.

        Or two clerks let a time count with which the day's limit was passed.

        Raises:
            Refused: ``unknown_attendance``, ``no_such_staff``, ``nothing_to_confirm``;
                ``missing_field`` without minutes where none were measured; ``second_needed``,
                ``same_person`` past the day's limit; ``too_long`` for more than there can have
                been, or past the day's utmost.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            self._v.attendance.close_forgotten()
            found = self._v.attendance.ledger.get(attendance)
            activity = self._v.activities.get(found.activity)
            sums = self._v.attendance.tally(found, now)
            of = next((each for each in _ORDER if each in sums.why), None)
            if of is None:
                raise refusal("nothing_to_confirm", attendance=attendance)
            if minutes is None and of is not Pending.HELD:
                raise refusal("missing_field", field="minutes")
            given = sums.pending if minutes is None else minutes
            _within(given, _most(found, activity, sums, of))
            self._of_the_day(found, activity, given + sums.total, staff, second)
            fact = Fact(
                what=What.CONFIRMED,
                at=now.at,
                by=staff,
                of=of,
                minutes=given,
                second=second,
                reason=text("reason", reason) if reason else "",
            )
            return self._decide(found, activity, fact, now)

    def backfill(
        self, volunteer: str, activity: str, staff: str, second: str, reason: str, minutes: int
    ) -> Attendance:
        """Hours of somebody who could not sign in; marked for ever, and on the public sheet.

        Raises:
            Refused: ``same_person``, ``no_such_staff``; ``missing_field`` without a reason;
                ``unknown_volunteer``, ``unknown_activity``, ``cancelled``, ``activity_on``,
                ``not_counted``; ``too_long`` beyond the activity's length or the day's utmost;
                ``elsewhere`` when they were signed in somewhere else then.
        """
        self._v.two(staff, second)
        why = text("reason", reason)
        with self._v.queue.act() as now:
            self._v.attendance.close_forgotten()
            self._v.roster.get(volunteer)
            about = self._v.activities.get(activity)
            self._v.activities.over(about, now)
            self._counts(about)
            found = self._v.attendance.ledger.find(activity, volunteer)
            found = found or Attendance(activity, volunteer, about.day)
            sums = self._v.attendance.tally(found, now)
            already = sums.total + sums.pending
            _within(minutes, about.length - already, least=1)
            if minutes > (free := about.length - self._elsewhere(found, about)):
                raise refusal("elsewhere", activity=about.name, free=max(0, free))
            self._of_the_day(found, about, already + minutes, staff, second)
            fact = Fact(
                what=What.BACKFILLED,
                at=now.at,
                by=staff,
                second=second,
                reason=why,
                minutes=minutes,
            )
            self._decide(found, about, fact, now)
            return self._v.attendance.ledger.get(attendance_id(activity, volunteer))

    def correct(self, attendance: str, staff: str, second: str, minutes: int, reason: str) -> Tally:
        """What an attendance comes to is something else; what it came to before stays beside it.

        Raises:
            Refused: as ``backfill``; ``unknown_attendance``, ``still_open``.
        """
        self._v.two(staff, second)
        why = text("reason", reason)
        with self._v.queue.act() as now:
            self._v.attendance.close_forgotten()
            found = self._v.attendance.ledger.get(attendance)
            activity = self._v.activities.get(found.activity)
            sums = self._v.attendance.tally(found, now)
            if sums.open:
                raise refusal("still_open", attendance=attendance)
            self._counts(activity)
            _within(minutes, max(activity.length, sums.original))
            self._of_the_day(found, activity, minutes, staff, second)
            fact = Fact(
                what=What.CORRECTED, at=now.at, by=staff, second=second, reason=why, minutes=minutes
            )
            return self._decide(found, activity, fact, now)

    def _decide(self, found: Attendance, activity: Activity, fact: Fact, now: Moment) -> Tally:
        sums = self._v.attendance.write(found, activity, fact, now)
        self.amendments.note(self._v.attendance.ledger.get(found.id), now)
        return sums

    def _counts(self, activity: Activity) -> None:
        if not activity.counts:
            why = self._v.rules.not_counted.get(activity.why_not)
            raise refusal(
                "not_counted", activity=activity.name, reason=why.name if why else activity.why_not
            )

    def _of_the_day(
        self, found: Attendance, activity: Activity, minutes: int, staff: str, second: str
    ) -> None:
        """The limits of a day: one clerk, two, or paper."""
        rules = self._v.rules
        day = minutes + self._v.attendance.on_day(found.volunteer, found.day, found.activity)
        if day > rules.day_most_minutes:
            limit = f"{rules.day_most_minutes} min"
            raise refusal("too_long", length=f"{day} min", limit=limit)
        if second:
            self._v.two(staff, second)
        elif day > rules.day_minutes and activity.counts:
            raise refusal("second_needed", minutes=rules.day_minutes)

    def _elsewhere(self, found: Attendance, activity: Activity) -> int:
        """Minutes of an activity during which somebody was signed in to others."""
        minutes = 0
        for other in self._v.attendance.ledger.on(found.volunteer, found.day):
            if other.activity == activity.number:
                continue
            about = self._v.activities.get(other.activity)
            for period in periods(other, about):
                end = period.end.at if period.end else period.start.at
                minutes += _shared(period.start.at, end, activity)
        return minutes


def _most(found: Attendance, activity: Activity, sums: Tally, of: Pending) -> int:
    """The most minutes that can be confirmed."""
    if of is Pending.HELD:
        return sums.pending
    if of is Pending.PROPOSED:
        return activity.length - sums.total
    last = periods(found, activity)[-1].start
    end = msgspec.structs.replace(last, at=activity.ends, n=last.n + 1)
    whole = msgspec.structs.replace(found, moves=(last, end))
    return periods(whole, msgspec.structs.replace(activity, repeat=0))[-1].minutes


def _within(minutes: int, most: int, least: int = 0) -> None:
    if not least <= minutes <= most:
        raise refusal("too_long", length=f"{minutes} min", limit=f"{max(0, most)} min")


def _shared(start: datetime, end: datetime, activity: Activity) -> int:
    both = min(end, activity.ends) - max(start, activity.starts)
    return max(0, int(both.total_seconds() // 60))

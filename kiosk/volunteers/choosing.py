"""What reading a card would do now: in, out, the same once more, a choice, or why it cannot be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kiosk.errors import Refused
from kiosk.hours import Moment, seconds_between
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.record import Attendance, Fact, Pending, Tally, What, periods, tally
from kiosk.volunteers.scanned import Scanned
from kiosk.volunteers.standing import Standing
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Volunteer


class Found(NamedTuple):
    """What a touch would be: the attendance it belongs to, before it; or only an answer."""

    activity: Activity | None
    attendance: Attendance | None
    answer: Scanned


class Choosing(Standing):
    """Decides; writes nothing."""

    def _find(self, volunteer: Volunteer, wanted: str | None, now: Moment) -> Found:
        said = {"at": now.at, "volunteer": volunteer.number, "shown": volunteer.shown}
        if (there := self.open_of(volunteer.number, now)) is not None:
            return self._leaving(there, wanted, now, said)
        last = self._last(volunteer.number, now)
        if last is not None and (again := self._again(last, wanted, now, said)):
            return again
        if wanted is not None:
            activity = self._v.activities.get(wanted)
            self._may_enter(activity, now)
        else:
            offered = self._v.activities.at(now)
            if not offered:
                raise self._none(last, now)
            if len(offered) > 1:
                answer = Scanned(did="choose", choices=tuple(offered), **said)  # type: ignore[arg-type]
                return Found(None, None, answer)
            activity = offered[0]
        attendance = self.ledger.find(activity.number, volunteer.number)
        attendance = attendance or Attendance(activity.number, volunteer.number, activity.day)
        most = self._v.rules.signs_a_day
        if len(attendance.touches(activity.repeat)) >= 2 * most:
            raise refusal("too_often", activity=activity.name, times=most)
        answer = Scanned(did="in", activity=activity, counts=activity.counts, **said)  # type: ignore[arg-type]
        return Found(activity, attendance, answer)

    def _last(self, volunteer: str, now: Moment) -> Attendance | None:
        """Where somebody signed in or out last on this day."""
        today = self.ledger.on(volunteer, now.at.date().isoformat())
        touched = [each for each in today if each.touches()]
        return max(
            touched, key=lambda each: (each.touches()[-1].at, each.moves[-1].n), default=None
        )

    def _leaving(
        self, there: Attendance, wanted: str | None, now: Moment, said: dict[str, object]
    ) -> Found:
        activity = self._v.activities.get(there.activity)
        since = there.touches(activity.repeat)[-1]
        if wanted not in {None, there.activity}:
            other = self._v.activities.get(str(wanted))
            raise refusal(
                "other_activity", activity=activity.name, since=_clock(since.at), other=other.name
            )
        said = said | {"activity": activity, "since": since.at, "counts": activity.counts}
        if seconds_between(since.moment, now) < activity.repeat:
            return Found(activity, there, Scanned(did="repeat", **said))  # type: ignore[arg-type]
        n = max(move.n for move in there.moves) + 1
        fact = Fact(what=What.SCAN, at=max(now.at, since.at), n=n)
        after = msgspec.structs.replace(there, moves=(*there.moves, fact))
        minutes = periods(after, activity)[-1].minutes
        sums = tally(after, activity)
        held = activity.counts and self._too_long(after, activity, sums)
        answer = Scanned(did="out", minutes=minutes, total=sums.total, held=held, **said)  # type: ignore[arg-type]
        return Found(activity, there, answer)

    def _again(
        self, last: Attendance, wanted: str | None, now: Moment, said: dict[str, object]
    ) -> Found | None:
        """The sign-out of a moment ago once more, if it is that."""
        activity = self._v.activities.get(last.activity)
        found = periods(last, activity)
        end = found[-1].end if found else None
        if end is None or wanted not in {None, last.activity}:
            return None
        if seconds_between(end.moment, now) >= activity.repeat:
            return None
        minutes = found[-1].minutes
        said = said | {"activity": activity, "counts": activity.counts}
        answer = Scanned(did="repeat", since=end.at, minutes=minutes, held=end.held, **said)  # type: ignore[arg-type]
        return Found(activity, last, answer)

    def _too_long(self, there: Attendance, activity: Activity, sums: Tally) -> bool:
        """Does what somebody did this day, with this, pass what takes effect by itself?"""
        day = self.on_day(there.volunteer, activity.day, there.activity)
        return day + sums.total + sums.pending > self._v.rules.day_minutes

    def on_day(self, volunteer: str, day: str, but: str = "") -> int:
        """Minutes of service of one person and day, also those held; without one activity's."""
        minutes = 0
        for attendance in self.ledger.on(volunteer, day):
            activity = self._v.activities.get(attendance.activity)
            if attendance.activity != but and activity.counts:
                sums = tally(attendance, activity)
                minutes += sums.total + sums.pending
        return minutes

    def _may_stand(self, activity: Activity) -> None:
        if activity.cancelled:
            raise refusal("cancelled", activity=activity.name, reason=activity.reason)

    def _may_enter(self, activity: Activity, now: Moment) -> None:
        self._may_stand(activity)
        if activity.offsite:
            raise refusal("offsite", activity=activity.name)
        opens = activity.starts - timedelta(minutes=self._v.rules.opens_minutes)
        if now.at < opens:
            raise not_open(activity, opens)
        if now.at >= activity.ends:
            raise refusal("activity_over", activity=activity.name, ends=_clock(activity.ends))

    def _none(self, last: Attendance | None, now: Moment) -> Refused:
        """Why there is nothing to sign in to: most of all that this person forgot to sign out."""
        if last is not None:
            activity = self._v.activities.get(last.activity)
            if Pending.FORGOTTEN in self.tally(last, now).why:
                since = last.touches(activity.repeat)[-1].at
                return refusal(
                    "forgotten",
                    activity=activity.name,
                    since=_clock(since),
                    ends=_clock(activity.ends),
                    name=activity.in_charge,
                )
        later = [
            each
            for each in self._v.activities.upcoming()
            if each.day == self._v.queue.days.today(now) and not each.offsite
        ]
        if later:
            opens = later[0].starts - timedelta(minutes=self._v.rules.opens_minutes)
            return not_open(later[0], opens)
        return refusal("no_activity")


def not_open(activity: Activity, opens: datetime) -> Refused:
    """The refusal that says from when on one can sign in."""
    return refusal("not_open", activity=activity.name, opens=_clock(opens))


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"

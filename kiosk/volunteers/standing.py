"""Who is signed in now, who forgot to sign out, and writing it down: the ground of attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.store.rows import Change
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.ledger import Ledger
from kiosk.volunteers.record import TABLE, TOUCHES, Attendance, Fact, Tally, What, tally
from kiosk.volunteers.scanned import Present, Rolled

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

_decode = msgspec.json.Decoder(Attendance).decode


class Standing:
    """Attendances with something to be done are in memory; the others are read by their id."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self.ledger = Ledger(volunteers)
        self._live: dict[str, Attendance] = {}
        self._of: dict[str, set[str]] = {}
        for id_, doc in volunteers.store.rows.live(TABLE).items():
            self._follow(id_, doc)
        volunteers.store.rows.derived.append(self._apply)
        volunteers.queue.days.closing.append(self._end_day)

    def _follow(self, id_: str, doc: bytes | None) -> None:
        activity, _, volunteer = id_.partition("/")
        for key in (activity, volunteer):
            self._of.get(key, set()).discard(id_)
        self._live.pop(id_, None)
        if doc is not None:
            self._live[id_] = _decode(doc)
            for key in (activity, volunteer):
                self._of.setdefault(key, set()).add(id_)

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table == TABLE:
                self._follow(change.id, change.after)

    # --- questions ---------------------------------------------------------------------------

    def tally(self, attendance: Attendance, now: Moment | None = None) -> Tally:
        """What an attendance comes to now: whoever is still signed in long after the end forgot."""
        activity = self._v.activities.get(attendance.activity)
        now = now or self._v.clock.now()
        if now.at >= activity.forgotten_at and tally(attendance, activity).open:
            attendance = msgspec.structs.replace(
                attendance, moves=(*attendance.moves, _closed(activity, now))
            )
        return tally(attendance, activity)

    def open_of(self, volunteer: str, now: Moment | None = None) -> Attendance | None:
        """Where somebody is signed in now."""
        now = now or self._v.clock.now()
        return next((each for each in self._with(volunteer) if self.tally(each, now).open), None)

    def present(self, activity: str | None = None) -> list[Present]:
        """Who is signed in now, to one activity or any, in the order they came."""
        now = self._v.clock.now()
        found = [each for each in self._with(activity) if self.tally(each, now).open]
        return self._shown(found, now)

    def pending(self, of: str | None = None) -> list[Present]:
        """Whose minutes wait for a clerk: forgotten, over the day's limit, proposed elsewhere.

        ``of`` is an activity's number or a volunteer's; without it, all of them.
        """
        now = self._v.clock.now()
        found = [each for each in self._with(of) if self.tally(each, now).why]
        return self._shown(found, now)

    def ids(self, activity: str) -> list[str]:
        """Ids of the attendances of an activity that have something to be done."""
        return [each.id for each in self._with(activity)]

    def counts(self) -> dict[str, tuple[int, int]]:
        """By activity: how many are signed in now, and of how many minutes wait for a clerk."""
        now, found = self._v.clock.now(), dict[str, tuple[int, int]]()
        for each in self._with(None):
            sums, (there, wait) = self.tally(each, now), found.get(each.activity, (0, 0))
            found[each.activity] = there + sums.open, wait + bool(sums.why)
        return found

    def roll(self, activity: str) -> list[Rolled]:
        """Everybody who is or was at an activity, or waits for a clerk, in the order they came.

        Refuses: ``unknown_activity``.
        """
        now, day = self._v.clock.now(), self._v.activities.get(activity).day
        found = []
        for document in self._v.store.table(TABLE).past("day", day):
            each = msgspec.convert(dict(document), Attendance)
            if each.activity == activity:
                shown = self._v.roster.name(each.volunteer)
                found.append(Rolled(each, shown, self.tally(each, now)))
        return sorted(found, key=lambda one: (one.attendance.moves[0].at, one.attendance.id))

    def _with(self, key: str | None) -> list[Attendance]:
        """Live attendances of a volunteer or an activity, or all."""
        rows = self._v.store.rows
        with rows.reading:
            ids = self._live if key is None else self._of.get(key, ())
            found = {id_: self._live[id_] for id_ in ids}
        for (table, id_), row in rows.pending.items() if rows.acting else ():
            if table == TABLE and (key is None or key in id_.split("/")):
                found.pop(id_, None)
                if row.live and row.doc is not None:
                    found[id_] = _decode(row.doc)
        return [found[id_] for id_ in sorted(found)]

    def _shown(self, found: list[Attendance], now: Moment) -> list[Present]:
        shown = []
        for each in found:
            sums = self.tally(each, now)
            shown.append(
                Present(
                    attendance=each.id,
                    activity=each.activity,
                    volunteer=each.volunteer,
                    shown=self._v.roster.name(each.volunteer),
                    since=max(each.touches() or each.moves, key=lambda m: m.at).at,
                    pending=sums.pending,
                    why=tuple(sorted(sums.why)),
                )
            )
        return sorted(shown, key=lambda each: (each.since, each.volunteer))

    # --- records -----------------------------------------------------------------------------

    def write(
        self,
        attendance: Attendance,
        activity: Activity,
        fact: Fact,
        now: Moment,
        *,
        elsewhere: bool = False,
    ) -> Tally:
        """Add a fact to an attendance, in the open transaction.

        ``elsewhere``: it was made at another time and terminal, and says itself where and by whom.
        """
        queue = self._v.queue
        by = fact.by if elsewhere else fact.by or queue.actor or ""
        where = fact.where if elsewhere else queue.terminal
        noted = None if fact.at == now.at else now.at
        fact = msgspec.structs.replace(fact, where=where, by=by, noted=noted)
        fact = self._v.chain.seal(TABLE, attendance.id, fact)
        attendance = msgspec.structs.replace(attendance, moves=(*attendance.moves, fact))
        return self.ledger.put(attendance, activity)

    def close_forgotten(self) -> int:
        """Close what is open after its activity's end, with 0 minutes until confirmed; how many."""
        if not self._forgotten(self._v.clock.now()):
            return 0
        with self._v.queue.act() as now:
            return self._close_forgotten(now)

    def _end_day(self, now: Moment) -> None:
        """As part of closing a day: nobody stays signed in over night by having forgotten."""
        self._close_forgotten(now)

    def _close_forgotten(self, now: Moment) -> int:
        closed = 0
        for activity in self._forgotten(now):
            for attendance in self._with(activity.number):
                if tally(attendance, activity).open:
                    self.write(attendance, activity, _closed(activity, now), now)
                    closed += 1
        return closed

    def _forgotten(self, now: Moment) -> list[Activity]:
        """Activities long over with somebody signed in to them still."""
        over = [each for each in self._v.activities.live() if now.at >= each.forgotten_at]
        return [each for each in over if any(map(_waits, self._with(each.number)))]


def _waits(attendance: Attendance) -> bool:
    """May somebody be signed in here, as far as the facts alone say?"""
    touches = sum(move.what in TOUCHES for move in attendance.moves)
    return touches % 2 == 1 and all(move.what is not What.CLOSED for move in attendance.moves)


def _closed(activity: Activity, now: Moment) -> Fact:
    return Fact(what=What.CLOSED, at=activity.ends, noted=now.at)

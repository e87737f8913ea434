"""Activities, from being planned to being booked: ``hall.volunteers.activities``.

One exists before it starts, or nobody can sign in to it; nothing that is no volunteer service is
counted as such (第67号令第十九条), and the record says who decided that.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.codes import Code, bare
from kiosk.hours import Moment
from kiosk.store.rows import Change
from kiosk.volunteers.activity import (
    TABLE,
    Activity,
    ActivityMove,
    ActivityRecord,
    Did,
    Plan,
    State,
    activity_of,
)
from kiosk.volunteers.planning import MOST_TIMES, Every, Planning, clock, times
from kiosk.volunteers.said import text
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

_decode = msgspec.json.Decoder(ActivityRecord).decode


class Activities:
    """Those that are not over yet are in memory; the others are read by their number or day."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)
        self._planning = Planning(volunteers.rules, volunteers.clock.zone)
        self._live: dict[str, Activity] = {}
        for id_, doc in volunteers.store.rows.live(TABLE).items():
            self._live[id_] = activity_of(id_, _decode(doc))
        volunteers.store.rows.derived.append(self._apply)

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table == TABLE:
                self._live.pop(change.id, None)
                if change.after is not None:
                    self._live[change.id] = activity_of(change.id, _decode(change.after))

    # --- questions ---------------------------------------------------------------------------

    def get(self, number: str) -> Activity:
        """The activity with this number. Refuses: ``unknown_activity``."""
        rows = self._v.store.rows
        if not rows.acting and (live := self._live.get(number)) is not None:
            return live
        row = rows.row(TABLE, number)
        if row is None or row.doc is None:
            raise refusal("unknown_activity", activity=number[:20])
        return activity_of(number, _decode(row.doc))

    def upcoming(self) -> list[Activity]:
        """Those that are not over, by their start: what can be announced and claimed."""
        now = self._v.clock.now().at
        return [each for each in self.live() if each.ends > now and not each.cancelled]

    def live(self) -> list[Activity]:
        """All that are not booked or cancelled, by their start."""
        with self._v.store.rows.reading:
            found = list(self._live.values())
        return sorted(found, key=lambda each: (each.starts, each.number))

    def on(self, day: date | str) -> list[Activity]:
        """All of a day, also cancelled and booked ones, by their start."""
        said = day if isinstance(day, str) else day.isoformat()
        documents = self._table.past("day", said)
        found = [
            activity_of(str(d.doc_id), msgspec.convert(dict(d), ActivityRecord)) for d in documents
        ]
        return sorted(found, key=lambda each: (each.starts, each.number))

    def today(self) -> list[Activity]:
        """All of this business day."""
        return self.on(self._v.queue.days.today(self._v.clock.now()))

    def at(self, now: Moment | None = None) -> list[Activity]:
        """Those one can sign in to at a moment (now), by their start."""
        at = (now or self._v.clock.now()).at
        opens = timedelta(minutes=self._v.rules.opens_minutes)
        with self._v.store.rows.reading:
            found = [
                each
                for each in self._live.values()
                if each.starts - opens <= at < each.ends
                and each.state is State.PLANNED
                and not each.offsite
            ]
        return sorted(found, key=lambda each: (each.starts, each.number))

    def series(self, name: str) -> list[Activity]:
        """What is left of a recurring activity, by its start."""
        return [each for each in self.live() if each.series == name]

    def code(self, number: str) -> str:
        """The digits of the code of an activity elsewhere: valid on its day, and only proposes.

        Refuses: ``unknown_activity``; ``not_offsite``.
        """
        activity = self.get(number)
        if not activity.offsite:
            raise refusal("not_offsite", activity=activity.name)
        day, which = date.fromisoformat(activity.day), int(number.partition("-")[2])
        return self._v.hall.codes.make(Code("activity", day, "H", which))

    def of_code(self, digits: str) -> Activity:
        """The activity whose code this is, on its day.

        Refuses: ``not_our_code``; ``not_an_activity`` (a code of another kind); ``code_expired``;
        ``unknown_activity``.
        """
        code = self._v.hall.codes.read(bare(digits))
        if code.kind != "activity":
            raise refusal("not_an_activity")
        if code.day.isoformat() != self._v.queue.days.today(self._v.clock.now()):
            raise refusal("code_expired", day=code.day.isoformat())
        return self.get(f"{code.day:%Y%m%d}-{code.number:02d}")

    # --- acts --------------------------------------------------------------------------------

    def add(self, staff: str | None = None, **said: Any) -> Activity:
        """Plan one activity; ``said`` are the fields of ``Plan`` a person gives.

        Raises:
            Refused: ``missing_field``, ``too_many_characters``, ``vague_content``,
                ``named_backfill``, ``ends_before``, ``already_started``, ``too_long``,
                ``why_not_needed``, ``unknown_reason``.
        """
        with self._v.queue.act() as now:
            return self._add(self._planning.plan(said, now), now, staff)

    def add_series(
        self, every: Every, until: date, staff: str | None = None, **said: Any
    ) -> list[Activity]:
        """Plan a recurring activity: one for each time until a day, that day included.

        Raises:
            Refused: as ``add``; ``too_often`` for more than ``MOST_TIMES``.
        """
        with self._v.queue.act() as now:
            plan = self._planning.plan(said, now)
            days = list(times(plan.starts.date(), every, until))
            if len(days) > MOST_TIMES:
                raise refusal("too_many_times", times=len(days), most=MOST_TIMES)
            series = f"{plan.starts:%Y%m%d}.{self._v.store.rows.ver + 1}"
            made = []
            for day in days:
                later = day - plan.starts.date()
                each = msgspec.structs.replace(
                    plan, starts=plan.starts + later, ends=plan.ends + later, series=series
                )
                made.append(self._add(each, now, staff))
            return made

    def change(self, number: str, staff: str, **said: Any) -> Activity:
        """Change the plan of an activity that is not over: its end also while it goes on.

        Raises:
            Refused: as ``add``; ``unknown_activity``, ``no_such_staff``, ``cancelled``;
                ``already_started`` for anything but the end once it has; ``activity_over``.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            activity = self.get(number)
            self._stands(activity)
            if now.at >= activity.ends:
                raise refusal("activity_over", activity=activity.name, ends=clock(activity.ends))
            if now.at >= activity.starts and set(said) - {"ends"}:
                raise refusal("already_started", starts=clock(activity.starts))
            kept = {name: getattr(activity, name) for name in Plan.__struct_fields__}
            plan = self._planning.plan(kept | said, now, begun=now.at >= activity.starts)
            if f"{plan.starts:%Y%m%d}" != number[:8]:
                raise refusal("other_day", day=activity.day)
            return self._move(number, now, staff, Did.CHANGED, plan=plan)

    def cancel(self, number: str, staff: str, reason: str) -> Activity:
        """It will not take place.

        Refuses: ``unknown_activity``, ``no_such_staff``, ``cancelled``, ``missing_field``;
        ``people_inside`` while attendances wait for something.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            activity = self.get(number)
            self._stands(activity)
            if inside := self._v.attendance.ids(number):
                raise refusal("people_inside", activity=activity.name, count=len(inside))
            said = text("reason", reason)
            activity = self._move(number, now, staff, Did.CANCELLED, reason=said)
            self._table.retire([number])
            return activity

    def count(self, number: str, staff: str, people: int, served: int | None = None) -> Activity:
        """The headcount of the person in charge, and how many people were served.

        Refuses: ``unknown_activity``, ``no_such_staff``, ``cancelled``, ``activity_on`` (not over).
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            activity = self.get(number)
            self.over(activity, now)
            said = {"people": max(0, people), "served": served}
            return self._move(number, now, staff, Did.COUNTED, **said)

    def move(self, number: str, now: Moment, staff: str, what: Did, **said: Any) -> Activity:
        """Record what became of an activity, in the open transaction (posting and booking)."""
        return self._move(number, now, staff, what, **said)

    def over(self, activity: Activity, now: Moment) -> None:
        """Refuse ``cancelled``, or ``activity_on`` while it is not over."""
        if activity.cancelled:
            self._stands(activity)
        if now.at < activity.ends:
            raise refusal("activity_on", activity=activity.name, ends=clock(activity.ends))

    # --- records -----------------------------------------------------------------------------

    def _stands(self, activity: Activity) -> None:
        if activity.cancelled:
            raise refusal("cancelled", activity=activity.name, reason=activity.reason)

    def _add(self, plan: Plan, now: Moment, staff: str | None) -> Activity:
        day = plan.starts.date()
        taken = [str(d.doc_id) for d in self._table.past("day", day.isoformat())]
        pending = [id_ for table, id_ in self._v.store.rows.pending if table == TABLE]
        prefix = f"{day:%Y%m%d}-"
        used = [int(id_[9:]) for id_ in (*taken, *pending) if id_.startswith(prefix)]
        number = f"{prefix}{max(used, default=0) + 1:02d}"
        move = ActivityMove(what=Did.ADDED, at=now.at, plan=plan)
        record = ActivityRecord(day.isoformat(), (self._sealed(number, move, staff),))
        self._table.add(number, record)
        return activity_of(number, record)

    def _move(self, number: str, now: Moment, staff: str, what: Did, **said: Any) -> Activity:
        document = self._table.get(doc_id=number)
        record = msgspec.convert(dict(document), ActivityRecord)
        move = self._sealed(number, ActivityMove(what=what, at=now.at, **said), staff)
        record = msgspec.structs.replace(record, moves=(*record.moves, move))
        self._table.put(number, record)
        return activity_of(number, record)

    def _sealed(self, number: str, move: ActivityMove, staff: str | None) -> ActivityMove:
        queue = self._v.queue
        by = staff or queue.actor or ""
        move = msgspec.structs.replace(move, where=queue.terminal, by=by)
        return self._v.chain.seal(TABLE, number, move)

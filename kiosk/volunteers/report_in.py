"""双报到: units, and party members, who report to the community. ``….roster.report_in``.

A register of its own. Reporting in, and what comes of it (duty shifts, tasks taken on), is counted
in times and is no volunteer service: the decree forbids recording it as that (第67号令第十九条),
and nothing here ever reaches an attendance, hours or a statement.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from kiosk import identity
from kiosk.identity.kinds import Kind
from kiosk.volunteers.said import text
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall

TABLE = "report_ins"
"""The store's table of who reported; history when they are withdrawn."""


class Reporter(StrEnum):
    """Who reports."""

    UNIT = "unit"
    MEMBER = "member"


class Membership(StrEnum):
    """How a member's branch and the community share them: 双管, 托管, 协管 (LX-09)."""

    WORKING = "working"
    RETIRED = "retired"
    MOVING = "moving"


class Step(StrEnum):
    """What becomes of a report."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


BEFORE = {Step.CONFIRMED: {Step.REPORTED}, Step.WITHDRAWN: {Step.REPORTED, Step.CONFIRMED}}
"""From where a report may go where."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step, or one duty done (``duty``): when, where, who wrote it."""

    at: datetime
    step: Step | None = None
    duty: str = ""
    on: str = ""
    where: str = ""
    by: str = ""


class ReportRecord(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """As stored. A member's name and phone are sealed; a unit's name is public."""

    day: str
    reporter: Reporter
    unit: str
    name: str = ""
    name_print: str = ""
    phone: str = ""
    phone_print: str = ""
    phone_tail_print: str = ""
    membership: Membership | None = None
    log: tuple[Entry, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Who reported, masked. ``duties``: how often they did something, never for how long."""

    number: str
    reporter: Reporter
    unit: str
    shown: str = ""
    membership: Membership | None = None
    step: Step
    reported: date
    duties: int


_decode = msgspec.json.Decoder(ReportRecord).decode


class ReportIn:
    """The register. It knows no activity and no attendance, and none of them knows it."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._sealed, self._queue = hall, hall.sealed, hall.queue
        self._table = hall.store.table(TABLE)

    def all(self, reporter: Reporter | None = None, unit: str = "") -> list[Report]:
        """Those who are reported in, by number; of one kind, of one unit."""
        rows = self._hall.store.rows.live(TABLE)
        found = [self._shown(number, _decode(doc)) for number, doc in sorted(rows.items())]
        return [r for r in found if reporter in {None, r.reporter} and unit in {"", r.unit}]

    def get(self, number: str) -> Report:
        """One of them, also a withdrawn one. Refuses: ``unknown_report``."""
        return self._shown(number, self._record(number))

    def report_unit(self, unit: str, staff: str | None = None) -> Report:
        """A unit reports in. Refuses: ``already_reported``, ``no_such_staff``; as ``said.text``."""
        by, name = self._by(staff), text("unit", unit)
        with self._queue.act() as now:
            for known in self.all(Reporter.UNIT):
                if known.unit == name:
                    raise refusal("already_reported", report=known.number)
            day = now.at.date().isoformat()
            return self._add(ReportRecord(day=day, reporter=Reporter.UNIT, unit=name), now.at, by)

    def report_member(
        self,
        name: str,
        phone: str,
        unit: str,
        membership: Membership | str = Membership.WORKING,
        staff: str | None = None,
    ) -> Report:
        """A party member reports in; ``unit`` is where they work, or worked.

        Raises:
            Refused: ``already_reported`` (the same name and phone), ``no_such_staff``,
                ``wrong_field`` (membership); ``value_…``; as ``said.text``.
        """
        by, where = self._by(staff), text("unit", unit)
        if membership not in set(Membership):
            raise refusal("wrong_field", field="membership", kind="、".join(Membership))
        plain = identity.check(Kind.NAME, name)
        number = identity.check(Kind.PHONE, phone)
        seal, mark = self._sealed.seal, self._sealed.fingerprint
        with self._queue.act() as now:
            self._fresh(plain, number)
            record = ReportRecord(
                day=now.at.date().isoformat(),
                reporter=Reporter.MEMBER,
                unit=where,
                name=seal(plain),
                name_print=mark(plain),
                phone=seal(number),
                phone_print=mark(number),
                phone_tail_print=mark(number[-4:]),
                membership=Membership(membership),
            )
            return self._add(record, now.at, by)

    def confirm(self, number: str, staff: str) -> Report:
        """The community confirms.

        Refuses: ``unknown_report``, ``report_state``, ``no_such_staff``.
        """
        return self._turn(number, Step.CONFIRMED, staff)

    def withdraw(self, number: str, staff: str) -> Report:
        """They are here no more. Refuses: as ``confirm``."""
        return self._turn(number, Step.WITHDRAWN, staff)

    def duty(self, number: str, what: str, staff: str, on: date | None = None) -> Report:
        """Something was done: counted once, in times, on a day up to today.

        Raises:
            Refused: ``unknown_report``, ``report_state`` (not confirmed), ``no_such_staff``,
                ``value_future``; as ``said.text``.
        """
        by, duty = self._by(staff), text("duty", what)
        with self._queue.act() as now:
            record = self._record(number)
            self._is(number, record, {Step.CONFIRMED})
            today = now.at.date()
            day = identity.check(Kind.PAST_DATE, (on or today).isoformat(), today)
            entry = Entry(now.at, duty=duty, on=day, where=self._queue.terminal, by=by)
            return self._put(number, record, entry)

    # --- records -------------------------------------------------------------------------------

    def _by(self, staff: str | None) -> str:
        return self._hall.volunteers.roster.by(staff)

    def _fresh(self, name: str, phone: str) -> None:
        prints = [set(self._sealed.fingerprints(value)) for value in (name, phone)]
        for number, doc in self._hall.store.rows.live(TABLE).items():
            record = _decode(doc)
            if record.name_print in prints[0] and record.phone_print in prints[1]:
                raise refusal("already_reported", report=number)

    def _add(self, record: ReportRecord, at: datetime, by: str) -> Report:
        rows = self._hall.store.rows
        count = max((int(number[1:]) for number in rows.live(TABLE)), default=0) + 1
        while rows.row(TABLE, f"B{count:05d}") is not None:
            count += 1
        number = f"B{count:05d}"
        entry = Entry(at, Step.REPORTED, where=self._queue.terminal, by=by)
        self._table.add(number, msgspec.structs.replace(record, log=(entry,)))
        self._hall.audit.record("reported_in", by, self._queue.terminal, report=number)
        return self.get(number)

    def _turn(self, number: str, step: Step, staff: str) -> Report:
        by = self._by(staff)
        with self._queue.act() as now:
            record = self._record(number)
            self._is(number, record, BEFORE[step])
            report = self._put(
                number, record, Entry(now.at, step, where=self._queue.terminal, by=by)
            )
            if step is Step.WITHDRAWN:
                self._table.retire([number])
            self._hall.audit.record(f"report_{step}", by, self._queue.terminal, report=number)
            return report

    def _is(self, number: str, record: ReportRecord, steps: set[Step]) -> None:
        if (step := _step(record)) not in steps:
            raise refusal("report_state", report=number, state=step.value)

    def _put(self, number: str, record: ReportRecord, entry: Entry) -> Report:
        day = entry.at.date().isoformat() if entry.step is Step.WITHDRAWN else record.day
        self._table.put(number, msgspec.structs.replace(record, day=day, log=(*record.log, entry)))
        return self.get(number)

    def _record(self, number: str) -> ReportRecord:
        row = self._hall.store.rows.row(TABLE, number)
        if row is None or row.doc is None:
            raise refusal("unknown_report", report=number[:20])
        return _decode(row.doc)

    def _shown(self, number: str, record: ReportRecord) -> Report:
        name = identity.mask(Kind.NAME, self._sealed.open(record.name)) if record.name else ""
        return Report(
            number=number,
            reporter=record.reporter,
            unit=record.unit,
            shown=name,
            membership=record.membership,
            step=_step(record),
            reported=record.log[0].at.date(),
            duties=sum(1 for entry in record.log if entry.duty),
        )


def _step(record: ReportRecord) -> Step:
    return next(entry.step for entry in reversed(record.log) if entry.step is not None)

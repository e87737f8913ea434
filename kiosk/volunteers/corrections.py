"""「这条不对」: what volunteers say is wrong with their record: ``hall.volunteers.corrections``.

第67号令第十三条: whoever keeps the record checks and corrects it. What they write is sealed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.volunteers.clocks import Clocked, clock
from kiosk.volunteers.said import text
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

TABLE = "corrections"
"""The store's table of such requests; live until they are answered."""

LONGEST = 200
"""Characters of what is wrong."""

Outcome = Literal["corrected", "unchanged"]


class Correction(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One request. ``attendance`` is empty where a whole attendance is missing.

    ``words`` is a token (``hall.sealed``); ``outcome``, ``by``, ``reason`` come with the answer.
    """

    day: str
    at: datetime
    where: str
    volunteer: str
    attendance: str = ""
    words: str = ""
    due: date
    outcome: Outcome | None = None
    by: str = ""
    answered_at: datetime | None = None
    reason: str = ""
    id: str = ""


class Corrections:
    """Requests, from being made at the lobby to being answered at the desk."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)

    def ask(self, volunteer: str, words: str = "", attendance: str = "") -> Correction:
        """Say that a record is wrong; while one about the same is open, it is that one.

        Refuses: ``unknown_volunteer``, ``unknown_attendance`` (also of another person);
        ``missing_field`` when it says neither which nor what.
        """
        said = " ".join(words.split())[:LONGEST]
        if not said and not attendance:
            raise refusal("missing_field", field="words")
        with self._v.queue.act() as now:
            self._v.roster.get(volunteer)
            if attendance:
                found = self._v.attendance.ledger.get(attendance)
                if found.volunteer != volunteer:
                    raise refusal("unknown_attendance", attendance=attendance[:40])
            for each in self.open():
                if (each.volunteer, each.attendance) == (volunteer, attendance) and attendance:
                    return each
            day = self._v.queue.days.today(now)
            days = self._v.hall.workdays
            due = days.due(date.fromisoformat(day), self._v.rules.correction_days).day
            request = Correction(
                day=day,
                at=now.at,
                where=self._v.queue.terminal,
                volunteer=volunteer,
                attendance=attendance,
                words=self._v.hall.sealed.seal(said) if said else "",
                due=due,
            )
            id_ = f"{day}/{self._v.store.rows.ver + 1}"
            self._table.add(id_, request)
        return msgspec.structs.replace(request, id=id_)

    def open(self) -> list[Correction]:
        """Those that wait for an answer, by due day."""
        found = [self._read(str(d.doc_id), dict(d)) for d in self._table.all()]
        return sorted(found, key=lambda each: (each.due, each.at))

    def of(self, attendance: str) -> list[Correction]:
        """The open ones about one attendance."""
        return [each for each in self.open() if each.attendance == attendance]

    def clocks(self) -> list[Clocked]:
        """The open ones with their clocks, the most urgent first."""
        today = self._today()
        return [
            clock(self._v, each.id, date.fromisoformat(each.day), each.due, today)
            for each in self.open()
        ]

    def words(self, id_: str, staff: str) -> str:
        """What was said, for the clerk who looks into it; audited.

        Refuses: ``unknown_correction``, ``no_such_staff``, ``key_missing``.
        """
        self._v.works_here(staff)
        request = self.get(id_)
        self._v.hall.audit.record("viewed", staff, self._v.queue.terminal, correction=id_)
        return self._v.hall.sealed.open(request.words) if request.words else ""

    def get(self, id_: str) -> Correction:
        """One request, open or answered. Refuses: ``unknown_correction``."""
        document = self._table.get(doc_id=id_)
        if document is None:
            raise refusal("unknown_correction", correction=id_[:40])
        return self._read(id_, dict(document))

    def answer(self, id_: str, staff: str, outcome: Outcome, reason: str) -> Correction:
        """Close a request: the record was corrected (``hall.volunteers.hours``), or stays.

        Refuses: ``unknown_correction``, ``no_such_staff``, ``missing_field``; ``answered``.
        """
        self._v.works_here(staff)
        why = text("reason", reason)
        with self._v.queue.act() as now:
            request = self.get(id_)
            if request.outcome is not None:
                raise refusal("answered", correction=id_)
            request = msgspec.structs.replace(
                request, outcome=outcome, by=staff, answered_at=now.at, reason=why
            )
            self._table.put(id_, msgspec.structs.replace(request, id=""))
            self._table.retire([id_])
        return request

    def _read(self, id_: str, document: dict[str, object]) -> Correction:
        return msgspec.structs.replace(msgspec.convert(document, Correction), id=id_)

    def _today(self) -> date:
        return date.fromisoformat(self._v.queue.days.today(self._v.clock.now()))

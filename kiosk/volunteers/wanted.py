"""Statements that volunteers asked for at the lobby, and the desk has yet to make out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.hours import Moment
from kiosk.volunteers.said import text
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

TABLE = "statement_requests"
"""The store's table of such requests; live until a statement was made out, or they were closed."""


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One request. ``statement`` is the number of what came of it; ``reason`` why nothing did."""

    day: str
    at: datetime
    where: str
    volunteer: str
    outcome: Literal["made", "dismissed"] | None = None
    statement: str = ""
    by: str = ""
    answered_at: datetime | None = None
    reason: str = ""
    id: str = ""


class Wanting:
    """Asks, and answers; nobody says why they want one (第67号令第十四条)."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)

    def ask(self, volunteer: str) -> Wanted:
        """A volunteer wants a statement; while one is open, it is that one.

        Refuses: ``unknown_volunteer``.
        """
        with self._v.queue.act() as now:
            self._v.roster.get(volunteer)
            for each in self.open():
                if each.volunteer == volunteer:
                    return each
            day = self._v.queue.days.today(now)
            wanted = Wanted(day=day, at=now.at, where=self._v.queue.terminal, volunteer=volunteer)
            id_ = f"{day}/{self._v.store.rows.ver + 1}"
            self._table.add(id_, wanted)
        return msgspec.structs.replace(wanted, id=id_)

    def open(self) -> list[Wanted]:
        """Those that wait, oldest first."""
        found = [self._read(str(d.doc_id), dict(d)) for d in self._table.all()]
        return sorted(found, key=lambda each: (each.at, each.id))

    def dismiss(self, id_: str, staff: str, reason: str) -> Wanted:
        """Close one without a statement.

        Refuses: ``unknown_wanted``, ``wanted_closed``, ``no_such_staff``; as ``said.text``.
        """
        by, why = self._v.works_here(staff), text("reason", reason)
        with self._v.queue.act() as now:
            document = self._table.get(doc_id=id_)
            if document is None:
                raise refusal("unknown_wanted", wanted=id_[:20])
            wanted = self._read(id_, dict(document))
            if wanted.outcome is not None:
                raise refusal("wanted_closed", wanted=id_)
            return self._close(wanted, now, outcome="dismissed", by=by, reason=why)

    def made(self, volunteer: str, staff: str, statement: str, now: Moment) -> None:
        """A statement was made out: whatever its volunteer asked for is answered."""
        for each in self.open():
            if each.volunteer == volunteer:
                self._close(each, now, outcome="made", by=staff, statement=statement)

    def _close(self, wanted: Wanted, now: Moment, **changes: object) -> Wanted:
        closed = msgspec.structs.replace(wanted, answered_at=now.at, **changes)
        self._table.put(wanted.id, msgspec.structs.replace(closed, id=""))
        self._table.retire([wanted.id])
        return closed

    def _read(self, id_: str, document: dict[str, object]) -> Wanted:
        return msgspec.structs.replace(msgspec.convert(document, Wanted), id=id_)

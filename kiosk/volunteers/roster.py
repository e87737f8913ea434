"""Who volunteers: enrolling, changing, leaving, looking somebody up. ``hall.volunteers.roster``.

Whatever says who somebody is lies sealed; what is handed out is masked. ``person`` and ``full``
open it, for documents and for staff who say why.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk import identity
from kiosk.errors import Refused
from kiosk.hours import Moment
from kiosk.identity.kinds import Kind
from kiosk.volunteers.roster_records import TAIL, RosterRecords
from kiosk.volunteers.said import text
from kiosk.volunteers.volunteer import (
    TABLE,
    CardMade,
    Left,
    Person,
    Volunteer,
    VolunteerRecord,
    count_of,
    number_of,
)
from kiosk.volunteers.volunteer_fields import Said
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.jobs import Job
    from kiosk.volunteers.cards import Cards
    from kiosk.volunteers.importing import Imported
    from kiosk.volunteers.national import National
    from kiosk.volunteers.posts import Posts
    from kiosk.volunteers.report_in import ReportIn
    from kiosk.volunteers.teams import Teams

__all__ = ["Person", "Roster", "Volunteer"]


class Roster:
    """The volunteers of one hall. Each act is one transaction."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.store, self.queue = hall.store, hall.queue
        self._sealed, self._audit = hall.sealed, hall.audit
        self._table = hall.store.table(TABLE)
        self.records = RosterRecords(hall)

    @cached_property
    def cards(self) -> Cards:
        """Cards: their codes, reprints, and reading them."""
        from kiosk.volunteers.cards import Cards  # noqa: PLC0415

        return Cards(self)

    @cached_property
    def teams(self) -> Teams:
        """Teams and their leaders."""
        from kiosk.volunteers.teams import Teams  # noqa: PLC0415

        return Teams(self)

    @cached_property
    def posts(self) -> Posts:
        """Places in activities, claimed and given back."""
        from kiosk.volunteers.posts import Posts  # noqa: PLC0415

        return Posts(self)

    @cached_property
    def report_in(self) -> ReportIn:
        """双报到: who reported to the community. No volunteering, and never hours."""
        from kiosk.volunteers.report_in import ReportIn  # noqa: PLC0415

        return ReportIn(self.hall)

    @cached_property
    def national(self) -> National:
        """What was entered into the national system, row by row."""
        from kiosk.volunteers.national import National  # noqa: PLC0415

        return National(self)

    # --- who comes, changes and leaves -------------------------------------------------------

    def enrol(self, name: str, phone: str, *, staff: str | None = None, **more: Any) -> Volunteer:
        """Somebody becomes a volunteer, of their own will and with consent (第67号令第六条).

        Args:
            name: in full; sealed.
            phone: a mobile or a landline; sealed.
            staff: who wrote it in; by default whoever acts here.
            more: see ``volunteer_fields.FIELDS``.

        Raises:
            Refused: ``no_such_staff``; ``unknown_field``; as ``volunteer_fields.checked``;
                ``already_enrolled`` (the same paper, or the same name and phone; ``volunteer``).
        """
        by = self.by(staff)
        with self.queue.act() as now:
            said = self.records.checked({"name": name, "phone": phone, **more}, now)
            number = self.enter(said, now, by)
            self._audit.record("enrolled", by, self.queue.terminal, volunteer=number)
            return self.get(number)

    def enter(self, said: Said, now: Moment, by: str) -> str:
        """Write somebody new, in the open transaction; their number.

        Refuses: ``already_enrolled``.
        """
        if same := self.records.same(said):
            raise refusal("already_enrolled", volunteer=same)
        number, day = self.records.next(), now.at.date().isoformat()
        record = self.records.make(said, day, by)
        record = msgspec.structs.replace(record, cards=(CardMade(1, now.at, by),))
        self.records.add(number, record)
        return number

    def change(self, number: str, staff: str, **said: Any) -> Volunteer:
        """Change what somebody said of themselves; fields as ``enrol``'s.

        Raises:
            Refused: ``unknown_volunteer``, ``volunteer_left``; as ``enrol``.
        """
        by = self.by(staff)
        with self.queue.act() as now:
            record = self.records.here(number)
            before = msgspec.structs.asdict(self.records.said(record))
            given = self.records.checked(before | said, now)
            if (same := self.records.same(given, but=number)) is not None:
                raise refusal("already_enrolled", volunteer=same)
            fresh = self.records.make(given, record.enrolled, by)
            kept = {
                name: getattr(record, name)
                for name in ("day", "enrolled", "consent", "teams", "cards", "by")
            }
            self.records.write(number, msgspec.structs.replace(fresh, **kept))
            about = {"volunteer": number, "fields": ",".join(sorted(said))}
            self._audit.record("volunteer_changed", by, self.queue.terminal, **about)
            return self.get(number)

    def leave(self, number: str, staff: str, reason: str = "") -> Volunteer:
        """Somebody does not want to volunteer any more: the card is void, what was done stays.

        Raises:
            Refused: ``unknown_volunteer``, ``volunteer_left``, ``no_such_staff``; as ``said.text``.
        """
        by = self.by(staff)
        said = text("reason", reason) if reason.strip() else ""
        with self.queue.act() as now:
            record = self.records.here(number)
            left, day = Left(now.at, by, said), now.at.date().isoformat()
            gone = msgspec.structs.replace(record, left=left, day=day, teams=())
            self.records.write(number, gone)
            self._table.retire([number])
            self._audit.record("volunteer_left", by, self.queue.terminal, volunteer=number)
            return self.get(number)

    def rejoin(self, number: str, staff: str) -> Volunteer:
        """Somebody who left comes back under the old number, with a new card.

        Raises:
            Refused: ``unknown_volunteer``, ``no_such_staff``; ``volunteer_here`` (never left);
                ``already_enrolled`` (is here again under another number).
        """
        by = self.by(staff)
        with self.queue.act() as now:
            record = self.records.record(number)
            if record.left is None:
                raise refusal("volunteer_here", volunteer=number)
            if (same := self.records.same(self.records.said(record), but=number)) is not None:
                raise refusal("already_enrolled", volunteer=same)
            card = CardMade(record.cards[-1].serial + 1, now.at, by, "rejoin")
            cards, day = (*record.cards, card), now.at.date().isoformat()
            back = msgspec.structs.replace(record, left=None, cards=cards, day=day, consent=day)
            self._table.revive([number])
            self.records.write(number, back)
            self._audit.record("volunteer_back", by, self.queue.terminal, volunteer=number)
            return self.get(number)

    # --- looking somebody up -----------------------------------------------------------------

    def get(self, number: str) -> Volunteer:
        """A volunteer, also one who left (``left``). Refuses: ``unknown_volunteer``."""
        return self.records.shown(number, self.records.record(number))

    def name(self, number: str) -> str:
        """A volunteer's masked name; the number, where who it was is not kept any more."""
        row = self.store.rows.row(TABLE, number)
        return self.get(number).shown if row and row.doc else number

    def all(self, *, team: str | None = None) -> list[Volunteer]:
        """Everyone who is here, or is in a team, by number."""
        return [self.get(number) for number in self.numbers(team=team)]

    def numbers(self, *, team: str | None = None) -> list[str]:
        """The numbers of everyone who is here, or is in a team, in order."""
        if team is None:
            return sorted(self.store.rows.live(TABLE))
        found = self._found("team", [team])
        return [number for number, record in found if team in record.teams]

    def every_number(self) -> list[str]:
        """All numbers ever given, in order: also of those who left, as long as they are kept."""
        last = count_of(self.records.next()) or 0
        numbers = (number_of(count) for count in range(1, last))
        return [n for n in numbers if (row := self.store.rows.row(TABLE, n)) and row.doc]

    def find(self, tail: str, name: str = "") -> list[Volunteer]:
        """Who has a phone that ends so (4 digits), and is called so where a name is given.

        Raises:
            Refused: ``wrong_tail``.
        """
        tail = tail.strip().translate({0xFF10 + n: 0x30 + n for n in range(10)})
        if len(tail) != TAIL or not (tail.isascii() and tail.isdecimal()):
            raise refusal("wrong_tail", digits=TAIL)
        prints = self._sealed.fingerprints(tail) if self._sealed.used else []
        found = self._found("phone_tail_print", prints)
        matching = [(n, r) for n, r in found if r.phone_tail_print in prints]
        if name.strip():
            try:
                wanted = identity.check(Kind.NAME, name)
            except Refused:
                return []
            matching = [(n, r) for n, r in matching if self._sealed.open(r.name) == wanted]
        return [self.records.shown(number, record) for number, record in matching]

    def _found(self, field: str, values: list[str]) -> list[tuple[str, VolunteerRecord]]:
        """Who may be meant, as they are now: the index may name too many."""
        found = ((n, self.records.live(n)) for n in self.records.index.find(field, values))
        return [(number, record) for number, record in found if record is not None]

    def person(self, number: str) -> Person:
        """Who a volunteer is, in clear, for a document; whoever hands that out records it.

        Refuses: ``unknown_volunteer``.
        """
        record = self.records.record(number)
        said = self.records.said(record)
        chosen = {name: getattr(said, name) for name in Person._fields if name != "number"}
        return Person(number, **chosen)

    def full(self, number: str, staff: str, reason: str) -> Person:
        """``person``, for a member of staff who says why; it is in the audit trail.

        Raises:
            Refused: ``unknown_volunteer``, ``no_such_staff``; as ``said.text``.
        """
        by, why = self.by(staff), text("reason", reason)
        with self.queue.act():
            person = self.person(number)
            self._audit.record("viewed", by, self.queue.terminal, volunteer=number, reason=why)
        return person

    def by(self, staff: str | None) -> str:
        """Who acts: a member of staff who works here, or whoever this process acts for."""
        if staff is None:
            return self.queue.actor or ""
        return self.hall.volunteers.works_here(staff)

    # --- the whole file, and cards by their usual names --------------------------------------

    def import_csv(self, source: Path | bytes, staff: str | None = None) -> Imported:
        """Everybody of a file. See ``kiosk.volunteers.importing.run``."""
        from kiosk.volunteers.importing import run  # noqa: PLC0415

        return run(self, source, staff)

    def card(self, number: str) -> str:
        """As ``cards.code``."""
        return self.cards.code(number)

    def reprint(self, number: str, staff: str | None = None, reason: str = "") -> str:
        """As ``cards.reprint``."""
        return self.cards.reprint(number, staff, reason)

    def read_card(self, scanned: str) -> Volunteer:
        """As ``cards.read``."""
        return self.cards.read(scanned)

    def print_card(self, number: str, terminal: str | None = None) -> Job:
        """As ``cards.print``."""
        return self.cards.print(number, terminal)

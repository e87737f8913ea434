"""Statements of service: issued for nothing, found, made void. ``hall.volunteers.statements``.

They stand in the register of certificates in a series of their own, signed and drawn as those are;
who issues is the residents' committee, which records under its own name (第67号令第二十六条).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.certificates.register import issuer
from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import Did
from kiosk.errors import Refused
from kiosk.slip_frame import framed, printer_here
from kiosk.volunteers.national import Entered
from kiosk.volunteers.statement import (
    TABLE,
    Stated,
    Statement,
    StatementRecord,
    counted,
    paper,
)
from kiosk.volunteers.sums import Entry, added
from kiosk.volunteers.wanted import Wanted, Wanting
from kiosk.wording import in_script, refusal

if TYPE_CHECKING:
    from kiosk.jobs import Job
    from kiosk.volunteers.volunteers import Volunteers

ITEM = "V"
"""What stands in a statement's number where a certificate has its item."""

SLIP = "statement_slip"
"""The kind of slip, and the template's name."""

MOST_COPIES = 20
"""Copies of one statement."""


class Statements:
    """Each act is one transaction; what is refused takes no number."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)
        self._wanting = Wanting(volunteers)

    # --- what could be stated ----------------------------------------------------------------

    def preview(self, number: str, first: date | None = None, last: date | None = None) -> Stated:
        """What a statement would say now; nothing is recorded.

        Args:
            number: a volunteer's, also of one who left.
            first: the first day; without one, that of the first activity.
            last: the last day, not after today; without one, today.

        Raises:
            Refused: ``unknown_volunteer``; ``days_crossed`` (``last`` before ``first``, or all of
                it to come); ``nothing_to_state`` (no minutes in effect).
        """
        today, shown = self._today(), self._v.roster.get(number).shown
        last = min(last or today, today)
        if first is not None and first > last:
            raise refusal("days_crossed", first=first, last=last)
        every = self._v.hours.entries(number, first, last)
        entries = counted(every, booked=self._v.rules.statement_booked)
        if not entries:
            raise refusal("nothing_to_state", volunteer=number)
        sums = added(entries)
        entered = self._entered(number, entries)
        served = [entry.activity.served for entry in entries if entry.activity.served]
        return Stated(
            volunteer=number,
            shown=shown,
            first=first or date.fromisoformat(entries[0].activity.day),
            last=last,
            entries=entries,
            sums=sums,
            held=sum(bool(entry.tally.why) and entry.activity.counts for entry in every),
            hours=self._v.rules.hours(sums.total),
            entered=entered,
            not_entered=len(entries) - entered,
            served=sum(served),
            served_at=len(served),
        )

    def _entered(self, number: str, entries: tuple[Entry, ...]) -> int:
        there = {
            row.attendance
            for row in self._v.roster.national.rows(number)
            if row.state is Entered.ENTERED
        }
        return sum(entry.attendance.id in there for entry in entries)

    # --- acts --------------------------------------------------------------------------------

    def issue(
        self,
        number: str,
        staff: str,
        *,
        first: date | None = None,
        last: date | None = None,
        full_id: bool = False,
        copies: int = 1,
        printer: str | None = None,
    ) -> Statement:
        """Issue a statement: number, signed code, the print of its sheets; one act, for nothing.

        Args:
            number: a volunteer's.
            staff: who makes it out.
            first: as ``preview``.
            last: as ``preview``.
            full_id: print the whole number of the document, as the volunteer wishes.
            copies: how many are printed.
            printer: an A4 printer; else this terminal's, else the hall's first.

        Raises:
            Refused: ``no_such_staff``, ``not_allowed`` (an administrator); as ``preview``;
                ``copies_range``, ``unknown_printer``, ``key_missing``, ``key_wrong``.
        """
        hall = self._v.hall
        if not 1 <= copies <= MOST_COPIES:
            raise refusal("copies_range", most=MOST_COPIES)
        with self._v.queue.act() as now:
            hall.certificates.person(staff, Did.ISSUE)
            self._v.attendance.close_forgotten()
            stated, person = self.preview(number, first, last), self._v.roster.person(number)
            sheet = paper(
                stated,
                person,
                self._v.rules,
                issuer=issuer(hall.config),
                issued=self._today(),
                handler_name=hall.staff.name_of(staff),
                phone=hall.config.certificates.phone or hall.config.centre.phone,
                full_id=full_id,
            )
            entered = hall.certificates.papers.enter(
                sheet,
                kind="statement",
                item=ITEM,
                request=number,
                handler=staff,
                approver="",
                copies=copies,
                holder=person.name,
                printer=printer,
            )
            self._note(entered, stated)
            self._wanting.made(number, staff, entered.number, now)
            about = {"volunteer": number, "statement": entered.number}
            about |= {"full_id": "1"} if full_id else {}
            hall.audit.record("statement_issued", staff, self._v.queue.terminal, **about)
            return self._statement(entered)

    def void(self, statement: str, staff: str, reason: str) -> Statement:
        """Make a statement void, with a reason, which is kept sealed.

        Raises:
            Refused: ``unknown_statement``, ``certificate_void``; ``no_such_staff``,
                ``not_allowed``; ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        number = self.get(statement).number
        self._v.hall.certificates.void(number, staff, reason)
        return self.get(number)

    def slip(self, statement: str, *, large: bool = False) -> Job:
        """A slip with the code, so that it can be checked without the sheet.

        Asked for again, it is the same slip. Refuses: ``unknown_statement``, ``certificate_void``,
        ``unknown_terminal``, ``no_paper_here``.
        """
        hall, queue = self._v.hall, self._v.queue
        printer = printer_here(hall.config, queue.terminal)
        with queue.act() as now:
            one = self.get(statement)
            if one.void_since is not None:
                since = f"{one.void_since:%Y-%m-%d}"
                raise refusal("certificate_void", number=one.number, since=since)
            try:
                return queue.slips.job(f"{SLIP}/{one.number}")
            except Refused as refused:
                if refused.code != "unknown_job":
                    raise
            said = {
                "issuer": in_script(issuer(hall.config), hall.config.centre.languages[0]),
                "number": one.number,
                "volunteer": one.holder,
                "card": one.volunteer,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "minutes": str(one.sums.total),
                "hours": one.hours,
                "code": one.code,
            }
            training = queue.clock.training
            fields = framed(hall.config, said, now.at, training=training, large=large)
            queue.slips.write(printer, SLIP, one.number, queue.days.today(now), fields)
            return queue.slips.job(f"{SLIP}/{one.number}")

    # --- what was stated ---------------------------------------------------------------------

    def get(self, statement: str) -> Statement:
        """One statement by its number. Refuses: ``unknown_statement``."""
        entry = self._v.hall.certificates.papers.entry(statement.strip().upper())
        if entry is None or entry.kind != "statement":
            raise refusal("unknown_statement", statement=statement.strip()[:40])
        return self._statement(entry)

    def of(self, volunteer: str) -> list[Statement]:
        """A volunteer's statements, oldest first, void ones too. Refuses: ``unknown_volunteer``."""
        self._v.roster.get(volunteer)
        papers = self._v.hall.certificates.papers
        found = (papers.entry(number) for number in self._numbers(volunteer))
        return [self._statement(entry) for entry in found if entry is not None]

    def year(self, year: int | None = None) -> list[Statement]:
        """All of a year (this one) in the order of numbers, void ones too."""
        papers = self._v.hall.certificates.papers
        entries = papers.year(year or self._today().year, "statement")
        return [self._statement(entry) for entry in entries]

    def voided(self, year: int | None = None) -> list[Statement]:
        """The void ones of a year (this one): the list to be hung up."""
        return [one for one in self.year(year) if one.void_since is not None]

    # --- asking for one ----------------------------------------------------------------------

    def ask(self, volunteer: str) -> Wanted:
        """As ``wanted.Wanting.ask``."""
        return self._wanting.ask(volunteer)

    def wanted(self) -> list[Wanted]:
        """As ``wanted.Wanting.open``."""
        return self._wanting.open()

    def dismiss(self, id_: str, staff: str, reason: str) -> Wanted:
        """As ``wanted.Wanting.dismiss``."""
        return self._wanting.dismiss(id_, staff, reason)

    # --- records -----------------------------------------------------------------------------

    def _note(self, entry: Certificate, stated: Stated) -> None:
        record = StatementRecord(
            day=entry.day,
            volunteer=stated.volunteer,
            first=stated.first,
            last=stated.last,
            sums=stated.sums,
            hours=stated.hours,
        )
        mac = self._v.chain.check(TABLE, entry.number, msgspec.to_builtins(record))
        self._table.add(entry.number, msgspec.structs.replace(record, mac=mac))
        numbers = [*self._numbers(stated.volunteer), entry.number]
        self._table.put(stated.volunteer, {"numbers": numbers})
        self._table.retire([entry.number, stated.volunteer])

    def _numbers(self, volunteer: str) -> list[str]:
        document = self._table.get(doc_id=volunteer)
        return list(document["numbers"]) if document else []

    def _statement(self, entry: Certificate) -> Statement:
        record = msgspec.convert(self._table.get(doc_id=entry.number), StatementRecord)
        return Statement(
            number=entry.number,
            code=entry.code,
            volunteer=record.volunteer,
            holder=entry.holder,
            issued=entry.issued,
            at=entry.at,
            first=record.first,
            last=record.last,
            sums=record.sums,
            hours=record.hours,
            handler=entry.handler,
            copies=entry.copies,
            sealed=entry.sealed_copies,
            void_since=entry.void_since,
        )

    def _today(self) -> date:
        return date.fromisoformat(self._v.queue.days.today(self._v.clock.now()))

"""The register of certificates and of every use of the seal (items-and-rules.md 2d).

Numbers run per centre and year without gaps: the next one is taken in the transaction that issues,
so an act that is refused takes none. What a paper says is kept sealed; the paper itself is drawn
anew whenever it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from kiosk.certificates.paper import Paper, Sheet, new_check
from kiosk.certificates.register_entry import TABLE, Certificate, Sealing, Voided
from kiosk.certificates.verdict import Verdict, judge
from kiosk.config import Config
from kiosk.hours import Moment
from kiosk.identity import Kind as Value
from kiosk.identity import mask
from kiosk.jobs import Reason
from kiosk.signing import LONGEST_NUMBER, Kind
from kiosk.wording import refusal, say

if TYPE_CHECKING:
    from kiosk.hall import Hall

COUNTS = "certificate_counts"
"""The store's table of the last number given, by kind of paper and year."""

SERIAL = 5
"""Digits of the running number."""

_SERIES: dict[Kind, str] = {"certificate": "", "statement": "S"}
_PREFIX_LONGEST = LONGEST_NUMBER - len("-2026-C0100-") - SERIAL
_decode = msgspec.json.Decoder(Paper).decode


class Register:
    """Enters, finds, seals, voids and judges papers; who may do what is the caller's affair."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._store = hall, hall.store
        self._table, self._counts = hall.store.table(TABLE), hall.store.table(COUNTS)

    def enter(
        self,
        paper: Paper,
        *,
        kind: Kind = "certificate",
        item: str,
        request: str,
        handler: str,
        approver: str,
        copies: int = 1,
        holder: str = "",
        printer: str | None = None,
    ) -> Certificate:
        """Give a paper its number and code, write it down, queue its print; one act.

        Args:
            paper: what it says, yet without number.
            kind: each kind has a series of its own.
            item: stands in the number (``C01``).
            request: the number of what asked for it, whatever that is.
            handler: staff number of who handled it.
            approver: staff number of who approved it.
            copies: how many are printed.
            holder: whom it is about, in clear; only the masked name is kept.
            printer: an A4 printer; else this terminal's, else the first one.

        Raises:
            Refused: ``key_missing``, ``key_wrong``, ``unknown_printer``; nothing was changed.
        """
        with self._hall.queue.act() as now:
            day = paper.issued
            serial = self._next(kind, day.year)
            number = f"{prefix(self._hall.config)}-{day.year}-{item}-{serial:0{SERIAL}d}"
            fingerprint = self._hall.signing.fingerprint
            paper = msgspec.structs.replace(
                paper, number=number, check=new_check(), fingerprint=fingerprint
            )
            entered = Certificate(
                number=number,
                item=item,
                request=request,
                day=day.isoformat(),
                at=now.at,
                valid_until=paper.valid_until,
                copies=copies,
                handler=handler,
                approver=approver,
                contents=self._hall.sealed.seal(msgspec.json.encode(paper).decode()),
                code=self._hall.signing.sign(kind, number, day, paper.text()),
                kind=kind,
                holder=mask(Value.NAME, holder) if holder else "",
            )
            id_ = _id(kind, day.year, serial)
            self._table.add(id_, entered)
            self._table.retire([id_])  # history at once: nobody carries it about
            self._print(entered, now, printer)
        return entered

    def get(self, number: str) -> Certificate:
        """One entry by its number. Refuses: ``unknown_certificate``."""
        number = number.strip().upper()
        found = next((one for one in self._tried(number) if one.number == number), None)
        if found is None:
            raise refusal("unknown_certificate", number=number[:40])
        return found

    def year(self, year: int, kind: Kind = "certificate") -> list[Certificate]:
        """Every entry of a year in the order of numbers, those that are void too.

        An entry that was purged in its time is not there; its number stays given.
        """
        found = (self._at(kind, year, n) for n in range(1, self._last(kind, year) + 1))
        return [one for one in found if one is not None]

    def paper(self, number: str) -> Paper:
        """What a paper says, opened; that somebody looked is for the caller to write down.

        Raises:
            Refused: ``unknown_certificate``, ``key_missing``, ``key_wrong``, ``not_sealed``.
        """
        return _decode(self._hall.sealed.open(self.get(number).contents))

    def sheet(self, number: str, fields: Mapping[str, str] | None = None) -> Sheet:
        """A paper with the marks it must bear today; ``fields`` are its print job's.

        Refuses: as ``paper``.
        """
        said, one = fields or {}, self.get(number)
        names = ("copy", "copy_by", "copy_time") if said.get("copy") else ()
        copy = [f"{said[name]}份" if name == "copy" else said.get(name) for name in names]
        return Sheet(
            self.paper(number),
            one.code,
            draft=self._hall.config.certificates.draft,
            void_since=one.void.at.date() if one.void else None,
            training=self._training,
            copy=" ".join(filter(None, copy)),
        )

    def seal(self, number: str, staff: str, copies: int) -> Certificate:
        """Write down a use of the seal: who, when, on how many copies.

        Refuses: ``unknown_certificate``, ``certificate_void``, ``wrong_copies`` (not 1 or more, or
        with those sealed before more than were issued).
        """
        with self._hall.queue.act() as now:
            one = self._valid(number)
            left = one.copies - one.sealed_copies
            if not 1 <= copies <= left:
                raise refusal("wrong_copies", number=one.number, left=left)
            self._hall.audit.record("sealed_paper", staff, self._where, certificate=one.number)
            return self._put(one, sealings=(*one.sealings, Sealing(now.at, staff, copies)))

    def void(self, number: str, staff: str, reason: str) -> Certificate:
        """Make a paper void; its number is never given again.

        The reason is kept sealed: it may speak of a person.
        Refuses: ``unknown_certificate``, ``certificate_void``, ``reason_needed``.
        """
        if not reason.strip():
            raise refusal("reason_needed")
        with self._hall.queue.act() as now:
            one = self._valid(number)
            why = self._hall.sealed.seal(reason.strip())
            self._hall.audit.record("voided_paper", staff, self._where, certificate=one.number)
            return self._put(one, void=Voided(now.at, staff, why))

    def verify(self, code: str, text: bytes | None = None) -> Verdict:
        """What is to be said of a code, and of a paper's text; see ``verdict.judge``."""
        self._hall.refresh()
        found = judge(self._hall, self, code, text)
        if not found.item:
            return found
        if found.kind == "statement":
            return self._of_service(found)
        known = self._hall.items.lists.items.get(found.item)
        return msgspec.structs.replace(found, item_name=known.name if known else "")

    def _of_service(self, found: Verdict) -> Verdict:
        """A statement's verdict with its name and hours, to be compared with the paper."""
        from kiosk.volunteers.statement import TABLE as STATED  # noqa: PLC0415 -- few have any

        stated = self._store.table(STATED).get(doc_id=found.number)
        hours = str(stated["hours"]) if stated else ""
        name = say("certificate_paper.statement")
        return msgspec.structs.replace(found, item_name=name, hours=hours)

    def entry(self, number: str) -> Certificate | None:
        """One entry, or ``None``."""
        return next((one for one in self._tried(number) if one.number == number), None)

    def _valid(self, number: str) -> Certificate:
        one = self.get(number)
        if one.void is not None:
            raise refusal("certificate_void", number=one.number, since=f"{one.void.at:%Y-%m-%d}")
        return one

    def _put(self, one: Certificate, **changes: object) -> Certificate:
        one = msgspec.structs.replace(one, **changes)
        kind, year, serial = _place(one.number, one.kind)
        self._table.put(_id(kind, year, serial), one)
        return one

    def _tried(self, number: str) -> list[Certificate]:
        """The entries a number may be of: each kind of paper has a series of its own."""
        tail = number.rsplit("-", 3)
        if len(tail) < len(("year", "item", "serial")) or not (
            tail[-1].isdecimal() and tail[-3].isdecimal()
        ):
            return []
        found = (self._at(kind, int(tail[-3]), int(tail[-1])) for kind in _SERIES)
        return [one for one in found if one is not None]

    def _at(self, kind: Kind, year: int, serial: int) -> Certificate | None:
        document = self._table.get(doc_id=_id(kind, year, serial))
        return msgspec.convert(document, Certificate) if document else None

    def _last(self, kind: Kind, year: int) -> int:
        document = self._counts.get(doc_id=f"{_SERIES[kind]}{year}")
        return int(document["last"]) if document else 0

    def _next(self, kind: Kind, year: int) -> int:
        last = self._last(kind, year) + 1
        self._counts.put(f"{_SERIES[kind]}{year}", {"last": last})
        return last

    def _print(self, one: Certificate, now: Moment, printer: str | None) -> None:
        """Queue its sheets; where nothing prints A4, a job that says so waits for somebody."""
        hall, config = self._hall, self._hall.config
        name = office_printer(config, hall.queue.terminal, printer)
        fields = {"number": one.number, "copies": str(one.copies)}
        hall.slips.write(name or "", one.kind, one.number, hall.queue.days.today(now), fields)
        if name is None:
            hall.slips.failed(f"{one.kind}/{one.number}", Reason.NO_OFFICE_PRINTER)

    @property
    def _training(self) -> str:
        """What a paper says across it where the hall's clock is not the world's."""
        return say("slip.training") if self._hall.clock.training else ""

    @property
    def _where(self) -> str:
        return self._hall.queue.terminal


def read_sheet(hall: Hall) -> Callable[[str, Mapping[str, str]], Sheet]:
    """What a spooler asks for the sheets of its jobs; nothing is opened before it asks."""
    return lambda number, fields: Register(hall).sheet(number, fields)


def prefix(config: Config) -> str:
    """What numbers begin with: ``[certificates] prefix``, or what of the centre's code can be."""
    given = (config.certificates.prefix or config.centre.code).upper()
    return "".join(c for c in given if c.isascii() and c.isalnum())[:_PREFIX_LONGEST] or "SQ"


def issuer(config: Config) -> str:
    """Whose seal the papers bear: ``[certificates] issuer``, or the centre itself."""
    return config.certificates.issuer or config.centre.name


def office_printer(config: Config, terminal: str, printer: str | None = None) -> str | None:
    """The A4 printer for papers that are issued at a terminal; ``None``: there is none.

    Refuses: ``unknown_printer``, when the one that is named prints no A4.
    """
    known = [name for name, setting in config.printers.items() if setting.office]
    if printer is not None and printer not in known:
        raise refusal("unknown_printer", printer=printer, printers="、".join(known) or "-")
    here = config.terminals.get(terminal)
    return printer or (here.office_printer if here else None) or next(iter(known), None)


def _id(kind: Kind, year: int, serial: int) -> str:
    return f"{_SERIES[kind]}{year}-{serial:0{SERIAL}d}"


def _place(number: str, kind: Kind) -> tuple[Kind, int, int]:
    _, year, _, serial = number.rsplit("-", 3)
    return kind, int(year), int(serial)

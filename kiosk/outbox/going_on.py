"""Going on: with the records while the wire is there, else as facts of this machine's own.

The one place that decides which. Screens and ``batch`` ask here for what may be a fact; decisions
between people (whom to call, what to approve) are asked of the records, which refuse while they are
away.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kiosk.errors import Refused, StoreError
from kiosk.outbox.fact import Fact
from kiosk.store.sqlite import SQLite
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.certificates.request import Request
    from kiosk.hall import Hall
    from kiosk.jobs import Job
    from kiosk.slips import Slips
    from kiosk.tickets.ticket import Ticket
    from kiosk.volunteers.scanned import Scanned

AWAY = frozenset({"store_away", "store_busy", "store_slow"})
"""Words of a server that has certainly not recorded the act."""

LOST = "outcome_unknown"
"""The word of a server that may have."""

T = TypeVar("T")


class Went(NamedTuple, Generic[T]):
    """What an act came to: ``done`` as the records gave it, or ``fact`` as this machine keeps it.

    Of a number taken both are there while cut off.
    """

    done: T
    fact: Fact | None = None

    @property
    def offline(self) -> bool:
        """Is it only this machine that knows of it?"""
        return self.fact is not None

    @property
    def key(self) -> str:
        """The fact's, by which it will be found in the records; empty where they have it."""
        return self.fact.id if self.fact else ""


class Slip(NamedTuple):
    """A slip of this terminal, and whether it is in this machine's own book."""

    job: Job
    offline: bool


def apart(hall: Hall) -> bool:
    """Can this machine be cut off from the records at all?"""
    return not isinstance(hall.store.rows.engine, SQLite)


def start(hall: Hall) -> None:
    """Notice cuts at once from now on, and send what is kept here by itself."""
    if apart(hall):
        hall.on_wire(lambda _: None)
        hall.outbox.start_sending()
        with suppress(Refused):  # a key that is missing is told when it is wanted
            hall.sealed.keys()  # the first one cannot be made while cut off


def take(
    hall: Hall,
    line: str,
    priority: str | None = None,
    *,
    item: str | None = None,
    large: bool = False,
) -> Went[Ticket]:
    """Give out a number. Refuses: as ``hall.queue.take``; while cut off as ``Outbox.take``."""
    if not apart(hall):
        return Went(hall.queue.take(line, priority, item=item, large=large))
    key = lost = None
    if hall.cut_off is None:
        key = secrets.token_hex(8)
        try:
            return Went(hall.queue.take(line, priority, item=item, large=large, key=key))
        except StoreError as error:
            lost = _lost(error)
    return Went(
        *hall.outbox.take(line, priority, item=item, large=large, instead=key if lost else None)
    )


def scan(hall: Hall, code: str, activity: str | None = None) -> Went[Scanned | None]:
    """Read a volunteer's card. Refuses: as ``attendance.scan``; while cut off as ``Outbox.scan``.

    One whose answer was lost is kept with the time of the first try: it counts once.
    """
    at = hall.clock.now()
    if not apart(hall) or hall.cut_off is None:
        try:
            return Went(hall.volunteers.attendance.scan(code, activity))
        except StoreError as error:
            _lost(error)
    return Went(None, hall.outbox.scan(code, activity, at=at))


def hand_in(
    hall: Hall,
    item: str,
    fields: Mapping[str, object],
    consent: str | None,
    *,
    agent: Mapping[str, object] | None = None,
    guardian: Mapping[str, object] | None = None,
    has: Iterable[str] | None = None,
    large: bool = False,
) -> Went[Request | None]:
    """Take a request in. Refuses: as ``hall.certificates.request``."""
    has = list(has) if has is not None else None
    more = {"agent": agent, "guardian": guardian}
    key = lost = None
    if not apart(hall) or hall.cut_off is None:
        key = secrets.token_hex(8) if apart(hall) else ""
        request = hall.certificates.request
        try:
            return Went(request(item, fields, consent, **more, has=has, large=large, key=key))
        except StoreError as error:
            lost = _lost(error)
    instead = key if lost else None
    kept = hall.outbox.hand_in(item, fields, consent, **more, has=has, large=large, instead=instead)
    return Went(None, kept)


def served(hall: Hall, number: str, window: str) -> Went[None]:
    """A window has served a number while nobody could be called.

    Refuses: ``not_cut_off`` (call and finish it), ``unknown_window``, ``bad_number``.
    """
    if hall.cut_off is None:
        raise refusal("not_cut_off")
    return Went(None, hall.outbox.served(number, window))


def slips(hall: Hall) -> Slips:
    """The book that says how the printers are: the records', or this machine's own."""
    return hall.slips if hall.cut_off is None else hall.outbox.slips


def last_slip(hall: Hall, kind: str = "ticket") -> Slip | None:
    """The newest slip of a kind that this terminal's printer was given, from either book."""
    terminal = hall.config.terminals.get(hall.queue.terminal)
    if terminal is None or terminal.printer is None:
        return None
    found = [
        Slip(job, offline=False)
        for job in hall.slips.jobs()
        if job.kind == kind and job.printer == terminal.printer
    ]
    if apart(hall):
        hall.outbox.refresh()
        own = hall.outbox.last_slip({terminal.printer, hall.outbox.printer or ""}, kind)
        found += [Slip(own, offline=True)] if own else []
    return max(found, key=lambda slip: (slip.job.at, slip.offline, slip.job.id), default=None)


def reprint_last(hall: Hall, by: str, kind: str = "ticket") -> Job:
    """Print that slip once more, marked 补打.

    Refuses: ``nothing_printed``; as ``Slips.reprint``; ``store_away`` where only the records have
    it.
    """
    last = last_slip(hall, kind)
    if last is None:
        raise refusal("nothing_printed")
    book = hall.outbox.slips if last.offline else hall.slips
    return book.reprint(last.job.id, by)


def _lost(error: StoreError) -> bool:
    """May it be recorded all the same? Raises what does not mean that the server is away."""
    if error.code not in AWAY | {LOST}:
        raise error
    return error.code == LOST

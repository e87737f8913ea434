"""The business day: its beginning, and what becomes of those who still wait when it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.hours import Moment, business_day
from kiosk.store.rows import Change
from kiosk.tickets.calling import passes
from kiosk.tickets.ticket import Move, State, Ticket, Transition
from kiosk.tickets.waits import TABLE as SHEETS

if TYPE_CHECKING:
    from kiosk.tickets.ground import Ground

TABLE = "days"
"""The store's table with the one document ``now``: the business day the hall is in."""

NOW = "now"

BEFORE_TODAY = 1_000_000.0
"""Taken off the place of a ticket kept over night, so that it stands before everyone of the day."""

CLOSED = "day_closed"
"""The reason written on what a day's end did, so that no statistic takes it for a clerk's act."""


BACK_DAYS = timedelta(days=3)
"""How far back a clock may show the date before the hall believes it."""


class Days:
    """Opens each business day once, whichever process acts first."""

    def __init__(self, queue: Ground) -> None:
        self._queue = queue
        self._table = queue.store.table(TABLE)
        self._opened: str | None = None
        self.closing: list[Callable[[Moment], None]] = []
        """What other rooms do when a day ends, as part of closing it."""
        # Live as long as there is one: not asked of a server that may be away.
        if document := queue.store.rows.live(TABLE).get(NOW):
            self._follow(msgspec.json.decode(document))

    def apply(self, changes: list[Change]) -> None:
        """Follow committed changes: another process may have opened the day."""
        for change in changes:
            if change.table == TABLE and change.after is not None:
                self._follow(msgspec.json.decode(change.after))

    def _follow(self, document: Mapping[str, Any]) -> None:
        self._opened = document["day"]
        # The acts of closed days are no longer in memory; the next one is still later than them.
        self._queue.floor.n = max(self._queue.floor.n, document.get("n", 0))

    def today(self, now: Moment) -> str:
        """The business day of a moment, as ``2026-11-23``.

        A clock that shows an earlier day than the one the hall is in is taken to be wrong, and the
        hall stays in its day; ``BACK_DAYS`` earlier, the hall's day must have been the mistake.
        """
        day = business_day(now.at, self._queue.config.queue.day_starts)
        return _believed(day, self._opened)

    def is_opened(self, now: Moment) -> bool:
        """Is it the business day the hall is in?"""
        return self.today(now) == self._opened

    def stays(self, ticket: Ticket, now: Moment) -> bool:
        """Is a ticket of the floor still here, or gone as soon as somebody opens the day?"""
        keeps = self._queue.config.queue.rollover == "keep"
        return self.is_opened(now) or (keeps and ticket.state is State.WAITING)

    def open(self, now: Moment) -> str:
        """The business day; begun, in a transaction of its own, if nobody has yet."""
        day = self.today(now)
        if day != self._opened:
            with self._queue.store.transaction():
                if day != self._opened:  # nobody else did while we waited for our turn
                    self._begin(day, now)
        return day

    def _begin(self, day: str, now: Moment) -> None:
        if self._opened is not None:
            self._close(self._opened, now)
        self._table.put(NOW, {"day": day, "n": self._queue.floor.n + 1})
        # A day that was open before goes on with its numbers.
        tickets = self._queue.table
        tickets.revive(document.doc_id for document in tickets.past("day", day))

    def _close(self, day: str, now: Moment) -> None:
        queue = self._queue
        sheet = queue.waits.sheet(day)
        for document in queue.store.table(SHEETS).all():
            queue.store.table(SHEETS).retire([document.doc_id])
        queue.store.table(SHEETS).put(day, sheet)
        queue.slips.settle(day)
        for ending in self.closing:
            ending(now)
        with queue.store.rows.reading:
            tickets = list(queue.floor.tickets.values())
        for ticket in tickets:
            self.close_late(ticket, now)

    def close_late(self, ticket: Ticket, now: Moment) -> None:
        """What the end of its day makes of a ticket, in the open transaction."""
        queue = self._queue
        keeps = queue.config.queue.rollover == "keep"
        if not ticket.lives:
            queue.table.retire([ticket.id])
        elif keeps and ticket.state in {State.WAITING, State.ISSUED}:
            queue.write(self._kept(ticket))
        else:
            queue.write(_ended(ticket, queue.entry(now, reason=CLOSED)))
            queue.table.retire([ticket.id])

    def _kept(self, ticket: Ticket) -> Ticket:
        """A ticket that waits on: before everyone of the new day, and as often passed as it was."""
        queue = self._queue
        passed = passes(queue.floor, queue.windows.lines, ticket)
        return msgspec.structs.replace(
            ticket, place=ticket.place - BEFORE_TODAY, passed=passed, counted=queue.floor.n + 1
        )


def _ended(ticket: Ticket, entry: Transition) -> Ticket:
    """A ticket at its day's end: whoever was being served was served, whoever waited has left."""
    move: dict[State, Callable[[], Ticket]] = {
        State.SERVING: lambda: ticket.moved(Move.FINISH, entry),
    }
    return move.get(ticket.state, lambda: ticket.moved(Move.LEAVE, entry))()


@lru_cache(maxsize=8)
def _believed(day: date, opened: str | None) -> str:
    """The day that holds when the clock shows one and the hall is in another."""
    if opened is not None:
        stands = date.fromisoformat(opened)
        if day < stands <= day + BACK_DAYS:
            day = stands
    return day.isoformat()

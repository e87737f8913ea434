"""What can be asked of the queue without changing it; answered from memory, never from the disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from kiosk.hours import next_opening, open_span
from kiosk.tickets.calibration import Quote
from kiosk.tickets.ground import Ground
from kiosk.tickets.slip import number_of
from kiosk.tickets.ticket import Ticket
from kiosk.wording import refusal


class Looking(Ground):
    """Questions."""

    def tickets(self) -> list[Ticket]:
        """All tickets of the business day and those kept from before, first taken first.

        Each with the people ahead and the wait as they are now.
        """
        now = self.clock.now()
        with self.store.rows.reading:
            told = self.waits.told(self.days.today(now), now)
            tickets = [t for t in self.floor.tickets.values() if self.days.stays(t, now)]
        tickets.sort(key=_taken)
        return [_as_told(ticket, told) for ticket in tickets]

    def ticket(self, number: str) -> Ticket:
        """One ticket by its number, with the people ahead and the wait as they are now."""
        now = self.clock.now()
        with self.store.rows.reading:
            ticket = self.named(number, now)
            return _as_told(ticket, self.waits.told(self.days.today(now), now))

    def series(self) -> list[str]:
        """What numbers of the business day begin with: ``A``; ``AX`` of a machine once cut off."""
        day = self.days.today(self.clock.now())
        with self.store.rows.reading:
            return self.floor.series(day)

    def by_code(self, digits: str) -> Ticket:
        """The ticket whose code was scanned, as ``ticket`` gives it.

        Raises:
            Refused: ``not_our_code``, or ``old_ticket`` for one of an earlier day that is over.
        """
        code = self.codes.read(digits)
        number = number_of(code)
        now = self.clock.now()
        with self.store.rows.reading:
            ticket = self.floor.tickets.get(f"{code.day}/{number}")
            if ticket is None or not self.days.stays(ticket, now):
                raise refusal("old_ticket", number=number, month=code.day.month, day=code.day.day)
            return _as_told(ticket, self.waits.told(self.days.today(now), now))

    def on_floor(self) -> list[Ticket]:
        """The tickets that live, first taken first, as stored: for screens that show no waits."""
        now = self.clock.now()
        with self.store.rows.reading:
            tickets = [
                ticket
                for ticket in self.floor.tickets.values()
                if ticket.lives and self.days.stays(ticket, now)
            ]
        return sorted(tickets, key=_taken)

    def at(self, window: str) -> Ticket | None:
        """The ticket that is called to or served at a window."""
        now = self.clock.now()
        with self.store.rows.reading:
            ticket = self.floor.at_window.get(window)
            return ticket if ticket and self.days.stays(ticket, now) else None

    def quote(self, line: str, priority: str | None = None) -> Quote | None:
        """What a newcomer to a line would be told now."""
        now = self.clock.now()
        with self.store.rows.reading:
            return self.waits.newcomer(line, priority, self.days.today(now), now)[1]

    def waiting(self, line: str) -> int:
        """How many people wait in a line."""
        now = self.clock.now()
        with self.store.rows.reading:
            return sum(self.days.stays(t, now) for t in self.floor.in_line((line,)))

    def open_windows(self) -> list[str]:
        """The windows where somebody sits now."""
        now = self.clock.now()
        with self.store.rows.reading:
            day = self.days.today(now)
            return [name for name in self.windows.lines if self.windows.is_open(name, day, now)]

    def is_open(self, line: str) -> bool:
        """Is the line open at this moment?"""
        return open_span(self.config.line_hours(line), self.clock.now().at) is not None

    def opens(self, line: str) -> datetime | None:
        """When the line opens next."""
        return next_opening(self.config.line_hours(line), self.clock.now().at)


def _taken(ticket: Ticket) -> tuple[str, int]:
    return ticket.day, ticket.log[0].n


def _as_told(ticket: Ticket, told: Mapping[str, tuple[int, Quote | None]]) -> Ticket:
    if ticket.id not in told:
        return ticket
    ahead, quote = told[ticket.id]
    wait = (quote.low, quote.high) if quote else None
    return msgspec.structs.replace(ticket, ahead=ahead, wait=wait)

"""Taking a ticket, and giving it up."""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.hours import Moment, next_opening, open_span
from kiosk.tickets.calibration import Quote
from kiosk.tickets.estimate import Reach
from kiosk.tickets.ground import Ground
from kiosk.tickets.slip import code_of, ticket_slip
from kiosk.tickets.ticket import Move, State, Ticket
from kiosk.wording import refusal


class Taking(Ground):
    """Acts of residents."""

    def take(
        self,
        line: str,
        priority: str | None = None,
        *,
        item: str | None = None,
        large: bool = False,
        key: str | None = None,
    ) -> Ticket:
        """Give out the next number of a line, and queue its slip where this terminal prints.

        ``item``: the code of what it is for, as the lists have it; ``large``: in large type, for
        whoever reads the screen so; ``key``: to find the ticket by, should the answer be lost.
        Refuses: ``unknown_line``, ``unknown_priority``,
        ``unknown_item``, ``item_off``, ``priority_not_offered``, ``line_closed``,
        ``closing_soon``, ``quota_reached``.
        """
        item, subject = self.asked(line, priority, item)
        with self.act() as now:
            self.offered_in(line, priority)
            day = self.days.today(now)
            self.admit(line, day, now)
            ahead, quote = self.waits.newcomer(line, priority, day, now)
            note = self._closing(line, quote, ahead, now)
            n = self.floor.n + 1
            entry = self.entry(now, n=n, line=line)
            ticket = Ticket(
                id="",
                day=day,
                number=self._next_number(line, day),
                line=line,
                state=State.ISSUED,
                place=float(n),
                joined=n,
                log=(msgspec.structs.replace(entry, move=Move.TAKE, to=State.ISSUED),),
                priority=priority,
                quote=quote,
                item=item,
                key=key,
            )
            ticket = msgspec.structs.replace(ticket, id=f"{day}/{ticket.number}")
            ticket = ticket.moved(Move.JOIN, entry)
            self.table.add(ticket.id, ticket)
            wait = (quote.low, quote.high) if quote else None
            ticket = msgspec.structs.replace(ticket, ahead=ahead, wait=wait)
            self._print(ticket, note, now, subject, large=large)
        return ticket

    def asked(self, line: str, priority: str | None, item: str | None) -> tuple[str | None, str]:
        """Check what is asked for, by the settings alone; code and name of what it is for.

        Refuses: ``unknown_line``, ``unknown_priority``, ``unknown_item``, ``item_off``.
        """
        if line not in self.config.lines:
            raise refusal("unknown_line", line=line, lines="、".join(self.config.lines))
        if priority is not None and priority not in self.offered:
            raise refusal("unknown_priority", priority=priority, classes="、".join(self.offered))
        return self.subject(item) if item is not None else (None, "")

    def offered_in(self, line: str, priority: str | None) -> None:
        """Refuse ``priority_not_offered`` in a line that serves everybody in turn."""
        if priority is not None and not self.config.lines[line].priority:
            raise refusal("priority_not_offered", line=line)

    def admit(self, line: str, day: str, now: Moment, beside: int = 0) -> None:
        """Check whether a line still gives out numbers; ``beside``: given, and not on record here.

        Refuses: ``line_closed``, ``closing_soon``, ``quota_reached``.
        """
        self._open_now(line, now)
        last = self.config.queue.last_ticket_minutes
        left = self.waits.closes_in(line, now)
        if left < last:
            raise refusal("closing_soon", line=line, ahead=len(self.floor.in_line((line,))))
        quota = self.config.lines[line].quota
        if quota is not None and self.floor.given(day, line) + beside >= quota:
            raise refusal("quota_reached", line=line, quota=quota)

    def leave(self, number: str) -> Ticket:
        """The resident does not want to wait any longer."""
        with self.act() as now:
            ticket = self.named(number, now)
            return self.write(ticket.moved(Move.LEAVE, self.entry(now)))

    def _open_now(self, line: str, now: Moment) -> None:
        hours = self.config.line_hours(line)
        if open_span(hours, now.at) is None:
            opens = next_opening(hours, now.at)
            when = f"{opens:%m-%d %H:%M}" if opens else "—"
            raise refusal("line_closed", line=line, opens=when)

    def _closing(self, line: str, quote: Quote | None, ahead: int, now: Moment) -> bool:
        """Whether the slip must warn that today may not suffice; refuses where it cannot."""
        if quote is None:
            return False
        match self.waits.reach(line, quote, now):
            case Reach.NO:
                raise refusal("closing_soon", line=line, ahead=ahead)
            case Reach.PERHAPS:
                return True
        return False

    def _next_number(self, line: str, day: str) -> str:
        count = self.floor.top(day, line) + 1
        while self.floor.bears(number := f"{line}{count:03d}"):
            count += 1
        return number

    def _print(self, ticket: Ticket, note: bool, now: Moment, subject: str, *, large: bool) -> None:
        terminal = self.config.terminals.get(self.terminal)
        if terminal is None or terminal.printer is None:
            return
        code = self.codes.make(code_of(date.fromisoformat(ticket.day), ticket.number))
        fields = ticket_slip(self.config, ticket, code, now.at, note, self.clock.training)
        if subject:
            fields["item"] = subject
        if large:
            fields["large"] = "1"
        self.slips.write(terminal.printer, "ticket", ticket.id, ticket.day, fields)

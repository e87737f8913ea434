"""Acts at a window: from the call to the finish, and everything that can come between."""

from __future__ import annotations

import msgspec

from kiosk.hours import Moment
from kiosk.tickets import calling, late, windows
from kiosk.tickets.ground import Ground
from kiosk.tickets.ticket import Move, State, Ticket, Why
from kiosk.wording import refusal


class Serving(Ground):
    """Acts of clerks. A window has at most one ticket that is called or served.

    A reason is short, and no place for anybody's number (``too_many_characters``,
    ``personal_number``).
    """

    def call(self, window: str, number: str | None = None) -> Ticket:
        """Call the next ticket, or a chosen one that waits or was missed."""
        lines = self.lines(window)
        with self.act() as now:
            if window in self.floor.at_window:
                raise refusal(
                    "window_busy", window=window, number=self.floor.at_window[window].number
                )
            ticket, why = self._choice(window, number, now)
            if ticket.line not in lines:
                raise refusal("wrong_window", window=window, number=ticket.number, line=ticket.line)
            if ticket.state is State.MISSED and self.config.queue.late_return.rule == "never":
                raise refusal("no_return", number=ticket.number)
            entry = self.entry(now, window=window, why=why)
            return self.write(ticket.moved(Move.CALL, entry))

    def recall(self, window: str) -> Ticket:
        """Call again whoever was called to this window."""
        return self._at_window(window, Move.RECALL)

    def arrive(self, window: str) -> Ticket:
        """Whoever was called stands at the window."""
        return self._at_window(window, Move.ARRIVE)

    def miss(self, window: str) -> Ticket:
        """Nobody came, after as many calls as the centre asks for."""
        self.lines(window)
        with self.act() as now:
            ticket = self.current(window)
            needed = self.config.queue.calls_before_missed
            if ticket.state is State.CALLED and ticket.calls < needed:
                raise refusal("call_again", number=ticket.number, calls=ticket.calls, needed=needed)
            return self.write(ticket.moved(Move.MISS, self.entry(now, window=window)))

    def hold(self, window: str, reason: str | None = None) -> Ticket:
        """Set the window's ticket aside (papers to fetch, a form to fill in)."""
        return self._at_window(window, Move.HOLD, reason=reason)

    def resume(self, window: str, number: str) -> Ticket:
        """Take up a held ticket at this window; or let a missed one back in by the late rule."""
        lines = self.lines(window)
        with self.act() as now:
            ticket = self.named(number, now)
            if ticket.line not in lines:
                raise refusal("wrong_window", window=window, number=ticket.number, line=ticket.line)
            if ticket.state is State.MISSED:
                return self._back_in_line(ticket, now)
            if window in self.floor.at_window:
                raise refusal(
                    "window_busy", window=window, number=self.floor.at_window[window].number
                )
            return self.write(ticket.moved(Move.RESUME, self.entry(now, window=window)))

    def transfer(self, window: str, line: str) -> Ticket:
        """Send the window's ticket to another line; it keeps its number and its place in time."""
        self.lines(window)
        if line not in self.config.lines:
            raise refusal("unknown_line", line=line, lines="、".join(self.config.lines))
        with self.act() as now:
            ticket = self.current(window)
            entry = self.entry(now, window=window, line=line)
            moved = ticket.moved(Move.TRANSFER, entry)
            return self.write(msgspec.structs.replace(moved, line=line, joined=entry.n, passed=0))

    def finish(self, window: str) -> Ticket:
        """The window's ticket is done; one that was only called has arrived by that."""
        self.lines(window)
        with self.act() as now:
            ticket = self.current(window)
            if ticket.state is State.CALLED:
                ticket = ticket.moved(Move.ARRIVE, self.entry(now, window=window, reason="implied"))
            return self.write(ticket.moved(Move.FINISH, self.entry(now, window=window)))

    def void(self, number: str, reason: str | None = None) -> Ticket:
        """Take a ticket out for good. Its number is never given again."""
        said = _said(reason)
        with self.act() as now:
            ticket = self.named(number, now)
            return self.write(ticket.moved(Move.VOID, self.entry(now, reason=said)))

    def undo(self, window: str) -> Ticket:
        """Take back the window's last call, arrival, miss, hold or finish; the times stay true."""
        self.lines(window)
        with self.act() as now:
            _, id_ = self.floor.last.get(window, (0, ""))
            ticket = self.floor.tickets.get(id_)
            if ticket is None:
                raise refusal("nothing_to_undo", window=window)
            return self.write(ticket.undone(self.entry(now, window=window)))

    def open_window(self, window: str) -> None:
        """Someone sits down at a window."""
        self._turn_window(window, opened=True)

    def close_window(self, window: str) -> None:
        """Whoever sat at a window leaves it; a ticket there stays there."""
        self._turn_window(window, opened=False)

    def _choice(self, window: str, number: str | None, now: Moment) -> tuple[Ticket, Why]:
        if number is not None:
            ticket = self.named(number, now)
            return ticket, calling.chosen(self.floor, self.windows.lines[window], ticket)
        choice = calling.choose(
            self.floor,
            self.windows.lines,
            window,
            self.config.queue.priority_bound,
            self.offered,
            now,
        )
        if choice is None:
            raise refusal("nobody_waiting", window=window)
        return choice

    def _at_window(self, window: str, move: Move, reason: str | None = None) -> Ticket:
        self.lines(window)
        said = _said(reason)
        with self.act() as now:
            entry = self.entry(now, window=window, reason=said)
            return self.write(self.current(window).moved(move, entry))

    def _back_in_line(self, ticket: Ticket, now: Moment) -> Ticket:
        rule = self.config.queue.late_return
        if rule.rule == "never":
            raise refusal("no_return", number=ticket.number)
        entry = self.entry(now)
        rivals = self.floor.in_line((ticket.line,))
        back = ticket.moved(Move.RETURN, entry)
        place = late.place_behind(rivals, rule, entry.n)
        back = msgspec.structs.replace(back, place=place, joined=entry.n, passed=0, late=True)
        return self.write(back)

    def _turn_window(self, window: str, *, opened: bool) -> None:
        self.lines(window)
        with self.act() as now:
            record = windows.WindowRecord(
                self.days.today(now), opened, now.at, self.actor, now.tick, now.boot
            )
            self.store.table(windows.TABLE).put(window, record)


def _said(reason: str | None) -> str | None:
    from kiosk.identity.free_text import free_text  # noqa: PLC0415 -- a lobby gives no reasons

    return free_text("reason", reason) if reason and reason.strip() else None

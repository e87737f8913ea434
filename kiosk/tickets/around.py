"""What a desk shows of the hall around it: who could be called, what can be done, who sits where.

Answered from memory like all of ``looking``. What ``possible`` says may be out of date a moment
later; the act itself then refuses with its word.
"""

from __future__ import annotations

from typing import NamedTuple

from kiosk.errors import Refused
from kiosk.hours import Moment
from kiosk.tickets import calling
from kiosk.tickets.looking import Looking
from kiosk.tickets.ticket import MOVES, Move, State, Ticket, Transition


class Seat(NamedTuple):
    """A window as colleagues see it: who sits there, with which ticket, and since when it is so.

    ``by`` is a staff number; ``since`` is when the ticket came into its state, or without one when
    the window was opened or closed; ``None`` where nobody sat today.
    """

    window: str
    open: bool
    by: str | None
    ticket: Ticket | None
    since: Moment | None


class Crowd(NamedTuple):
    """How many wait in a line, and since when the one who has waited longest does."""

    line: str
    waiting: int
    since: Moment | None


class Around(Looking):
    """Questions of a desk."""

    def next(self, window: str) -> Ticket | None:
        """Whom the window would call now; refuses ``unknown_window``."""
        self.lines(window)
        now = self.clock.now()
        with self.store.rows.reading:
            choice = calling.choose(
                self.floor,
                self.windows.lines,
                window,
                self.config.queue.priority_bound,
                self.offered,
                now,
            )
            ticket = choice[0] if choice else None
            return ticket if ticket and self.days.stays(ticket, now) else None

    def possible(self, window: str, selected: str | None = None) -> frozenset[str]:
        """The acts that would not be refused now, by the names of this queue's methods.

        ``call`` is the next ticket; ``call_selected``, ``resume`` and ``void`` are meant for the
        ``selected`` number (``void`` without one for the ticket at the window).
        """
        with self.store.rows.reading:
            here = self.at(window)
            ticket = self._living(selected)
            may = set(self._of_window(here)) | set(self._of_selected(window, here, ticket))
            if here is None and self.next(window) is not None:
                may.add("call")
            victim = ticket if selected is not None else here
            if victim is not None and victim.state in MOVES[Move.VOID].before:
                may.add("void")
            if self.undoable(window) is not None:
                may.add("undo")
        return frozenset(may)

    def undoable(self, window: str) -> tuple[Ticket, Transition] | None:
        """The ticket whose last move ``undo`` would take back at a window, and that move."""
        with self.store.rows.reading:
            _, id_ = self.floor.last.get(window, (0, ""))
            ticket = self.floor.tickets.get(id_)
            now = self.clock.now()
            if ticket is None or not self.days.is_opened(now):
                return None
            try:
                ticket.undone(self.entry(now, window=window))
            except Refused:
                return None
            return ticket, ticket.log[-1]

    def seats(self) -> list[Seat]:
        """Every window, as it is now."""
        with self.store.rows.reading:
            opened = set(self.open_windows())
            return [self._seat(window, window in opened) for window in self.windows.lines]

    def crowds(self) -> list[Crowd]:
        """Every line, with those who wait in it now."""
        now = self.clock.now()
        crowds = []
        with self.store.rows.reading:
            for line in self.config.lines:
                waiting = [t for t in self.floor.in_line((line,)) if self.days.stays(t, now)]
                since = min((_joined(ticket) for ticket in waiting), default=None, key=_at)
                crowds.append(Crowd(line, len(waiting), since))
        return crowds

    def _living(self, number: str | None) -> Ticket | None:
        if number is None:
            return None
        now = self.clock.now()
        ticket = self.floor.find(number, self.days.today(now))
        return ticket if ticket and ticket.lives and self.days.stays(ticket, now) else None

    def _of_window(self, here: Ticket | None) -> list[str]:
        if here is None:
            return []
        moves = (Move.RECALL, Move.ARRIVE, Move.HOLD, Move.TRANSFER)
        may = [move.value for move in moves if here.state in MOVES[move].before]
        may.append("finish")  # one that was only called has arrived by that
        if here.state is State.CALLED and here.calls >= self.config.queue.calls_before_missed:
            may.append("miss")
        return may

    def _of_selected(self, window: str, here: Ticket | None, ticket: Ticket | None) -> list[str]:
        if ticket is None or ticket.line not in self.lines(window):
            return []
        late = ticket.state is State.MISSED
        if late and self.config.queue.late_return.rule == "never":
            return []
        may = []
        if here is None and ticket.state in MOVES[Move.CALL].before:
            may.append("call_selected")
        if late or (here is None and ticket.state in MOVES[Move.RESUME].before):
            may.append("resume")
        return may

    def _seat(self, window: str, is_open: bool) -> Seat:
        ticket = self.at(window)
        record = self.windows.records.get(window)
        today = self.days.today(self.clock.now())
        record = record if record is not None and record.day == today else None
        if ticket is not None:
            sits = record.by if record is not None and record.opened else ticket.log[-1].by
            return Seat(window, is_open, sits, ticket, ticket.periods()[-1].start)
        by = record.by if record is not None and is_open else None
        return Seat(window, is_open, by, None, record.moment if record else None)


def _joined(ticket: Ticket) -> Moment:
    return ticket.periods()[-1].start


def _at(moment: Moment) -> float:
    return moment.at.timestamp()

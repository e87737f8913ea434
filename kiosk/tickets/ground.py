"""What every act of the queue stands on: the open day, one transaction, one log entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.codes import Codes
from kiosk.config import Config
from kiosk.hours import Clock, Moment
from kiosk.priorities import offered
from kiosk.slips import Slips
from kiosk.store import Store, Table
from kiosk.store.keeping import MARKS
from kiosk.store.rows import Change
from kiosk.tickets import floor, waits, windows
from kiosk.tickets.days import Days
from kiosk.tickets.ticket import Move, State, Ticket, Transition, Why
from kiosk.wording import refusal


class Ground:
    """The store's tickets, what is derived from them, and the frame of an act."""

    def __init__(
        self, config: Config, store: Store, clock: Clock, slips: Slips, codes: Codes
    ) -> None:
        self.config, self.store, self.clock, self.slips = config, store, clock, slips
        self.codes = codes
        self.table: Table = store.table(floor.TABLE)
        self.terminal = "lobby"
        """Where acts are recorded to have been made, and whose printer prints."""
        self.actor: str | None = None
        """Who makes them: the number of a member of staff, ``None`` for residents."""
        self.subject: Callable[[str], tuple[str, str]] = _no_subject
        """Code and name, as the slip says it, of what a ticket is for; the hall asks its lists."""
        self.offered = offered(config.queue.priority_classes)
        """Priority classes by code."""
        self.floor = floor.Floor(store.rows.live(floor.TABLE).values(), _given_before(store))
        self.windows = windows.Windows(config, self.floor, store.rows.live(windows.TABLE))
        sheets = list(store.rows.live(waits.TABLE).values())
        self.waits = waits.Waits(config, self.floor, self.windows, sheets)
        self.days = Days(self)
        store.rows.derived.append(self._apply)

    def _apply(self, changes: list[Change]) -> None:
        followed = self.floor.apply(changes)
        self.windows.apply(changes)
        self.days.apply(changes)
        self.waits.apply(changes)
        for ticket, since in followed:
            self.waits.learn(ticket, since)

    @contextmanager
    def act(self) -> Iterator[Moment]:
        """One act: the day is open, the transaction too; gives the moment."""
        while True:
            self.days.open(self.clock.now())
            with self.store.transaction():
                now = self.clock.now()
                # Waiting for our turn, midnight may have passed, or another process opened a day.
                if self.days.is_opened(now):
                    yield now
                    return

    def entry(
        self,
        now: Moment,
        *,
        n: int | None = None,
        window: str | None = None,
        line: str | None = None,
        reason: str | None = None,
        why: Why | None = None,
    ) -> Transition:
        """The log entry of an act at this moment, its move still open."""
        return Transition(
            n=n or self.floor.n + 1,
            move=Move.TAKE,
            to=State.ISSUED,
            at=now.at,
            tick=now.tick,
            boot=now.boot,
            where=self.terminal,
            by=self.actor,
            window=window,
            line=line,
            reason=reason,
            why=why,
        )

    def write(self, ticket: Ticket) -> Ticket:
        """Store a ticket in the open transaction."""
        self.table.put(ticket.id, ticket)
        return ticket

    def lines(self, window: str) -> frozenset[str]:
        """The lines a window serves; refuses ``unknown_window``."""
        if window not in self.windows.lines:
            names = "、".join(self.windows.lines)
            raise refusal("unknown_window", window=window, windows=names)
        return self.windows.lines[window]

    def current(self, window: str) -> Ticket:
        """The ticket a window has; refuses ``nothing_called``."""
        ticket = self.floor.at_window.get(window)
        if ticket is None:
            raise refusal("nothing_called", window=window)
        return ticket

    def named(self, number: str, now: Moment) -> Ticket:
        """The ticket with a number; refuses ``unknown_number``."""
        ticket = self.floor.find(number.strip().upper(), self.days.today(now))
        if ticket is None:
            raise refusal("unknown_number", number=number)
        return ticket


def _given_before(store: Store) -> dict[tuple[str, str], int]:
    """The highest numbers, by day and line, that a restore found already given."""
    marks = {}
    for mark in store.table(MARKS).all():
        day, line = str(mark.doc_id).split("/")
        marks[day, line] = int(mark["top"])
    return marks


def _no_subject(code: str) -> tuple[str, str]:
    raise refusal("unknown_item", item=code.strip()[:20])

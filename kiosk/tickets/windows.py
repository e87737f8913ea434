"""Which windows are really open, and what the estimate needs to know of them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.config import Config
from kiosk.hours import Moment, seconds_between
from kiosk.store.rows import Change
from kiosk.tickets.floor import Floor
from kiosk.tickets.futures import Desk
from kiosk.tickets.ticket import Move, Ticket

TABLE = "windows"
"""The store's table of windows: one document each, who opened or closed it last."""


class WindowRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether a window was opened or closed by the person at it, when, and who that is."""

    day: str
    opened: bool
    at: datetime
    by: str | None = None
    tick: float | None = None
    boot: str | None = None

    @property
    def moment(self) -> Moment:
        """When it was opened or closed."""
        return Moment(self.at, self.tick, self.boot)


_decode = msgspec.json.Decoder(WindowRecord).decode


class Windows:
    """The windows of the hall as they are now; derived from the store, changed by nobody else."""

    def __init__(self, config: Config, floor: Floor, live: dict[str, bytes]) -> None:
        self._config, self._floor = config, floor
        self.lines = {name: frozenset(window.lines) for name, window in config.windows.items()}
        """Window → the lines it serves."""
        self.records = {name: _decode(doc) for name, doc in live.items()}

    def apply(self, changes: list[Change]) -> None:
        """Follow committed changes of the table of windows."""
        for change in changes:
            if change.table == TABLE and change.after is not None:
                self.records[change.id] = _decode(change.after)

    def is_open(self, window: str, day: str, now: Moment) -> bool:
        """Does someone sit there?

        Someone opened it, or it acted today and was not closed. Not when it has let people wait,
        untouched, for ``window_idle_minutes``. Who is still there when it closes is its last; only
        a call after that opens it again.
        """
        record = self.records.get(window)
        record = record if record and record.day == day else None
        if record and not record.opened and not _later(self._last_call(window), record.moment):
            return False
        if window in self._floor.at_window:
            return True
        acted = self._floor.acted.get(window)
        if acted is None and record is None:
            return False
        touched = acted if record is None or _later(acted, record.moment) else record.moment
        idle = self._config.queue.window_idle_minutes * 60
        if touched is None or seconds_between(touched, now) < idle:
            return touched is not None
        return record is not None and record.opened and not self._lets_wait(window, now, idle)

    def _last_call(self, window: str) -> Moment | None:
        ticket = self._floor.tickets.get(self._floor.last.get(window, (0, ""))[1])
        return called_at(ticket) if ticket else None

    def _lets_wait(self, window: str, now: Moment, idle: float) -> bool:
        return any(
            seconds_between(ticket.log[-1].moment, now) >= idle
            for ticket in self._floor.in_line(self.lines[window])
        )

    def desks(self, day: str, now: Moment) -> list[Desk]:
        """The open windows as the estimate wants them."""
        desks = []
        for window, lines in self.lines.items():
            if not self.is_open(window, day, now):
                continue
            ticket = self._floor.at_window.get(window)
            if ticket is None:
                desks.append(Desk(lines))
            else:
                desks.append(Desk(lines, ticket.line, seconds_between(called_at(ticket), now)))
        return desks


def called_at(ticket: Ticket) -> Moment:
    """When the ticket at a window was called or taken up again there."""
    for entry in reversed(ticket.log):
        if entry.move in {Move.CALL, Move.RESUME}:
            return entry.moment
    return ticket.log[-1].moment


def _later(acted: Moment | None, than: Moment) -> bool:
    return acted is not None and acted.at > than.at

"""The shortest hall that drives the estimate: quote at issue, score at call, learn at finish."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from kiosk.tickets.calibration import Calibration, Quote
from kiosk.tickets.estimate import expected_wait
from kiosk.tickets.futures import Desk
from kiosk.tickets.service_times import ServiceTimes
from tests.tickets.hall_day import OPEN_HOURS, Clock, Promise


class _Ticket(NamedTuple):
    urgency: int
    number: int
    line: str
    issued: datetime
    quote: Quote | None


@dataclass
class MemoryHall:
    """Priority first, then first come; no records, no transactions."""

    windows: Mapping[str, frozenset[str]]
    clock: Clock
    hours: tuple[tuple[float, float], ...] = OPEN_HOURS
    seen: dict[str, ServiceTimes] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
    waiting: list[_Ticket] = field(default_factory=list)
    busy: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def take(self, line: str, *, priority: bool) -> tuple[str, Promise | None]:
        now = self.clock.now
        urgency = 0 if priority else 1
        ahead = [ticket.line for ticket in self.waiting if ticket.urgency <= urgency]
        desks = [self._desk(window) for window in self.windows if window not in self.closed]
        pauses = self._pauses()
        quote = expected_wait(line, ahead, desks, self.seen, self.calibration, pauses)
        ticket = _Ticket(urgency, next(self.numbers), line, now, quote)
        self.waiting.append(ticket)
        self.waiting.sort()
        shown = None if quote is None else Promise(quote.low, quote.high, quote.middle)
        return str(ticket.number), shown

    def call(self, window: str) -> str | None:
        ticket = next((t for t in self.waiting if t.line in self.windows[window]), None)
        if ticket is None:
            return None
        self.waiting.remove(ticket)
        self.busy[window] = (ticket.line, self.clock.now)
        if ticket.quote is not None:
            waited = self.clock.now - ticket.issued
            self.calibration.learn(ticket.quote, waited.total_seconds() / 60)
        return str(ticket.number)

    def arrive(self, window: str) -> None:
        assert window in self.busy

    def finish(self, window: str) -> None:
        line, called = self.busy.pop(window)
        taken = self.clock.now - called
        self.seen.setdefault(line, ServiceTimes()).add(taken.total_seconds())

    def miss(self, window: str) -> None:
        self.finish(window)

    def open(self, window: str) -> None:
        self.closed.discard(window)

    def close(self, window: str) -> None:
        self.closed.add(window)

    def _pauses(self) -> list[tuple[float, float]]:
        now = self.clock.now
        since = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
        return [
            (max(0.0, before[1] - since), after[0] - since)
            for before, after in itertools.pairwise(self.hours)
            if after[0] > since
        ]

    def _desk(self, window: str) -> Desk:
        line, called = self.busy.get(window, (None, self.clock.now))
        return Desk(self.windows[window], line, (self.clock.now - called).total_seconds())

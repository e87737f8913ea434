"""What this hall has seen of waiting, what it tells a newcomer, and how well that held."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import msgspec

from kiosk.config import Config
from kiosk.hours import Moment, minutes_open
from kiosk.tickets.calibration import Calibration, Quote
from kiosk.tickets.calling import calling_order
from kiosk.tickets.estimate import Pause, Reach, expected_wait, reach
from kiosk.tickets.floor import Floor
from kiosk.tickets.service_times import ServiceTimes
from kiosk.tickets.ticket import AT_WINDOW, Move, State, Ticket, effective
from kiosk.tickets.windows import Windows

TABLE = "sheets"
"""The store's table of day sheets: what a closed day taught, one document a day."""


class Sheet(msgspec.Struct):
    """What was learnt up to the end of a business day. Only the newest is live."""

    day: str
    seen: dict[str, ServiceTimes] = {}
    calibration: Calibration = msgspec.field(default_factory=Calibration)


class Waits:
    """Quotes for newcomers. Learns from the newest sheet and from every ticket of today.

    A window taken over night by a forgotten "finish" teaches nothing (``reason`` is set then).
    """

    def __init__(self, config: Config, floor: Floor, windows: Windows, sheets: list[bytes]) -> None:
        self._config, self._floor, self._windows = config, floor, windows
        newest = max(
            (msgspec.json.decode(doc, type=Sheet) for doc in sheets), key=_day, default=None
        )
        self.seen: dict[str, ServiceTimes] = defaultdict(
            ServiceTimes, newest.seen if newest else {}
        )
        self.calibration = newest.calibration if newest else Calibration()
        for ticket in sorted(floor.tickets.values(), key=lambda t: t.log[-1].n):
            self.learn(ticket, since=0)

    def learn(self, ticket: Ticket, since: int) -> None:
        """Take in what is new of a ticket's log.

        A first call scores its quote, a freed window adds a service time.
        """
        for entry in ticket.log[since:]:
            if entry.move is Move.CALL and ticket.quote and _first_call(ticket, entry.n):
                waited = ticket.seconds(State.ISSUED, State.WAITING) / 60
                self.calibration.learn(ticket.quote, waited)
            elif entry.move in {Move.FINISH, Move.MISS} and entry.reason is None:
                self.seen[ticket.line].add(ticket.seconds(*AT_WINDOW))

    def sheet(self, day: str) -> Sheet:
        """What to keep of a day that closes."""
        return Sheet(day, dict(self.seen), self.calibration)

    def quote(self, line: str, priority: str | None, day: str, now: Moment) -> Quote | None:
        """What a newcomer would be told now."""
        waiting = calling_order(list(self._floor.in_line(self._config.lines)))
        if priority is not None:
            waiting = [ticket for ticket in waiting if ticket.priority is not None]
        return self._expected(line, [ticket.line for ticket in waiting], day, now)

    def still(self, ticket: Ticket, day: str, now: Moment) -> Quote | None:
        """What someone who waits would be told now."""
        waiting = calling_order(list(self._floor.in_line(self._config.lines)))
        ahead = [other.line for other in waiting[: waiting.index(ticket)]]
        return self._expected(ticket.line, ahead, day, now)

    def _expected(self, line: str, ahead: list[str], day: str, now: Moment) -> Quote | None:
        desks = self._windows.desks(day, now)
        return expected_wait(
            line, ahead, desks, self.seen, self.calibration, self._pauses(line, now)
        )

    def _pauses(self, line: str, now: Moment) -> list[Pause]:
        """Breaks of the line's hours still to come today, in seconds from now."""
        midnight = now.at.replace(hour=0, minute=0, second=0, microsecond=0)
        since = (now.at - midnight) / timedelta(seconds=1)
        spans = self._config.line_hours(line).spans(now.at.weekday())
        return [
            (max(0.0, before.end * 60 - since), after.start * 60 - since)
            for before, after in pairwise(spans)
            if after.start * 60 > since
        ]

    def reach(self, line: str, quote: Quote, now: Moment) -> Reach:
        """Whether who is told this will be called before the line closes for the day."""
        return reach(quote, self.closes_in(line, now))

    def closes_in(self, line: str, now: Moment) -> float:
        """Minutes until the line's last closing of the day, breaks included."""
        spans = self._config.line_hours(line).spans(now.at.weekday())
        if not spans or not minutes_open(self._config.line_hours(line), now.at):
            return 0.0
        return spans[-1].end - (now.at.hour * 60 + now.at.minute + now.at.second / 60)


def _day(sheet: Sheet) -> str:
    return sheet.day


def _first_call(ticket: Ticket, n: int) -> bool:
    calls = [entry.n for entry in effective(ticket.log) if entry.move is Move.CALL]
    return bool(calls) and calls[0] == n

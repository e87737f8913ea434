"""What this hall has seen of waiting, what it tells a newcomer, and how well that held."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import msgspec

from kiosk.config import Config
from kiosk.hours import Moment, minutes_open, seconds_between
from kiosk.store.rows import Change
from kiosk.tickets.calibration import Calibration, Quote
from kiosk.tickets.calling import calling_order, is_due
from kiosk.tickets.estimate import Pause, Reach, expected_wait, reach
from kiosk.tickets.floor import Floor
from kiosk.tickets.futures import Desk
from kiosk.tickets.service_times import ServiceTimes
from kiosk.tickets.ticket import Move, Ticket, Transition, effective
from kiosk.tickets.windows import Windows

TABLE = "sheets"
"""The store's table of day sheets: what a closed day taught, one document a day."""

FREES = frozenset({Move.FINISH, Move.MISS, Move.HOLD, Move.TRANSFER})
"""Moves after which a window can call the next."""

COMING_DUE = 2
"""How often the people are counted anew who, while someone with priority waits, come under the
bound and go first. Not counted at all, promises to priority in months without a break at noon
held in 63 to 70 % and were 4 to 9 minutes too short."""


class Sheet(msgspec.Struct):
    """What was learnt up to the end of a business day. Only the newest is live."""

    day: str
    n: int = 0
    """The last act of the day: what came before it has been learnt."""
    seen: dict[str, ServiceTimes] = {}
    calibration: Calibration = msgspec.field(default_factory=Calibration)


class Waits:
    """Quotes for newcomers. Learns from the newest sheet and from every ticket of today.

    A window taken over night by a forgotten "finish" teaches nothing (``reason`` is set then).
    """

    def __init__(self, config: Config, floor: Floor, windows: Windows, sheets: list[bytes]) -> None:
        self._config, self._floor, self._windows = config, floor, windows
        self.seen: dict[str, ServiceTimes]
        self.calibration: Calibration
        self._learnt: int
        known = [msgspec.json.decode(doc, type=Sheet) for doc in sheets]
        self._begin(max(known, key=_day, default=Sheet("")))
        for ticket in sorted(floor.tickets.values(), key=lambda t: t.log[-1].n):
            self.learn(ticket, since=0)

    def learn(self, ticket: Ticket, since: int) -> None:
        """Take in what is new of a ticket's log.

        A first call scores its quote, a freed window adds a service time.
        """
        for place, entry in enumerate(ticket.log[since:], since):
            if entry.n <= self._learnt:
                continue
            past = ticket.log[:place]
            if entry.move is Move.CALL and ticket.quote:
                if all(earlier.move is not Move.CALL for earlier in past):
                    waited = seconds_between(ticket.log[0].moment, entry.moment) / 60
                    self.calibration.learn(ticket.quote, waited)
            elif entry.move in FREES and not (entry.move is Move.FINISH and entry.reason):
                line, taken = _freed(past, entry)
                self.seen[line].add(taken)

    def apply(self, changes: list[Change]) -> None:
        """Follow committed changes: whoever closed a day says what it taught.

        A process that slept over the night never saw those tickets live.
        """
        for change in changes:
            if change.table == TABLE and change.after is not None:
                self._begin(msgspec.json.decode(change.after, type=Sheet))

    def _begin(self, sheet: Sheet) -> None:
        self.seen = defaultdict(ServiceTimes, sheet.seen)
        self.calibration = sheet.calibration
        self._learnt = sheet.n

    def sheet(self, day: str) -> Sheet:
        """What to keep of a day that closes."""
        return Sheet(day, self._floor.n, dict(self.seen), self.calibration)

    def newcomer(
        self, line: str, priority: str | None, day: str, now: Moment
    ) -> tuple[int, Quote | None]:
        """What a newcomer would be told now: people ahead in the line, and the wait."""
        desks = self._windows.desks(day, now)
        ahead = [ticket.line for ticket in self.before(priority, now)]
        people = ahead.count(line)
        quote = self._expected(line, ahead, desks, now)
        for _ in range(COMING_DUE if priority else 0):
            if quote is None:
                break
            later = [ticket.line for ticket in self.before(priority, now, quote.middle * 60)]
            if later == ahead:
                break
            ahead = later
            quote = self._expected(line, ahead, desks, now)
        return people, quote

    def before(self, priority: str | None, now: Moment, later: float = 0.0) -> list[Ticket]:
        """Who is called before a newcomer that waits so many seconds, in calling order."""
        waiting = list(self._floor.order)
        if priority is not None:
            waiting = [t for t in waiting if t.favoured or self._due(t, now, later)]
        return calling_order(waiting, lambda ticket: self._due(ticket, now, later))

    def _due(self, ticket: Ticket, now: Moment, later: float = 0.0) -> bool:
        bound = self._config.queue.priority_bound
        return is_due(self._floor, self._windows.lines, ticket, bound, now, later)

    def told(self, day: str, now: Moment) -> dict[str, tuple[int, Quote | None]]:
        """For everyone who waits, by ticket id: people ahead in their line, and the wait now."""
        desks = self._windows.desks(day, now)
        told: dict[str, tuple[int, Quote | None]] = {}
        ahead: list[str] = []
        for ticket in self.before(None, now):
            quote = self._expected(ticket.line, ahead, desks, now)
            told[ticket.id] = (ahead.count(ticket.line), quote)
            ahead.append(ticket.line)
        return told

    def _expected(
        self, line: str, ahead: list[str], desks: list[Desk], now: Moment
    ) -> Quote | None:
        pauses = self._pauses(line, now)
        return expected_wait(line, ahead, desks, self.seen, self.calibration, pauses)

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


def _freed(past: tuple[Transition, ...], entry: Transition) -> tuple[str, float]:
    """The line that held the window an entry frees, and for how many seconds."""
    before = list(reversed(effective(past)))
    begun = next(each for each in before if each.move in {Move.CALL, Move.RESUME})
    line = next(each.line for each in before if each.line)
    return line, seconds_between(begun.moment, entry.moment)

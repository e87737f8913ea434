"""Who stands where right now: derived from the live tickets, kept in step with every change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter

import msgspec

from kiosk.hours import Moment
from kiosk.store.rows import Change
from kiosk.tickets.ticket import (
    AT_WINDOW,
    Move,
    State,
    Ticket,
    Transition,
    Why,
    count_of,
    series_of,
)

by_place = attrgetter("place", "joined", "id")
"""The order of waiting. Two lines' tickets may share a place: then who joined first is first."""

decode = msgspec.json.Decoder(Ticket).decode

TABLE = "tickets"
"""The store's table of tickets."""


class Floor:
    """The live tickets by state, line, window and number. Holds nothing that is not in the store.

    ``tops`` are the numbers, by day and line, that a restore found already given.

    Read it under ``store.rows.reading`` outside a transaction; it changes when a transaction is
    committed, never before.
    """

    def __init__(self, live: Iterable[bytes], tops: Mapping[tuple[str, str], int]) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.order: list[Ticket] = []
        """Those who wait, by place."""
        self.favoured = 0
        """How many of them go before others."""
        self.at_window: dict[str, Ticket] = {}
        self.n = 0
        """The number of the last act on the floor."""
        self.last: dict[str, tuple[int, str]] = {}
        """Window → number of its last act, and the ticket it was about."""
        self.acted: dict[str, Moment] = {}
        """Window → when that was."""
        self.passing: list[tuple[Transition, Why]] = []
        """Calls that went before somebody, in order: what the bound is counted from."""
        self._top: dict[tuple[str, str], int] = defaultdict(int, tops)
        self._given: dict[tuple[str, str], int] = defaultdict(int)
        self._borne: dict[str, dict[str, Ticket]] = defaultdict(dict)
        """Number → the tickets of today, and those kept until today, that bear it."""
        tickets = sorted((decode(doc) for doc in live), key=lambda t: t.log[-1].n)
        for ticket in tickets:
            self._put(ticket, since=0)

    def apply(self, changes: list[Change]) -> list[tuple[Ticket, int]]:
        """Follow committed changes of the table of tickets.

        Returns:
            The tickets that live on here, each with how much of its log was known before.
        """
        followed = []
        closed = False
        for change in changes:
            if change.table != TABLE:
                continue
            before = self.tickets.get(change.id)
            if before is not None:
                self._take_out(before)
            if change.after is not None:
                ticket = decode(change.after)
                since = len(before.log) if before else 0
                self._put(ticket, since)
                followed.append((ticket, since))
            closed = closed or change.after is None
        if closed:
            self._forget()
        return followed

    def _forget(self) -> None:
        """A day was closed: know of its acts what a program that starts now would know."""
        self.last.clear()
        self.acted.clear()
        self.passing.clear()
        for ticket in self.tickets.values():
            for entry in ticket.log:
                self._note(entry, ticket)

    def _take_out(self, ticket: Ticket) -> None:
        del self.tickets[ticket.id]
        self._borne[ticket.number].pop(ticket.id, None)
        if ticket.state is State.WAITING:
            del self.order[bisect_left(self.order, by_place(ticket), key=by_place)]
            self.favoured -= ticket.favoured
        if ticket.window and self.at_window.get(ticket.window) is ticket:
            del self.at_window[ticket.window]
        if ticket.state is not State.VOID:
            self._given[ticket.day, ticket.number[0]] -= 1

    def _put(self, ticket: Ticket, since: int) -> None:
        self.tickets[ticket.id] = ticket
        self._borne[ticket.number][ticket.id] = ticket
        if ticket.state is State.WAITING:
            insort(self.order, ticket, key=by_place)
            self.favoured += ticket.favoured
        elif ticket.state in AT_WINDOW and ticket.window:
            self.at_window[ticket.window] = ticket
        if ticket.state is not State.VOID:
            self._given[ticket.day, ticket.number[0]] += 1
        series = (ticket.day, series_of(ticket.number))
        self._top[series] = max(self._top[series], count_of(ticket.number))
        for entry in ticket.log[since:]:
            self._note(entry, ticket)

    def _note(self, entry: Transition, ticket: Ticket) -> None:
        self.n = max(self.n, entry.n)
        if entry.window and entry.n >= self.last.get(entry.window, (0, ""))[0]:
            self.last[entry.window] = (entry.n, ticket.id)
            self.acted[entry.window] = entry.moment
        if entry.move is Move.CALL and entry.why and entry.why.passed:
            self.passing.append((entry, entry.why))

    def given(self, day: str, line: str) -> int:
        """Tickets a line has given out on a business day, void ones not counted."""
        return self._given[day, line]

    def top(self, day: str, series: str) -> int:
        """The highest number of a series (``A``) on a business day, 0 before the first."""
        return self._top[day, series]

    def series(self, day: str) -> list[str]:
        """The letters of the series that gave numbers on a business day."""
        return sorted(series for (of, series), top in self._top.items() if of == day and top)

    def bears(self, number: str) -> bool:
        """Does a ticket of today, or one kept until today, bear this number?"""
        return bool(self._borne.get(number))

    def find(self, number: str, day: str) -> Ticket | None:
        """The ticket with this number: one that lives, first of this day; else this day's."""
        today = self.tickets.get(f"{day}/{number}")
        if today is not None and today.lives:
            return today
        kept = (ticket for ticket in self._borne.get(number, {}).values() if ticket.lives)
        return next(kept, today)

    def in_line(self, lines: Collection[str]) -> list[Ticket]:
        """Those who wait in any of these lines, by place."""
        return [ticket for ticket in self.order if ticket.line in lines]

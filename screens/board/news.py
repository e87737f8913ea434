"""Which calls a board has not told of yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.tickets.ticket import Move, State, Ticket, effective


@dataclass(frozen=True)
class Call:
    """A ticket called to a window. ``n`` is the number of that act; ``again``: it was a recall."""

    number: str
    window: str
    n: int
    at: datetime
    again: bool


def standing(tickets: Iterable[Ticket]) -> list[Call]:
    """Each called ticket as it was called last, the newest first."""
    calls = [_calls(ticket)[-1] for ticket in tickets if ticket.state is State.CALLED]
    return sorted(calls, key=lambda call: -call.n)


class News:
    """Finds the calls and recalls since the board last looked; its first look finds none."""

    def __init__(self) -> None:
        self._known: int | None = None

    def since(self, tickets: Sequence[Ticket], not_before: datetime | None = None) -> list[Call]:
        """The new calls in the order in which they were made, a recall as one of its own.

        Args:
            tickets: all that are on the floor.
            not_before: calls from before this moment are no longer news (the store was gone).
        """
        latest = max((ticket.log[-1].n for ticket in tickets), default=0)
        known, self._known = self._known, max(latest, self._known or 0)
        if known is None:
            return []
        calls = [
            call
            for ticket in tickets
            if ticket.state is State.CALLED
            for call in _calls(ticket)
            if call.n > known and (not_before is None or call.at >= not_before)
        ]
        return sorted(calls, key=lambda call: call.n)


def _calls(ticket: Ticket) -> list[Call]:
    """The call that stands, and its recalls."""
    calls: list[Call] = []
    for entry in reversed(effective(ticket.log)):
        again = entry.move is Move.RECALL
        calls.insert(0, Call(ticket.number, ticket.window or "", entry.n, entry.at, again))
        if not again:
            break
    return calls

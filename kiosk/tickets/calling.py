"""Who is next, and why: first come first served, priority before that, and a bound on priority."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter

from kiosk.config import PriorityBound
from kiosk.hours import Moment, seconds_between
from kiosk.priorities import PriorityClass
from kiosk.tickets.floor import Floor
from kiosk.tickets.ticket import Ticket, Why

by_place = attrgetter("place")


def calling_order(waiting: Collection[Ticket]) -> list[Ticket]:
    """Those who wait in the order the rule would call them, the bound left aside."""
    return sorted(waiting, key=lambda ticket: (ticket.priority is None, ticket.place))


def choose(
    floor: Floor,
    served: Mapping[str, Collection[str]],
    window: str,
    bound: PriorityBound,
    offered: Mapping[str, PriorityClass],
    now: Moment,
) -> tuple[Ticket, Why] | None:
    """The ticket a window calls next, and why; ``None`` when nobody waits for it.

    ``served`` is window → its lines. An ordinary ticket that others with priority have passed
    ``bound.passes`` times, or that has waited ``bound.minutes``, goes before all priority.
    """
    waiting = sorted(floor.in_line(served[window]), key=by_place)
    if not waiting:
        return None
    first = waiting[0]
    favoured = next((ticket for ticket in waiting if ticket.priority is not None), None)
    if favoured is None or favoured is first:
        rule = "order" if favoured is None else "priority"
        return first, _why(rule, first, waiting, offered)
    for ticket in waiting:
        if ticket is favoured:
            break
        if _due(floor, served, ticket, bound, now):
            return ticket, _why("bound", ticket, waiting, offered)
    return favoured, _why("priority", favoured, waiting, offered)


def chosen(floor: Floor, lines: Collection[str], ticket: Ticket) -> Why:
    """Why a ticket is called that the clerk picked."""
    return Why("chosen", passed=_before(ticket, floor.in_line(lines)))


def passes(floor: Floor, served: Mapping[str, Collection[str]], ticket: Ticket) -> int:
    """How often a waiting ticket was passed since it joined.

    A pass is a call of someone who came after it by a window that serves its line too.
    """
    return sum(
        entry.n > ticket.joined
        and called.place > ticket.place
        and ticket.line in served.get(entry.window or "", ())
        for entry, called in floor.priority_calls
    )


def _due(
    floor: Floor,
    served: Mapping[str, Collection[str]],
    ticket: Ticket,
    bound: PriorityBound,
    now: Moment,
) -> bool:
    waited = seconds_between(ticket.periods()[-1].start, now)
    return waited >= bound.minutes * 60 or passes(floor, served, ticket) >= bound.passes


def _why(
    rule: str, ticket: Ticket, waiting: Collection[Ticket], offered: Mapping[str, PriorityClass]
) -> Why:
    entry = offered.get(ticket.priority or "") if rule == "priority" else None
    return Why(rule, basis=entry.basis if entry else None, passed=_before(ticket, waiting))


def _before(ticket: Ticket, waiting: Iterable[Ticket]) -> int:
    return sum(other.place < ticket.place for other in waiting)

"""Who is next, and why: first come first served, priority before that, and a bound on priority."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from kiosk.config import PriorityBound
from kiosk.hours import Moment, seconds_between
from kiosk.priorities import PriorityClass
from kiosk.tickets.floor import Floor
from kiosk.tickets.ticket import Ticket, Why


def calling_order(waiting: list[Ticket], due: Callable[[Ticket], bool]) -> list[Ticket]:
    """Those who wait (given by place) in the order the rule would call them.

    Who is ``due`` is passed no more.
    """
    if not any(ticket.favoured for ticket in waiting):
        return waiting
    return sorted(waiting, key=lambda ticket: not ticket.favoured and not due(ticket))


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
    waiting = floor.in_line(served[window])
    if not waiting:
        return None
    first = waiting[0]
    if not floor.favoured:
        return first, Why("order", place=first.place)
    favoured = next((ticket for ticket in waiting if ticket.favoured), None)
    if favoured is None or favoured is first:
        rule = "order" if favoured is None else "priority"
        return first, _why(rule, first, waiting, offered)
    for ticket in waiting:
        if ticket is favoured:
            break
        if is_due(floor, served, ticket, bound, now):
            return ticket, _why("bound", ticket, waiting, offered)
    return favoured, _why("priority", favoured, waiting, offered)


def chosen(floor: Floor, lines: Collection[str], ticket: Ticket) -> Why:
    """Why a ticket is called that the clerk picked."""
    return Why("chosen", passed=_before(ticket, floor.in_line(lines)), place=ticket.place)


def passes(floor: Floor, served: Mapping[str, Collection[str]], ticket: Ticket) -> int:
    """How often a waiting ticket was passed since it joined.

    A pass is a call of someone who came after it by a window that serves its line too.
    """
    since = max(ticket.joined, ticket.counted)
    return ticket.passed + sum(
        entry.n > since
        and why.place > ticket.place
        and ticket.line in served.get(entry.window or "", ())
        for entry, why in floor.passing
    )


def is_due(
    floor: Floor,
    served: Mapping[str, Collection[str]],
    ticket: Ticket,
    bound: PriorityBound,
    now: Moment,
    later: float = 0.0,
) -> bool:
    """Will an ordinary ticket, so many seconds later, be passed no more?"""
    waited = seconds_between(ticket.periods()[-1].start, now) + later
    return waited >= bound.minutes * 60 or passes(floor, served, ticket) >= bound.passes


def _why(
    rule: str, ticket: Ticket, waiting: Collection[Ticket], offered: Mapping[str, PriorityClass]
) -> Why:
    entry = offered.get(ticket.priority or "") if rule == "priority" else None
    basis = entry.basis if entry else None
    return Why(rule, basis, passed=_before(ticket, waiting), place=ticket.place)


def _before(ticket: Ticket, waiting: Iterable[Ticket]) -> int:
    return sum(other.place < ticket.place for other in waiting)

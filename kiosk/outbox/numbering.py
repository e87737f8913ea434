"""A number that a machine gave out by itself comes to its line, at the place of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.hours import Moment
from kiosk.jobs import Job, JobState
from kiosk.outbox.entering import Entered, Flag
from kiosk.outbox.fact import Fact
from kiosk.outbox.giving import ticket_of
from kiosk.slips import TABLE as JOBS
from kiosk.tickets.ticket import (
    CUT_OFF,
    ENDED,
    GIVEN_TWICE,
    Move,
    State,
    Ticket,
    Transition,
    series_of,
)

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.tickets.queue import Queue

STEP = 1e-4
"""Between the places of two who came in one after the other, before the same third."""

UNSEEN = frozenset({State.ISSUED, State.WAITING, State.MISSED})
"""States of a ticket that nobody at a window has dealt with."""


def enter(hall: Hall, fact: Fact, now: Moment) -> Entered:
    """Add the ticket; one that was recorded after all, whose place it took, becomes void."""
    queue = hall.queue
    queue.asked(fact.said["line"], None, None)
    today = queue.days.today(now)
    day, at = min(fact.day, today), fact.moment(now).at
    number = _free(queue, day, fact.about)
    flags = _first_one(hall, fact, now)
    if number != fact.about:
        flags.append(Flag("number_taken", {"number": number}))
    ticket = ticket_of(fact, now, day=day, n=queue.floor.n + 1, number=number)
    ticket = msgspec.structs.replace(ticket, place=_place(queue, at, ticket.place))
    queue.table.add(ticket.id, ticket)
    ticket = _served_already(hall, ticket, now)
    if day != today:
        queue.days.close_late(ticket, now)
    return Entered(ticket.id, tuple(flags))


def keep_slips(hall: Hall, jobs: list[Job]) -> None:
    """Slips that came out here are known to the whole hall: any desk can print them again."""
    table = hall.store.table(JOBS)
    for job in jobs:
        printed = job.state in {JobState.SENT, JobState.PRINTED} and not job.awaits
        if printed and table.get(doc_id=job.id) is None:
            table.add(job.id, job)


def _free(queue: Queue, day: str, number: str) -> str:
    """The number itself; or, where another machine has given it too, the next of the series."""
    if queue.table.get(doc_id=f"{day}/{number}") is None:
        return number
    series = series_of(number)
    n = queue.floor.top(day, series) + 1
    while queue.table.get(doc_id=f"{day}/{series}{n:03d}") is not None:
        n += 1
    return f"{series}{n:03d}"


def _place(queue: Queue, at: Any, last: float) -> float:
    """Behind all who took their number before, before all who took theirs later."""
    before: float | None = None
    for ticket in queue.floor.order:
        if not ticket.late and ticket.log[0].at > at:
            if before is None:
                return ticket.place - 1.0
            return before + min(STEP, (ticket.place - before) / 2)
        before = ticket.place
    return last


def _first_one(hall: Hall, fact: Fact, now: Moment) -> list[Flag]:
    """The ticket whose answer was lost, if it was recorded: nobody is to have two numbers."""
    key = fact.said.get("instead")
    if key is None:
        return []
    found = (dict(one) for one in hall.queue.table.past("day", fact.day))
    document = next((one for one in found if one.get("key") == key), None)
    if document is None:
        return []
    first = msgspec.convert(document, Ticket)
    flags = []
    if first.state in UNSEEN:
        entry = _entry(hall, fact, now, reason=GIVEN_TWICE)
        hall.queue.write(first.moved(Move.VOID, entry))
    elif first.state not in ENDED or first.state is State.DONE:
        said = {"number": first.number, "state": first.state.value, "window": first.window}
        flags.append(Flag("given_twice", said))
    document = hall.store.table(JOBS).get(doc_id=f"ticket/{first.id}")
    if document is not None:
        if document["state"] == JobState.QUEUED.value:
            hall.slips.decide(f"ticket/{first.id}", "cancel", fact.by or fact.terminal)
        else:
            flags.append(Flag("two_slips", {"number": first.number, "slip": document["state"]}))
    return flags


def _served_already(hall: Hall, ticket: Ticket, now: Moment) -> Ticket:
    """A window that was cut off too may have served it, and have said so first."""
    from kiosk.outbox import serving  # noqa: PLC0415

    for conflict in hall.conflicts.about_unknown(ticket.day, ticket.number):
        served = serving.ticket_served(hall, ticket, conflict.as_fact(), now)
        if isinstance(served, Ticket):
            ticket = hall.queue.write(served)
            hall.conflicts.resolve(conflict, now)
        else:
            hall.conflicts.say(conflict, served)
    return ticket


def _entry(hall: Hall, fact: Fact, now: Moment, reason: str = CUT_OFF) -> Transition:
    entry = hall.queue.entry(now, reason=reason)
    return msgspec.structs.replace(entry, where=fact.terminal, by=fact.by)

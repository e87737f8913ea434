"""A number from the terminal's own series, and its slip."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.outbox.fact import Fact, Kind
from kiosk.tickets.slip import code_of, ticket_slip
from kiosk.tickets.ticket import CUT_OFF, Move, State, Ticket, Transition

if TYPE_CHECKING:
    from kiosk.outbox.outbox import Outbox


def give(
    outbox: Outbox,
    line: str,
    priority: str | None,
    item: str | None,
    instead: str | None,
    *,
    large: bool,
) -> tuple[Ticket, Fact]:
    """The ticket as the records will have it, and its fact; see ``Outbox.take``."""
    hall = outbox.hall
    queue, letter = hall.queue, outbox.machine.letter
    item, subject = queue.asked(line, priority, item)
    queue.offered_in(line, priority)
    with outbox.store.transaction():
        now = hall.clock.now()
        day = queue.days.today(now)
        # Also beyond what the records knew of this series: this folder may be a new one.
        known = queue.floor.top(day, line + letter)
        n = outbox.count(f"{day}/{line}{letter}", known)
        # Whoever may have been recorded already is not to be refused for their own number.
        queue.admit(line, day, now, beside=n - 1 - known - (instead is not None))
        number = f"{line}{letter}{n:03d}"
        said = {"line": line, "priority": priority, "item": item, "instead": instead}
        said = {name: value for name, value in said.items() if value is not None}
        about = f"{day}/{number}"
        job = f"ticket/{about}"
        fact = outbox.add(Kind.TAKE, number, said | {"job": job}, now)
        ticket = ticket_of(fact, now, day=fact.day, n=0)
        code = hall.codes.make(code_of(date.fromisoformat(day), number))
        training = hall.clock.training
        fields = ticket_slip(hall.config, ticket, code, now.at, False, training, cut_off=True)
        fields |= {"item": subject} if subject else {}
        outbox.write_slip("ticket", about, day, fields, large=large)
    return ticket, fact


def ticket_of(fact: Fact, now: Moment, *, day: str, n: int, number: str = "") -> Ticket:
    """The ticket that a fact is of, waiting since it was given out; ``n`` is the act's number."""
    moment = fact.moment(now)
    number = number or fact.about
    taken = Transition(
        n=n,
        move=Move.TAKE,
        to=State.ISSUED,
        at=moment.at,
        tick=moment.tick,
        boot=moment.boot,
        where=fact.terminal,
        by=fact.by,
        line=fact.said["line"],
        reason=CUT_OFF,
    )
    ticket = Ticket(
        id=f"{day}/{number}",
        day=day,
        number=number,
        line=fact.said["line"],
        state=State.ISSUED,
        place=float(n),
        joined=n,
        log=(taken,),
        priority=fact.said.get("priority"),
        item=fact.said.get("item"),
    )
    return ticket.moved(Move.JOIN, msgspec.structs.replace(taken, reason=None))

"""A window that is cut off goes on with the people in front of it: "served A012", a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.outbox.entering import Entered, Flag
from kiosk.outbox.fact import Fact, Kind
from kiosk.tickets.days import CLOSED
from kiosk.tickets.ticket import (
    AT_WINDOW,
    CUT_OFF,
    MOVES,
    Move,
    State,
    Ticket,
    Transition,
    Why,
    effective,
)
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.outbox.outbox import Outbox

NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{3,5}")

_WAYS: dict[State, tuple[Move, ...]] = {
    State.WAITING: (Move.CALL, Move.ARRIVE, Move.FINISH),
    State.MISSED: (Move.CALL, Move.ARRIVE, Move.FINISH),
    State.HELD: (Move.RESUME, Move.FINISH),
    State.CALLED: (Move.ARRIVE, Move.FINISH),
    State.SERVING: (Move.FINISH,),
}
"""What must have happened to a ticket for it to have been served."""

_AGAINST = {
    State.DONE: "served_twice",
    State.VOID: "served_void",
    State.LEFT: "served_left",
}


def note(outbox: Outbox, number: str, window: str) -> Fact:
    """See ``Outbox.served``."""
    said = number.strip().upper()
    outbox.hall.queue.lines(window)
    if not NUMBER.fullmatch(said):
        raise refusal("bad_number", number=number.strip()[:20])
    with outbox.store.transaction():
        return outbox.add(Kind.SERVED, said, {"window": window}, outbox.hall.clock.now())


def enter(hall: Hall, fact: Fact, now: Moment) -> Entered:
    """The ticket was served, unless the records say otherwise: then somebody must look."""
    queue = hall.queue
    day = min(fact.day, queue.days.today(now))
    document = queue.table.get(doc_id=f"{day}/{fact.about}")
    ticket = msgspec.convert(document, Ticket) if document else queue.floor.find(fact.about, day)
    if ticket is None:
        return Entered(fact.about, (Flag("unknown_number"),))
    served = ticket_served(hall, ticket, fact, now)
    if isinstance(served, Flag):
        return Entered(ticket.id, (served,))
    queue.write(served)
    return Entered(ticket.id)


def ticket_served(hall: Hall, ticket: Ticket, fact: Fact, now: Moment) -> Ticket | Flag:
    """The ticket as served, with the time of the fact; or what speaks against it."""
    window, at = str(fact.said["window"]), fact.moment(now).at
    standing = effective(ticket.log)
    log, state = list(ticket.log), ticket.state
    entry = hall.queue.entry(now, window=window, reason=CUT_OFF)
    entry = msgspec.structs.replace(entry, where=fact.terminal, by=fact.by)
    if not ticket.lives and standing[-1].reason == CLOSED:
        # The end of the day did not know of it, and nobody decided it.
        standing.pop()
        state = standing[-1].to
        log.append(msgspec.structs.replace(entry, move=Move.UNDO, to=state))
    against = _against(ticket, state, standing, window, at)
    if against is not None:
        return against
    moment = fact.moment(now)
    at = max(at, standing[-1].at)
    why = Why("chosen", place=ticket.place)
    for move in _WAYS[state]:
        log.append(
            msgspec.structs.replace(
                entry,
                move=move,
                to=MOVES[move].after,
                at=at,
                tick=moment.tick if at == moment.at else None,
                boot=moment.boot if at == moment.at else None,
                why=why if move is Move.CALL else None,
            )
        )
    return msgspec.structs.replace(
        ticket, state=State.DONE, log=tuple(log), window=None, calls=max(ticket.calls, 1)
    )


def _against(
    ticket: Ticket, state: State, standing: list[Transition], window: str, at: object
) -> Flag | None:
    last = standing[-1]
    record = {"number": ticket.number, "state": state.value, "at": last.at.isoformat()}
    record |= {"window": last.window or ticket.window or "", "by": last.by or ""}
    if state in _AGAINST:
        return Flag(_AGAINST[state], record)
    if state not in _WAYS:
        return Flag("served_else", record)
    if state in AT_WINDOW and last.window != window:
        return Flag("at_other_window", record)
    later = last.at > at and last.move not in {Move.TAKE, Move.JOIN}  # type: ignore[operator]
    return Flag("acted_since", record) if later else None

"""The keys of a desk: what each does, and whether it can do anything just now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.tickets.ticket import MOVES, Move, State, Ticket

Ready = Callable[[Ticket | None, Ticket | None], bool]
"""Of the ticket at the window and the one selected in the list."""


@dataclass(frozen=True)
class Act:
    """``name`` is the word in the catalogue (``desk.act_call``) and the method of the queue."""

    key: str
    name: str
    ready: Ready


def _here(*moves: Move) -> Ready:
    """The window's ticket can make one of these moves."""
    before = frozenset[State]().union(*(MOVES[move].before for move in moves))
    return lambda here, _: here is not None and here.state in before


def _free(here: Ticket | None, _: Ticket | None) -> bool:
    return here is None


def _callable(here: Ticket | None, selected: Ticket | None) -> bool:
    return here is None and selected is not None and selected.state in MOVES[Move.CALL].before


def _resumable(here: Ticket | None, selected: Ticket | None) -> bool:
    if selected is None:
        return False
    held = here is None and selected.state in MOVES[Move.RESUME].before
    return held or selected.state in MOVES[Move.RETURN].before


def _voidable(here: Ticket | None, selected: Ticket | None) -> bool:
    ticket = selected or here
    return ticket is not None and ticket.state in MOVES[Move.VOID].before


def _always(_: Ticket | None, __: Ticket | None) -> bool:
    return True


ACTS = (
    Act("n", "call", _free),
    Act("r", "recall", _here(Move.RECALL)),
    Act("a", "arrive", _here(Move.ARRIVE)),
    Act("f", "finish", _here(Move.FINISH, Move.ARRIVE)),
    Act("m", "miss", _here(Move.MISS)),
    Act("h", "hold", _here(Move.HOLD)),
    Act("e", "resume", _resumable),
    Act("t", "transfer", _here(Move.TRANSFER)),
    Act("c", "call_selected", _callable),
    Act("v", "void", _voidable),
    Act("u", "undo", _always),
    Act("q", "leave", _always),
)
"""In the order of the keys on the screen."""

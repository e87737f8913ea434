"""The table of moves: every allowed one happens, every other one is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.ticket import LIVING, MOVES, Move, State, Ticket, Transition
from tests.halls import MONDAY, HandClock, refuses

MAY: dict[str, dict[str, str]] = {
    "waiting": {"call": "called", "leave": "left", "void": "void"},
    "called": {
        "recall": "called",
        "arrive": "serving",
        "miss": "missed",
        "hold": "held",
        "transfer": "waiting",
        "finish": "done",
        "leave": "left",
        "void": "void",
    },
    "serving": {"hold": "held", "transfer": "waiting", "finish": "done"},
    "held": {"resume": "serving", "leave": "left", "void": "void"},
    "missed": {"call": "called", "resume": "waiting", "leave": "left", "void": "void"},
    "done": {},
    "left": {},
    "void": {},
}
"""From each state, what may be done and where it leads; window 1 has the ticket, 2 is free."""

ACTS: dict[str, Callable[[Hall], Ticket]] = {
    "call": lambda hall: hall.queue.call("2", "A001"),
    "recall": lambda hall: hall.queue.recall("1"),
    "arrive": lambda hall: hall.queue.arrive("1"),
    "miss": lambda hall: hall.queue.miss("1"),
    "hold": lambda hall: hall.queue.hold("1"),
    "resume": lambda hall: hall.queue.resume("2", "A001"),
    "transfer": lambda hall: hall.queue.transfer("1", "B"),
    "finish": lambda hall: hall.queue.finish("1"),
    "leave": lambda hall: hall.queue.leave("A001"),
    "void": lambda hall: hall.queue.void("A001"),
}
WITHOUT_NUMBER = {"recall", "arrive", "miss", "hold", "transfer", "finish"}

WAY: dict[str, list[str]] = {
    "waiting": [],
    "called": ["call"],
    "serving": ["call", "arrive"],
    "held": ["call", "arrive", "hold"],
    "missed": ["call", "miss"],
    "done": ["call", "arrive", "finish"],
    "left": ["leave"],
    "void": ["void"],
}


def bring(hall: Hall, state: str) -> None:
    """Take A001 and bring it to a state, at window 1."""
    hall.queue.take("A")
    for act in WAY[state]:
        hall.queue.call("1") if act == "call" else ACTS[act](hall)
    assert hall.queue.ticket("A001").state == state


PAIRS = [(state, act) for state in MAY for act in ACTS]


@pytest.mark.parametrize(("state", "act"), [p for p in PAIRS if p[1] in MAY[p[0]]])
def test_an_allowed_move_leads_where_the_table_says(hall: Hall, state: str, act: str) -> None:
    bring(hall, state)
    ticket = ACTS[act](hall)
    assert ticket.state == MAY[state][act]
    assert hall.queue.ticket("A001").state == ticket.state
    assert ticket.log[-1].to is ticket.state


@pytest.mark.parametrize(("state", "act"), [p for p in PAIRS if p[1] not in MAY[p[0]]])
def test_any_other_move_is_refused_and_changes_nothing(hall: Hall, state: str, act: str) -> None:
    bring(hall, state)
    has_ticket = state in {"called", "serving"}
    word = "nothing_called" if act in WITHOUT_NUMBER and not has_ticket else "wrong_state"
    with refuses(hall, word):
        ACTS[act](hall)


def _ticket(state: State) -> Ticket:
    taken = Transition(n=1, move=Move.TAKE, to=state, at=MONDAY, window="1")
    return Ticket("d/A001", "d", "A001", "A", state, 1.0, 1, (taken,), window="1")


@pytest.mark.parametrize("move", [move for move in Move if move in MOVES])
@pytest.mark.parametrize("state", list(State))
def test_the_table_decides_for_every_move_and_state(state: State, move: Move) -> None:
    by = Transition(n=2, move=move, to=state, at=MONDAY, window="1")
    if state in MOVES[move].before:
        moved = _ticket(state).moved(move, by)
        assert moved.state is MOVES[move].after
        assert moved.log[-1].move is move
    else:
        with pytest.raises(Refused) as refused:
            _ticket(state).moved(move, by)
        assert refused.value.code == "wrong_state"
        assert refused.value.fields["number"] == "A001"


def test_nothing_leaves_an_end() -> None:
    assert not any(step.before - LIVING for step in MOVES.values())


@pytest.mark.parametrize("act", ["recall", "arrive", "miss", "hold", "finish", "undo", "call"])
def test_a_window_that_is_not_there_is_refused(hall: Hall, act: str) -> None:
    hall.queue.take("A")
    with refuses(hall, "unknown_window"):
        getattr(hall.queue, act)("9")
    assert hall.queue.call("1").window == "1"


@pytest.mark.parametrize("act", ["leave", "void"])
def test_a_number_nobody_has_is_refused(hall: Hall, act: str) -> None:
    hall.queue.take("A")
    with refuses(hall, "unknown_number"):
        getattr(hall.queue, act)("A002")
    assert not getattr(hall.queue, act)(" a001 ").lives


def test_lines_and_windows_that_are_not_there_are_refused(hall: Hall) -> None:
    with refuses(hall, "unknown_line"):
        hall.queue.take("Z")
    with refuses(hall, "unknown_priority"):
        hall.queue.take("A", "king")
    hall.queue.take("A")
    hall.queue.call("1")
    with refuses(hall, "unknown_line"):
        hall.queue.transfer("1", "Z")
    with refuses(hall, "unknown_window"):
        hall.queue.transfer("9", "B")
    with refuses(hall, "unknown_window"):
        hall.queue.resume("9", "A001")
    assert hall.queue.transfer("1", "B").line == "B"


def test_an_act_says_who_where_and_when(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    clock.pass_minutes(5)
    hall.queue.actor, hall.queue.terminal = "007", "desk"
    called = hall.queue.call("1").log[-1]
    assert (called.by, called.where, called.window) == ("007", "desk", "1")
    assert called.at == MONDAY + timedelta(minutes=5)


def test_a_thousand_and_more_numbers_go_on_with_four_digits(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall()
    numbers = [hall.queue.take("A").number for _ in range(1003)]
    assert numbers[:2] == ["A001", "A002"]
    assert numbers[998:] == ["A999", "A1000", "A1001", "A1002", "A1003"]
    assert len(set(numbers)) == 1003
    assert hall.queue.call("1", "A1003").number == "A1003"

"""A window that was cut off says "served A012"; what contradicts that waits for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.outbox.conflicts import Conflict
from kiosk.tickets.ticket import CUT_OFF, Move, State
from tests.halls import MONDAY, HandClock
from tests.outbox.conftest import Machine, Wire

CLERK = "007"


@pytest.fixture
def lobby(machine: Machine) -> Hall:
    hall = machine()
    hall.staff.add(CLERK, "王芳", "2468")
    return hall


@pytest.fixture
def desk(machine: Machine, lobby: Hall) -> Hall:
    hall = machine("desk", "desk")
    hall.queue.actor = CLERK
    return hall


def state(hall: Hall, number: str) -> State:
    hall.refresh()
    return hall.queue.ticket(number).state


def only(hall: Hall) -> Conflict:
    hall.refresh()
    (conflict,) = hall.conflicts.open()
    return conflict


def test_a_desk_goes_on_with_the_last_known_list(
    lobby: Hall, desk: Hall, wire: Wire, clock: HandClock
) -> None:
    for _ in range(3):
        lobby.queue.take("A")
    desk.queue.call("1")
    wire.cut()
    clock.pass_minutes(2)
    with pytest.raises(Refused) as refused:
        desk.queue.call("2")
    assert refused.value.code == "store_away"
    went = going_on.served(desk, "a001", "1")
    assert went.offline
    clock.pass_minutes(8)
    going_on.served(desk, "A003", "1")
    clock.pass_minutes(5)
    wire.mend()

    assert desk.outbox.send() == (2, 0, 0)

    first, third = desk.queue.ticket("A001"), desk.queue.ticket("A003")
    assert [first.state, third.state] == [State.DONE, State.DONE]
    assert first.log[-1].at == MONDAY.replace(minute=2)
    last = third.log[-1]
    assert (last.at, last.by, last.where) == (MONDAY.replace(minute=10), CLERK, "desk")
    assert (last.window, last.reason) == ("1", CUT_OFF)
    assert [entry.move for entry in third.log[2:]] == [Move.CALL, Move.ARRIVE, Move.FINISH]
    assert third.seconds(State.WAITING) == 600
    assert state(lobby, "A002") is State.WAITING
    assert desk.queue.at("1") is None


def test_online_it_is_called_and_finished(desk: Hall) -> None:
    desk.queue.take("A")
    with pytest.raises(Refused) as refused:
        going_on.served(desk, "A001", "1")
    assert refused.value.code == "not_cut_off"


def test_what_is_no_number_is_no_fact(desk: Hall) -> None:
    for number, window, word in (("12", "1", "bad_number"), ("A001", "9", "unknown_window")):
        with pytest.raises(Refused) as refused:
            desk.outbox.served(number, window)
        assert refused.value.code == word
    assert desk.outbox.unsent == 0


def done(hall: Hall) -> None:
    hall.queue.call("2", "A001")
    hall.queue.finish("2")


def missed_and_called(hall: Hall) -> None:
    hall.queue.call("1", "A001")
    hall.queue.miss("1")


AGAINST: dict[str, Callable[[Hall], object]] = {
    "served_twice": done,
    "served_void": lambda hall: hall.queue.void("A001"),
    "served_left": lambda hall: hall.queue.leave("A001"),
    "at_other_window": lambda hall: hall.queue.call("2", "A001"),
    "acted_since": missed_and_called,
}


@pytest.mark.parametrize("word", AGAINST)
def test_a_contradiction_is_flagged_and_nothing_is_changed(
    lobby: Hall, desk: Hall, clock: HandClock, word: str
) -> None:
    lobby.queue.take("A")
    lobby.queue.take("A")
    clock.pass_minutes(1)
    fact = desk.outbox.served("A001", "1")
    desk.outbox.served("A002", "1")
    clock.pass_minutes(5)
    AGAINST[word](lobby)
    lobby.refresh()
    before = lobby.store.table("tickets").get(doc_id="2026-11-23/A001")

    assert desk.outbox.send() == (2, 1, 0)  # it keeps nobody back

    conflict = only(lobby)
    assert (conflict.word, conflict.id) == (word, f"{fact.id}#{word}")
    assert (conflict.about, conflict.by, conflict.terminal) == ("A001", CLERK, "desk")
    assert conflict.fact == {"window": "1"}
    assert lobby.store.table("tickets").get(doc_id="2026-11-23/A001") == before
    assert state(lobby, "A002") is State.DONE
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert "A001" in lobby.conflicts.sentence(conflict, language)


def test_two_windows_say_they_served_one(lobby: Hall, desk: Hall, machine: Machine) -> None:
    other = machine("desk2", "desk")
    lobby.queue.take("A")
    desk.outbox.served("A001", "1")
    other.outbox.served("A001", "2")
    assert desk.outbox.send().flagged == 0
    assert other.outbox.send().flagged == 1
    conflict = only(lobby)
    assert (conflict.word, conflict.record["window"]) == ("served_twice", "1")


def test_a_person_settles_it_once(lobby: Hall, desk: Hall) -> None:
    lobby.queue.take("A")
    lobby.queue.void("A001")
    desk.outbox.served("A001", "1")
    desk.outbox.send()
    conflict = only(lobby)

    for words in ("", "电话 13800138000"):
        with pytest.raises(Refused):
            lobby.conflicts.settle(conflict.id, CLERK, words)
    with pytest.raises(Refused) as refused:
        lobby.conflicts.settle(conflict.id, "999", "当面核对过")
    assert refused.value.code == "no_such_staff"
    settled = lobby.conflicts.settle(conflict.id, CLERK, "当面核对过，作废有误")

    assert settled.settled is not None
    assert settled.settled.by == CLERK
    assert lobby.conflicts.open() == []
    assert lobby.conflicts.get(conflict.id) == settled
    assert lobby.audit.verify().entries >= 1
    with pytest.raises(Refused) as refused:
        lobby.conflicts.settle(conflict.id, CLERK, "再次")
    assert refused.value.code == "conflict_settled"


def test_a_window_may_be_quicker_than_the_lobby_whose_number_it_served(
    lobby: Hall, desk: Hall, clock: HandClock
) -> None:
    lobby.outbox.take("A")
    clock.pass_minutes(4)
    desk.outbox.served("AX001", "1")
    clock.pass_minutes(4)
    assert desk.outbox.send().flagged == 1
    assert only(lobby).word == "unknown_number"

    assert lobby.outbox.send() == (1, 0, 0)

    ticket = lobby.queue.ticket("AX001")
    assert (ticket.state, ticket.log[-1].by) == (State.DONE, CLERK)
    assert ticket.seconds(State.WAITING) == 240
    assert lobby.conflicts.open() == []
    assert lobby.conflicts.get(f"{_first(desk)}#unknown_number").settled is not None


def _first(hall: Hall) -> str:
    return f"{hall.outbox.machine.id}/00000001"


def test_a_day_that_was_closed_meanwhile_is_put_right(
    lobby: Hall, desk: Hall, clock: HandClock
) -> None:
    lobby.queue.take("A")
    lobby.queue.take("A")
    clock.pass_minutes(10)
    desk.outbox.served("A001", "1")
    clock.show(9, days=1)
    lobby.queue.take("A")  # opens the day and closes the one before
    assert desk.outbox.send() == (1, 0, 0)

    table = lobby.store.table("tickets")
    first, second = (table.get(doc_id=f"2026-11-23/A00{n}") for n in (1, 2))
    assert (first["state"], second["state"]) == ("done", "left")
    assert first["log"][-1]["at"].startswith("2026-11-23T09:10")
    assert state(lobby, "A001") is State.WAITING  # today's

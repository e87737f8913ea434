"""The answer to an act was lost: whether it is recorded turns out later, and nobody has two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.jobs import JobState
from kiosk.outbox import going_on
from kiosk.outbox.two_books import TwoBooks
from kiosk.tickets.ticket import GIVEN_TWICE, State
from kiosk.wording import refusal
from tests.certificates.hall import addresses, consent, fields
from tests.halls import HandClock
from tests.outbox.conftest import Machine
from tests.volunteers.day import EARLY, Day


@pytest.fixture
def lobby(machine: Machine) -> Hall:
    hall = machine(listens=False)
    hall.queue.days.open(hall.clock.now())
    return hall


@contextmanager
def lost(hall: Hall, *, recorded: bool) -> Iterator[None]:
    """The server's answer to the next commit does not come; nobody says whether it did it."""
    engine: Any = hall.store.rows.engine
    commit = engine.commit

    def committing(*given: Any) -> None:
        engine.commit = commit
        if recorded:
            commit(*given)
            engine._known = -1  # as where it was not told
        said = refusal("outcome_unknown", where="here")
        raise StoreError(said.code, str(said), act="1")

    engine.commit = committing
    yield
    assert engine.commit == commit


def test_one_that_was_not_recorded_has_its_substitute(lobby: Hall) -> None:
    with lost(lobby, recorded=False):
        went = going_on.take(lobby, "A")
    assert went.done is not None
    assert went.done.number == "AX001"
    assert lobby.outbox.send() == (1, 0, 0)
    assert [ticket.number for ticket in lobby.queue.tickets()] == ["AX001"]


def test_one_that_was_is_void_and_its_slip_is_cancelled(lobby: Hall) -> None:
    with lost(lobby, recorded=True):
        went = going_on.take(lobby, "A")
    assert went.offline
    lobby.refresh()
    assert lobby.queue.ticket("A001").state is State.WAITING
    # The wire is back before the facts are sent: its slip is not printed all the same.
    assert lobby.slips.queued("lobby") is not None
    books = TwoBooks(lobby)
    assert books.queued("lobby").fields["number"] == "AX001"  # type: ignore[union-attr]
    books.begin("+ticket/2026-11-23/AX001")
    books.printed("+ticket/2026-11-23/AX001")
    assert books.queued("lobby") is None

    assert lobby.outbox.send() == (1, 0, 0)

    first, second = lobby.queue.ticket("A001"), lobby.queue.ticket("AX001")
    assert (first.state, second.state) == (State.VOID, State.WAITING)
    assert first.log[-1].reason == GIVEN_TWICE
    job = lobby.slips.job("ticket/2026-11-23/A001")
    assert (job.state, job.decided) == (JobState.FAILED, "cancel")
    assert books.queued("lobby") is None
    assert lobby.queue.take("A").number == "A002"
    assert books.queued("lobby").fields["number"] == "A002"  # type: ignore[union-attr]


def test_one_that_was_called_is_flagged(lobby: Hall, machine: Machine) -> None:
    with lost(lobby, recorded=True):
        going_on.take(lobby, "A")
    desk = machine("desk", "desk", listens=False)
    desk.queue.call("1")
    assert lobby.outbox.send() == (1, 1, 0)
    (conflict,) = lobby.conflicts.open()
    assert (conflict.word, conflict.about) == ("given_twice", "AX001")
    assert conflict.record == {"number": "A001", "state": "called", "window": "1"}
    assert "A001" in lobby.conflicts.sentence(conflict)
    assert lobby.queue.ticket("A001").state is State.CALLED


def test_one_whose_slip_is_out_is_flagged(lobby: Hall) -> None:
    with lost(lobby, recorded=True):
        going_on.take(lobby, "A")
    lobby.refresh()
    lobby.slips.begin("ticket/2026-11-23/A001")
    lobby.slips.sent("ticket/2026-11-23/A001")
    assert lobby.outbox.send() == (1, 1, 0)
    (conflict,) = lobby.conflicts.open()
    assert (conflict.word, conflict.record) == ("two_slips", {"number": "A001", "slip": "sent"})
    assert "A001" in lobby.conflicts.sentence(conflict, "en")
    assert lobby.queue.ticket("A001").state is State.VOID


@pytest.mark.parametrize("recorded", [True, False])
def test_a_request_is_one_request(lobby: Hall, tmp_path: Path, *, recorded: bool) -> None:
    addresses(tmp_path)
    lobby.sealed.seal("the key is there")
    agreed = consent(lobby)
    with lost(lobby, recorded=recorded):
        went = going_on.hand_in(lobby, "C01", fields(), agreed)
    assert went.fact is not None
    assert went.fact.about == "RX20260001"
    assert lobby.outbox.send() == (1, 0, 0)
    (request,) = lobby.certificates.open()
    assert (request.number, request.own) == ("R20260001", "RX20260001")
    assert lobby.certificates.get("RX20260001").number == "R20260001"
    assert lobby.slips.queued("lobby") is None


@pytest.mark.parametrize("recorded", [True, False])
def test_a_scan_is_one_scan(lobby: Hall, clock: HandClock, *, recorded: bool) -> None:
    clock.now = EARLY
    day = Day(lobby, clock)
    someone = day.person()
    day.activity("09:00", "11:00")
    day.show("09:00")
    card = day.card(someone)
    with lost(lobby, recorded=recorded):
        assert going_on.scan(lobby, card).offline
    day.show("09:30")
    assert lobby.outbox.send() == (1, 0, 0)
    assert day.scan(someone, "10:00") == "out"
    assert day.minutes(someone) == (60, 0, 0, 0)


def test_what_is_no_loss_of_the_wire_is_refused_as_ever(lobby: Hall) -> None:
    engine: Any = lobby.store.rows.engine

    def full(*_: Any) -> None:
        raise StoreError("disk_full", "满了")

    lobby.refresh()
    commit, engine.commit = engine.commit, full
    with pytest.raises(StoreError):
        going_on.take(lobby, "A")
    engine.commit = commit
    assert lobby.outbox.unsent == 0

"""A clerk's slip of the finger is taken back, and the true times are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from tests.halls import HandClock, refuses

UNDONE = [
    (["call"], "waiting", None),
    (["call", "arrive"], "called", "1"),
    (["call", "recall", "arrive"], "called", "1"),
    (["call", "recall", "recall"], "waiting", None),
    (["call", "miss"], "called", "1"),
    (["call", "hold"], "called", "1"),
    (["call", "arrive", "hold"], "serving", "1"),
    (["call", "arrive", "finish"], "serving", "1"),
    (["call", "finish"], "serving", "1"),
]


@pytest.mark.parametrize(("acts", "state", "window"), UNDONE)
def test_the_last_act_is_taken_back(
    hall: Hall, acts: list[str], state: str, window: str | None
) -> None:
    hall.queue.take("A")
    for act in acts:
        getattr(hall.queue, act)("1")
    before = hall.queue.ticket("A001").log
    undone = hall.queue.undo("1")
    assert (undone.state, undone.window) == (state, window)
    assert undone.log[:-1] == before, "nothing is wiped out of the log"
    assert undone.log[-1].move == "undo"


def test_undo_goes_back_step_by_step_and_no_further_than_the_line(hall: Hall) -> None:
    hall.queue.take("A")
    for act in ("call", "arrive", "finish"):
        getattr(hall.queue, act)("1")
    states = [hall.queue.undo("1").state for _ in range(3)]
    assert states == ["serving", "called", "waiting"]
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")
    assert hall.queue.call("1").number == "A001"


def test_after_undo_it_is_as_if_it_had_not_been(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    clock.pass_minutes(5)
    hall.queue.call("1")
    clock.pass_minutes(2)
    undone = hall.queue.undo("1")
    assert [period.state for period in undone.periods()] == ["issued", "waiting"]
    clock.pass_minutes(3)
    called = hall.queue.call("1")
    assert called.seconds(State.WAITING) == 600
    assert called.calls == 1


def test_a_finish_taken_back_goes_on_with_the_same_service(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.arrive("1")
    clock.pass_minutes(4)
    hall.queue.finish("1")
    clock.pass_minutes(1)
    hall.queue.undo("1")
    clock.pass_minutes(5)
    assert hall.queue.finish("1").seconds(State.SERVING) == 600


def test_a_miss_taken_back_keeps_the_calls_that_were_made(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(queue={"calls_before_missed": 2})
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.recall("1")
    hall.queue.miss("1")
    assert hall.queue.undo("1").calls == 2
    assert hall.queue.miss("1").state == "missed"


def test_a_call_taken_back_gives_the_place_back(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.undo("1")
    assert hall.queue.call("2").number == "A001"


def test_a_chosen_call_of_a_missed_ticket_is_taken_back_to_missed(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    hall.queue.call("2", "A001")
    assert hall.queue.undo("2").state == "missed"


@pytest.mark.parametrize("act", ["transfer", "resume"])
def test_what_concerns_others_is_not_taken_back(hall: Hall, act: str) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    if act == "transfer":
        hall.queue.transfer("1", "B")
    else:
        hall.queue.hold("1")
        hall.queue.resume("1", "A001")
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")


@pytest.mark.parametrize("act", ["leave", "void"])
def test_a_ticket_given_up_stays_given_up(hall: Hall, act: str) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    getattr(hall.queue, act)("A001")
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")


def test_a_window_that_did_nothing_has_nothing_to_take_back(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("2")
    assert hall.queue.undo("1").state == "waiting"


def test_a_window_takes_back_only_its_own_act(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    hall.queue.resume("1", "A001")
    hall.queue.call("2")
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")
    assert hall.queue.undo("2").state == "waiting"


def test_only_the_last_ticket_of_a_window_is_taken_back(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.finish("1")
    hall.queue.call("1")
    assert hall.queue.undo("1").number == "A002"
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")
    assert hall.queue.ticket("A001").state == "done"


def test_nothing_of_yesterday_is_taken_back(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.finish("1")
    clock.show(9, days=1)
    hall.queue.take("A")
    with refuses(hall, "nothing_to_undo"):
        hall.queue.undo("1")


def test_a_wrong_call_of_someone_kept_over_night_is_taken_back(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(queue={"rollover": "keep"})
    hall.queue.take("A")
    clock.show(9, days=1)
    hall.queue.call("1")
    assert hall.queue.undo("1").state == "waiting"


def test_another_process_may_take_it_back(open_hall: Callable[..., Hall]) -> None:
    one, other = open_hall(), open_hall()
    one.queue.take("A")
    one.queue.call("1")
    assert other.queue.undo("1").state == "waiting"
    assert one.queue.call("2").number == "A001"

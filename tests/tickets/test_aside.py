"""Set aside, sent on, taken out: hold and resume, transfer, leave, void."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from tests.halls import MONDAY, HandClock, refuses


def served(hall: Hall, line: str = "A", window: str = "1") -> str:
    """Someone is being served at a window."""
    number = hall.queue.take(line).number
    hall.queue.call(window, number)
    hall.queue.arrive(window)
    return number


def test_a_held_ticket_says_who_held_it_where_and_why(hall: Hall) -> None:
    served(hall)
    hall.queue.actor = "007"
    held = hall.queue.hold("1", "回家取户口本")
    entry = held.log[-1]
    assert (entry.by, entry.window, entry.reason) == ("007", "1", "回家取户口本")
    assert held.window is None
    assert hall.queue.at("1") is None


def test_a_held_ticket_is_called_by_no_rule(hall: Hall) -> None:
    served(hall)
    hall.queue.hold("1")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("1")


def test_a_held_ticket_is_taken_up_at_another_window_of_its_line(hall: Hall) -> None:
    number = served(hall, "B")
    hall.queue.hold("1")
    with refuses(hall, "wrong_window"):
        hall.queue.resume("3", number)
    resumed = hall.queue.resume("2", number)
    assert (resumed.state, resumed.window) == ("serving", "2")
    assert hall.queue.finish("2").state == "done"


def test_a_held_ticket_waits_for_a_free_window(hall: Hall) -> None:
    number = served(hall)
    hall.queue.hold("1")
    served(hall)
    with refuses(hall, "window_busy"):
        hall.queue.resume("1", number)
    assert hall.queue.resume("2", number).window == "2"


def test_times_on_hold_are_neither_waiting_nor_service(hall: Hall, clock: HandClock) -> None:
    number = hall.queue.take("A").number
    clock.pass_minutes(4)
    hall.queue.call("1")
    clock.pass_minutes(1)
    hall.queue.arrive("1")
    clock.pass_minutes(6)
    hall.queue.hold("1")
    clock.pass_minutes(50)
    hall.queue.resume("2", number)
    clock.pass_minutes(3)
    done = hall.queue.finish("2")
    minutes = {state.value: done.seconds(state) / 60 for state in State}
    assert minutes == dict.fromkeys(minutes, 0) | {
        "waiting": 4,
        "called": 1,
        "serving": 9,
        "held": 50,
    }
    assert sum(minutes.values()) * 60 == (clock.now - MONDAY).total_seconds()


def test_a_transfer_keeps_number_and_place_in_time(hall: Hall) -> None:
    number = served(hall)
    hall.queue.take("B")
    moved = hall.queue.transfer("1", "B")
    assert (moved.number, moved.line, moved.state) == (number, "B", "waiting")
    assert hall.queue.ticket(number).ahead == 0
    assert hall.queue.call("2").number == number
    hall.queue.finish("2")
    assert hall.queue.call("2").number == "B001"


def test_a_transferred_ticket_is_the_new_lines_business(hall: Hall) -> None:
    number = served(hall)
    hall.queue.transfer("1", "B")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("3")
    with refuses(hall, "wrong_window"):
        hall.queue.call("3", number)
    assert hall.queue.call("2").number == number


def test_a_transfer_takes_no_number_of_the_new_line(hall: Hall) -> None:
    served(hall)
    hall.queue.transfer("1", "B")
    assert hall.queue.take("B").number == "B001"
    assert hall.queue.take("A").number == "A002"


def test_a_void_number_is_never_given_again(hall: Hall) -> None:
    hall.queue.take("A")
    void = hall.queue.void("A001", "取错了")
    assert (void.state, void.log[-1].reason) == ("void", "取错了")
    assert hall.queue.take("A").number == "A002"
    with refuses(hall, "wrong_state"):
        hall.queue.void("A001")
    assert hall.queue.call("1").number == "A002"


@pytest.mark.parametrize("act", ["void", "leave"])
def test_the_window_is_free_when_its_ticket_is_given_up(hall: Hall, act: str) -> None:
    hall.queue.take("A")
    hall.queue.take("A")
    hall.queue.call("1")
    assert getattr(hall.queue, act)("A001").window is None
    assert hall.queue.call("1").number == "A002"


def test_nobody_is_taken_away_from_the_window_that_serves_them(hall: Hall) -> None:
    number = served(hall)
    for act in (hall.queue.void, hall.queue.leave):
        with refuses(hall, "wrong_state"):
            act(number)
    assert hall.queue.finish("1").state == "done"


def test_finishing_a_called_ticket_says_that_it_arrived(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    clock.pass_minutes(5)
    done = hall.queue.finish("1")
    assert [entry.move for entry in done.log[-2:]] == ["arrive", "finish"]
    assert done.log[-2].reason == "implied"
    assert done.seconds(State.CALLED) == timedelta(minutes=5).total_seconds()

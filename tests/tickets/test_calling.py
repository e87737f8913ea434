"""Who is next, and why: first come first served, priority before that, and its bound."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.hall import Hall
from kiosk.tickets.ticket import Ticket, Why
from tests.halls import HandClock, refuses


def why(ticket: Ticket) -> Why:
    """Why it was called."""
    reason = ticket.log[-1].why
    assert reason is not None
    return reason


def serve(hall: Hall, window: str = "1") -> Ticket:
    """Call the next one and finish with them; gives the ticket as it was called."""
    called = hall.queue.call(window)
    hall.queue.finish(window)
    return called


def test_first_come_first_served_across_the_lines_of_a_window(hall: Hall) -> None:
    taken = [hall.queue.take(line).number for line in "BACA"]
    called = [serve(hall) for _ in taken]
    assert [ticket.number for ticket in called] == taken
    assert {why(ticket) for ticket in called} == {Why("order", place=why(t).place) for t in called}


def test_a_window_calls_only_its_own_lines(hall: Hall) -> None:
    hall.queue.take("B")
    c = hall.queue.take("C")
    assert hall.queue.call("3").number == c.number
    hall.queue.finish("3")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("3")
    assert hall.queue.call("2").number == "B001"


def test_an_empty_hall_has_nobody_to_call(hall: Hall) -> None:
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("1")


def test_a_window_calls_nobody_while_it_has_someone(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.take("A")
    hall.queue.call("1")
    with refuses(hall, "window_busy"):
        hall.queue.call("1")
    hall.queue.arrive("1")
    with refuses(hall, "window_busy"):
        hall.queue.call("1", "A002")
    hall.queue.finish("1")
    assert hall.queue.call("1").number == "A002"


def test_two_windows_never_call_the_same_ticket(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("2")
    with refuses(hall, "wrong_state"):
        hall.queue.call("2", "A001")


@pytest.mark.parametrize(
    ("priority", "basis"),
    [("elder", "《老年人权益保障法》"), ("disabled", "《残疾人保障法》"), ("veteran", "军人")],
)
def test_priority_goes_first_and_its_legal_basis_is_kept(
    hall: Hall, priority: str, basis: str
) -> None:
    hall.queue.take("A")
    favoured = hall.queue.take("A", priority)
    called = hall.queue.call("1")
    assert called.number == favoured.number
    assert (why(called).rule, why(called).passed) == ("priority", 1)
    assert basis in str(why(called).basis)


def test_among_priority_it_is_first_come_first_served(hall: Hall) -> None:
    first = hall.queue.take("A", "elder")
    hall.queue.take("B", "disabled")
    assert hall.queue.call("1").number == first.number


def test_a_line_without_priority_says_so_and_takes_everyone_alike(hall: Hall) -> None:
    first, second = hall.queue.take("C"), hall.queue.take("C")
    with refuses(hall, "priority_not_offered"):
        hall.queue.take("C", "elder")
    assert [serve(hall).number, serve(hall).number] == [first.number, second.number]


def test_a_centre_offers_only_the_classes_it_chose(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(queue={"priority_classes": ["firefighter"]})
    with refuses(hall, "unknown_priority"):
        hall.queue.take("A", "elder")
    assert hall.queue.take("A", "firefighter").priority == "firefighter"


@pytest.mark.parametrize("passes", [0, 1, 3])
def test_nobody_is_passed_more_often_than_the_bound(
    open_hall: Callable[..., Hall], passes: int
) -> None:
    hall = open_hall(queue={"priority_bound": {"passes": passes, "minutes": 600}})
    ordinary = hall.queue.take("A")
    for _ in range(5):
        hall.queue.take("B", "elder")
    called = [serve(hall) for _ in range(6)]
    numbers = [ticket.number for ticket in called]
    assert numbers.index(ordinary.number) == passes
    assert why(called[passes]).rule == "bound"
    assert {why(t).rule for t in called[passes + 1 :]} <= {"priority"}


def test_nobody_is_passed_after_the_minutes_of_the_bound(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(queue={"priority_bound": {"passes": 99, "minutes": 30}})
    ordinary = hall.queue.take("A")
    hall.queue.take("A", "elder")
    hall.queue.take("A", "elder")
    clock.pass_minutes(29)
    assert serve(hall).priority == "elder"
    clock.pass_minutes(1)
    called = hall.queue.call("1")
    assert (called.number, why(called).rule) == (ordinary.number, "bound")


def test_a_pass_counts_only_at_a_window_that_could_have_called_you(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(queue={"priority_bound": {"passes": 1, "minutes": 600}})
    hall.queue.take("C")
    hall.queue.take("B")
    for _ in range(3):
        hall.queue.take("A", "elder")
    assert serve(hall, "2").number == "A001", "window 2 does not serve C, but it passed B"
    assert serve(hall, "3").number == "A002", "C was not passed before"
    assert serve(hall, "3").number == "C001"
    assert serve(hall, "2").number == "B001"


def test_a_clerk_may_choose_and_the_choice_is_written_down(hall: Hall) -> None:
    for _ in range(3):
        hall.queue.take("A")
    called = hall.queue.call("1", "A003")
    assert (called.number, why(called).rule, why(called).passed) == ("A003", "chosen", 2)


def test_a_chosen_ticket_must_be_of_the_windows_lines(hall: Hall) -> None:
    hall.queue.take("B")
    with refuses(hall, "wrong_window"):
        hall.queue.call("3", "B001")
    with refuses(hall, "unknown_number"):
        hall.queue.call("2", "B002")
    assert hall.queue.call("2", "b001").number == "B001"


def test_a_missed_ticket_may_be_chosen_again(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("1")
    called = hall.queue.call("1", "A001")
    assert (called.state, called.calls) == ("called", 1)


def test_a_bound_that_was_reached_holds_after_the_hall_is_opened_again(
    open_hall: Callable[..., Hall],
) -> None:
    rules = {"priority_bound": {"passes": 2, "minutes": 600}}
    with open_hall(queue=rules) as hall:
        hall.queue.take("A")
        for _ in range(4):
            hall.queue.take("A", "elder")
        assert {serve(hall).priority, serve(hall).priority} == {"elder"}
    called = open_hall(queue=rules).queue.call("1")
    assert (called.number, why(called).rule) == ("A001", "bound")


def test_what_the_board_shows_as_called_is_called(hall: Hall) -> None:
    hall.queue.take("A")
    assert hall.queue.at("1") is None
    hall.queue.call("1")
    shown = hall.queue.at("1")
    assert shown is not None
    assert shown.number == "A001"
    hall.queue.miss("1")
    assert hall.queue.at("1") is None

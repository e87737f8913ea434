"""Called and not there: how often it is called, and how one comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.hall import Hall
from tests.halls import refuses


def waiting(hall: Hall) -> list[str]:
    """Numbers in the order the window will call them."""
    order = []
    while hall.queue.waiting("A"):
        order.append(hall.queue.call("2").number)
        hall.queue.finish("2")
    return order


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_a_ticket_is_missed_only_after_enough_calls(
    open_hall: Callable[..., Hall], needed: int
) -> None:
    hall = open_hall(queue={"calls_before_missed": needed})
    hall.queue.take("A")
    hall.queue.call("1")
    for calls in range(1, needed):
        assert hall.queue.ticket("A001").calls == calls
        with refuses(hall, "call_again"):
            hall.queue.miss("1")
        hall.queue.recall("1")
    assert hall.queue.miss("1").state == "missed"


def test_calls_are_counted_anew_after_coming_back(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(queue={"calls_before_missed": 2})
    hall.queue.take("A")
    hall.queue.call("1")
    assert hall.queue.recall("1").calls == 2
    hall.queue.miss("1")
    assert hall.queue.resume("1", "A001").calls == 0
    assert hall.queue.call("1").calls == 1
    with refuses(hall, "call_again"):
        hall.queue.miss("1")


def test_a_recall_opens_no_new_period(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    periods = hall.queue.recall("1").periods()
    assert [period.state for period in periods] == ["issued", "waiting", "called"]


def missed_with_others_waiting(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    for _ in range(4):
        hall.queue.take("A")


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ({"rule": "behind", "places": 0}, ["A001", "A002", "A003", "A004", "A005"]),
        ({"rule": "behind", "places": 2}, ["A002", "A003", "A001", "A004", "A005"]),
        ({"rule": "behind", "places": 4}, ["A002", "A003", "A004", "A005", "A001"]),
        ({"rule": "behind", "places": 9}, ["A002", "A003", "A004", "A005", "A001"]),
        ({"rule": "end"}, ["A002", "A003", "A004", "A005", "A001"]),
    ],
)
def test_who_comes_back_late_stands_where_the_rule_says(
    open_hall: Callable[..., Hall], rule: dict[str, object], order: list[str]
) -> None:
    hall = open_hall(queue={"late_return": rule})
    missed_with_others_waiting(hall)
    back = hall.queue.resume("1", "A001")
    assert back.state == "waiting"
    assert hall.queue.ticket("A001").ahead == order.index("A001")
    assert waiting(hall) == order


def test_where_missed_is_missed_nobody_comes_back(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(queue={"late_return": {"rule": "never"}})
    missed_with_others_waiting(hall)
    with refuses(hall, "no_return"):
        hall.queue.resume("1", "A001")


def test_two_who_come_back_are_each_behind_so_many(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(queue={"late_return": {"rule": "behind", "places": 1}})
    hall.queue.take("A")
    missed_with_others_waiting(hall)
    hall.queue.call("1", "A002")
    hall.queue.miss("1")
    hall.queue.resume("1", "A001")
    assert hall.queue.ticket("A001").ahead == 1
    hall.queue.resume("1", "A002")
    assert hall.queue.ticket("A002").ahead == 1


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"rule": "behind", "places": 5}, "5 位"),
        ({"rule": "end"}, "队尾"),
        ({"rule": "never"}, "重新取号"),
    ],
)
def test_the_rule_is_printed_on_every_ticket(
    open_hall: Callable[..., Hall], rule: dict[str, object], says: str
) -> None:
    hall = open_hall(queue={"late_return": rule})
    ticket = hall.queue.take("A")
    (job,) = hall.slips.about(ticket.id)
    assert says in job.fields["late_rule"]


def test_coming_back_needs_a_window_of_ones_line_but_not_a_free_one(hall: Hall) -> None:
    hall.queue.take("B")
    hall.queue.call("1")
    hall.queue.miss("1")
    hall.queue.take("A")
    hall.queue.call("2")
    with refuses(hall, "wrong_window"):
        hall.queue.resume("3", "B001")
    assert hall.queue.resume("2", "B001").state == "waiting"


def test_who_came_back_is_not_yet_passed_by_anybody(open_hall: Callable[..., Hall]) -> None:
    bound = {"passes": 1, "minutes": 600}
    hall = open_hall(queue={"late_return": {"rule": "end"}, "priority_bound": bound})
    hall.queue.take("A")
    hall.queue.take("A", "elder")
    assert hall.queue.call("1").priority
    hall.queue.finish("1")
    assert hall.queue.call("1").number == "A001"
    hall.queue.miss("1")
    hall.queue.resume("1", "A001")
    hall.queue.take("A", "elder")
    assert hall.queue.call("1").number == "A003"


def test_priority_does_not_carry_a_late_returner_past_the_rule(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(queue={"late_return": {"rule": "behind", "places": 2}})
    missed = hall.queue.take("A", "elder").number
    for _ in range(3):
        hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    hall.queue.resume("1", missed)
    called = []
    for _ in range(3):
        called.append(hall.queue.call("1").number)
        hall.queue.finish("1")
    assert called == ["A002", "A003", missed]


def test_where_missed_is_missed_the_clerk_cannot_call_it_either(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(queue={"late_return": {"rule": "never"}})
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.miss("1")
    with refuses(hall, "no_return"):
        hall.queue.call("1", "A001")

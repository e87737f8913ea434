"""Taking a ticket: when one is given, what is promised, and what its slip says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from kiosk.codes import Code
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.priorities import classes
from kiosk.slips import Job, JobState
from tests.halls import MONDAY, HandClock, recorded, refuses


def slip(hall: Hall, id_: str) -> dict[str, str]:
    """The fields of a ticket's one slip."""
    (job,) = hall.slips.about(id_)
    assert (job.kind, job.printer) == ("ticket", "lobby")
    return job.fields


def learn(hall: Hall, clock: HandClock, minutes: float, line: str = "A") -> None:
    """Serve enough people of a line, each for so many minutes, that the hall knows how long."""
    for _ in range(6):
        hall.queue.take(line)
        hall.queue.call("1")
        clock.pass_minutes(minutes)
        hall.queue.finish("1")


def test_numbers_of_each_line_begin_at_one(hall: Hall) -> None:
    taken = [hall.queue.take(line).number for line in "AABCB"]
    assert taken == ["A001", "A002", "B001", "C001", "B002"]
    assert [ticket.number for ticket in hall.queue.tickets()] == taken


def test_two_processes_never_give_the_same_number(open_hall: Callable[..., Hall]) -> None:
    one, other = open_hall(), open_hall()
    taken = [hall.queue.take("A").number for hall in (one, other, other, one, other)]
    assert taken == ["A001", "A002", "A003", "A004", "A005"]


def test_a_line_gives_no_more_than_its_quota(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(lines={"B": {"name": "社保", "quota": 2}})
    hall.queue.take("B")
    hall.queue.take("B")
    with refuses(hall, "quota_reached"):
        hall.queue.take("B")
    assert hall.queue.take("A").number == "A001"
    hall.queue.void("B001")
    assert hall.queue.take("B").number == "B003", "a void ticket takes no place of the quota"


def test_a_quota_begins_anew_each_day(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    hall = open_hall(lines={"B": {"name": "社保", "quota": 1}})
    hall.queue.take("B")
    clock.show(9, days=1)
    assert hall.queue.take("B").number == "B001"
    with refuses(hall, "quota_reached"):
        hall.queue.take("B")


@pytest.mark.parametrize(
    ("hour", "minute", "days", "opens"),
    [
        (8, 29, 0, "11-23 08:30"),
        (12, 0, 0, "11-23 14:00"),
        (13, 59, 0, "11-23 14:00"),
        (18, 0, 0, "11-24 08:30"),
        (10, 0, 5, "11-30 08:30"),
    ],
)
def test_outside_the_hours_no_ticket_is_given_and_the_next_opening_is_told(
    hall: Hall, clock: HandClock, hour: int, minute: int, days: int, opens: str
) -> None:
    clock.show(hour, minute, days=days)
    assert not hall.queue.is_open("A")
    with refuses(hall, "line_closed"):
        hall.queue.take("A")
    told = hall.queue.opens("A")
    assert told is not None
    assert f"{told:%m-%d %H:%M}" == opens


@pytest.mark.parametrize(("hour", "minute"), [(8, 30), (11, 59), (14, 0), (17, 59)])
def test_within_the_hours_a_ticket_is_given(
    hall: Hall, clock: HandClock, hour: int, minute: int
) -> None:
    clock.show(hour, minute)
    assert hall.queue.take("A").number == "A001"


def test_a_line_may_have_its_own_hours(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    hall = open_hall(lines={"B": {"name": "社保", "hours": {"monday": ["10:00-11:00"]}}})
    with refuses(hall, "line_closed"):
        hall.queue.take("B")
    assert hall.queue.take("A").number == "A001"
    clock.show(10)
    assert hall.queue.take("B").number == "B001"


def test_the_last_minutes_may_be_kept_free(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(queue={"last_ticket_minutes": 10})
    clock.show(17, 51)
    with refuses(hall, "closing_soon"):
        hall.queue.take("A")
    clock.show(17, 50)
    assert hall.queue.take("A").number == "A001"


def test_a_slip_warns_before_closing_and_none_is_given_in_vain(
    hall: Hall, clock: HandClock
) -> None:
    clock.show(14)
    hall.queue.close_window("2")
    learn(hall, clock, 8)
    learn(hall, clock, 12)
    clock.show(17, 20)
    hall.queue.take("A")
    hall.queue.call("1")
    warned = []
    word = ""
    while not word:
        before = recorded(hall)
        try:
            warned.append("closing_note" in slip(hall, hall.queue.take("A").id))
        except Refused as refused:
            word = refused.code
    assert word == "closing_soon"
    assert recorded(hall) == before
    assert warned == sorted(warned)
    assert set(warned) == {False, True}


def test_nothing_is_promised_where_nothing_honest_can_be_said(hall: Hall) -> None:
    ticket = hall.queue.take("A")
    assert (ticket.wait, ticket.quote) == (None, None)
    assert "wait" not in slip(hall, ticket.id)


def test_a_free_window_means_no_wait(hall: Hall) -> None:
    hall.queue.open_window("1")
    ticket = hall.queue.take("A")
    assert ticket.wait == (0, 0)
    assert slip(hall, ticket.id)["wait"] == "可直接办理"


def test_a_free_window_of_other_lines_is_no_promise(hall: Hall) -> None:
    hall.queue.open_window("3")
    assert hall.queue.take("B").wait is None


def test_a_range_is_told_and_stored_with_the_ticket(hall: Hall, clock: HandClock) -> None:
    learn(hall, clock, 5)
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.take("A")
    ticket = hall.queue.take("A")
    assert ticket.wait is not None
    low, high = ticket.wait
    assert 0 < low <= high
    assert ticket.quote is not None
    assert (ticket.quote.low, ticket.quote.high) == ticket.wait
    assert str(high) in slip(hall, ticket.id)["wait"]
    clock.pass_minutes(4)
    later = hall.queue.ticket(ticket.number)
    assert later.quote == ticket.quote, "what was promised stays what was promised"
    assert later.wait is not None
    assert later.wait[0] <= low


def test_people_ahead_are_told(hall: Hall) -> None:
    assert hall.queue.take("A").ahead == 0
    ticket = hall.queue.take("A")
    assert ticket.ahead == 1
    assert slip(hall, ticket.id)["ahead"] == "1"
    assert hall.queue.take("A", "elder").ahead == 0
    assert hall.queue.take("B").ahead == 0


def test_a_slip_says_what_the_ticket_is(hall: Hall) -> None:
    ticket = hall.queue.take("A")
    fields = slip(hall, ticket.id)
    assert fields["number"] == "A001"
    assert (fields["line_name"], fields["line_name_en"]) == ("综合服务", "General")
    assert fields["time"] == "2026-11-23 09:00"
    assert hall.codes.read(fields["code"]) == Code("ticket", date(2026, 11, 23), "A", 1)
    assert fields["training"], "a simulated clock is marked on the paper"


@pytest.mark.parametrize("priority", ["elder", "disabled", "veteran"])
def test_why_someone_has_priority_is_never_on_paper(hall: Hall, priority: str) -> None:
    fields = slip(hall, hall.queue.take("A", priority).id)
    plain = slip(hall, hall.queue.take("A").id)
    assert fields.keys() == plain.keys()
    kind = classes()[priority]
    said = " ".join(fields.values())
    assert not any(w in said for w in (priority, kind.name, kind.name_en, kind.basis, "优先"))


def test_ticket_and_slip_are_one_act(hall: Hall) -> None:
    id_ = "ticket/2026-11-23/A001"
    stray = Job(id_, "lobby", "ticket", "x", {}, JobState.QUEUED, MONDAY, "2026-11-23")
    hall.store.table("jobs").put(id_, msgspec.to_builtins(stray))
    before = recorded(hall)
    with pytest.raises(ValueError, match="already exists"):
        hall.queue.take("A")
    assert recorded(hall) == before
    assert hall.queue.tickets() == []


def test_every_ticket_has_one_slip_and_every_slip_a_ticket(hall: Hall) -> None:
    taken = [hall.queue.take(line).id for line in "ABCAB"]
    hall.queue.void("A001")
    with refuses(hall, "unknown_line"):
        hall.queue.take("D")
    assert sorted(job.about for job in hall.slips.jobs()) == sorted(taken)


def test_a_terminal_without_printer_gives_numbers_without_paper(hall: Hall) -> None:
    hall.queue.terminal = "desk"
    ticket = hall.queue.take("A")
    assert ticket.log[0].where == "desk"
    assert hall.slips.about(ticket.id) == []

"""The day in numbers: every ticket in one place, and nothing that the logs do not say."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.day_sheet import FATES, day_lines, fate, wait_of
from kiosk.tickets.ticket import Ticket
from printers.receipt import receipt
from tests.halls import HandClock


def sheet(hall: Hall, day: str | None = None) -> dict[str, str]:
    """The fields of a sheet; its template takes them."""
    job = hall.papers.day_sheet(day)
    assert receipt(job.kind, job.fields)
    return job.fields


def fates(hall: Hall) -> dict[str, str]:
    return {ticket.number: fate(ticket) for ticket in hall.queue.tickets()}


def test_each_ticket_is_counted_once_where_it_ended(hall: Hall, clock: HandClock) -> None:
    queue = hall.queue
    for _ in range(6):
        queue.take("A")
    queue.call("1")
    queue.arrive("1")
    queue.finish("1")
    queue.call("1")
    queue.miss("1")
    queue.leave("A003")
    queue.void("A004")
    queue.call("1", number="A005")
    assert fates(hall) == {
        "A001": "served",
        "A002": "missed",
        "A003": "left",
        "A004": "void",
        "A005": "open",
        "A006": "uncalled",
    }
    said = sheet(hall)
    assert [said[f"{part}.1"] for part in FATES] == ["1/6"] * 6
    assert (said["taken_all"], said["served_all"]) == ("6", "1/6")
    assert said["taken.2"] == "0"
    assert "wait.2" not in said, "nobody was called there: nothing is said about waiting"
    clock.show(9, days=1)
    queue.take("A")
    said = sheet(hall, "2026-11-23")
    assert [said[f"{part}.1"] for part in FATES] == ["1/6"] * 6, "the day's end is nobody's act"


def test_waits_are_sums_with_the_people_they_are_of(hall: Hall, clock: HandClock) -> None:
    for _ in range(4):
        hall.queue.take("A")
    for minutes in (5, 10):
        clock.pass_minutes(minutes)
        hall.queue.call("1")
        hall.queue.arrive("1")
        hall.queue.finish("1")
    said = sheet(hall)
    assert (said["wait.1"], said["mean.1"], said["longest.1"]) == ("20 分/2 人", "10.0 分", "15 分")
    assert "held.1" not in said, "nobody had been told a wait"


def test_paper_is_counted_as_far_as_it_is_known(hall: Hall) -> None:
    assert "paper" not in sheet(hall), "nothing was to be printed"
    hall.queue.terminal = "lobby"
    jobs = [hall.slips.about(hall.queue.take("A").id)[0].id for _ in range(3)]
    for job in jobs[:2]:
        hall.slips.begin(job)
        hall.slips.sent(job)
    hall.slips.reprint(jobs[0], by="0007")
    hall.slips.printed(jobs[1])
    assert sheet(hall)["paper"] == "1/3", "a copy is the same ticket; sent is not printed"


def test_undone_calls_are_no_calls(hall: Hall, clock: HandClock) -> None:
    ticket = hall.queue.take("A")
    clock.pass_minutes(3)
    hall.queue.call("1")
    hall.queue.undo("1")
    assert wait_of(hall.queue.ticket(ticket.number)) is None
    assert fates(hall)[ticket.number] == "uncalled"


def test_a_ticket_counts_in_the_line_it_was_taken_for(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.transfer("1", "B")
    said = sheet(hall)
    assert (said["taken.1"], said["taken.2"]) == ("1", "0")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("rollover", ["clear", "keep"])
def test_the_parts_of_any_day_add_up(
    open_hall: Callable[..., Hall], clock: HandClock, seed: int, rollover: str
) -> None:
    hall = open_hall(queue={"rollover": rollover})
    chance, queue = random.Random(seed), hall.queue
    taken: list[Ticket] = []
    for _ in range(120):
        clock.pass_minutes(chance.random())
        window = chance.choice("123")
        act = chance.choice(
            ["take", "take", "call", "arrive", "miss", "hold", "finish", "finish", "undo", "leave"]
        )
        try:
            if act == "take":
                taken.append(queue.take(chance.choice("ABC")))
            elif act == "leave":
                queue.leave(chance.choice(taken).number)
            else:
                getattr(queue, act)(window)
        except (Refused, IndexError):
            continue
    during = day_lines(hall.config, queue.tickets())
    assert sum(line.taken for line in during) == len(taken)
    clock.show(9, days=1)
    queue.take("A")
    said = sheet(hall, "2026-11-23")
    assert said["taken_all"] == str(len(taken))
    for n, line in enumerate(during, 1):
        counts = [int(said[f"{part}.{n}"].split("/")[0]) for part in FATES]
        assert sum(counts) == line.taken == int(said[f"taken.{n}"])
        assert {said[f"{part}.{n}"].split("/")[1] for part in FATES} == {str(line.taken)}
        assert counts[FATES.index("left")] == line.fates["left"], "nobody left by the day's end"
        assert counts[FATES.index("void")] == line.fates["void"]
        assert line.held <= line.quoted <= line.called <= line.taken
        assert line.longest <= line.waited

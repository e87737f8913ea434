"""From one day to the next, and what a wrong clock may not do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from tests.halls import CHINA, HandClock, refuses

ALWAYS = {
    day: ["00:00-24:00"]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
KEEP = {"rollover": "keep"}


def test_a_new_day_begins_with_an_empty_hall_and_number_one(hall: Hall, clock: HandClock) -> None:
    waits, called, serving = (hall.queue.take("A").id for _ in range(3))
    hall.queue.call("1", "A002")
    hall.queue.call("2", "A003")
    hall.queue.arrive("2")
    clock.show(9, days=1)
    assert hall.queue.take("A").id == "2026-11-24/A001"
    assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]
    past = hall.store.table("tickets")
    states = {id_: past.get(doc_id=id_)["state"] for id_ in (waits, called, serving)}
    assert states == {waits: "left", called: "left", serving: "done"}
    assert {past.get(doc_id=id_)["log"][-1]["reason"] for id_ in states} == {"day_closed"}


def test_yesterdays_numbers_are_unknown_today(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    clock.show(9, days=1)
    hall.queue.take("C")
    with refuses(hall, "unknown_number"):
        hall.queue.void("A001")
    with refuses(hall, "nobody_waiting"):
        hall.queue.call("2")


def test_those_kept_over_night_are_first_and_their_numbers_are_skipped(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(queue=KEEP)
    for _ in range(3):
        hall.queue.take("A")
    hall.queue.call("1")
    clock.show(9, days=1)
    taken = [hall.queue.take("A", "elder").number for _ in range(2)]
    assert taken == ["A001", "A004"], "A002 and A003 still wait since yesterday"
    order = []
    for _ in range(4):
        order.append(hall.queue.call("1").number)
        hall.queue.finish("1")
    assert order == ["A002", "A003", "A001", "A004"]


def test_of_two_at_one_place_the_earlier_is_first_the_next_day_too(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    rule = {"calls_before_missed": 1, "late_return": {"rule": "behind", "places": 0}}
    hall = open_hall(queue=KEEP | rule)
    for line in "ABA":
        hall.queue.take(line)
    hall.queue.call("1", "A001")
    hall.queue.miss("1")
    late = hall.queue.resume("1", "A001")
    assert late.place == hall.queue.ticket("B001").place
    clock.show(9, days=1)
    hall.queue.take("C")
    order = []
    for _ in range(3):
        order.append(hall.queue.call("1").number)
        hall.queue.finish("1")
    assert order == ["B001", "A001", "A002"]


def test_a_number_kept_until_today_is_not_given_again_today(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(queue=KEEP)
    hall.queue.take("A")
    clock.show(9, days=1)
    hall.queue.call("1")
    hall.queue.finish("1")
    assert hall.queue.take("A").number == "A002"
    assert hall.queue.undo("1").number == "A001"


def test_passes_of_yesterday_still_count(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    rules = KEEP | {"priority_bound": {"passes": 1, "minutes": 100_000}}
    hall = open_hall(queue=rules)
    hall.queue.take("A")
    hall.queue.take("B", "elder")
    assert hall.queue.call("1").priority == "elder"
    clock.show(9, days=1)
    hall.queue.take("B", "elder")
    for each in (hall, open_hall(queue=rules)):
        called = each.queue.call("1")
        assert (called.number, called.log[-1].why and called.log[-1].why.rule) == ("A001", "bound")
        each.queue.undo("1")


def test_two_processes_open_the_day_once(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    one, other = open_hall(queue=KEEP), open_hall(queue=KEEP)
    one.queue.take("A")
    clock.show(9, days=1)
    one.queue.take("B")
    other.queue.take("B")
    assert one.queue.call("1").number == "A001"
    other.refresh()
    assert other.queue.floor.tickets == one.queue.floor.tickets


def test_acts_after_a_night_are_known_to_be_later_by_every_process(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    night = open_hall()
    for _ in range(3):
        night.queue.take("A")
    night.queue.call("1")
    clock.show(7, days=1)
    with pytest.raises(Refused, match="现在不取号"):
        night.queue.take("A")
    clock.show(9)
    morning = open_hall()
    morning.queue.take("A")
    morning.queue.call("1")
    assert night.queue.undo("1").state == "waiting"


class Midnight:
    """A clock that passes midnight between two looks."""

    def __init__(self) -> None:
        self.looks: Iterator[datetime] = iter(())
        self.last = datetime(2026, 11, 23, 23, 59, 59, tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.last = next(self.looks, self.last)
        return self.last


def test_who_comes_at_midnight_is_not_swept_out_with_yesterday(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    clock = Midnight()
    with Hall.open(config_file(hours=ALWAYS), tmp_path / "data", clock) as hall:
        hall.queue.take("A")
        clock.looks = iter([clock.last, clock.last + timedelta(seconds=2)])
        assert hall.queue.take("B").day == "2026-11-24"
        hall.queue.take("B")
        assert [t.number for t in hall.queue.tickets()] == ["B001", "B002"]


def test_a_clock_set_back_to_yesterday_never_gives_a_number_twice(
    hall: Hall, clock: HandClock
) -> None:
    ids = [hall.queue.take("A").id for _ in range(2)]
    for days in (1, -1, 1, -1, 2):
        clock.show(9, days=days)
        ids += [hall.queue.take("A").id for _ in range(2)]
    assert len(ids) == len(set(ids))
    assert [id_[-4:] for id_ in ids[:6]] == ["A001", "A002", "A001", "A002", "A003", "A004"]


def test_a_clock_set_back_makes_no_time_negative(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    clock.pass_minutes(-20)
    called = hall.queue.call("1")
    assert called.seconds(State.WAITING) == 0
    assert [e.at for e in called.log] == sorted(e.at for e in called.log)
    clock.pass_minutes(25)
    done = hall.queue.finish("1")
    assert done.seconds(*State) == 5 * 60


def test_a_business_day_may_begin_at_four(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    hall = open_hall(hours=ALWAYS, queue={"day_starts": "04:00"})
    clock.show(23)
    hall.queue.take("A")
    clock.show(3, 59, days=1)
    assert hall.queue.take("A").id == "2026-11-23/A002"
    clock.show(4)
    assert hall.queue.take("A").id == "2026-11-24/A001"
    assert len(hall.queue.tickets()) == 1


@pytest.mark.parametrize(
    ("before", "minutes"),
    [(datetime(2026, 10, 25, 2, 50, fold=0), 25), (datetime(2026, 3, 29, 1, 50), 25)],
)
def test_waits_are_right_when_summer_time_ends_and_begins(
    open_hall: Callable[..., Hall], clock: HandClock, before: datetime, minutes: int
) -> None:
    clock.now = before.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(CHINA)
    hall = open_hall(hours=ALWAYS, centre={"timezone": "Europe/Berlin"})
    hall.queue.take("A")
    clock.pass_minutes(minutes)
    called = hall.queue.call("1")
    clock.pass_minutes(60)
    done = hall.queue.finish("1")
    assert called.seconds(State.WAITING) == minutes * 60
    assert done.seconds(*State) == (minutes + 60) * 60
    assert all(p.end and p.end.at >= p.start.at for p in done.periods())


def test_with_a_real_clock_durations_are_those_of_the_machine(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    with Hall.open(config_file(hours=ALWAYS), tmp_path / "data") as hall:
        ticket = hall.queue.take("A")
        called = hall.queue.call("1")
        (job,) = hall.slips.about(ticket.id)
    ticks = [entry.tick for entry in called.log]
    assert None not in ticks
    assert len({entry.boot for entry in called.log}) == 1
    assert "training" not in job.fields, "only a simulated day is marked"


def test_a_clock_that_shows_yesterday_leaves_those_who_wait_where_they_are(
    hall: Hall, clock: HandClock
) -> None:
    hall.queue.take("A")
    clock.now -= timedelta(days=1)
    with pytest.raises(Refused) as refused:
        hall.queue.take("A")  # a Sunday
    assert refused.value.code == "line_closed"
    assert [ticket.state for ticket in hall.queue.tickets()] == ["waiting"]
    clock.now += timedelta(days=1)
    assert [ticket.state for ticket in hall.queue.tickets()] == ["waiting"]


def test_a_date_far_in_the_future_was_the_mistake_not_today(hall: Hall, clock: HandClock) -> None:
    clock.now += timedelta(days=364)
    hall.queue.take("A")
    clock.now -= timedelta(days=364)
    assert hall.queue.take("A").day == clock.now.date().isoformat()


def test_before_its_first_act_a_day_shows_nobody_of_yesterday(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.take("B")
    clock.now += timedelta(days=1)
    assert hall.queue.tickets() == hall.queue.on_floor() == []
    assert (hall.queue.at("1"), hall.queue.waiting("B")) == (None, 0)

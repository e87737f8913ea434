"""Cards read while cut off: in and out are worked out from the order of all scans."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.outbox.conflicts import Conflict
from kiosk.volunteers.record import What
from tests.halls import HandClock
from tests.outbox.conftest import Machine, Wire
from tests.volunteers.day import CLERK, EARLY, Day


@pytest.fixture
def day(machine: Machine, clock: HandClock) -> Day:
    hall = machine()
    clock.now = EARLY
    return Day(hall, clock)


def outside(day: Day, number: str, time: str, activity: str | None = None) -> Any:
    """A card is read at a machine that is cut off."""
    day.show(time)
    return day.hall.outbox.scan(day.card(number), activity)


def sent(day: Day, time: str) -> int:
    """What was kept is sent; how many facts are to be looked at."""
    day.show(time)
    result = day.hall.outbox.send()
    assert result.left == 0
    return result.flagged


def only(hall: Hall) -> Conflict:
    (conflict,) = hall.conflicts.open()
    return conflict


def test_in_and_out_of_a_cut(day: Day, wire: Wire) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    card = day.card(someone)
    wire.cut()
    for time in ("09:02", "10:32"):
        day.show(time)
        went = going_on.scan(day.hall, card)
        assert went.offline
        assert went.fact is not None
        assert went.fact.about == someone
        assert card[:20] not in str(went.fact)
    day.show("10:40")
    wire.mend()
    assert day.hall.outbox.send() == (2, 0, 0)

    assert day.minutes(someone) == (90, 0, 0, 0)
    attendance = day.volunteers.attendance.ledger.find(activity.number, someone)
    assert attendance is not None
    facts = attendance.touches()
    assert [fact.at for fact in facts] == [day.at("09:02"), day.at("10:32")]
    assert {(fact.noted, fact.where, fact.what) for fact in facts} == {
        (day.at("10:40"), "lobby", What.SCAN)
    }


def test_one_that_comes_late_puts_the_others_right(day: Day) -> None:
    """In at a machine that was cut off, out at one that was not: that one took it for in."""
    someone = day.person()
    day.activity("09:00", "11:00")
    outside(day, someone, "09:00")
    assert day.scan(someone, "10:00") == "in"
    assert sent(day, "10:30") == 0
    assert day.minutes(someone) == (60, 0, 0, 0)
    assert day.scan(someone, "10:40") == "in"


def test_the_same_scan_counts_once(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.scan(someone, "09:00")
    day.clock.pass_minutes(0.5)
    day.hall.outbox.scan(day.card(someone))
    assert sent(day, "09:30") == 0
    assert day.scan(someone, "10:00") == "out"


def test_two_machines_order_by_time_not_by_arrival(day: Day, machine: Machine) -> None:
    someone = day.person()
    activity = day.activity("09:00", "11:00")
    other = machine("two", "hall2")
    outside(day, someone, "09:00")
    day.show("10:00")
    other.outbox.scan(day.card(someone))
    day.show("10:30")
    assert other.outbox.send() == (1, 0, 0)
    assert sent(day, "10:31") == 0
    assert day.minutes(someone) == (60, 0, 0, 0)
    assert day.volunteers.attendance.present(activity.number) == []


def test_the_one_chosen_and_the_code_of_one_elsewhere(day: Day) -> None:
    first, second = day.person(), day.person()
    day.activity("09:00", "11:00")
    chosen = day.activity("09:00", "11:00", name="送餐")
    away = day.activity("09:00", "11:00", name="河道清洁", offsite=True)
    code = day.volunteers.activities.code(away.number)
    outside(day, first, "09:00", chosen.number)
    outside(day, second, "10:00", code)
    outside(day, first, "10:00")
    assert sent(day, "10:30") == 0
    assert day.minutes(first) == (60, 0, 0, 0)
    (pending,) = day.volunteers.attendance.pending(away.number)
    assert (pending.volunteer, pending.why) == (second, ("proposed",))


def test_of_several_nobody_knows_which(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.activity("09:00", "11:00", name="送餐")
    outside(day, someone, "09:00")
    assert sent(day, "09:10") == 1
    conflict = only(day.hall)
    assert conflict.record["error"] == "several_activities"
    assert "送餐" in day.hall.conflicts.sentence(conflict)


def test_a_card_that_is_void_by_then_is_flagged(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    outside(day, someone, "09:00")
    day.show("09:05")
    day.volunteers.roster.cards.reprint(someone, CLERK)
    assert sent(day, "09:10") == 1
    assert only(day.hall).record["error"] == "old_card"
    assert day.minutes(someone) == (0, 0, 0, 0)


def test_what_a_clerk_decided_is_not_changed_by_itself(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    day.scan(someone, "09:00")
    outside(day, someone, "10:00")
    day.show("12:00")
    day.volunteers.attendance.close_forgotten()
    day.volunteers.hours.confirm(f"{activity.number}/{someone}", CLERK, 50, reason="见到本人")
    assert sent(day, "12:10") == 1
    assert only(day.hall).record["error"] == "already_decided"
    assert day.minutes(someone)[1] == 50


def test_a_late_sign_out_ends_what_was_forgotten(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.scan(someone, "09:00")
    outside(day, someone, "10:30")
    day.show("12:00")
    day.volunteers.attendance.close_forgotten()
    assert sent(day, "12:10") == 0
    assert day.minutes(someone) == (90, 0, 0, 0)


def test_what_is_no_card_of_ours_is_refused_at_once(day: Day, wire: Wire) -> None:
    day.show("09:00")
    day.hall.queue.take("A")
    (slip,) = day.hall.slips.jobs()
    wire.cut()
    for code, word in (("123", "not_ours"), (slip.fields["code"], "not_a_card")):
        with pytest.raises(Refused) as refused:
            going_on.scan(day.hall, code)
        assert refused.value.code == word
    assert day.hall.outbox.unsent == 0

"""Signing in and out: one place at a time, what a second scan means, and every refusal."""

from __future__ import annotations

import pytest

from kiosk.codes import Code
from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from kiosk.volunteers.record import Pending
from tests.halls import MONDAY, HandClock
from tests.volunteers.day import CLERK, OTHER, Day


def test_in_and_out_are_the_order_of_the_scans(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    assert day.scan(someone, "09:02") == "in"
    scanned = day.volunteers.attendance.look(day.card(someone))
    assert (scanned.did, scanned.since) == ("repeat", day.at("09:02"))
    day.show("10:32")
    scanned = day.volunteers.attendance.scan(day.card(someone))
    assert (scanned.did, scanned.minutes, scanned.total) == ("out", 90, 90)
    assert (scanned.activity, scanned.since) == (activity, day.at("09:02"))
    assert day.minutes(someone) == (90, 0, 0, 0)


def test_looking_records_nothing(day: Day) -> None:
    someone = day.person()
    day.activity()
    day.show("09:00")
    assert day.volunteers.attendance.look(day.card(someone)).did == "in"
    assert day.volunteers.attendance.present() == []
    assert day.hall.volunteers.hours.entries(someone) == []


def test_a_scan_within_a_minute_is_the_same_scan(day: Day) -> None:
    someone = day.person()
    day.activity()
    assert day.scan(someone, "09:00") == "in"
    day.clock.pass_minutes(59 / 60)
    assert day.scan(someone) == "repeat"
    day.clock.pass_minutes(60)
    assert day.scan(someone) == "out"
    day.clock.pass_minutes(0.9)
    scanned = day.volunteers.attendance.scan(day.card(someone))
    assert (scanned.did, scanned.minutes) == ("repeat", 60)
    assert day.minutes(someone) == (60, 0, 0, 0)


def test_the_same_scan_is_known_after_coming_back_to_an_earlier_activity(day: Day) -> None:
    someone = day.person()
    first, second = day.activity("09:00", "12:00"), day.activity("09:00", "10:00", name="送餐")
    for time, activity in (
        ("09:00", first),
        ("09:10", first),
        ("09:20", second),
        ("09:30", second),
    ):
        day.scan(someone, time, activity.number)
    assert day.scan(someone, "09:40", first.number) == "in"
    assert day.scan(someone, "09:50", first.number) == "out"
    day.clock.pass_minutes(0.5)
    assert day.scan(someone, activity=first.number) == "repeat"


def test_early_time_counts_from_fifteen_minutes_before_and_none_after_the_end(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "10:00")
    assert day.scan(someone, "08:05") == "in"
    assert day.scan(someone, "10:20") == "out"
    assert day.minutes(someone) == (75, 0, 0, 0)


def test_minutes_are_those_of_the_clock_on_the_wall(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.show("09:00")
    day.clock.pass_minutes(0.99)
    day.scan(someone)
    day.show("10:00")
    day.scan(someone)
    assert day.minutes(someone) == (60, 0, 0, 0)


def test_a_card_signs_in_where_its_bearer_chose(day: Day) -> None:
    someone = day.person()
    first, second = day.activity(), day.activity(name="助老送餐")
    day.show("09:00")
    scanned = day.volunteers.attendance.scan(day.card(someone))
    assert (scanned.did, scanned.choices) == ("choose", (first, second))
    assert day.volunteers.attendance.present() == []
    assert day.scan(someone, activity=second.number) == "in"
    assert [each.activity for each in day.volunteers.attendance.present()] == [second.number]
    assert day.scan(someone, "10:00") == "out"  # no choice on the way out


def test_nobody_is_in_two_places(day: Day) -> None:
    someone, first = day.person(), day.activity()
    second = day.activity("09:30", "12:00", name="助老送餐")
    day.scan(someone, "09:00", first.number)
    with day.fails("other_activity"):
        day.scan(someone, "09:40", second.number)
    with day.refuses("other_activity"):
        day.volunteers.attendance.sign(someone, second.number, CLERK)
    assert day.volunteers.attendance.open_of(someone) is not None


def test_what_is_forgotten_closes_at_the_end_with_nothing(day: Day) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    day.scan(someone, "09:05")
    day.show("11:29")
    assert day.volunteers.attendance.close_forgotten() == 0
    day.show("11:30")
    waiting = day.volunteers.attendance.pending(activity.number)
    assert [(each.volunteer, each.why) for each in waiting] == [(someone, (Pending.FORGOTTEN,))]
    assert day.volunteers.attendance.present() == []
    assert day.volunteers.attendance.close_forgotten() == 1
    assert day.volunteers.attendance.close_forgotten() == 0
    assert day.minutes(someone) == (0, 0, 0, 0)
    assert day.volunteers.attendance.pending(activity.number) == waiting
    with day.fails("forgotten"):
        day.scan(someone, "11:40")


def test_who_forgot_in_the_morning_signs_in_in_the_afternoon(day: Day) -> None:
    someone, morning = day.person(), day.activity("09:00", "11:00")
    afternoon = day.activity("14:00", "16:00")
    day.scan(someone, "09:05")
    assert day.scan(someone, "14:00") == "in"
    assert day.scan(someone, "15:00") == "out"
    assert day.minutes(someone) == (60, 0, 0, 0)
    states = {e.activity.number: e.tally.why for e in day.volunteers.hours.entries(someone)}
    assert states == {morning.number: {Pending.FORGOTTEN}, afternoon.number: frozenset()}


def test_the_end_of_a_day_closes_what_was_forgotten(day: Day, clock: HandClock) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.scan(someone, "09:05")
    clock.show(9, days=1)
    day.hall.queue.take("A")
    assert [ticket.state for ticket in day.hall.queue.tickets()] == [State.WAITING]
    stored = day.hall.store.table("attendance").all()
    assert [move["what"] for move in stored[0]["moves"]] == ["scan", "closed"]


@pytest.mark.parametrize(
    ("time", "word"),
    [("07:59", "not_open"), ("11:00", "activity_over"), ("11:40", "activity_over")],
)
def test_an_activity_is_open_from_an_hour_before_to_its_end(day: Day, time: str, word: str) -> None:
    someone, activity = day.person(), day.activity("09:00", "11:00")
    with day.fails(word):
        day.scan(someone, time, activity.number)
    assert day.scan(someone, "10:59", activity.number) == "in"


def test_where_nothing_is_on_it_says_what_comes(day: Day) -> None:
    someone = day.person()
    with day.fails("no_activity"):
        day.scan(someone)
    day.activity("14:00", "16:00")
    with day.fails("not_open"):
        day.scan(someone)
    with day.fails("unknown_activity"):
        day.scan(someone, activity="20261123-77")


def test_a_cancelled_activity_takes_nobody(day: Day) -> None:
    someone, activity = day.person(), day.activity()
    day.volunteers.activities.cancel(activity.number, CLERK, "下雨")
    with day.fails("cancelled"):
        day.scan(someone, "09:00", activity.number)
    with day.fails("no_activity"):
        day.scan(someone, "09:00")


def test_three_times_a_day_are_enough(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "12:00")
    for hour in ("09:00", "09:20", "09:40"):
        assert day.scan(someone, hour) == "in"
        assert day.scan(someone, hour[:3] + str(int(hour[3:]) + 10)) == "out"
    with day.fails("too_often"):
        day.scan(someone, "10:00")
    assert day.minutes(someone) == (30, 0, 0, 0)


def test_a_code_of_another_kind_or_none_of_ours_is_told_so(day: Day) -> None:
    day.activity()
    day.show("09:00")
    day.hall.queue.take("A")
    code = day.hall.codes.make(Code("ticket", MONDAY.date(), "A", 1))
    day.person()
    with day.fails("not_a_card"):
        day.volunteers.attendance.scan(code)
    for text in ("", "1" * 45, "X" * 45, "\x1b[2J", "九" * 45):
        with day.fails("not_ours"):
            day.volunteers.attendance.scan(text)


def test_an_old_card_is_refused_and_the_new_one_goes_on(day: Day) -> None:
    someone = day.person()
    day.activity()
    old = day.card(someone)
    day.scan(someone, "09:00")
    new = day.volunteers.roster.reprint(someone, CLERK, "遗失")
    day.show("10:00")
    with day.fails("old_card"):
        day.volunteers.attendance.scan(old)
    assert day.volunteers.attendance.scan(new).did == "out"


def test_of_a_refused_code_only_its_length_is_kept(day: Day) -> None:
    with day.fails("not_ours"):
        day.volunteers.attendance.scan("13800138000")
    kept = day.hall.store.table("failed_scans").past("day", "2026-11-23")
    assert [dict(each) for each in kept] == [
        {
            "day": "2026-11-23",
            "at": "2026-11-23T07:00:00+08:00",
            "where": "lobby",
            "reason": "not_ours",
            "length": 11,
        }
    ]


def test_duty_is_signed_as_well_and_is_nobodys_hours(day: Day) -> None:
    someone = day.person()
    day.activity(counts=False, why_not="duty", name="大厅值班")
    assert day.scan(someone, "09:00") == "in"
    assert day.scan(someone, "10:00") == "out"
    sums = day.volunteers.hours.of(someone)
    assert (sums.total, sums.duty, sums.scan) == (0, 60, 0)


def test_a_code_from_elsewhere_only_proposes(day: Day) -> None:
    someone, other = day.person(), day.person()
    away = day.activity("09:00", "11:00", offsite=True, name="敬老院慰问")
    code = day.volunteers.activities.code(away.number)
    with day.fails("offsite"):
        day.scan(someone, "09:00", away.number)
    day.show("08:30")
    with day.fails("not_open"):
        day.scan(someone, activity=code)
    day.show("11:30")
    scanned = day.volunteers.attendance.scan(day.card(someone), code)
    assert (scanned.did, scanned.proposed, scanned.minutes) == ("in", True, None)
    assert day.scan(someone, activity=code) == "repeat"
    assert day.minutes(someone) == (0, 0, 0, 0)
    (waiting,) = day.volunteers.attendance.pending(away.number)
    assert waiting.why == (Pending.PROPOSED,)
    with day.refuses("too_long"):
        day.volunteers.hours.confirm(waiting.attendance, CLERK, 121)
    day.volunteers.hours.confirm(waiting.attendance, CLERK, 100)
    assert day.minutes(someone) == (0, 100, 0, 0)
    with day.fails("not_an_activity"):
        day.scan(other, activity=day.card(other))
    day.later(1)
    with day.fails("code_expired"):
        day.scan(other, activity=code)


def test_a_leaders_list_is_written_in_and_loses_nobody(day: Day) -> None:
    people = [day.person() for _ in range(4)]
    activity, other = day.activity(), day.activity(name="助老送餐")
    day.scan(people[0], "09:00", activity.number)
    day.scan(people[1], "09:00", other.number)
    day.show("09:10")
    group = day.volunteers.attendance.group
    listed = group(activity.number, [*people, people[3], "V999999"], CLERK)
    assert [(each.did, each.error) for each in listed] == [
        (None, "already_in"),
        (None, "other_activity"),
        ("in", ""),
        ("in", ""),
        (None, "unknown_volunteer"),
    ]
    day.show("10:10")
    listed = group(activity.number, people, CLERK, out=True)
    assert [each.minutes for each in listed] == [70, None, 60, 60]
    assert day.minutes(people[0]) == (0, 70, 0, 0)  # a clerk wrote its end
    assert day.minutes(people[2]) == (0, 60, 0, 0)
    with day.refuses("no_such_staff"):
        group(activity.number, people, "999")


def test_without_a_card_a_clerk_signs(day: Day) -> None:
    someone, activity = day.person(), day.activity()
    day.show("09:00")
    assert day.volunteers.attendance.sign(someone, activity.number, CLERK).did == "in"
    assert day.scan(someone, "10:00") == "out"
    assert day.minutes(someone) == (0, 60, 0, 0)
    with day.refuses("unknown_volunteer"):
        day.volunteers.attendance.sign("V999999", activity.number, CLERK)


def test_another_process_sees_who_is_in(day: Day, open_hall: object) -> None:
    someone, activity = day.person(), day.activity()
    other = open_hall()  # type: ignore[operator]
    assert isinstance(other, Hall)
    other.volunteers  # noqa: B018 -- open before anything happens
    day.scan(someone, "09:00")
    other.refresh()
    assert [each.volunteer for each in other.volunteers.attendance.present()] == [someone]
    day.show("10:00")
    assert other.volunteers.attendance.scan(day.card(someone)).did == "out"
    day.hall.refresh()
    assert day.volunteers.attendance.present(activity.number) == []
    assert day.minutes(someone) == (60, 0, 0, 0)


def test_past_eight_hours_two_clerks_and_past_twelve_paper(day: Day) -> None:
    someone, second = day.person(), day.person()
    day.activity("08:00", "18:00")
    for each in (someone, second):
        day.scan(each, "08:00")
    assert day.scan(second, "16:00") == "out"
    assert day.minutes(second) == (480, 0, 0, 0)  # eight hours take effect
    day.show("17:00")
    scanned = day.volunteers.attendance.scan(day.card(someone))
    assert (scanned.did, scanned.minutes, scanned.held) == ("out", 540, True)
    sums = day.volunteers.hours.of(someone)
    assert (sums.total, sums.pending, sums.unconfirmed) == (0, 540, 1)
    (waiting,) = day.volunteers.attendance.pending()
    with day.refuses("second_needed"):
        day.volunteers.hours.confirm(waiting.attendance, CLERK)
    with day.refuses("same_person"):
        day.volunteers.hours.confirm(waiting.attendance, CLERK, second=CLERK)
    with day.refuses("too_long"):
        day.volunteers.hours.confirm(waiting.attendance, CLERK, 541, second=OTHER)
    day.volunteers.hours.confirm(waiting.attendance, CLERK, second=OTHER)
    assert day.minutes(someone) == (540, 0, 0, 0)
    evening = day.activity("18:00", "22:00")
    day.scan(someone, "18:00", evening.number)
    day.scan(someone, "22:00")
    (waiting,) = day.volunteers.attendance.pending()
    assert waiting.pending == 240
    with day.refuses("too_long"):
        day.volunteers.hours.confirm(waiting.attendance, CLERK, 181, second=OTHER)
    day.volunteers.hours.confirm(waiting.attendance, CLERK, 180, second=OTHER)
    assert day.minutes(someone) == (720, 0, 0, 0)


def test_a_clock_set_back_does_not_turn_in_and_out(day: Day) -> None:
    someone = day.person()
    day.activity("09:00", "11:00")
    day.scan(someone, "10:00")
    day.show("09:30")
    day.show("10:30")
    assert day.scan(someone) == "out"
    assert day.minutes(someone) == (30, 0, 0, 0)

"""Ten working days to record, some days on the wall, then booked; and what is said to be wrong."""

from __future__ import annotations

from datetime import date

from kiosk.volunteers.activity import State
from tests.volunteers.day import CLERK, OTHER, Day


def test_the_record_is_due_in_ten_working_days_and_red_from_the_eighth(day: Day) -> None:
    activity = day.activity()
    day.activity(counts=False, why_not="duty")
    clocks = day.volunteers.posting.clocks
    assert clocks() == []  # not over
    day.show("12:00")
    (clock,) = clocks()
    assert (clock.what, clock.due, clock.days, clock.left, clock.red) == (
        activity.number,
        date(2026, 12, 7),
        0,
        10,
        False,
    )
    day.later(9)  # Wednesday of the week after: seven working days on
    assert [(each.days, each.left, each.red) for each in clocks()] == [(7, 3, False)]
    day.later(1)
    assert [(each.days, each.left, each.red) for each in clocks()] == [(8, 2, True)]
    day.later(10)
    assert [(each.left < 0, each.red) for each in clocks()] == [(True, True)]
    day.volunteers.posting.post(activity.number, CLERK)
    assert clocks() == []


def test_hours_are_booked_after_three_working_days_on_the_wall(day: Day) -> None:
    someone = day.person()
    activity = day.served(someone, "09:00", "11:00")
    post, book = day.volunteers.posting.post, day.volunteers.posting.book
    with day.refuses("not_posted"):
        book(activity.number, CLERK)
    assert post(activity.number, CLERK).posted_until == date(2026, 11, 26)
    with day.refuses("already_posted"):
        post(activity.number, CLERK)
    day.later(3, 17)
    with day.refuses("still_posted"):
        book(activity.number, CLERK)
    assert day.volunteers.hours.of(someone).booked == 0
    day.later(1)
    assert book(activity.number, CLERK).state is State.BOOKED
    sums = day.volunteers.hours.of(someone)
    assert (sums.total, sums.booked) == (120, 120)
    assert day.volunteers.posting.posted() == []
    with day.refuses("already_posted"):
        book(activity.number, CLERK)
    with day.refuses("already_posted"):
        post(activity.number, CLERK)


def test_the_wall_shows_masked_names_and_leaves_out_who_does_not_want_it(day: Day) -> None:
    shown, hidden = day.person(), day.volunteers.roster.enrol("李雷", "13900139000", posted=False)
    activity = day.activity("09:00", "11:00")
    for number in (shown, hidden.number):
        day.scan(number, "09:00")
    day.scan(shown, "11:00")
    day.scan(hidden.number, "11:00")
    day.volunteers.hours.correct(f"{activity.number}/{shown}", CLERK, OTHER, 90, "中途离开")
    day.volunteers.posting.post(activity.number, CLERK)
    (wall,) = day.volunteers.posting.posted()
    assert [(line.minutes, line.by_hand) for line in wall.lines] == [(90, 90)]
    assert wall.lines[0].shown == "张*明"
    assert (wall.unnamed, wall.minutes) == (1, 210)


def test_what_is_no_service_or_not_over_is_not_posted(day: Day) -> None:
    duty, activity = day.activity(counts=False, why_not="duty"), day.activity()
    with day.refuses("activity_on"):
        day.volunteers.posting.post(activity.number, CLERK)
    day.show("12:00")
    with day.refuses("not_counted"):
        day.volunteers.posting.post(duty.number, CLERK)
    with day.refuses("no_such_staff"):
        day.volunteers.posting.post(activity.number, "999")


def test_what_is_wrong_is_asked_once_and_answered_once(day: Day) -> None:
    someone, other = day.person(), day.person()
    activity = day.served(someone, "09:00", "11:00")
    which, corrections = f"{activity.number}/{someone}", day.volunteers.corrections
    asked = corrections.ask(someone, "我十一点半才走", which)
    assert asked.due == date(2026, 12, 7)
    assert corrections.ask(someone, "还是不对", which).id == asked.id
    assert corrections.of(which) == corrections.open() == [asked]
    assert corrections.words(asked.id, CLERK) == "我十一点半才走"
    with day.refuses("unknown_attendance"):
        corrections.ask(other, "不对", which)
    with day.refuses("missing_field"):
        corrections.ask(someone)
    day.volunteers.posting.post(activity.number, CLERK)
    day.later(7)
    with day.refuses("correction_open"):
        day.volunteers.posting.book(activity.number, CLERK)
    with day.refuses("missing_field"):
        corrections.answer(asked.id, CLERK, "unchanged", "")
    corrections.answer(asked.id, CLERK, "unchanged", "活动十一点结束，按结束时间计")
    assert corrections.open() == []
    with day.refuses("answered"):
        corrections.answer(asked.id, CLERK, "corrected", "再答一次")
    assert corrections.get(asked.id).outcome == "unchanged"
    with day.refuses("unknown_correction"):
        corrections.get("2026-11-23/zz")
    day.volunteers.posting.book(activity.number, CLERK)


def test_a_request_has_a_clock_too(day: Day) -> None:
    day.volunteers.corrections.ask(day.person(), "上周的活动没有记")
    day.later(10)
    (clock,) = day.volunteers.corrections.clocks()
    assert (clock.days, clock.left, clock.red) == (8, 2, True)

"""Who works here: PINs, the pause after five wrong ones, and the trail of all of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kiosk import pins
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.staff import Role
from kiosk.tries import FORGOTTEN, costly
from kiosk.tries import MOST as TRIES
from tests.halls import HandClock, recorded, refuses

PIN, WRONG = "2468", "1357"


def trail(hall: Hall) -> list[tuple[str, str, str]]:
    entries = hall.store.table("audit").past("day", "2026-11-23")
    entries.sort(key=lambda entry: str(entry.doc_id))
    return [(entry["what"], entry["who"], entry["where"]) for entry in entries]


def try_pin(hall: Hall, number: str, pin: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        hall.staff.enter(number, pin, "desk")
    return refused.value.code, str(refused.value)


@pytest.fixture
def staffed(hall: Hall) -> Hall:
    hall.staff.add("007", "王芳", PIN, Role.HEAD)
    return hall


def test_someone_is_let_in_with_their_pin(staffed: Hall) -> None:
    person = staffed.staff.enter("007", PIN, "desk")
    assert (person.number, person.name, person.role) == ("007", "王芳", "head")
    staffed.staff.left("007", "desk")
    assert trail(staffed) == [
        ("added", "007", ""),
        ("entered", "007", "desk"),
        ("left", "007", "desk"),
    ]


def test_the_first_person_is_only_ever_the_first(hall: Hall) -> None:
    hall.staff.add("001", "张伟", PIN, Role.ADMIN, first=True)
    with pytest.raises(Refused) as refused:
        hall.staff.add("002", "李娜", PIN, Role.ADMIN, first=True)
    assert refused.value.code == "not_first"
    assert [person.number for person in hall.staff.people()] == ["001"]


def test_a_pin_is_nowhere_in_the_records(staffed: Hall) -> None:
    staffed.staff.enter("007", PIN, "desk")
    assert PIN not in json.dumps(recorded(staffed)["staff"]["007"]["name"])
    stored = recorded(staffed)["staff"]["007"]
    assert stored["check"].startswith("$argon2id$")
    assert stored.keys() == {"number", "name", "role", "check"}


def test_two_people_with_one_pin_do_not_look_alike(staffed: Hall) -> None:
    staffed.staff.add("008", "李强", PIN)
    one, other = staffed.staff.people()
    assert one.check != other.check


@pytest.mark.parametrize("pin", ["", "123", "1" * 4, "0" * 12, "1234567890123", "12a4", "１２３４"])
def test_a_weak_pin_is_refused(hall: Hall, pin: str) -> None:
    with refuses(hall, "weak_pin"):
        hall.staff.add("007", "王芳", pin)
    assert len(hall.staff) == 0


def test_a_number_belongs_to_one_person(staffed: Hall) -> None:
    with refuses(staffed, "staff_exists"):
        staffed.staff.add("007", "李强", "8642")
    assert staffed.staff.enter("007", PIN, "desk").name == "王芳"


def test_a_wrong_pin_and_an_unknown_number_are_told_the_same(staffed: Hall) -> None:
    assert try_pin(staffed, "007", WRONG) == try_pin(staffed, "999", WRONG)
    assert try_pin(staffed, "007", WRONG)[0] == "unknown_staff"
    assert [what for what, _, _ in trail(staffed)] == ["added", "wrong_pin", "unknown", "wrong_pin"]


def test_an_unknown_number_is_not_written_down(staffed: Hall) -> None:
    try_pin(staffed, PIN, WRONG)
    assert ("unknown", "", "desk") in trail(staffed), "it may be a PIN typed in the wrong field"


def test_after_five_wrong_pins_even_the_right_one_must_wait(
    staffed: Hall, clock: HandClock
) -> None:
    words = [try_pin(staffed, "007", WRONG)[0] for _ in range(TRIES)]
    assert words == ["unknown_staff"] * 5
    word, sentence = try_pin(staffed, "007", PIN)
    assert (word, "60" in sentence) == ("staff_locked", True)
    clock.pass_minutes(0.5)
    assert "30" in try_pin(staffed, "007", PIN)[1]
    clock.pass_minutes(0.5)
    assert staffed.staff.enter("007", PIN, "desk").number == "007"
    assert [what for what, _, _ in trail(staffed)].count("locked") == 2


def test_a_right_pin_begins_the_count_anew(staffed: Hall) -> None:
    for _ in range(2):
        for _ in range(TRIES - 1):
            try_pin(staffed, "007", WRONG)
        assert staffed.staff.enter("007", PIN, "desk")


def test_the_pause_is_the_same_at_every_desk(open_hall: Callable[..., Hall]) -> None:
    one, other = open_hall(), open_hall()
    one.staff.add("007", "王芳", PIN)
    other.refresh()
    for turn in range(TRIES):
        try_pin((one, other)[turn % 2], "007", WRONG)
    for hall in (one, other):
        assert try_pin(hall, "007", PIN)[0] == "staff_locked"


def test_a_clock_set_back_locks_nobody_out_for_long(staffed: Hall, clock: HandClock) -> None:
    for _ in range(TRIES):
        try_pin(staffed, "007", WRONG)
    clock.show(9, days=-300)
    assert staffed.staff.enter("007", PIN, "desk").number == "007"


def test_the_trail_is_history_that_no_process_carries_about(staffed: Hall) -> None:
    try_pin(staffed, "007", WRONG)
    assert "audit" not in recorded(staffed)
    assert len(trail(staffed)) == 2


def test_a_number_that_nobody_has_is_paused_like_any_other(staffed: Hall, clock: HandClock) -> None:
    for number in ("007", "999"):
        told = [try_pin(staffed, number, WRONG) for _ in range(TRIES + 2)]
        assert [word for word, _ in told] == ["unknown_staff"] * TRIES + ["staff_locked"] * 2
        assert "60" in told[-1][1]
    clock.pass_minutes(1)
    assert try_pin(staffed, "007", WRONG) == try_pin(staffed, "999", WRONG)


def test_what_was_typed_as_a_number_is_nowhere_in_the_records(staffed: Hall) -> None:
    for _ in range(TRIES + 1):
        try_pin(staffed, PIN, WRONG)
    everything = json.dumps([recorded(staffed)["tries"], trail(staffed)], default=str)
    assert f'"{PIN}"' not in everything


def test_wrong_pins_are_forgotten_after_a_while(staffed: Hall, clock: HandClock) -> None:
    for _ in range(TRIES - 1):
        try_pin(staffed, "007", WRONG)
        try_pin(staffed, "999", WRONG)
    clock.pass_minutes(FORGOTTEN.total_seconds() / 60)
    for number in ("007", "999"):
        words = [try_pin(staffed, number, WRONG)[0] for _ in range(TRIES)]
        assert words == ["unknown_staff"] * TRIES
    assert len(recorded(staffed)["tries"]) == 2, "those of before are gone"


# --- pauses that grow ------------------------------------------------------------------------


def seconds_of_pause(hall: Hall, number: str = "007") -> int:
    for _ in range(TRIES):
        try_pin(hall, number, WRONG)
    with pytest.raises(Refused) as refused:
        hall.staff.enter(number, PIN, "desk")
    assert refused.value.code == "staff_locked"
    return int(str(refused.value.fields["seconds"]))


def test_each_pause_is_twice_the_one_before_up_to_a_quarter_of_an_hour(
    staffed: Hall, clock: HandClock
) -> None:
    for number in ("007", "999"):
        pauses = []
        for _ in range(6):
            pauses.append(seconds_of_pause(staffed, number))
            clock.pass_minutes(pauses[-1] / 60)
        assert pauses == [60, 120, 240, 480, 900, 900]


def test_the_right_pin_ends_the_growing(staffed: Hall, clock: HandClock) -> None:
    clock.pass_minutes(seconds_of_pause(staffed) / 60)
    staffed.staff.enter("007", PIN, "desk")
    assert seconds_of_pause(staffed) == 60


def test_a_day_without_wrong_pins_ends_it_too(staffed: Hall, clock: HandClock) -> None:
    seconds_of_pause(staffed)
    clock.pass_minutes(24 * 60)
    assert seconds_of_pause(staffed) == 60


def test_a_number_that_waited_has_five_tries_again(staffed: Hall, clock: HandClock) -> None:
    clock.pass_minutes(seconds_of_pause(staffed) / 60)
    assert [try_pin(staffed, "007", WRONG)[0] for _ in range(TRIES)] == ["unknown_staff"] * TRIES


# --- checks of before argon2 -----------------------------------------------------------------


@pytest.fixture
def of_before(staffed: Hall) -> Hall:
    """007 as a program before argon2 left them."""
    salt = "ab" * 16
    staffed.store.table("staff").put(
        "007",
        {"number": "007", "name": "王芳", "role": "head", "salt": salt, "check": costly(PIN, salt)},
    )
    return staffed


def test_an_old_check_becomes_argon2_at_the_next_right_entry(of_before: Hall) -> None:
    assert of_before.staff.enter("007", PIN, "desk").name == "王芳"
    stored = recorded(of_before)["staff"]["007"]
    assert stored["check"].startswith("$argon2id$")
    assert "salt" not in stored
    assert of_before.staff.enter("007", PIN, "desk").role is Role.HEAD


def test_a_wrong_pin_changes_no_check(of_before: Hall) -> None:
    before = recorded(of_before)["staff"]
    assert try_pin(of_before, "007", WRONG)[0] == "unknown_staff"
    assert recorded(of_before)["staff"] == before


def test_no_pin_is_the_pin_of_nobody(hall: Hall) -> None:
    assert not any(pins.right(pin, "") for pin in ("", "0000", "nobodynobody", PIN))


# --- how long a desk may stand alone ---------------------------------------------------------


def test_a_desk_left_alone_asks_again_after_the_minutes_of_the_configuration(
    open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    hall = open_hall(staff={"idle_minutes": 5})
    last = hall.clock.now()
    clock.pass_minutes(4.9)
    assert not hall.staff.timed_out(last)
    clock.pass_minutes(0.1)
    assert hall.staff.timed_out(last)


def test_nought_minutes_mean_never(open_hall: Callable[..., Hall], clock: HandClock) -> None:
    hall = open_hall(staff={"idle_minutes": 0})
    last = hall.clock.now()
    clock.pass_minutes(60 * 24)
    assert not hall.staff.timed_out(last)


def test_a_new_pin_ends_the_old_one(staffed: Hall) -> None:
    staffed.staff.new_pin("007", "975310")
    assert try_pin(staffed, "007", PIN)[0] == "unknown_staff"
    assert staffed.staff.enter("007", "975310", "desk").name == "王芳"
    assert ("new_pin", "007", "") in trail(staffed)
    with refuses(staffed, "weak_pin"):
        staffed.staff.new_pin("007", "1111")
    with refuses(staffed, "no_such_staff"):
        staffed.staff.new_pin("008", PIN)


def test_whoever_has_left_cannot_enter_and_their_number_stays_theirs(staffed: Hall) -> None:
    staffed.staff.add("001", "李强", PIN, Role.ADMIN)
    staffed.staff.end("007")
    assert try_pin(staffed, "007", PIN)[0] == "unknown_staff"
    assert [person.number for person in staffed.staff.people()] == ["001"]
    assert [person.ended for person in staffed.staff.people(ended=True)] == ["", "2026-11-23"]
    assert staffed.staff.name_of("007") == "王芳"
    with refuses(staffed, "staff_exists"):
        staffed.staff.add("007", "赵敏", PIN)
    with refuses(staffed, "no_such_staff"):
        staffed.staff.end("007")
    with refuses(staffed, "last_admin"):
        staffed.staff.end("001")

"""Who volunteers: masked, found by phone tail and name, never twice, no number given again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.batch import answer
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.rotation import Rotation
from kiosk.volunteers.roster import Roster
from tests.halls import HandClock, recorded, refuses
from tests.volunteers.day import CLERK, Day

NAME, PHONE = "李小明", "13800135678"
ADULT = "11010519491231002X"
FATHER, MOTHER = "李大强", "13900139000"


@pytest.fixture
def roster(hall: Hall) -> Roster:
    hall.staff.add(CLERK, "王芳", "2468")
    return hall.volunteers.roster


def child(born: str, **more: str) -> dict[str, str]:
    return {"name": NAME, "phone": PHONE, "born": born} | more


def agreed(born: str) -> dict[str, str]:
    return child(born, guardian_name=FATHER, guardian_phone=MOTHER)


# --- enrolling ---------------------------------------------------------------------------------


def test_a_volunteer_is_a_number_and_a_masked_name(roster: Roster) -> None:
    enrolled = roster.enrol(NAME, "138 0013 5678", skills="急救、摄影", profession="医生")
    assert enrolled.number == "V000001"
    assert (enrolled.shown, enrolled.phone_shown) == ("李*明", "138****5678")
    assert enrolled.skills == ("急救", "摄影")
    assert enrolled.enrolled == date(2026, 11, 23)
    assert roster.get("V000001") == enrolled
    assert roster.all() == [enrolled]


def test_nothing_of_a_person_is_in_clear_in_the_folder(roster: Roster, tmp_path: Path) -> None:
    area = "幸福路 3 号 2 单元"
    roster.enrol(NAME, PHONE, id_no=ADULT, area=area, national="1101050000123")
    roster.enrol(**(agreed("2014-05-01") | {"name": "赵小妹"}))
    secrets = (NAME, PHONE, ADULT, area, FATHER, MOTHER, "1101050000123", "2014-05-01", "赵小妹")
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert [said for said in secrets if said.encode() in content] == [], path


def test_who_it_is_can_be_opened_for_a_reason_that_stays_on_record(roster: Roster) -> None:
    number = roster.enrol(NAME, PHONE, id_no=ADULT).number
    person = roster.full(number, CLERK, "开具服务证明")
    assert (person.name, person.phone, person.id_no) == (NAME, PHONE, ADULT)
    assert (person.id_type, person.born, person.sex) == ("resident", "1949-12-31", "female")
    entries = roster.store.table("audit").past("day", "2026-11-23")
    last = entries[-1]
    assert (last["what"], last["who"]) == ("viewed", CLERK)
    assert last["about"] == {"volunteer": number, "reason": "开具服务证明"}
    with refuses(roster.hall, "missing_field"):
        roster.full(number, CLERK, " ")
    with refuses(roster.hall, "no_such_staff"):
        roster.full(number, "999", "看看")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"name": ""}, "missing_field"),
        ({"phone": " "}, "missing_field"),
        ({"phone": "138001356"}, "value_length"),
        ({"name": "李3"}, "value_character"),
        ({"id_no": "110105194912310021"}, "value_check"),
        ({"id_no": ADULT, "id_type": "driving"}, "wrong_field"),
        ({"sex": "?"}, "wrong_field"),
        ({"posted": "perhaps"}, "wrong_field"),
        ({"national": "编号"}, "wrong_field"),
        ({"skills": 7}, "wrong_field"),
        ({"skills": [str(n) for n in range(13)]}, "too_many_skills"),
        ({"skills": "电话13800135678"}, "number_in_text"),
        ({"profession": "长" * 21}, "too_many_characters"),
        ({"born": "2027-01-01"}, "value_future"),
        ({"colour": "red"}, "unknown_field"),
        ({"staff": "999"}, "no_such_staff"),
    ],
)
def test_what_cannot_be_right_enrols_nobody(
    roster: Roster, said: dict[str, object], word: str
) -> None:
    with refuses(roster.hall, word):
        roster.enrol(**({"name": NAME, "phone": PHONE} | said))  # type: ignore[arg-type]


# --- age ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "needed"),
    [("2010-11-24", True), ("2010-11-23", False), ("2012-11-24", True), ("1949-01-01", False)],
)
def test_below_sixteen_a_guardian_agrees(roster: Roster, born: str, needed: bool) -> None:
    if needed:
        with refuses(roster.hall, "needs_guardian"):
            roster.enrol(**child(born))
        with refuses(roster.hall, "needs_guardian"):
            roster.enrol(**child(born, guardian_name=FATHER))
    assert roster.enrol(**agreed(born)).guarded is needed


def test_the_age_is_that_of_the_paper_whatever_is_said(roster: Roster) -> None:
    young = "110105201501010010"
    body = young[:17]
    weighed = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(body))
    with refuses(roster.hall, "needs_guardian"):
        roster.enrol(NAME, PHONE, born="1980-01-01", id_no=body + "10X98765432"[weighed % 11])


def test_below_fourteen_nobody_is_shown_on_the_wall(roster: Roster) -> None:
    assert not roster.enrol(**agreed("2012-11-24"), posted=True).posted
    assert roster.enrol(**(agreed("2012-11-22") | {"name": "李小红"})).posted
    assert not roster.enrol("王大伟", PHONE, posted="否").posted


# --- the same person, or another ---------------------------------------------------------------


def test_nobody_is_enrolled_twice(roster: Roster) -> None:
    number = roster.enrol(NAME, PHONE).number
    with pytest.raises(Refused, match=number) as refused:
        roster.enrol("李 小 明", "+86 138-0013-5678")
    assert refused.value.fields["volunteer"] == number
    paper = roster.enrol("赵一", "13700000001", id_no=ADULT).number
    with refuses(roster.hall, "already_enrolled"):
        roster.enrol("赵一", "13700000002", id_no=ADULT.lower())
    assert [v.number for v in roster.all()] == [number, paper]


def test_two_of_one_phone_are_two_people(roster: Roster) -> None:
    numbers = [roster.enrol(name, PHONE).number for name in (NAME, FATHER)]
    assert numbers == ["V000001", "V000002"]


def test_the_same_within_one_transaction_is_seen(roster: Roster) -> None:
    with roster.queue.act():
        number = roster.enrol(NAME, PHONE).number
        with pytest.raises(Refused, match=number):
            roster.enrol(NAME, PHONE)
    assert [found.number for found in roster.all()] == [number]


def test_an_act_that_is_undone_leaves_nobody_behind(roster: Roster) -> None:
    with pytest.raises(ZeroDivisionError), roster.queue.act():
        roster.enrol(NAME, PHONE)
        raise ZeroDivisionError
    assert roster.find("5678") == []
    assert roster.enrol(NAME, PHONE).number == "V000001"


def test_what_another_process_wrote_is_known(open_hall: Callable[..., Hall]) -> None:
    one, other = (open_hall().volunteers.roster for _ in range(2))
    assert other.find("5678") == []
    number = one.enrol(NAME, PHONE).number
    with pytest.raises(Refused, match=number):
        other.enrol(NAME, PHONE)
    assert [found.number for found in other.find("5678")] == [number]
    assert other.enrol(FATHER, PHONE).number == "V000002"


# --- looking somebody up -----------------------------------------------------------------------


def test_found_by_phone_tail_and_name(roster: Roster) -> None:
    for name, phone in [(NAME, PHONE), (FATHER, PHONE), ("陈静", "13700005678"), ("周涛", MOTHER)]:
        roster.enrol(name, phone)
    assert [v.shown for v in roster.find("5678")] == ["李*明", "李*强", "陈*"]
    assert [v.number for v in roster.find("５６７８", "李 大强")] == ["V000002"]
    assert roster.find("5678", "周涛") == []
    assert roster.find("5678", "!") == []
    assert roster.find("0000") == []
    for tail in ("", "567", "56789", "56x8", "²³¹²"):
        with refuses(roster.hall, "wrong_tail"):
            roster.find(tail)


def test_found_with_a_new_key_too(roster: Roster) -> None:
    number = roster.enrol(NAME, PHONE, id_no=ADULT, skills=["急救"]).number
    roster.enrol(**(agreed("2014-05-01") | {"name": "李小红"}))
    engine = roster.store.rows.engine
    hall = roster.hall
    Rotation(hall.store, engine, hall.sealed, hall.audit).run("2026-11-23", forget=True)
    assert [found.number for found in roster.find("5678", NAME)] == [number]
    assert roster.person(number).id_no == ADULT
    with refuses(hall, "already_enrolled"):
        roster.enrol("某人", "13700000002", id_no=ADULT)


# --- changing and leaving ----------------------------------------------------------------------


def test_what_changed_is_found_as_it_is_now(roster: Roster) -> None:
    number = roster.enrol(NAME, PHONE, skills="急救", id_no=ADULT).number
    changed = roster.change(number, CLERK, phone=MOTHER, posted=False)
    assert (changed.phone_shown, changed.posted, changed.skills) == (
        "139****9000",
        False,
        ("急救",),
    )
    assert roster.find("5678") == []
    assert [found.number for found in roster.find("9000")] == [number]
    assert roster.person(number).id_no == ADULT
    other = roster.enrol(FATHER, PHONE).number
    with refuses(roster.hall, "already_enrolled"):
        roster.change(other, CLERK, name=NAME, phone=MOTHER)
    with refuses(roster.hall, "unknown_volunteer"):
        roster.change("V000099", CLERK, phone=MOTHER)


def test_a_number_is_never_given_again(roster: Roster, clock: HandClock) -> None:
    numbers = [roster.enrol(name, PHONE).number for name in ("赵一", "钱二", "孙三")]
    roster.leave("V000003", CLERK, "搬家")
    roster.leave("V000002", CLERK)
    assert roster.enrol("李四", PHONE).number == "V000004"
    roster.leave("V000004", CLERK)
    assert roster.enrol("周五", PHONE).number == "V000005"
    assert numbers == ["V000001", "V000002", "V000003"]
    assert [v.number for v in roster.all()] == ["V000001", "V000005"]
    assert roster.every_number() == [f"V00000{n}" for n in range(1, 6)]


def test_who_left_is_remembered_and_may_come_back(roster: Roster, clock: HandClock) -> None:
    number = roster.enrol(NAME, PHONE).number
    old = roster.card(number)
    clock.show(10, days=3)
    assert roster.leave(number, CLERK, "搬家").left == date(2026, 11, 26)
    assert roster.get(number).shown == "李*明"
    assert roster.find("5678") == []
    for act in (
        lambda: roster.card(number),
        lambda: roster.read_card(old),
        lambda: roster.change(number, CLERK, skills="急救"),
        lambda: roster.leave(number, CLERK),
    ):
        with refuses(roster.hall, "volunteer_left"):
            act()
    assert roster.rejoin(number, CLERK).left is None
    assert [found.number for found in roster.find("5678")] == [number]
    with refuses(roster.hall, "old_card"):
        roster.read_card(old)
    assert roster.read_card(roster.card(number)).number == number
    with refuses(roster.hall, "volunteer_here"):
        roster.rejoin(number, CLERK)


def test_who_enrolled_anew_does_not_come_back_as_well(roster: Roster) -> None:
    roster.enrol(NAME, PHONE)
    roster.leave("V000001", CLERK)
    assert roster.enrol(NAME, PHONE).number == "V000002"
    with refuses(roster.hall, "already_enrolled"):
        roster.rejoin("V000001", CLERK)


# --- in words ----------------------------------------------------------------------------------


def test_through_batch(roster: Roster) -> None:
    def ask(**fields: object) -> dict[str, object]:
        said = answer(roster.hall, json.dumps(fields).encode())
        found: dict[str, object] = json.loads(json.dumps(said))
        return found

    enrolled = ask(do="enrol", name=NAME, phone=PHONE, skills=["急救"], posted=False)
    assert enrolled == {"ok": True, "volunteer": "V000001", "card": roster.card("V000001")}
    again = ask(do="enrol", name=NAME, phone=PHONE)
    assert (again["ok"], again["error"]) == (False, "already_enrolled")
    assert ask(do="enrol", name=NAME)["error"] == "missing_field"
    new = ask(do="card", volunteer="V000001", staff=CLERK, reason="遗失")
    assert (new["serial"], new["card"] != enrolled["card"]) == (2, True)
    found = ask(do="find", tail="5678", name=NAME)["volunteers"]
    assert found == ask(do="volunteers")["volunteers"]
    assert isinstance(found, list)
    assert (found[0]["name"], found[0]["phone"]) == ("李*明", "138****5678")
    assert found[0]["skills"] == ["急救"]
    changed = ask(do="change_volunteer", volunteer="V000001", staff=CLERK, skills="摄影")
    assert changed["skills"] == ["摄影"]
    assert ask(do="leave_volunteer", volunteer="V000001", staff=CLERK)["left"] == "2026-11-23"
    assert ask(do="volunteer", volunteer="V000001")["left"] == "2026-11-23"
    assert ask(do="rejoin", volunteer="V000001", staff=CLERK)["serial"] == 3
    assert NAME not in json.dumps(recorded(roster.hall), ensure_ascii=False)


def test_hours_stay_with_who_left(day: Day) -> None:
    number = day.person()
    day.served(number, "09:00", "11:00")
    day.volunteers.roster.leave(number, CLERK)
    assert day.minutes(number) == (120, 0, 0, 0)

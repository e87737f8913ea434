"""Whole values are for whoever needs them, with a reason and on record; nothing lies about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.certificates.request import State
from kiosk.hall import Hall
from kiosk.retention import Retention
from kiosk.rotation import Rotation
from kiosk.store.engine import Row
from tests.certificates.hall import CHILD, FIELDS, GROWN_UP, LAN, brought_to, fields, requested
from tests.halls import HandClock, refuses

WORDS = [LAN, GROWN_UP, "13800138000", "13900139000", "欧阳小兰", "201室", "医疗支出"]


def looks(hall: Hall) -> list[dict[str, Any]]:
    trail = hall.store.table("audit").past("day", "2026-11-23")
    return [dict(one) for one in trail if one["what"] in {"viewed", "data_shown", "corrected"}]


def test_the_clerk_who_handles_it_sees_it_whole_and_that_is_recorded(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.review(number, "007")
    assert centre.certificates.full(number, "007", "核对原件") == {
        **{name: str(value) for name, value in FIELDS.items()},
        "sex": "female",
    }
    (look,) = looks(centre)
    assert (look["what"], look["who"], look["where"]) == ("viewed", "007", "lobby")
    assert look["about"] == {"request": number, "reason": "核对原件"}


def test_no_reason_no_look(centre: Hall) -> None:
    number = requested(centre).number
    with refuses(centre, "missing_field"):
        centre.certificates.full(number, "007", " ")
    with refuses(centre, "personal_number"):
        centre.certificates.full(number, "007", f"查 {LAN}")
    assert looks(centre) == []


def test_whoever_looks_first_handles_it(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.full(number, "008", "初审")
    with refuses(centre, "not_yours"):
        centre.certificates.full(number, "007", "好奇")
    assert centre.certificates.full(number, "001", "抽查")["id_no"] == LAN
    assert centre.certificates.get(number).handlers == {"008"}


def test_an_administrator_sees_nothing(centre: Hall) -> None:
    number = requested(centre).number
    with refuses(centre, "not_allowed"):
        centre.certificates.full(number, "900", "维护")
    with refuses(centre, "not_allowed"):
        centre.certificates.data_of(LAN, "900", "维护")


def test_agents_and_guardians_are_seen_whole_too(centre: Hall) -> None:
    guardian = {"name": "欧阳兰", "id_no": GROWN_UP}
    number = requested(centre, "C04", fields=fields("C04", id_no=CHILD), guardian=guardian).number
    seen = centre.certificates.full(number, "007", "核对")
    assert (seen["guardian_name"], seen["guardian_id_no"]) == ("欧阳兰", GROWN_UP)


def test_my_data_is_everything_in_whatever_part(centre: Hall, clock: HandClock) -> None:
    first = brought_to(centre, State.HANDED_OVER)
    clock.show(9, days=40)
    second = requested(
        centre, fields=fields(id_no=GROWN_UP), agent={"name": "欧阳小兰", "id_no": LAN}
    ).number
    requested(centre, fields=fields(id_no="610922190001010026"))
    found = centre.certificates.data_of(LAN.lower(), "007", "本人查询")
    assert [(one.number, one.part) for one in found] == [(first, "申请人"), (second, "代办人")]
    values = {row.what: row.value for row in found[0].rows}
    assert (values["姓名"], values["居住方式"], values["性别"]) == ("欧阳小兰", "自有", "女")
    assert found[0].certificate == centre.certificates.get(first).certificate
    assert {row.what for row in found[1].rows} == {"代办人姓名", "证件类型", "代办人证件号码"}
    english = centre.certificates.data_of(LAN, "007", "本人查询", "en")
    assert english[0].rows[0].what == "Name"
    assert centre.certificates.data_of(CHILD, "007", "本人查询") == []


def test_my_data_is_found_after_the_keys_were_changed(centre: Hall) -> None:
    number = brought_to(centre, State.HANDED_OVER)
    engine = centre.store.rows.engine
    Rotation(centre.store, engine, centre.sealed, centre.audit).run("2026-11-23T09:00:00+08:00")
    assert [one.number for one in centre.certificates.data_of(LAN, "007", "本人查询")] == [number]
    assert centre.certificates.full(number, "007", "核对")["phone"] == "13800138000"


def test_a_look_into_my_data_is_recorded_without_the_number(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.data_of(LAN, "007", "本人查询")
    (look,) = looks(centre)
    assert look["about"] == {"request": number, "reason": "本人查询"}
    with refuses(centre, "missing_field"):
        centre.certificates.data_of(LAN, "007", "")


def test_a_wrong_value_is_mended(centre: Hall) -> None:
    number = requested(centre).number
    request = centre.certificates.correct(number, "007", "applicant_name", "欧阳晓兰", "写错")
    assert request.shown["applicant_name"] == "欧**兰"
    assert centre.certificates.full(number, "007", "核对")["applicant_name"] == "欧阳晓兰"
    assert [look["what"] for look in looks(centre)] == ["corrected", "viewed"]
    with refuses(centre, "value_check"):
        centre.certificates.correct(number, "007", "id_no", LAN[:-1] + "1", "写错")
    with refuses(centre, "unknown_field"):
        centre.certificates.correct(number, "007", "sex", "male", "写错")
    with refuses(centre, "guardian_needed"):
        centre.certificates.correct(number, "007", "id_no", CHILD, "写错")


def test_a_mended_number_is_found_again_by_the_new_one_only(centre: Hall) -> None:
    number = requested(centre).number
    request = centre.certificates.correct(number, "007", "id_no", GROWN_UP, "写错")
    assert request.shown["sex"] == "male"
    assert centre.certificates.data_of(LAN, "007", "本人查询") == []
    assert len(centre.certificates.data_of(GROWN_UP, "007", "本人查询")) == 1


def test_a_number_of_another_kind_of_paper_may_be_the_right_one(centre: Hall) -> None:
    number = requested(centre).number
    request = centre.certificates.correct(number, "007", "id_no", "H12345678", "写错")
    assert request.shown["id_type"] == "hk_macao_permit"
    assert "sex" not in request.shown
    with refuses(centre, "value_character"):
        centre.certificates.correct(number, "007", "id_type", "resident", "写错")


def test_what_a_number_does_not_tell_stays_when_something_else_is_mended(centre: Hall) -> None:
    number = requested(centre, fields=fields(id_type=None, id_no="H12345678", sex="女")).number
    request = centre.certificates.correct(number, "007", "copies", 1, "一份")
    assert request.shown["sex"] == "female"


@pytest.mark.parametrize("state", [State.REVIEWED, State.APPROVED])
def test_what_was_mended_is_looked_at_again(centre: Hall, state: State) -> None:
    number = brought_to(centre, state)
    request = centre.certificates.correct(number, "007", "copies", 3, "要三份")
    assert (request.state, request.copies) == (State.RECEIVED, 3)


def test_nothing_of_anybody_lies_about(centre: Hall, tmp_path: Path, clock: HandClock) -> None:
    """All that a day leaves behind: records, logs, slips, the audit trail, but the key file."""
    agent = {"name": "欧阳兰兰", "id_no": GROWN_UP, "phone": "13900139000"}
    for code in ("C01", "C02"):
        number = requested(centre, code, agent=agent, has=["居民身份证"]).number
        centre.certificates.full(number, "007", "核对")
        missing = centre.certificates.get(number).missing
        centre.certificates.brought(number, "007", missing)
        centre.certificates.review(number, "007", "与欧阳小兰本人核对")
        centre.certificates.approve(number, "001")
        centre.certificates.issue(number, "007")
        centre.certificates.hand_over(centre.certificates.slip_code(
            centre.certificates.get(number)), "007")  # fmt: skip
    centre.certificates.data_of(LAN, "007", "本人查询")
    documents = [(f"{row.table}/{row.id}", row.doc or b"") for row in _everything(centre)]
    assert len(documents) > 20
    centre.close()
    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    for name, raw in documents + [(file.name, file.read_bytes()) for file in files]:
        for word in WORDS:
            assert word.encode() not in raw, (name, word)


def _everything(hall: Hall) -> list[Row]:
    return list(hall.store.rows.engine.everything())


def test_old_requests_go_in_their_time_and_open_ones_never(centre: Hall, clock: HandClock) -> None:
    closed, still_open = brought_to(centre, State.REFUSED), requested(centre).number
    engine = centre.store.rows.engine
    done = Retention(centre.store, engine, centre.audit).purge(date(2029, 1, 1))
    assert list(done["requests"].hashes) == [closed]
    assert centre.certificates.get(still_open).number == still_open
    with refuses(centre, "unknown_request"):
        centre.certificates.get(closed)
    assert requested(centre).number == "R20260003"  # its number is not given again


def test_two_processes_make_no_move_twice(centre: Hall, open_hall: Callable[..., Hall]) -> None:
    other = open_hall(centre={"phone": "010-00000000"})
    number = brought_to(centre, State.APPROVED)
    centre.certificates.issue(number, "007")
    with refuses(other, "wrong_request_state"):
        other.certificates.issue(number, "007")
    assert len(other.certificates.register()) == 1

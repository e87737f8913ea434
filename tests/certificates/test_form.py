"""Each answer is made right or refused where it is typed; only what the item needs is taken."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.certificates.hall import (
    CHILD,
    FIELDS,
    GROWN_UP,
    LAN,
    OTHERS,
    TEEN,
    consent,
    fields,
    requested,
)
from tests.halls import refuses


def test_the_form_asks_what_the_item_needs_and_nothing_of_the_desks(centre: Hall) -> None:
    form = centre.certificates.form("C01")
    assert list(form) == list(FIELDS)
    assert "sex" not in form  # it follows from the number
    left_out = {name for name, field in form.items() if field.optional}
    assert left_out == {"id_type", "phone", "to_unit", "copies"}


@pytest.mark.parametrize("code", ["N01", "B01", "C07", "X99"])
def test_only_what_may_be_certified_here_is_requested(centre: Hall, code: str) -> None:
    with pytest.raises(Refused) as refused:
        centre.certificates.form(code)
    assert refused.value.code in {"not_requestable", "unknown_item"}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("applicant_name", "欧阳 小兰", "欧阳小兰"),
        ("applicant_name", "阿依古丽•买买提", "阿依古丽·买买提"),
        ("applicant_name", "王𬀩", "王𬀩"),
        ("id_type", "居民身份证", "resident"),
        ("id_type", "resident", "resident"),
        ("id_no", "11010519491231002x", LAN),
        ("id_no", "h12345678", "H12345678"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "０９１５－３３５６５１２", "0915-3356512"),
        ("since_month", "2019年3月", "2019-03"),
        ("tenure", "租住", "rented"),
        ("tenure", "lent", "lent"),
        ("purpose", "入学", "入学"),
        ("purpose", "  办 图书证 ", "办 图书证"),
        ("copies", "03", "3"),
        ("copies", 1, "1"),
        ("address", {"building": "1号楼", "unit": "2单元", "room": "A"},
         "幸福里小区1号楼2单元A室"),
        ("address", {"building": "平房3号", "room": "1"}, "幸福里小区平房3号1室"),
        ("address", "和平路7号", "和平路7号"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_its_plain_form(
    centre: Hall, name: str, typed: Any, kept: str
) -> None:
    assert centre.certificates.check("C01", name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "word"),
    [
        ("applicant_name", "王", "value_name_length"),
        ("applicant_name", "王1", "value_character"),
        ("id_type", "驾驶证", "no_such_answer"),
        ("id_no", "110105194912310021", "value_check"),
        ("id_no", "110105491231002", "value_outdated"),
        ("phone", "12345", "value_length"),
        ("since_month", "2027-01", "value_future"),
        ("since_month", "2019-13", "value_date"),
        ("tenure", "偷住", "no_such_answer"),
        ("purpose", "很" * 41, "wrong_text"),
        ("purpose", " ", "value_unsaid"),
        ("to_unit", "幸福\x07小学", "wrong_text"),
        ("copies", 4, "out_of_range"),
        ("copies", 0, "out_of_range"),
        ("copies", "两份", "wrong_field"),
        ("copies", True, "wrong_field"),
        ("copies", 1.5, "wrong_field"),
        ("address", {"building": "9号楼", "unit": "1单元", "room": "101"}, "unknown_address"),
        ("address", {"building": "1号楼", "unit": "1单元", "room": "999"}, "unknown_address"),
        ("address", {"building": "1号楼"}, "unknown_address"),
        ("address", ["1号楼"], "wrong_field"),
        ("sex", "未知", "no_such_answer"),
        ("spouse_name", "王强", "unknown_field"),
        ("handler", "007", "unknown_field"),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused_and_never_repeated(
    centre: Hall, name: str, typed: Any, word: str
) -> None:
    with pytest.raises(Refused) as refused:
        centre.certificates.check("C01", name, typed)
    assert refused.value.code == word
    if name in {"id_no", "phone", "applicant_name"}:
        assert str(typed) not in str(refused.value)


def test_a_number_is_checked_as_the_paper_that_was_chosen(centre: Hall) -> None:
    check = centre.certificates.check
    with pytest.raises(Refused) as refused:
        check("C01", "id_no", LAN, {"id_type": "hmt_resident"})
    assert refused.value.code == "value_kind"
    assert check("C01", "id_no", "810000199408230021", {"id_type": "hmt_resident"})


def test_the_kind_of_paper_is_known_by_the_number_where_nobody_chose(centre: Hall) -> None:
    request = requested(centre, fields=fields(id_type=None, id_no="810000199408230021"))
    assert request.shown["id_type"] == "hmt_resident"


def test_the_sex_follows_from_the_number(centre: Hall) -> None:
    assert requested(centre).shown["sex"] == "female"
    assert requested(centre, fields=fields(sex="女")).shown["sex"] == "female"
    with refuses(centre, "does_not_agree"):
        requested(centre, fields=fields(sex="male"))


def test_a_paper_that_does_not_tell_the_sex_leaves_it_out(centre: Hall) -> None:
    travel = fields(id_type=None, id_no="H12345678")
    assert "sex" not in requested(centre, fields=travel).shown
    assert requested(centre, fields=travel | {"sex": "男"}).shown["sex"] == "male"


@pytest.mark.parametrize("name", ["phone", "to_unit", "copies", "id_type"])
def test_what_is_optional_stays_optional(centre: Hall, name: str) -> None:
    request = requested(centre, fields=fields(**{name: None}))
    assert request.copies == (1 if name == "copies" else 2)
    assert ("phone" in request.shown) == (name != "phone")


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in
                                  {"phone", "to_unit", "copies", "id_type"}])  # fmt: skip
def test_what_is_needed_is_asked_for(centre: Hall, name: str) -> None:
    with refuses(centre, "missing_field"):
        requested(centre, fields=fields(**{name: None}))
    with refuses(centre, "missing_field"):
        requested(centre, fields=fields(**{name: ""}))


@pytest.mark.parametrize("name", ["handler", "cert_no", "spouse_name", "colour"])
def test_what_the_item_does_not_need_is_not_taken(centre: Hall, name: str) -> None:
    with refuses(centre, "unknown_field"):
        requested(centre, fields=fields(**{name: "王强"}))


def test_dates_are_in_order_and_not_in_the_future(centre: Hall) -> None:
    check = centre.certificates.check
    period = {"period_from": "2026-03-01"}
    assert check("C03", "period_to", "2026年3月1日", period) == "2026-03-01"
    with pytest.raises(Refused) as refused:
        check("C03", "period_to", "2026-02-28", period)
    assert refused.value.code == "dates_crossed"
    with pytest.raises(Refused) as refused:
        check("C03", "period_to", "2026-11-24", period)
    assert refused.value.code == "value_future"
    with refuses(centre, "dates_crossed"):
        requested(centre, "C03", fields=fields("C03", period_to="2025-12-31"))


@pytest.mark.parametrize("code", ["C01", *OTHERS])
def test_every_item_can_be_requested(centre: Hall, code: str) -> None:
    request = requested(centre, code)
    assert (request.item, request.state) == (code, "received")
    assert request.consent == consent(centre, code)


def test_what_is_shown_tells_nothing_of_anybody(centre: Hall) -> None:
    shown = requested(centre).shown
    assert shown["applicant_name"] == "欧**兰"
    assert shown["id_no"] == "110***********002X"
    assert shown["phone"] == "138****8000"
    assert shown["address"] == "幸福里小区1号楼***"
    hardship = requested(centre, "C02").shown
    assert {hardship["reason"], hardship["difficulty"]} == {"***"}
    assert requested(centre, fields=fields(purpose=f"给{LAN}用")).shown["purpose"] == "***"


def test_under_fourteen_a_guardian_agrees(centre: Hall) -> None:
    child = fields("C04", id_no=CHILD)
    assert centre.certificates.needs_guardian("C04", child)
    assert not centre.certificates.needs_guardian("C04", fields("C04"))
    mother = {"name": "欧阳兰", "id_no": GROWN_UP, "relation": "parent"}
    with refuses(centre, "guardian_needed"):
        requested(centre, "C04", fields=child)
    with refuses(centre, "not_of_age"):
        requested(centre, "C04", fields=child, guardian=mother | {"id_no": TEEN})
    itself = {"name": "王小宝", "id_no": TEEN}
    with refuses(centre, "not_of_age"):
        requested(centre, "C04", fields=child, guardian=mother, agent=itself)
    request = requested(centre, "C04", fields=child, guardian=mother)
    assert request.guardian == "欧*兰"
    assert request.shown["guardian_relation"] == "parent"


def test_of_a_guardian_nobody_needs_nothing_is_kept(centre: Hall) -> None:
    request = requested(centre, guardian={"name": "王强", "id_no": GROWN_UP})
    assert (request.guardian, request.guardian_fields) == ("", {})


def test_the_day_of_the_fourteenth_birthday_needs_no_guardian(centre: Hall) -> None:
    today, tomorrow = "440308201211231510", "440308201211241516"
    numbers = [number[:17] + _check(number) for number in (today, tomorrow)]
    needs = [centre.certificates.needs_guardian("C04", {"id_no": one}) for one in numbers]
    assert needs == [False, True]


def _check(number: str) -> str:
    weighed = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(number[:17]))
    return "10X98765432"[weighed % 11]


def test_somebody_else_may_come_for_them(centre: Hall) -> None:
    agent = {"name": "王强", "id_no": GROWN_UP, "relation": "邻居", "phone": "13900139000"}
    request = requested(centre, agent=agent)
    assert request.agent == "王*"
    assert request.shown["agent_id_no"] == "440***********1512"
    with refuses(centre, "same_person"):
        requested(centre, agent=agent | {"id_no": LAN})
    with refuses(centre, "not_of_age"):
        requested(centre, agent=agent | {"id_no": CHILD})
    with refuses(centre, "missing_field"):
        requested(centre, agent={"name": "王强"})
    with refuses(centre, "unknown_field"):
        requested(centre, agent=agent | {"address": "哪里"})
    brings = [one.name for one in centre.certificates.to_bring("C01", agent=True)]
    assert brings[-2:] == ["授权委托书", "代办人居民身份证件"]


def test_a_persons_answers_are_checked_where_they_are_typed(centre: Hall) -> None:
    check = centre.certificates.check_person
    assert check("agent", "name", "王 强") == "王强"
    for name, typed, word in (
        ("id_no", CHILD, "not_of_age"),
        ("relation", "同学", "no_such_answer"),
        ("address", "哪里", "unknown_field"),
    ):
        with pytest.raises(Refused) as refused:
            check("agent", name, typed)
        assert refused.value.code == word

"""The centre's own file: it overrides entry by entry, and a mistake in it is named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import ItemsSetting
from kiosk.errors import ConfigError
from kiosk.items.item import Disputed
from kiosk.items.lists import OWN, Lists
from tests.items.conftest import Read

NEW = """
[B19]
kind = "service"
name = "老年食堂用餐卡"
category = "elder"
materials = [{ name = "居民身份证" }]
"""


def test_a_value_of_the_centre_replaces_the_shipped_one_and_no_other(lists: Read) -> None:
    before = lists().get("B13")
    after = lists('[B13]\ndays = 3\nphone = "0932-6621234"').get("B13")
    assert (after.days, after.phone) == (3, "0932-6621234")
    assert (after.name, after.materials) == (before.name, before.materials)


def test_what_the_centre_writes_is_confirmed(lists: Read) -> None:
    assert "days" in lists().get("C01").to_confirm
    own = lists("[C01]\ndays = 1").get("C01")
    assert own.confirmed("days")
    assert "steps" in own.to_confirm, "the rest is as unsure as before"


def test_the_centre_may_leave_a_value_unsure(lists: Read) -> None:
    item = lists('[C01]\ndays = 1\nmarks = { days = "INF" }').get("C01")
    assert not item.confirmed("days")


def test_an_entry_is_switched_off_and_a_reserve_one_on(lists: Read) -> None:
    own = lists("[B16]\non = false\n[C08]\non = true")
    codes = {item.code for item in own.all()}
    assert "B16" not in codes
    assert "C08" in codes
    assert not own.get("B16").on, "it can still be looked at"


def test_a_new_entry_joins_its_list(lists: Read) -> None:
    own = lists(NEW)
    assert own.get("b19").name == "老年食堂用餐卡"
    assert own.all("service")[-1].code == "B19"


def test_an_entry_without_basis_source_or_date_is_taken_and_listed(lists: Read) -> None:
    from datetime import date

    from kiosk.items.check import notes

    found = {note.what for note in notes(lists(NEW), date(2026, 11, 23)) if note.code == "B19"}
    assert found == {"no_basis", "no_source", "never_checked"}


def test_an_entry_is_listed_a_year_after_it_was_checked(lists: Read) -> None:
    from datetime import date

    from kiosk.items.check import notes

    def old(today: date) -> set[str]:
        return {note.code for note in notes(own, today) if note.what == "old"}

    own = lists("[C01]\nchecked_on = 2028-02-29")
    assert old(date(2026, 11, 23)) == set()
    assert "N01" not in old(date(2027, 11, 21))
    assert "N01" in old(date(2027, 11, 22))
    assert "C01" not in old(date(2029, 2, 28))
    assert "C01" in old(date(2029, 3, 1))


@pytest.mark.parametrize(
    ("disputed", "on", "off"),
    [("issue", {"C01", "C02"}, {"N31", "N32"}), ("refuse", {"N31", "N32"}, {"C01", "C02"})],
)
def test_one_switch_decides_about_the_proofs_that_places_disagree_on(
    lists: Read, disputed: Disputed, on: set[str], off: set[str]
) -> None:
    codes = {item.code for item in lists(disputed=disputed).all()}
    assert on <= codes
    assert not off & codes


def test_the_centre_s_own_list_wins_over_the_switch(lists: Read) -> None:
    own = lists("[C02]\non = false\n[N32]\non = true", disputed="issue")
    codes = {item.code for item in own.all()}
    assert {"C01", "N32"} <= codes
    assert not {"C02", "N31"} & codes


WRONG = [
    ("[C01]\nnmae = '居住证明'", "C01.nmae", "是不是 name"),
    ("[C01]\ndays = '3'", "C01.days", "整数"),
    ("[C01]\ndays = -1", "C01.days", "0 以上"),
    ("[C01]\non = 'yes'", "C01.on", "true 或 false"),
    ("[C01]\nkind = 'service'", "C01.kind", "certificate"),
    ("[C01]\ncategory = 'houses'", "C01.category", "residence"),
    ("[C01]\nfields = ['name']", "C01.fields", "applicant_name"),
    ("[C01]\nmaterials = []", "C01.materials", "居民身份证"),
    ("[C01]\nmaterials = [{ memo = '复印件' }]", "C01.materials[0].name", "必须填写"),
    ("[C01]\nmaterials = [{ name = '照片', must = true }]", "C01.materials[0].must", "required"),
    ("[C01]\nchecked_on = '去年'", "C01.checked_on", "2026-11-21"),
    ("[C01]\nmarks = { days = 'maybe' }", "C01.marks.days", "INF"),
    ("[C01]\nmarks = { dayz = 'INF' }", "C01.marks.dayz", "字段名"),
    ("[C01]\nmarks = 'INF'", "C01.marks", "INF"),
    ("[C01]\ncode = 'C99'", "C01.code", "请删去"),
    ("[C01]\nname = ' '", "C01.name", "必须填写"),
    ("[C01]\nhandling = 'soon'", "C01.handling", "instant、promised"),
    ("[N01]\noffice = ''", "N01.office", "公安派出所"),
    ("[N99]\nkind = 'refusal'\nname = '某证明'\ncategory = 'other'", "N99.office", "去哪里"),
    ("[B19]\nname = '某事项'\ncategory = 'other'", "B19.kind", "service"),
    ("[B19]\nkind = 'thing'\nname = '某事项'\ncategory = 'other'", "B19.kind", "service"),
    ("[B19]\nkind = 'service'\nname = '某事项'\ncategory = 'other'", "B19.materials", "材料"),
    ("[B19]\nkind = 'duty'\ncategory = 'other'", "B19.name", "必须填写"),
    ("[b19]\nname = '某事项'", "b19", "大写字母"),
    ('["某"]\nname = "某事项"', "某", "大写字母"),
    ("C01 = '居住证明'", "C01", "[C01]"),
]


@pytest.mark.parametrize(("own", "key", "right"), WRONG)
def test_a_mistake_is_refused_with_file_key_and_what_is_right(
    lists: Read, tmp_path: Path, own: str, key: str, right: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        lists(own)
    assert refused.value.code == "items_invalid"
    assert refused.value.fields["key"] == key
    assert right in str(refused.value)
    assert str(tmp_path / OWN) in str(refused.value)


def test_a_file_that_is_no_toml_is_refused(lists: Read) -> None:
    with pytest.raises(ConfigError) as refused:
        lists("[C01\nname = 3")
    assert refused.value.code == "items_syntax"


def test_a_named_file_must_be_there_and_the_usual_one_need_not(tmp_path: Path) -> None:
    assert Lists(ItemsSetting(), tmp_path).own is None
    with pytest.raises(ConfigError) as refused:
        Lists(ItemsSetting(file="lists.toml"), tmp_path)
    assert refused.value.code == "items_missing"
    assert str(tmp_path / "lists.toml") in str(refused.value)


def test_a_line_for_something_that_is_no_entry_is_refused() -> None:
    with pytest.raises(ConfigError) as refused:
        Lists(ItemsSetting(lines={"certificates": "C"}))
    assert refused.value.fields["key"] == "items.lines.certificates"

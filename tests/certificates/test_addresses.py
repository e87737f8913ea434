"""The centre's buildings: what can be picked, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.certificates.addresses import Addresses
from kiosk.errors import ConfigError, Refused
from kiosk.hall import Hall
from tests.certificates.hall import addresses

ROOT = Path(__file__).parents[2]


def test_units_and_rooms_are_as_the_file_counts_them(tmp_path: Path) -> None:
    addresses(tmp_path)
    known = Addresses(beside=tmp_path)
    first, house = known.buildings
    assert (first.name, first.name_en) == ("1号楼", "Building 1")
    assert [unit.name for unit in first.units] == ["1单元", "2单元"]
    assert first.units[0].rooms == ("101", "102", "201", "202")
    assert first.units[1].rooms == ("101", "A")
    assert house.units[0].name == ""
    assert known.address("1号楼", "1单元", "202") == "幸福里小区1号楼1单元202室"
    assert known.lists("幸福里小区平房3号1室")
    assert not known.lists("1号楼1单元202")


def test_rooms_that_were_never_given_are_left_out(tmp_path: Path) -> None:
    addresses(tmp_path, '[buildings."1栋"]\nunits = [{ floors = 2, each = 1, without = ["101"] }]')
    assert Addresses(beside=tmp_path).buildings[0].units[0].rooms == ("201",)


@pytest.mark.parametrize(
    "picked", [("9号楼", "1单元", "101"), ("1号楼", "", "101"), ("1号楼", "1单元", "")]
)
def test_an_address_there_is_none_of_is_refused(
    tmp_path: Path, picked: tuple[str, str, str]
) -> None:
    addresses(tmp_path)
    with pytest.raises(Refused) as refused:
        Addresses(beside=tmp_path).address(*picked)
    assert refused.value.code == "unknown_address"


def test_the_shipped_example_is_right() -> None:
    known = Addresses(beside=ROOT)
    assert known.file == ROOT / "addresses.toml"
    assert known.lists("幸福里小区3号楼1单元1801室")
    assert not known.lists("幸福里小区3号楼1单元1404室")


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("[buildings", "", "TOML"),
        ("street = 1", "street", "prefix"),
        ('[buildings."1栋"]', "buildings.1栋.units", "必须填写"),
        ('[buildings."1栋"]\nunits = []', "buildings.1栋.units", "至少"),
        ('[buildings."1栋"]\nunits = [{ name = "甲" }]', "buildings.1栋.units[0].rooms", "floors"),
        ('[buildings."1栋"]\nunits = [{ floors = 99, each = 2 }]',
         "buildings.1栋.units[0].floors", "60"),
        ('[buildings."1栋"]\nunits = [{ floor = 2 }]', "buildings.1栋.units[0].floor", "floors"),
        ('[buildings."1栋"]\nunits = [{ floors = "2" }]', "buildings.1栋.units[0].floors", "整数"),
        ('[buildings."1栋"]\nunits = [{ rooms = ["1"] }, { rooms = ["2"] }]',
         "buildings.1栋.units[0].name", "两次"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_file_key_and_reason(
    tmp_path: Path, text: str, key: str, says: str
) -> None:
    file = addresses(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        Addresses(beside=tmp_path)
    said = str(refused.value)
    assert refused.value.code == ("addresses_invalid" if key else "addresses_syntax")
    assert str(file) in said
    assert key in said
    assert says in said


def test_the_settings_may_name_another_file(open_hall: Callable[..., Hall], tmp_path: Path) -> None:
    addresses(tmp_path).rename(tmp_path / "ours.toml")
    hall = open_hall(certificates={"addresses": "ours.toml"})
    assert len(hall.certificates.addresses.buildings) == 2


def test_a_named_file_that_is_not_there_is_refused(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(certificates={"addresses": "nowhere.toml"})
    with pytest.raises(ConfigError) as refused:
        _ = hall.certificates
    assert refused.value.code == "addresses_missing"

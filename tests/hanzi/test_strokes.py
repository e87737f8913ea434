"""Strokes: 1 横 2 竖 3 撇 4 点捺 5 折, the commonest first, ``*`` for one that is not sure."""

from __future__ import annotations

import pytest

from kiosk.hanzi.table import Table


def _found(table: Table, strokes: str) -> list[str]:
    return [one.text for one in table.stroked(strokes)]


@pytest.mark.parametrize(
    ("strokes", "char"),
    [
        ("1", "一"),
        ("12", "十"),
        ("34", "人"),
        ("2512", "中"),
        ("1121", "王"),
        ("1234521", "李"),
        ("5153154", "张"),
    ],
)
def test_a_character_is_found_by_all_of_its_strokes(table: Table, strokes: str, char: str) -> None:
    assert char in _found(table, strokes)[:3]


@pytest.mark.parametrize(
    ("strokes", "char"), [("251", "是"), ("1", "在"), ("4", "这"), ("3", "我")]
)
def test_the_first_strokes_are_enough_for_common_characters(
    table: Table, strokes: str, char: str
) -> None:
    assert char in _found(table, strokes)[:60]


def test_the_more_strokes_the_fewer_characters(table: Table) -> None:
    counts = [len(_found(table, "1234521"[:n])) for n in range(3, 8)]
    assert counts == sorted(counts, reverse=True)


def test_a_stroke_that_is_not_sure_stands_for_any(table: Table) -> None:
    sure = {char for stroke in "12345" for char in _found(table, f"123{stroke}521")}
    assert set(_found(table, "123*521")) == sure
    assert "李" in sure


def test_a_character_takes_all_strokes_that_were_typed(table: Table) -> None:
    assert {one.takes for one in table.stroked("1234")} == {4}


@pytest.mark.parametrize("strokes", ["", "9", "1a", "一", "0", "(", "[1", "1" * 500])
def test_what_is_no_stroke_finds_nothing(table: Table, strokes: str) -> None:
    assert _found(table, strokes) == []

"""Text keeps to its cells, lines end where Chinese lines may end, and only print goes on paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.cells import NO_LINE_START, balanced, clean, measure, width, wrap


@given(st.text(), st.integers(2, 48))
def test_no_line_is_wider_than_the_paper_and_nothing_is_lost(text: str, columns: int) -> None:
    said = clean(text)
    for broken in (wrap(said, columns), balanced(said, columns)):
        assert all(measure(line) <= columns for line in broken)
        assert "".join(broken).replace(" ", "") == said.replace(" ", "")


@given(st.text())
def test_what_is_clean_has_no_control_or_invisible_character(text: str) -> None:
    assert not {unicodedata.category(char) for char in clean(text)} & {"Cc", "Cf", "Cs", "Mn", "Me"}


@pytest.mark.parametrize("mark", sorted(set("，。、；：！？）》”")))
def test_no_line_begins_with_a_closing_sign(mark: str) -> None:
    text = f"请带好身份证{mark}到窗口办理{mark}谢谢{mark}再见"
    for columns in range(6, 40):
        assert not any(line[0] in NO_LINE_START for line in wrap(text, columns))


def test_no_line_ends_with_an_opening_sign() -> None:
    for columns in range(12, 40):
        lines = wrap("办理《居民身份证》（首次申领）请预约", columns)
        assert not any(line[-1] in "（《" for line in lines)


@pytest.mark.parametrize(
    "amount", ["￥1,234.50", "2026-11-23", "A001", "14:00", "５－１２", "5–12"]
)
def test_numbers_and_amounts_are_never_broken(amount: str) -> None:
    for before in range(1, 12):
        assert any(amount in line for line in wrap("福" * before + amount + "福" * 9, 16))


def test_a_number_longer_than_the_line_is_broken_rather_than_lost() -> None:
    assert wrap("1234567890", 4) == ["1234", "5678", "90"]


def test_what_cannot_be_printed_is_seen_to_be_missing() -> None:
    assert clean("好\u202e的\x1b@\x00😀\ud800\ue000\n完") == "好的@〓〓 完"


def test_a_letter_and_its_accent_become_one() -> None:
    assert clean("u\u0308") == "ü"


@pytest.mark.parametrize(
    ("char", "cells"),
    [("A", 1), ("é", 1), ("Ж", 1), ("–", 1), ("王", 2), ("𬭎", 2), ("“", 2), ("·", 2)],
)
def test_width(char: str, cells: int) -> None:
    assert width(char) == cells


def test_no_lone_sign_ends_a_balanced_paragraph() -> None:
    assert wrap("过号三位以内可直接到窗口排队。", 26) == ["过号三位以内可直接到窗口排", "队。"]
    assert balanced("过号三位以内可直接到窗口排队。", 26) == ["过号三位以内可直", "接到窗口排队。"]

"""Characters to pinyin, for those who search by it."""

from __future__ import annotations

import pytest

from kiosk.hanzi import initials, pinyin


def test_each_character_has_its_syllables_the_usual_one_first() -> None:
    assert pinyin("社保") == [("she",), ("bao",)]
    assert pinyin("重")[0][:2] == ("zhong", "chong")
    assert pinyin("女")[0][0] == "nv"


def test_what_is_not_chinese_has_none() -> None:
    assert pinyin("A1，") == [(), (), ()]


@pytest.mark.parametrize(
    ("text", "letters"), [("社保卡", "sbk"), ("居住证", "jzz"), ("A类", "Al"), ("", "")]
)
def test_initials_of_a_text(text: str, letters: str) -> None:
    assert initials(text) == letters

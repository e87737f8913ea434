"""Names of persons: family names where they begin, then characters of given names."""

from __future__ import annotations

import pytest

from kiosk.hanzi.table import Table
from tests.hanzi.offers import names, words


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("zhang", "张"),
        ("wang", "王"),
        ("li", "李"),
        ("ouyang", "欧阳"),
        ("zhuge", "诸葛"),
        ("sima", "司马"),
        ("yuchi", "尉迟"),
        ("moqi", "万俟"),
    ],
)
def test_a_family_name_comes_first_where_a_name_begins(
    table: Table, typed: str, family: str
) -> None:
    assert names(table, typed)[0] == family


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("shan", "单"),
        ("qiu", "仇"),
        ("zeng", "曾"),
        ("ren", "任"),
        ("xie", "解"),
        ("zha", "查"),
        ("ou", "区"),
    ],
)
def test_a_family_name_is_found_as_it_is_said(table: Table, typed: str, family: str) -> None:
    assert family in names(table, typed)[:5]


def test_the_commonest_stand_there_before_a_letter_is_typed(table: Table) -> None:
    assert names(table, "")[:5] == ["王", "李", "张", "刘", "陈"]
    assert names(table, "", before="王") == []
    assert words(table, "") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zhangsan", "张三"),
        ("zhangwei", "张伟"),
        ("wangjianguo", "王建国"),
        ("lixiaoming", "李小明"),
        ("wangshufen", "王淑芬"),
        ("ouyangxiu", "欧阳修"),
    ],
)
def test_a_common_name_is_offered_whole(table: Table, typed: str, name: str) -> None:
    found = names(table, typed)
    assert name in found[:4] or name[:2] in found[:4]


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("张三", ["zhang", "san"]),
        ("王建国", ["wang", "jian", "guo"]),
        ("欧阳静怡", ["ouyang", "jing", "yi"]),
        ("单雪梅", ["shan", "xue", "mei"]),
        ("买买提", ["mai", "mai", "ti"]),
    ],
)
def test_any_name_can_be_typed_character_by_character(
    table: Table, name: str, syllables: list[str]
) -> None:
    written = ""
    for said in syllables:
        rest = name[len(written) :]
        written += next(text for text in names(table, said, written) if rest.startswith(text))
    assert written == name


@pytest.mark.parametrize(
    ("typed", "char"),
    [("wei", "伟"), ("fang", "芳"), ("guo", "国"), ("mei", "梅"), ("xuan", "轩"), ("han", "涵")],
)
def test_after_the_family_name_characters_of_given_names_come_first(
    table: Table, typed: str, char: str
) -> None:
    assert char in names(table, typed, "王")[:3]


@pytest.mark.parametrize(
    ("typed", "given"), [("jianguo", "建国"), ("shufen", "淑芬"), ("zixuan", "子轩")]
)
def test_a_given_name_of_two_characters_comes_whole(table: Table, typed: str, given: str) -> None:
    assert names(table, typed, "王")[0] == given


def test_no_name_is_offered_beyond_what_was_typed(table: Table) -> None:
    assert all(len(name) <= 2 for name in names(table, "zhangsan"))

"""Pinyin: cut into syllables, begun, abbreviated, with ü; words before characters."""

from __future__ import annotations

import pytest

from kiosk.hanzi.table import Table
from tests.hanzi.offers import first_page, taking, words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("zhongguo", "中国"),
        ("shebaoka", "社保卡"),
        ("juzhuzheng", "居住证"),
        ("yanglaobaoxian", "养老保险"),
        ("shenfenzheng", "身份证"),
        ("tuiyijunren", "退役军人"),
        ("juweihui", "居委会"),
        ("chongqing", "重庆"),
        ("yinhang", "银行"),
        ("xizang", "西藏"),
        ("ouyang", "欧阳"),
        ("xi'an", "西安"),
        ("de", "的"),
        ("shi", "是"),
    ],
)
def test_the_word_that_is_meant_comes_first(table: Table, typed: str, text: str) -> None:
    assert words(table, typed)[0] == text


def test_letters_that_may_be_one_syllable_or_two_are_read_both_ways(table: Table) -> None:
    assert {"先", "西安"} <= set(first_page(table, "xian"))
    assert {"方案", "反感"} <= set(first_page(table, "fangan"))


def test_a_mark_between_syllables_leaves_one_way(table: Table) -> None:
    assert "先" not in words(table, "xi'an")
    assert "反感" not in words(table, "fang'an")


@pytest.mark.parametrize(
    ("typed", "char"),
    [
        ("nv", "女"),
        ("lv", "绿"),
        ("lyu", "绿"),
        ("lve", "略"),
        ("lue", "略"),
        ("nue", "虐"),
        ("nve", "虐"),
    ],
)
def test_v_stands_for_u_with_dots_and_so_does_what_passports_write(
    table: Table, typed: str, char: str
) -> None:
    assert char in first_page(table, typed)


@pytest.mark.parametrize("typed", ["juan", "jvan"])
def test_v_after_j_is_u(table: Table, typed: str) -> None:
    assert "卷" in first_page(table, typed)


@pytest.mark.parametrize("typed", ["zhongg", "zhonggu", "zhongguo"])
def test_the_last_syllable_may_be_unfinished(table: Table, typed: str) -> None:
    assert words(table, typed)[0] == "中国"


@pytest.mark.parametrize(("typed", "char"), [("z", "在"), ("zh", "这"), ("zho", "中")])
def test_the_beginning_of_a_syllable_finds_common_characters(
    table: Table, typed: str, char: str
) -> None:
    assert char in first_page(table, typed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("sfz", "身份证"), ("zgr", "中国人"), ("jzz", "居住证"), ("shbx", "社会保险")],
)
def test_first_letters_alone_find_words(table: Table, typed: str, text: str) -> None:
    assert text in first_page(table, typed)


def test_a_word_that_goes_on_is_offered_after_the_one_that_is_typed(table: Table) -> None:
    found = first_page(table, "shebao")
    assert found[0] == "社保"
    assert "社保卡" in found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("woyaobanlijuzhuzheng", "我要办理居住证"),
        ("beijingshichaoyangqu", "北京市朝阳区"),
        ("chaoyangqujianguomenwaidajie", "朝阳区建国门外大街"),
    ],
)
def test_several_words_are_put_together(table: Table, typed: str, text: str) -> None:
    assert words(table, typed)[0] == text


def test_a_candidate_says_what_part_of_the_letters_it_takes(table: Table) -> None:
    assert taking(table, "zhangsan", "张三") == len("zhangsan")
    assert taking(table, "zhangsan", "张") == len("zhang")
    assert taking(table, "xi'an", "西") == len("xi'"), "the mark goes with it"
    assert taking(table, "'zhang", "张") == len("'zhang")


def test_what_is_left_is_read_on(table: Table) -> None:
    typed = "zhangsan"
    assert "三" in first_page(table, typed[taking(table, typed, "张") :])


@pytest.mark.parametrize(
    "typed", ["", "'", "'''", "i", "u", "v", "ivu", "张", "12", "ZHANG", "\x1b[A"]
)
def test_what_cannot_be_read_has_no_candidates(table: Table, typed: str) -> None:
    assert words(table, typed) == []


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("zhangsan", "zhang san"),
        ("xian", "xian"),
        ("xi'an", "xi an"),
        ("zhongg", "zhong g"),
        ("sfz", "s f z"),
    ],
)
def test_what_is_typed_is_shown_with_its_syllables_apart(
    table: Table, typed: str, apart: str
) -> None:
    assert table.parted(typed) == apart


# --- Traditional -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("zhang", "張"),
        ("guo", "國"),
        ("juzhuzheng", "居住證"),
        ("houmian", "後面"),
        ("fazhan", "發展"),
    ],
)
def test_traditional_forms_come_first_for_those_who_write_them(
    table: Table, typed: str, text: str
) -> None:
    found = words(table, typed, traditional=True)
    assert text in found[:3]


def test_simplified_forms_are_there_for_them_too(table: Table) -> None:
    assert "张" in words(table, "zhang", traditional=True)


def test_traditional_characters_are_there_for_everybody(table: Table) -> None:
    assert "張" in words(table, "zhang")

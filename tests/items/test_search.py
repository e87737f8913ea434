"""Whatever residents really type finds what they mean, first."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kiosk.config import ItemsSetting
from kiosk.hall import Hall
from kiosk.items.item import Answer, Item, Kind
from kiosk.items.lists import Lists
from kiosk.items.search import Index
from kiosk.items.simplified import simplified

EVERYDAY = [
    # what is said → what is meant
    ("开个证明说我没工作", "N15"),
    ("证明我没有工作", "N15"),
    ("我想开一个单身证明", "N08"),
    ("证明我妈是我妈", "N01"),
    ("证明我是我", "N02"),
    ("身份证丢了怎么办", "N20"),
    ("户口本丢了", "N20"),
    ("入职要无犯罪证明", "N05"),
    ("养狗证明", "N04"),
    ("证明老人还活着", "N10"),
    ("老人去世了要开证明", "N11"),
    ("病假条", "N12"),
    ("人丢了", "N07"),
    ("孩子出生证明", "N09"),
    ("继承房子", "N18"),
    ("开小卖部要的地址证明", "N19"),
    ("名下没有房", "N17"),
    ("人事档案在哪", "N16"),
    ("改名字", "N03"),
    ("居住证明", "C01"),
    ("证明我住在这个小区", "C01"),
    ("贫困证明", "C02"),
    ("助学贷款证明", "C02"),
    ("志愿时长证明", "C03"),
    ("学校要的社区盖章", "C04"),
    ("法院要社区推荐", "C05"),
    ("领养孩子", "C06"),
    ("高龄补贴怎么领", "B01"),
    ("慢性病卡怎么办", "B02"),
    ("转党组织关系", "B03"),
    ("办居住证", "B04"),
    ("给孩子办医保", "B05"),
    ("刷脸认证养老金", "B06"),
    ("交养老保险", "B07"),
    ("吃低保", "B08"),
    ("突然生病没钱", "B09"),
    ("办残疾证", "B10"),
    ("残疾人的钱", "B11"),
    ("失业金", "B12"),
    ("老年证", "B13"),
    ("准生证", "B14"),
    ("退伍军人优待证", "B15"),
    ("退休档案转社区", "B16"),
    ("查志愿时长", "B17"),
    ("邻居吵架", "B18"),
    ("被老公打了", "D21"),
    ("想成立业委会", "D13"),
    ("免费律师", "A20"),
    # other words' order, and only some of them
    ("证明 居住", "C01"),
    ("证明居住", "C01"),
    ("认证 养老", "B06"),
    ("亲属", "N01"),
    # pinyin, whole and begun, and initials
    ("juzhuzhengming", "C01"),
    ("juzhuzhengm", "C01"),
    ("ju zhu zheng ming", "C01"),
    ("zhengming juzhu", "C01"),
    ("jzzm", "C01"),
    ("dibao", "B08"),
    ("wufanzui", "N05"),
    ("qinshuguanxi", "N01"),
    ("wfzjlzm", "N05"),
    ("jzhzhm", "C01"),
    # Traditional Chinese
    ("親屬關係證明", "N01"),
    ("無犯罪記錄證明", "N05"),
    ("養老認證", "B06"),
    # English
    ("proof of residence", "C01"),
    ("I have no job", "N15"),
    ("unemployment registration", "B12"),
    ("birth certificate", "N09"),
    ("medical insurance", "B05"),
    ("disability card", "B10"),
    ("mediation", "B18"),
    ("criminal record", "N05"),
    # codes
    ("C03", "C03"),
    ("n08", "N08"),
]

ON_NO_LIST = ["宠物寄养证明", "外星人接触登记", "xyzzy", "火车票", "lottery ticket", "12345678"]


@pytest.fixture(scope="module")
def index() -> Index:
    return made(Lists(ItemsSetting()).all())


def made(items: list[Item]) -> Index:
    categories = Lists(ItemsSetting()).categories
    return Index(items, [(code, said.name, said.name_en) for code, said in categories.items()])


def first(index: Index, text: str) -> str | None:
    hits = index.search(text)
    return hits[0].item.code if hits else None


@pytest.mark.parametrize(("text", "code"), EVERYDAY)
def test_what_is_meant_comes_first(index: Index, text: str, code: str) -> None:
    assert first(index, text) == code
    assert index.sure(index.search(text))


@pytest.mark.parametrize("text", ON_NO_LIST)
def test_nothing_on_the_lists_is_taken_for_what_is_on_none(hall: Hall, text: str) -> None:
    found = hall.items.search(text)
    assert (found[0].kind, found[0].answer) == (Kind.ENQUIRY, Answer.ENQUIRE)


def test_an_entry_s_own_name_finds_it_first_in_every_way_of_writing_it(index: Index) -> None:
    from kiosk.traditional import traditional

    for item in Lists(ItemsSetting()).all():
        assert first(index, item.name) == item.code
        assert first(index, traditional(item.name)) == item.code
        assert first(index, item.code) == item.code
        assert item.code in [hit.item.code for hit in index.search(item.name_en)][:3]


def test_everything_that_people_say_finds_its_entry(index: Index) -> None:
    missed = {
        (text, item.code)
        for item in Lists(ItemsSetting()).all()
        for text in item.also
        if item.code not in [hit.item.code for hit in index.search(text)][:3]
    }
    assert missed == set()


def _called(name: str) -> Item:
    return Item(code="Z01", kind=Kind.SERVICE, name=name, category="other")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆社保卡", "chongqing"),
        ("重庆银行代扣", "chongqingyinhang"),
        ("重大疾病救助", "zhongda"),
        ("会计证登记", "kuaiji"),
        ("长者食堂", "zhangzhe"),
        ("参加工作", "canjia"),
        ("人参种植", "renshen"),
        ("绿化认养", "lvhua"),
        ("调解", "tiaojie"),
        ("调查", "diaocha"),
    ],
)
def test_a_character_with_several_readings_is_found_by_the_right_one(name: str, typed: str) -> None:
    assert first(made([_called(name)]), typed) == "Z01"


def test_each_beginning_of_what_is_typed_keeps_finding_it(index: Index) -> None:
    for typed in ("juzhuzhengming", "dibaoshenqing", "shiyedengji"):
        wanted = first(index, typed)
        for end in range(4, len(typed)):
            codes = [hit.item.code for hit in index.search(typed[:end])]
            assert wanted in codes, typed[:end]


def test_an_entry_that_is_switched_off_is_not_found(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(items={"disputed_proofs": "refuse"})
    found = hall.items.search("居住证明")
    assert (found[0].code, found[0].answer) == ("N31", Answer.ELSEWHERE)
    assert "C01" not in [one.code for one in found]


def test_a_limit_is_kept_and_an_empty_text_finds_nothing(hall: Hall) -> None:
    assert len(hall.items.search("证明", 5)) == 5
    assert hall.items.search("证明", 5) == hall.items.search("证明")[:5]
    assert hall.items.search("") == hall.items.search(" 　") == hall.items.search("证明", 0) == []


TYPED = st.text(max_size=80) | st.text(
    "居住证明我没有开个办残疾补贴jzhuzengm '·0125aA", max_size=40
)


@given(TYPED)
def test_anything_may_be_typed(index: Index, text: str) -> None:
    hits = index.search(text)
    assert hits == index.search(text)
    codes = [hit.item.code for hit in hits]
    assert len(codes) == len(set(codes))
    assert all(hit.score > 0 and hit.cover <= 1.0001 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_two_processes_find_the_same(index: Index) -> None:
    other = made(Lists(ItemsSetting()).all())
    for text, _ in EVERYDAY:
        assert [hit.item.code for hit in index.search(text)] == [
            hit.item.code for hit in other.search(text)
        ]


def test_traditional_characters_become_simplified_and_simplified_ones_stay() -> None:
    assert simplified("頭髮發證與養狗") == "头发发证与养狗"
    assert simplified("皇后在公里") == "皇后在公里"

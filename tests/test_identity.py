"""What is typed about people: right numbers are taken, wrong ones refused without saying them."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from kiosk.errors import Refused
from kiosk.identity import PAPERS, Kind, age, birth, check, mask, recognised, sex
from kiosk.identity.numbers import CREDIT_LETTERS, credit_check, identity_check
from kiosk.identity.places import countries, regions
from kiosk.wording import catalogue, say

TODAY = date(2026, 11, 23)

RESIDENTS = [
    # items-and-rules.md 6.1: published, and synthetic with a right check
    "11010519491231002X",
    "440308199901101512",
    "62112219000101005X",
    "610922190001010026",
    "610422190001010037",
    "410703190001010045",
]
HMT = [
    "810000199408230021",
    "830000199201300022",
    "82000019000101001X",
    "810000190001010026",
    "830000190001010038",
]
PERMANENT = ["962840190001010017", "961392190001010023"]
CREDIT = ["91350100M000100Y43", "91110000600037341L"]

VECTORS = [
    *((Kind.RESIDENT, number) for number in RESIDENTS),
    *((Kind.HMT_RESIDENT, number) for number in HMT),
    *((Kind.PERMANENT_RESIDENT, number) for number in PERMANENT),
    *((Kind.CREDIT_CODE, number) for number in CREDIT),
]

FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def word(kind: Kind, text: str, today: date = TODAY) -> str:
    """The error word of a value that is refused; its sentences never hold the value."""
    with pytest.raises(Refused) as refused:
        check(kind, text, today)
    said = str(refused.value)
    assert said == say(f"refused.{refused.value.code}", **refused.value.fields)
    english = say(f"refused.{refused.value.code}", "en", **refused.value.fields)
    digits = "".join(c for c in text if c.isalnum())
    if len(digits) > 5:
        for sentence in (said, english):
            assert digits not in sentence
            assert digits[-4:] not in sentence.replace("2026", "")
    return refused.value.code


def accepted(kind: Kind, text: str, today: date = TODAY) -> bool:
    try:
        check(kind, text, today)
    except Refused:
        return False
    return True


def with_check(body: str) -> str:
    return body + identity_check(body)


# --- numbers of papers -----------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "number"), VECTORS)
def test_published_numbers_are_taken_however_they_are_typed(kind: Kind, number: str) -> None:
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]} "
    typings = [number, number.lower(), number.translate(FULL), spaced, f"\u3000{number}"]
    assert {check(kind, typing, TODAY) for typing in typings} == {number}


@pytest.mark.parametrize(("kind", "number"), VECTORS[:-2])
def test_a_paper_is_recognised_by_its_number(kind: Kind, number: str) -> None:
    assert recognised(number, TODAY) is kind
    others = [other for other in PAPERS if other is not kind]
    assert not any(accepted(other, number) for other in others)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "value_empty"),
        ("　", "value_empty"),
        ("11010519491231002", "value_length"),
        ("11010519491231002X1", "value_character"),
        ("110105194912310021X"[:19], "value_length"),
        ("110105491231002", "value_outdated"),
        ("1101051949123100²X", "value_character"),
        ("11010519491231٠02X", "value_character"),
        ("1101O519491231002X", "value_character"),
        ("①10105194912310020", "value_character"),
        ("11010519491231002×", "value_character"),
        ("110105194912310029", "value_check"),
        (with_check("11010519490229001"), "value_date"),
        (with_check("11010519491331001"), "value_date"),
        (with_check("11010520261124001"), "value_future"),
        (with_check("11010520991231001"), "value_future"),
        (with_check("11010500010101001"), "value_past"),
        (with_check("11010518991231001"), "value_past"),
        (with_check("99010519491231001"), "value_kind"),
        (with_check("10010519491231001"), "value_region"),
        (with_check("11990119491231001"), "value_region"),
        (with_check("11000019491231001"), "value_region"),
        ("810000199408230021", "value_kind"),
    ],
)
def test_a_wrong_resident_number_is_told_what_is_wrong(text: str, error: str) -> None:
    assert word(Kind.RESIDENT, text) == error


@pytest.mark.parametrize(
    ("kind", "text", "error"),
    [
        (Kind.HMT_RESIDENT, with_check("81000119940823002"), "value_region"),
        (Kind.HMT_RESIDENT, "11010519491231002X", "value_kind"),
        (Kind.PERMANENT_RESIDENT, with_check("99984019000101001"), "value_region"),
        (Kind.PERMANENT_RESIDENT, with_check("96299919000101001"), "value_country"),
        (Kind.PERMANENT_RESIDENT, with_check("96215619000101001"), "value_country"),
        (Kind.PERMANENT_RESIDENT, with_check("96284020270101001"), "value_future"),
        (Kind.PERMANENT_RESIDENT, "QQQ110100010101", "value_country"),
        (Kind.PERMANENT_RESIDENT, "USA11010001010", "value_length"),
        (Kind.PERMANENT_RESIDENT, "US1110100010101", "value_character"),
        (Kind.HK_MACAO_PERMIT, "H1234567", "value_length"),
        (Kind.HK_MACAO_PERMIT, "H123456789", "value_length"),
        (Kind.HK_MACAO_PERMIT, "C12345678", "value_character"),
        (Kind.HK_MACAO_PERMIT, "12345678H", "value_character"),
        (Kind.TAIWAN_PERMIT, "1234567", "value_length"),
        (Kind.TAIWAN_PERMIT, "T1234567", "value_character"),
        (Kind.CREDIT_CODE, "91350100M000100Y4", "value_length"),
        (Kind.CREDIT_CODE, "91350100M000100Y44", "value_check"),
        (Kind.CREDIT_CODE, "91350100I000100Y43", "value_character"),
        (Kind.CREDIT_CODE, "B1350100M000100Y43", "value_character"),
    ],
)
def test_other_wrong_numbers_are_told_what_is_wrong(kind: Kind, text: str, error: str) -> None:
    assert word(kind, text) == error


def test_papers_without_a_check_character_are_taken_by_their_shape() -> None:
    assert check(Kind.HK_MACAO_PERMIT, "h12345678") == "H12345678"
    assert check(Kind.HK_MACAO_PERMIT, "M1234567801") == "M1234567801"
    assert check(Kind.TAIWAN_PERMIT, "０１２３４５６７") == "01234567"
    assert check(Kind.PERMANENT_RESIDENT, "usa110100010101") == "USA110100010101"


def test_credit_codes_of_villages_and_others_are_taken() -> None:
    for body in ("N2411702MF000000A"[:17], "Y1110000600037341"):
        code = body + credit_check(body)
        assert check(Kind.CREDIT_CODE, code) == code


# --- mutations -------------------------------------------------------------------------------

HAS_CHECK = [*VECTORS]


def other_typings(kind: Kind, number: str, chance: random.Random) -> str:
    """One slip of the finger: one exchanged, two neighbours swapped, one lost or doubled."""
    letters = CREDIT_LETTERS if kind is Kind.CREDIT_CODE else "0123456789X"
    place = chance.randrange(len(number))
    match chance.randrange(4):
        case 0:
            return number[:place] + chance.choice(letters) + number[place + 1 :]
        case 1:
            place = min(place, len(number) - 2)
            pair = number[place : place + 2][::-1]
            return number[:place] + pair + number[place + 2 :]
        case 2:
            return number[:place] + number[place + 1 :]
        case _:
            return number[:place] + number[place] + number[place:]


def test_of_ten_thousand_slips_none_is_taken() -> None:
    chance, tried = random.Random(20261123), 0
    while tried < 10_000:
        kind, number = chance.choice(HAS_CHECK)
        slip = other_typings(kind, number, chance)
        if slip == number:
            continue
        tried += 1
        typed = slip.translate(FULL) if tried % 3 == 0 else slip
        assert not accepted(kind, typed), f"{kind}: {tried}"
        assert not any(accepted(paper, typed) for paper in PAPERS[:2])


def test_every_single_exchange_and_every_swap_is_found() -> None:
    for kind, number in HAS_CHECK:
        letters = CREDIT_LETTERS if kind is Kind.CREDIT_CODE else "0123456789X"
        for place, right in enumerate(number):
            for letter in letters:
                if letter != right:
                    assert not accepted(kind, number[:place] + letter + number[place + 1 :])
            for other in range(place + 1, len(number)):
                if other - place == (17 if kind is Kind.CREDIT_CODE else 10):
                    continue  # they weigh the same: the standard itself cannot tell
                swapped = list(number)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                if "".join(swapped) != number:
                    assert not accepted(kind, "".join(swapped))


def test_wrong_dates_with_a_right_check_are_refused() -> None:
    chance = random.Random(7)
    places = sorted(regions())
    for _ in range(2000):
        text = (
            f"{chance.randrange(10000):04d}{chance.randrange(100):02d}{chance.randrange(100):02d}"
        )
        try:
            day: date | None = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            day = None
        right = day is not None and date(1900, 1, 1) <= day <= TODAY
        number = with_check(chance.choice(places) + text + f"{chance.randrange(1000):03d}")
        assert accepted(Kind.RESIDENT, number) == right


# --- another implementation ------------------------------------------------------------------


def test_check_characters_are_those_of_python_stdnum() -> None:
    chance = random.Random(11)
    for _ in range(5000):
        body = "".join(chance.choices("0123456789", k=17))
        assert identity_check(body) == ric.calc_check_digit(body + "0")
        code = "9" + "".join(chance.choices(CREDIT_LETTERS, k=16))
        assert credit_check(code) == uscc.calc_check_digit(code)


def test_whatever_stdnum_takes_of_the_living_is_taken() -> None:
    chance = random.Random(13)
    places = sorted(regions())
    taken = 0
    for _ in range(3000):
        day = date(1930, 1, 1) + timedelta(chance.randrange(35_000))
        number = with_check(chance.choice(places) + f"{day:%Y%m%d}{chance.randrange(1000):03d}")
        with suppress(KeyError):  # it falls over codes of the 1980s it does not know
            if ric.is_valid(number):
                taken += 1
                assert accepted(Kind.RESIDENT, number)
    assert taken > 1000


def test_people_older_than_the_code_of_their_county_are_taken_though_stdnum_does_not() -> None:
    assert not ric.is_valid("62112219000101005X")
    assert accepted(Kind.RESIDENT, "62112219000101005X")


def test_regions_and_countries_are_all_there() -> None:
    assert len(regions()) > 7000
    assert {"621122", "610922", "610431", "410703", "410781", "410783"} <= regions()
    letters, numbers = countries()
    assert len(letters) == len(numbers) == 249
    assert {"USA", "JPN", "KOR"} <= letters


# --- phones, dates ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.MOBILE, "13800138000", "13800138000"),
        (Kind.MOBILE, "138 0013 8000", "13800138000"),
        (Kind.MOBILE, "+86-138-0013-8000", "13800138000"),
        (Kind.MOBILE, "008613800138000", "13800138000"),
        (Kind.MOBILE, "8613800138000", "13800138000"),
        (Kind.MOBILE, "13800860086", "13800860086"),  # 0086 only counts at the beginning
        (Kind.MOBILE, "13813812386", "13813812386"),
        (Kind.MOBILE, "１９９００００００００", "19900000000"),
        (Kind.LANDLINE, "0915-3356512", "0915-3356512"),
        (Kind.LANDLINE, "（0915）3356512", "0915-3356512"),
        (Kind.LANDLINE, "01088880000", "010-88880000"),
        (Kind.LANDLINE, "029-88880000", "029-88880000"),
        (Kind.LANDLINE, "0371 6666 0000", "0371-66660000"),
        (Kind.PHONE, "09153356512", "0915-3356512"),
        (Kind.PHONE, "13800138000", "13800138000"),
        (Kind.DATE, "2026年2月3日", "2026-02-03"),
        (Kind.DATE, "2026/02/03", "2026-02-03"),
        (Kind.DATE, "2026.2.3", "2026-02-03"),
        (Kind.DATE, "２０２６０２０３", "2026-02-03"),
        (Kind.DATE, "2028-02-29", "2028-02-29"),
        (Kind.PAST_DATE, "2026-11-23", "2026-11-23"),
        (Kind.MONTH, "2026年11月", "2026-11"),
        (Kind.MONTH, "202603", "2026-03"),
    ],
)
def test_phones_and_dates_as_people_type_them(kind: Kind, typed: str, kept: str) -> None:
    assert check(kind, typed, TODAY) == kept
    assert check(kind, kept, TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (Kind.MOBILE, "1380013800", "value_length"),
        (Kind.MOBILE, "138001380000", "value_length"),
        (Kind.MOBILE, "12800138000", "value_prefix"),
        (Kind.MOBILE, "23800138000", "value_prefix"),
        (Kind.MOBILE, "1380013800O", "value_character"),
        (Kind.MOBILE, "+1 380 013 8000", "value_character"),
        (Kind.LANDLINE, "3356512", "value_prefix"),
        (Kind.LANDLINE, "0915-33565", "value_length"),
        (Kind.LANDLINE, "0915-0356512", "value_prefix"),
        (Kind.LANDLINE, "010-8888000", "value_length"),
        (Kind.PHONE, "", "value_empty"),
        (Kind.DATE, "2026-02-29", "value_date"),
        (Kind.DATE, "2026-13-01", "value_date"),
        (Kind.DATE, "今天", "value_date"),
        (Kind.DATE, "26-1-1", "value_date"),
        (Kind.DATE, "1026-01-01", "value_past"),
        (Kind.PAST_DATE, "2026-11-24", "value_future"),
        (Kind.MONTH, "2026-12", "value_future"),
        (Kind.MONTH, "2026-00", "value_date"),
    ],
)
def test_wrong_phones_and_dates(kind: Kind, typed: str, error: str) -> None:
    assert word(kind, typed) == error


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("欧阳小明", "欧阳小明"),
        ("买买提·吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("𠮷野龘", "𠮷野龘"),
        ("王㛃", "王㛃"),
        ("李𬭎", "李𬭎"),
        ("陈〇", "陈〇"),
        ("周\U000323af", "周\U000323af"),
        ("福\ufa1b", "福\ufa1b"),
        ("Ｊｏｈｎ Smith", "John Smith"),
        ("J. R. O’Neil-Wood", "J. R. O’Neil-Wood"),
        ("Jose\u0301 Nu\u0308n", "José Nün"),
    ],
)
def test_names_are_kept_as_their_bearers_write_them(typed: str, kept: str) -> None:
    assert check(Kind.NAME, typed) == kept
    assert check(Kind.NAME, kept) == kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "value_empty"),
        ("张", "value_name_length"),
        ("张" * 31, "value_name_length"),
        ("张\n三", "value_character"),
        ("张\x1b三", "value_character"),
        ("张\u200b三", "value_character"),
        ("\u202e张三", "value_character"),
        ("张\ue000", "value_character"),
        ("张3", "value_character"),
        ("张三!", "value_character"),
        ("·买买提", "value_character"),
        ("买买提·", "value_character"),
        ("买··提", "value_character"),
        ("ИВАН", "value_character"),
        ("田中さん", "value_character"),
        ("-John", "value_character"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, error: str) -> None:
    assert word(Kind.NAME, typed) == error


@given(st.text(max_size=40))
def test_nothing_typed_breaks_a_check_and_what_is_kept_stays_so(text: str) -> None:
    for kind in Kind:
        try:
            kept = check(kind, text, TODAY)
        except Refused:
            continue
        assert check(kind, kept, TODAY) == kept
        assert kept.isprintable()


# --- what a number says ----------------------------------------------------------------------


def test_age_sex_and_birth() -> None:
    number = "440308199901101512"
    assert (birth(number), sex(number)) == (date(1999, 1, 10), "male")
    assert sex("11010519491231002X") == "female"
    assert [age(number, date(2013, 1, d)) for d in (9, 10)] == [13, 14]
    permit = "H12345678"
    assert (birth(permit), age(permit, TODAY), sex(permit)) == (None, None, None)


def test_a_leap_day_child_is_a_year_older_on_the_first_of_march() -> None:
    child = with_check("11010520120229001")
    assert [age(child, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [13, 14]


# --- masking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("resident", "11010519491231002X", "110***********002X"),
        ("permanent_resident", "USA110100010101", "USA********0101"),
        ("hk_macao_permit", "H12345678", "H******78"),
        ("hk_macao_permit", "M1234567801", "M********01"),
        ("taiwan_permit", "01234567", "0*****67"),
        ("mobile", "13800135678", "138****5678"),
        ("phone", "13800135678", "138****5678"),
        ("phone", "0915-3356512", "0915-****512"),
        ("landline", "010-88880000", "010-*****000"),
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("name", "欧阳小明", "欧**明"),
        ("name", "𠮷野", "𠮷*"),
        ("name", "买买提·吐尔逊", "买**·*"),
        ("name", "John Smith", "J***"),
        ("address", "幸福里12号楼3单元501室", "幸福里12号楼***"),
        ("address", "建设路5号院2栋1单元301", "建设路5号***"),
        ("address", "幸福里小区", "幸***"),
        ("credit_code", "91350100M000100Y43", "91350100M000100Y43"),
    ],
)
def test_values_are_shown_masked(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.sampled_from([k for k in Kind if k not in {Kind.CREDIT_CODE}]), st.text(max_size=40))
def test_whatever_is_masked_at_least_its_middle_is_hidden(kind: Kind, text: str) -> None:
    shown = mask(kind, text)
    if kind in {Kind.DATE, Kind.PAST_DATE, Kind.MONTH, Kind.ADDRESS} or not text:
        return
    assert "*" in shown
    kept = sum(a == b for a, b in zip(text, shown, strict=False) if b != "*")
    assert kept < len(text)


def test_every_kind_has_a_name_in_every_language() -> None:
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert {f"identity.{kind}" for kind in Kind} <= catalogue(language).keys()

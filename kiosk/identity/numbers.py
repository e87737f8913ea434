"""Numbers of papers and organisations, each with the rule its standard gives.

python-stdnum 2.2 has two of them and is what the tests compare check characters with; it is not
used here because it refuses people born before their county's code began and 327 codes of the
1980s, takes births in the year 1 and in the future, and refuses credit codes of 农业 (N) and 其他
(Y) bodies.
"""

from __future__ import annotations

from datetime import date

from kiosk.identity import places
from kiosk.identity.days import real
from kiosk.identity.kinds import Kind, wrong
from kiosk.identity.typed import CAPITALS, DIGITS, compact, of_length
from kiosk.wording import Phrase

IDENTITY = 18
"""Characters of an identity number (GB 11643-1999); those of 15 are no longer issued or valid."""

LEGACY = 15

PERMIT = (9, 11)
"""H or M and eight digits, and with the two digits of how often it was issued."""

TAIWAN_PERMIT = 8

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, Z, S, V."""

REGISTRARS = "123456789ANY"
"""First character of a credit code: the department that registered the body (GB 32100-2015)."""


def identity_check(body: str) -> str:
    """The last character of an identity number: ISO 7064 MOD 11-2 of the 17 digits before it."""
    weighed = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(body[:17]))
    return "10X98765432"[weighed % 11]


def credit_check(body: str) -> str:
    """The last character of a credit code: MOD 31 of the 17 before it, weights 3^i."""
    weighed = sum(CREDIT_LETTERS.index(c) * pow(3, i, 31) for i, c in enumerate(body[:17]))
    return CREDIT_LETTERS[-weighed % 31]


def identity(kind: Kind, text: str, today: date) -> str:
    """An identity number of 18 characters: of residents, 港澳台 residents, or foreigners (9…).

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``, ``value_outdated``,
            ``value_kind`` (a right number of another kind of paper), ``value_region``,
            ``value_country``, ``value_date``, ``value_past``, ``value_future``, ``value_check``.
    """
    number = compact(kind, text, DIGITS + "X")
    if "X" in number[:-1]:
        raise wrong("character", kind, place=number.index("X") + 1)
    if len(number) == LEGACY and kind is not Kind.PERMANENT_RESIDENT:
        raise wrong("outdated", kind)
    of_length(kind, number, IDENTITY)
    _of_kind(kind, number)
    real(kind, int(number[6:10]), int(number[10:12]), int(number[12:14]), today)
    if number[-1] != identity_check(number):
        raise wrong("check", kind)
    return number


def _of_kind(kind: Kind, number: str) -> None:
    """Refuse another paper's number, and places that are not."""
    actual = kind_of_identity(number)
    if actual is not kind:
        raise wrong("kind", kind, other=Phrase(f"identity.{actual}"))
    if kind is Kind.PERMANENT_RESIDENT:
        if number[1:3] not in places.provinces():
            raise wrong("region", kind, first=2, last=3)
        if number[3:6] not in places.countries()[1]:
            raise wrong("country", kind, first=4, last=6)
    elif kind is Kind.RESIDENT:
        if number[:6] not in places.regions():
            raise wrong("region", kind, first=1, last=6)
    elif number[:6] not in {places.HONG_KONG, places.MACAO, places.TAIWAN}:
        raise wrong("region", kind, first=1, last=6)


def kind_of_identity(number: str) -> Kind:
    """Whose paper an identity number of 18 characters stands on, by its first digits."""
    if number[0] == "9":
        return Kind.PERMANENT_RESIDENT
    return Kind.HMT_RESIDENT if number[:2] in {"81", "82", "83"} else Kind.RESIDENT


def permanent(kind: Kind, text: str, today: date) -> str:
    """外国人永久居留身份证: 18 since 2023-12-01; before, three letters and twelve digits.

    Both are valid. The old one's inner rule is not published: only its country is checked.

    Raises:
        Refused: as ``identity``.
    """
    number = compact(kind, text, DIGITS + CAPITALS)
    if number[0] in DIGITS:
        return identity(kind, number, today)
    for place, character in enumerate(number, 1):
        if character not in (CAPITALS if place <= 3 else DIGITS):  # noqa: PLR2004
            raise wrong("character", kind, place=place)
    of_length(kind, number, LEGACY)
    if number[:3] not in places.countries()[0]:
        raise wrong("country", kind, first=1, last=3)
    return number


def hk_macao_permit(kind: Kind, text: str) -> str:
    """港澳居民来往内地通行证: no check character.

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``.
    """
    number = compact(kind, text, DIGITS + "HM")
    for place, character in enumerate(number, 1):
        if (character in "HM") != (place == 1):
            raise wrong("character", kind, place=place)
    of_length(kind, number, *PERMIT)
    return number


def taiwan_permit(kind: Kind, text: str) -> str:
    """台湾居民来往大陆通行证: eight digits, no check character.

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``.
    """
    number = compact(kind, text, DIGITS)
    of_length(kind, number, TAIWAN_PERMIT)
    return number


def credit_code(kind: Kind, text: str) -> str:
    """统一社会信用代码 (GB 32100-2015).

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``, ``value_check``.
    """
    number = compact(kind, text, CREDIT_LETTERS)
    if number[0] not in REGISTRARS:
        raise wrong("character", kind, place=1)
    for place in range(3, min(len(number), 8) + 1):
        if number[place - 1] not in DIGITS:
            raise wrong("character", kind, place=place)
    of_length(kind, number, IDENTITY)
    if number[-1] != credit_check(number):
        raise wrong("check", kind)
    return number

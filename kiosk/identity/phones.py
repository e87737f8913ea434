"""Phone numbers of the mainland."""

from __future__ import annotations

import re

from kiosk.identity.kinds import Kind, wrong
from kiosk.identity.typed import DIGITS, compact, half, of_length

MOBILE = 11
_SHORT_AREA = re.compile(r"0(?:10|2\d)", re.ASCII)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)([2-9]\d{6,7})", re.ASCII)
_PREFIX = re.compile(r"\A(?:(?:\+|00)86|86(?=\d{11}\b))", re.ASCII)


def _national(kind: Kind, text: str) -> str:
    plain = half(text).replace("（", "").replace("）", "").replace("(", "").replace(")", "")
    return compact(kind, _PREFIX.sub("", plain.strip(), count=1), DIGITS)


def mobile(kind: Kind, text: str) -> str:
    """Eleven digits, 13 to 19 at the beginning; +86 is left off.

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``, ``value_prefix``.
    """
    number = _national(kind, text)
    of_length(kind, number, MOBILE)
    if number[0] != "1" or number[1] in "012":
        raise wrong("prefix", kind, example="13000000000")
    return number


def landline(kind: Kind, text: str) -> str:
    """``0915-3356512``: area code, hyphen, seven or eight digits.

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_length``, ``value_prefix`` (above all
            where the area code is missing).
    """
    number = _national(kind, text)
    if number[0] != "0":
        raise wrong("prefix", kind, example="010-88880000")
    right = (11,) if _SHORT_AREA.match(number) else (11, 12)
    of_length(kind, number, *right)
    found = _LANDLINE.fullmatch(number)
    if not found:
        raise wrong("prefix", kind, example="010-88880000")
    return f"{found[1]}-{found[2]}"


def phone(kind: Kind, text: str) -> str:
    """Either of the two.

    Raises:
        Refused: as they do.
    """
    return landline(kind, text) if _national(kind, text)[0] == "0" else mobile(kind, text)

"""Names of people, and free text such as addresses."""

from __future__ import annotations

import re
import unicodedata

from kiosk.identity.kinds import Kind, wrong
from kiosk.identity.typed import half

SHORTEST, LONGEST = 2, 30
"""Characters of a name (items-and-rules.md 2b)."""

ADDRESS_LONGEST = 80

DOT = "\u00b7"
"""Between the parts of a minority name (GB/T 2312 and the household register write this one)."""

_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．", DOT))

_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002ee5f\U0002f800-\U0002fa1f\U00030000-\U0003347f"
)
"""Unified and compatibility ideographs with all extensions up to J, and 〇 (Unicode 17 blocks)."""

_OF_HAN = re.compile(f"[{_HAN}]")
_GAP_IN_HAN = re.compile(f"(?<=[{_HAN}{DOT}]) +(?=[{_HAN}{DOT}])")


def name(kind: Kind, text: str) -> str:
    """A name in Han characters (rare ones too), Latin letters, or both.

    Spaces between Han characters are dropped, every kind of middle dot becomes ``·``. Characters
    are never exchanged for others: a name stays as its bearer writes it.

    Raises:
        Refused: ``value_empty``; ``value_character`` (control and invisible characters, digits,
            signs, other scripts, a dot or hyphen at an end or doubled); ``value_name_length``.
    """
    plain = half(text.translate(_DOTS)).strip(" ")
    plain = re.sub(" +", " ", _GAP_IN_HAN.sub("", _composed(plain)))
    if not plain:
        raise wrong("empty", kind)
    joined = True  # at the beginning, as after a mark, a letter must follow
    for place, character in enumerate(plain, 1):
        mark = character in f"{DOT}-'’. "
        after_point = character == " " and place > 1 and plain[place - 2] == "."
        if not (mark or _is_letter(character)) or (mark and joined and not after_point):
            raise wrong("character", kind, place=place)
        joined = mark
    if plain[-1] in f"{DOT}-'’":
        raise wrong("character", kind, place=len(plain))
    if not SHORTEST <= len(plain) <= LONGEST:
        raise wrong("name_length", kind, least=SHORTEST, most=LONGEST, length=len(plain))
    return plain


def address(kind: Kind, text: str) -> str:
    """An address: any printable text of one line.

    Raises:
        Refused: ``value_empty``, ``value_character``, ``value_name_length``.
    """
    plain = half(text).strip()
    if not plain:
        raise wrong("empty", kind)
    for place, character in enumerate(plain, 1):
        if unicodedata.category(character)[0] in "CZ" and character != " ":
            raise wrong("character", kind, place=place)
    if len(plain) > ADDRESS_LONGEST:
        raise wrong("name_length", kind, least=1, most=ADDRESS_LONGEST, length=len(plain))
    return plain


def is_han(character: str) -> bool:
    """Is this a Chinese character, in any of Unicode's blocks?"""
    return bool(_OF_HAN.fullmatch(character))


def _is_letter(character: str) -> bool:
    if is_han(character):
        return True
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN ")


def _composed(text: str) -> str:
    """Letters with their accents as one character. Not over Han: NFC would exchange some."""
    parts = re.split(f"([{_HAN}]+)", text)
    return "".join(
        part if _OF_HAN.match(part) else unicodedata.normalize("NFC", part) for part in parts
    )

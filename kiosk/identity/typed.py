"""What people type, made plain: full-width forms, spaces, dashes."""

from __future__ import annotations

from kiosk.identity.kinds import Kind, wrong

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_GAPS = str.maketrans("", "", " -‐‑‒–—―−\u00a0\t")


def half(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; nothing else is touched.

    Not NFKC: that would also make digits of ``①`` and ``²``.
    """
    return text.translate(_HALF)


def compact(kind: Kind, text: str, allowed: str) -> str:
    """A number without spaces and dashes, in capitals, of nothing but allowed characters.

    Raises:
        Refused: ``value_empty``; ``value_character`` with the place (1 is the first) of the first
            character that cannot be right.
    """
    plain = half(text).strip().translate(_GAPS)
    if not plain:
        raise wrong("empty", kind)
    for place, character in enumerate(plain, 1):
        # ASCII before capitals: upper() makes letters of others ("ß", "ı").
        if not character.isascii() or character.upper() not in allowed:
            raise wrong("character", kind, place=place)
    return plain.upper()


def of_length(kind: Kind, number: str, *right: int) -> None:
    """Refuse a number of another length.

    Raises:
        Refused: ``value_length`` with the right lengths and the one there is.
    """
    if len(number) not in right:
        lengths = "/".join(map(str, right))
        raise wrong("length", kind, right=lengths, length=len(number))

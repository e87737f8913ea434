"""How personal data may be shown: the one masking rule.

No binding national pattern was found (items-and-rules.md 8); this is the usual practice, towards
the less telling side: the first six digits would give the county away, so three are shown.
"""

from __future__ import annotations

import re

from kiosk.identity.kinds import Kind
from kiosk.identity.names import DOT, is_han

HIDDEN = "*"

_BUILDING = re.compile(r".*?\d+\s*(?:号楼|栋|幢|座|号)|.*?[A-Za-z]\s*(?:栋|幢|座)", re.ASCII)

_SHOWN: dict[Kind, tuple[int, int]] = {
    Kind.RESIDENT: (3, 4),
    Kind.HMT_RESIDENT: (3, 4),
    Kind.PERMANENT_RESIDENT: (3, 4),
    Kind.HK_MACAO_PERMIT: (1, 2),
    Kind.TAIWAN_PERMIT: (1, 2),
    Kind.MOBILE: (3, 4),
}
"""Characters shown at the beginning and at the end."""


def mask(kind: Kind | str, text: str) -> str:
    """A value as it may be shown: on slips, in lists, in logs.

    Numbers of papers keep three and four characters (short ones one and two), mobiles are
    ``138****5678``, landlines keep the area code, names their first character and, from three on,
    their last, addresses end at the building. Dates and credit codes of bodies are not masked.
    Whatever is too short for its kind is hidden whole.
    """
    kind = Kind(kind)
    if kind is Kind.NAME:
        return _name(text)
    if kind is Kind.ADDRESS:
        return _address(text)
    if kind is Kind.LANDLINE or (kind is Kind.PHONE and text.startswith("0")):
        area, _, rest = text.partition("-")
        return f"{area}-{_middle(rest, 0, 3)}" if rest else _middle(text, 0, 3)
    if kind is Kind.PHONE:
        kind = Kind.MOBILE
    return _middle(text, *_SHOWN[kind]) if kind in _SHOWN else text


def _middle(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden < first + last and hidden < 4:  # noqa: PLR2004
        return HIDDEN * len(text)
    return text[:first] + HIDDEN * hidden + text[len(text) - last :]


def _name(text: str) -> str:
    if DOT in text:
        return text[0] + HIDDEN * (len(text.partition(DOT)[0]) - 1) + DOT + HIDDEN
    if not text or not is_han(text[0]):
        # A short Latin name would be given away by its length.
        return text[:1] + HIDDEN * 3 if len(text) > 1 else HIDDEN * len(text)
    if len(text) <= 2:  # noqa: PLR2004
        return text[0] + HIDDEN if len(text) > 1 else HIDDEN
    return text[0] + HIDDEN * (len(text) - 2) + text[-1]


def _address(text: str) -> str:
    building = _BUILDING.match(text)
    shown = building[0] if building else text[: len(text) // 3]
    return shown if shown == text else shown + HIDDEN * 3

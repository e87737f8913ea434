"""``check``: one way in for every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.errors import Refused
from kiosk.identity import days, names, numbers, phones
from kiosk.identity.kinds import Kind

PAPERS = (
    Kind.RESIDENT,
    Kind.HMT_RESIDENT,
    Kind.PERMANENT_RESIDENT,
    Kind.HK_MACAO_PERMIT,
    Kind.TAIWAN_PERMIT,
)
"""Papers that say who somebody is, in the order in which they are offered."""

_PLAIN: dict[Kind, Callable[[Kind, str], str]] = {
    Kind.HK_MACAO_PERMIT: numbers.hk_macao_permit,
    Kind.TAIWAN_PERMIT: numbers.taiwan_permit,
    Kind.CREDIT_CODE: numbers.credit_code,
    Kind.MOBILE: phones.mobile,
    Kind.LANDLINE: phones.landline,
    Kind.PHONE: phones.phone,
    Kind.DATE: days.read_day,
    Kind.NAME: names.name,
    Kind.ADDRESS: names.address,
}

_DATED: dict[Kind, Callable[[Kind, str, date], str]] = {
    Kind.RESIDENT: numbers.identity,
    Kind.HMT_RESIDENT: numbers.identity,
    Kind.PERMANENT_RESIDENT: numbers.permanent,
    Kind.PAST_DATE: days.read_day,
    Kind.MONTH: days.read_month,
}


def check(kind: Kind | str, text: str, today: date | None = None) -> str:
    """The value of a field as it is kept: half-width, without gaps, in capitals.

    Args:
        kind: what the field holds.
        text: what was typed.
        today: the day that no birth may lie after; the machine's own without it. Ask the hall's
            clock.

    Raises:
        Refused: ``value_…`` (see the kind's own function); the sentence says what is wrong and
            where, never what was typed.
        ValueError: there is no such kind.
    """
    kind = Kind(kind)
    if kind in _DATED:
        return _DATED[kind](kind, text, today or date.today())
    return _PLAIN[kind](kind, text)


def recognised(text: str, today: date | None = None) -> Kind | None:
    """Which paper a scanned or typed number is from, or ``None`` when it is none's."""
    for kind in PAPERS:
        try:
            check(kind, text, today)
        except Refused:
            continue
        return kind
    return None

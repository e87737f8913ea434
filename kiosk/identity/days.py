"""Dates as people type them, and dates inside numbers."""

from __future__ import annotations

import re
from datetime import date

from kiosk.identity.kinds import Kind, wrong
from kiosk.identity.typed import half

FIRST_YEAR = 1900
"""Nobody alive was born before; a year below it is a slip of the finger."""

LAST_YEAR = 2199
"""Nor is any date of ours as late as this."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2})|(\d{2}))", re.ASCII)
_MARKS = str.maketrans({"年": "-", "月": "-", "日": "", "/": "-", ".": "-", "。": "-", " ": ""})


def read_day(kind: Kind, text: str, today: date | None = None) -> str:
    """``2026-11-23`` from any usual way of writing it; with ``today``, not later than that.

    Raises:
        Refused: ``value_empty``, ``value_date``, ``value_past``, ``value_future``.
    """
    found = _DATE.fullmatch(_plain(kind, text))
    if not found:
        raise wrong("date", kind)
    year, month, day = (part for part in found.groups() if part is not None)
    return real(kind, int(year), int(month), int(day), today).isoformat()


def read_month(kind: Kind, text: str, today: date) -> str:
    """``2026-11``, not later than this month.

    Raises:
        Refused: as ``read_day``.
    """
    found = _MONTH.fullmatch(_plain(kind, text).rstrip("-"))
    if not found:
        raise wrong("date", kind)
    year, month = (part for part in found.groups() if part is not None)
    return real(kind, int(year), int(month), 1, today).isoformat()[:7]


def _plain(kind: Kind, text: str) -> str:
    plain = half(text).strip().translate(_MARKS)
    if not plain:
        raise wrong("empty", kind)
    return plain


def real(kind: Kind, year: int, month: int, day: int, today: date | None) -> date:
    """A day of the calendar, from 1900 on and not after ``today``.

    Raises:
        Refused: ``value_date``, ``value_past``, ``value_future``.
    """
    try:
        found = date(year, month, day)
    except ValueError:
        raise wrong("date", kind) from None
    if year < FIRST_YEAR:
        raise wrong("past", kind, year=FIRST_YEAR)
    if (today and found > today) or year > LAST_YEAR:
        raise wrong("future", kind)
    return found

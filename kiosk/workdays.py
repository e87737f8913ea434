"""The Chinese working calendar: what the State Council's notices make of weekdays and weekends.

``kiosk/data/workdays.toml`` has the years it knows; a centre adds a year in config.toml as soon as
its notice is out (``[workdays.2027]``). In a year nobody entered, Monday to Friday are counted
without the holidays fixed by law, and the answer says that it was so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from kiosk.wording import DEFAULT, say

_FILE = Path(__file__).with_name("data") / "workdays.toml"

ONE = timedelta(days=1)


class Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the notice of a year says.

    ``rest``: days off, single ``10-01`` or spans ``10-01..10-07``; ``work``: weekend days worked.
    """

    rest: tuple[str, ...]
    work: tuple[str, ...] = ()
    notice: str = ""
    source: str = ""


class Due(NamedTuple):
    """A promised day, and the years whose holidays had to be guessed to find it."""

    day: date
    guessed: tuple[int, ...] = ()

    def note(self, language: str = DEFAULT) -> str:
        """What must be said beside the day: that holidays were guessed; empty when none were."""
        years = "、".join(map(str, self.guessed))
        return say("workdays.guessed", language, years=years) if years else ""


class _Calendar(msgspec.Struct, frozen=True):
    statutory: tuple[str, ...]
    years: dict[int, Year]


class WorkDays:
    """Working days of the years that are known, and honest guesses of the others."""

    def __init__(self, own: Mapping[int, Year] | None = None) -> None:
        self._own = own or {}
        self._read: dict[int, tuple[frozenset[date], frozenset[date]]] = {}

    def known(self, year: int) -> bool:
        """Has the notice of this year been entered?"""
        return year in self._own or year in _shipped().years

    def works(self, day: date) -> bool:
        """Is this a working day? In a year that is not known: by weekday and law only."""
        rest, work = self._year(day.year)
        return day in work or (day.weekday() < 5 and day not in rest)  # noqa: PLR2004

    def due(self, start: date, days: int) -> Due:
        """The last day of a time of so many working days.

        The day it starts on is not counted (民法典 第201条, 行政许可法 第82条); no days: that day.

        Raises:
            ValueError: days are negative.
        """
        if days < 0:
            raise ValueError("days must not be negative")
        day, left, guessed = start, days, set()
        while left:
            day += ONE
            if not self.known(day.year):
                guessed.add(day.year)
            left -= self.works(day)
        return Due(day, tuple(sorted(guessed)))

    def left(self, day: date, due: date) -> int:
        """Working days from a day to a due day; negative when it is past."""
        if due < day:
            return -self.left(due, day)
        return sum(self.works(day + ONE * (i + 1)) for i in range((due - day).days))

    def _year(self, year: int) -> tuple[frozenset[date], frozenset[date]]:
        if year not in self._read:
            shipped = _shipped()
            said = self._own.get(year) or shipped.years.get(year) or Year(shipped.statutory)
            self._read[year] = days_of(year, said.rest), days_of(year, said.work)
        return self._read[year]


def days_of(year: int, spans: tuple[str, ...]) -> frozenset[date]:
    """The days of ``("10-01..10-07", "12-31")`` in a year.

    Raises:
        ValueError: a span is not like that, or ends before it starts.
    """
    days = set()
    for span in spans:
        first, _, last = span.partition("..")
        day, end = (date.fromisoformat(f"{year}-{part}") for part in (first, last or first))
        if end < day:
            raise ValueError(span)
        while day <= end:
            days.add(day)
            day += ONE
    return frozenset(days)


@cache
def _shipped() -> _Calendar:
    return msgspec.convert(
        tomllib.loads(_FILE.read_text(encoding="utf-8")), _Calendar, strict=False
    )

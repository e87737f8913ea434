"""Working-day clocks: what is due when, and from when on it is red (第67号令第十一条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.workdays import Due

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers


class Clocked(msgspec.Struct, frozen=True, kw_only=True):
    """One clock.

    ``what`` is an activity's number or a request's id; ``days`` and ``left`` are working days,
    passed and left (negative: late); ``note`` says where holidays were guessed.
    """

    what: str
    since: date
    due: date
    days: int
    left: int
    red: bool
    note: str = ""


def clock(volunteers: Volunteers, what: str, since: date, due: date, today: date) -> Clocked:
    """The clock of something that began on a day and is due on another."""
    workdays = volunteers.hall.workdays
    days = max(0, workdays.left(since, today))
    years = range(since.year, due.year + 1)
    guessed = Due(due, tuple(year for year in years if not workdays.known(year)))
    return Clocked(
        what=what,
        since=since,
        due=due,
        days=days,
        left=workdays.left(today, due),
        red=days >= volunteers.rules.red_from_day or today > due,
        note=guessed.note(),
    )

"""What clerks changed, by the day they did: the public sheet of back-fills and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.volunteers.record import Attendance, What
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

TABLE = "amendments"
"""The store's table of decisions about minutes; each is history at once, looked up by its day."""

AMENDS = frozenset({What.CONFIRMED, What.BACKFILLED, What.CORRECTED})

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: which, of which attendance, by whom. ``n`` is its number in the chain."""

    day: str
    at: datetime
    n: int
    what: What
    attendance: str
    staff: str
    second: str
    minutes: int


class Clerk(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the public sheet: what one member of staff wrote in a month.

    ``seconded`` is how often they were the other one. Counts, in the order of numbers: no ranking.
    """

    number: str
    name: str
    backfills: int = 0
    backfill_minutes: int = 0
    corrections: int = 0
    confirmations: int = 0
    seconded: int = 0


_COUNTS = {
    What.BACKFILLED: "backfills",
    What.CORRECTED: "corrections",
    What.CONFIRMED: "confirmations",
}


class Amendments:
    """Notes decisions, and counts them."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)

    def note(self, attendance: Attendance, now: Moment) -> None:
        """Note the last move of an attendance, in the open transaction, and in the audit trail."""
        fact = attendance.moves[-1]
        day = self._v.queue.days.today(now)
        row = Amendment(
            day=day,
            at=now.at,
            n=fact.n,
            what=fact.what,
            attendance=attendance.id,
            staff=fact.by,
            second=fact.second,
            minutes=fact.minutes or 0,
        )
        id_ = amendment_id(fact.n)
        self._table.add(id_, row)
        self._table.retire([id_])
        about = {"activity": attendance.activity, "n": str(fact.n), "minutes": str(row.minutes)}
        about |= {"second": fact.second} if fact.second else {}
        audit = self._v.hall.audit
        audit.record(f"hours_{fact.what.value}", fact.by, self._v.queue.terminal, **about)

    def of(self, month: str | None = None) -> list[Amendment]:
        """The decisions of a month (``2026-11``; this one). Refuses: ``no_such_month``."""
        month = month or self._v.queue.days.today(self._v.clock.now())[:7]
        if not _MONTH.fullmatch(month):
            raise refusal("no_such_month", month=month[:20])
        days = (f"{month}-{day:02}" for day in range(1, 32))
        found = (document for day in days for document in self._table.past("day", day))
        rows = [msgspec.convert(dict(document), Amendment) for document in found]
        return sorted(rows, key=lambda row: row.n)

    def sheet(self, month: str | None = None) -> list[Clerk]:
        """The public sheet of a month, a line for each clerk. Refuses: ``no_such_month``."""
        return self._lines(self.of(month))

    def year(self, year: int) -> list[Clerk]:
        """As ``sheet``, of all months of a year."""
        months = (f"{year}-{month:02}" for month in range(1, 13))
        return self._lines(row for month in months for row in self.of(month))

    def _lines(self, rows: Iterable[Amendment]) -> list[Clerk]:
        counted: dict[str, dict[str, int]] = {}
        for row in rows:
            mine = counted.setdefault(row.staff, {})
            _more(mine, _COUNTS[row.what])
            if row.what is What.BACKFILLED:
                _more(mine, "backfill_minutes", row.minutes)
            if row.second:
                _more(counted.setdefault(row.second, {}), "seconded")
        name = self._v.hall.staff.name_of
        return [Clerk(number=n, name=name(n), **counted[n]) for n in sorted(counted)]


def amendment_id(n: int) -> str:
    """The id of the note of a decision, by its number in the chain."""
    return f"{n:09d}"


def _more(counts: dict[str, int], what: str, by: int = 1) -> None:
    counts[what] = counts.get(what, 0) + by

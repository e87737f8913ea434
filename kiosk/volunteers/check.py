"""Are the records of volunteering as they were written? Part of ``kiosk doctor``.

Reads everything once: each move's own check, the chain through all of them, that everybody's list
leads to their attendances and back, and what statements stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kiosk.audit import PURGED
from kiosk.audit import TABLE as AUDIT
from kiosk.store.rows import decode
from kiosk.volunteers.activity import TABLE as ACTIVITIES
from kiosk.volunteers.amendments import AMENDS, amendment_id
from kiosk.volunteers.amendments import TABLE as AMENDMENTS
from kiosk.volunteers.chain import TABLE as CHAIN
from kiosk.volunteers.ledger import TABLE as YEARS
from kiosk.volunteers.record import TABLE as ATTENDANCE
from kiosk.volunteers.statement import TABLE as STATEMENTS

if TYPE_CHECKING:
    from kiosk.store.engine import Row
    from kiosk.volunteers.volunteers import Volunteers

CHAINED = (ACTIVITIES, ATTENDANCE)
"""Tables whose documents are moves of the chain."""

_AUDITED = (f'"{PURGED}"'.encode(), b'"hours_')
"""What the audit trail knows of these records: what was purged, and every decision."""

SHOWN = 5
"""How many wrong rows are told by name; the others are counted."""


class Checked(NamedTuple):
    """What was read, and which rows are not as they were written (``attendance 20261123-01/…``)."""

    moves: int
    attendances: int
    wrong: tuple[str, ...]


NOTHING = Checked(0, 0, ())
"""Where no activity was ever planned."""


def check(volunteers: Volunteers) -> Checked:
    """Read all records of volunteering and name every row that was edited, added or removed."""
    rows = list(_rows(volunteers))
    if not volunteers.chain.begun:  # nothing can be checked without its key, and none is made here
        gone = any(row.table in CHAINED for row in rows)
        return Checked(0, 0, (f"{CHAIN} key",) if gone else ())
    wrong = dict.fromkeys(_Walk(volunteers, rows).wrong())
    wrong |= dict.fromkeys(_lists(rows))
    wrong |= dict.fromkeys(_stated(volunteers, rows))
    attendances = sum(row.table == ATTENDANCE and row.doc is not None for row in rows)
    moves = volunteers.chain.end()[0]
    return Checked(moves, attendances, tuple(wrong))


def _rows(volunteers: Volunteers) -> Iterator[Row]:
    engine = cast("Any", volunteers.store.rows.engine)
    tables = {*CHAINED, YEARS, AMENDMENTS, STATEMENTS}
    for row in engine.everything():
        known = row.doc is not None and row.table == AUDIT and any(w in row.doc for w in _AUDITED)
        if known or row.table in tables:
            yield row


class _Walk:
    """One look at every move, then along the chain."""

    def __init__(self, volunteers: Volunteers, rows: Iterable[Row]) -> None:
        self._chain = volunteers.chain
        self._seen: dict[int, tuple[str, str]] = {}
        self._before: dict[int, str] = {}
        self._wrong: list[str] = []
        self._decided: set[int] = set()
        self._gone = 0
        self._purged = 0
        for row in rows:
            document = decode(row.doc) if row.doc is not None else None
            if row.table == AUDIT:
                self._purged += _purged(document)
                self._decided |= _decided(document)
            elif row.table in CHAINED:
                self._gone += document is None
                if document is not None:
                    self._moves(row.table, row.id, document)

    def _moves(self, table: str, id_: str, document: dict[str, Any]) -> None:
        name, last = f"{table} {id_}", 0
        moves = document.get("moves")
        well = isinstance(moves, list) and bool(moves) and _placed(table, id_, document)
        for move in moves if isinstance(moves, list) else []:
            number, mac = move.get("n", 0), move.get("mac", "")
            right = self._chain.check(table, id_, move) == mac
            well = well and right and number > last and number not in self._seen
            last = number
            self._seen[number] = name, mac
            self._before[number] = move.get("before", "")
        if not well:
            self._wrong.append(name)

    def wrong(self) -> Iterator[str]:
        """Names of rows that are not as they were written."""
        yield from self._wrong
        count, mac = self._chain.end()
        missing = [n for n in range(1, count + 1) if n not in self._seen]
        # What retention removed leaves a row without a document, and an entry of the audit trail.
        if missing and (self._gone > self._purged or not self._purged):
            yield f"{ATTENDANCE} #{missing[0]}"
        if not self._purged:
            yield from (f"{ATTENDANCE} #{n}" for n in sorted(self._decided - set(self._seen)))
        for number in sorted(self._seen):
            name, _ = self._seen[number]
            earlier = self._seen.get(number - 1)
            if number > count or (earlier and earlier[1] != self._before[number]):
                yield name
        if count in self._seen and self._seen[count][1] != mac:
            yield self._seen[count][0]


def _purged(document: dict[str, Any] | None) -> int:
    about = (document or {}).get("about", {})
    return int(about.get("count", 0)) if about.get("table") in CHAINED else 0


def _decided(document: dict[str, Any] | None) -> set[int]:
    entry = document or {}
    about = entry.get("about", {})
    return {int(about["n"])} if str(entry.get("what")).startswith("hours_") else set()


def _placed(table: str, id_: str, document: dict[str, Any]) -> bool:
    """Does a document say of itself what its id says?"""
    day = str(document.get("day", ""))
    if table == ACTIVITIES:
        return id_.startswith(day.replace("-", "") + "-")
    activity, _, volunteer = id_.partition("/")
    same = (document.get("activity"), document.get("volunteer")) == (activity, volunteer)
    return same and activity.startswith(day.replace("-", "") + "-")


def _stated(volunteers: Volunteers, rows: Iterable[Row]) -> Iterator[str]:
    """Statements whose sums are not those that were stated; ``V000123`` lists somebody's."""
    for row in rows:
        document = decode(row.doc) if row.table == STATEMENTS and row.doc else {}
        if "numbers" in document or not document:
            continue
        if volunteers.chain.check(STATEMENTS, row.id, document) != document.get("mac"):
            yield f"{STATEMENTS} {row.id}"


def _lists(rows: Iterable[Row]) -> Iterator[str]:
    """Everybody's list against their attendances, and the sheet of decisions against the moves."""
    listed: set[str] = set()
    years: set[str] = set()
    there: set[str] = set()
    noted: set[str] = set()
    decided: dict[str, str] = {}
    for row in rows:
        if row.doc is None:
            continue
        document = decode(row.doc)
        if row.table == YEARS and "/" in row.id:
            volunteer, year = row.id.split("/")
            years.add(f"{volunteer}/{year}")
            listed |= {f"{number}/{volunteer}" for number in document.get("activities", ())}
        elif row.table == YEARS:
            noted |= {f"year {row.id}/{year}" for year in document.get("years", ())}
        elif row.table == ATTENDANCE:
            there.add(row.id)
            for move in document.get("moves", ()):
                if move.get("what") in AMENDS:
                    decided[amendment_id(move.get("n", 0))] = row.id
        elif row.table == AMENDMENTS:
            noted.add(row.id)
    for id_ in sorted(there - listed):
        yield f"{YEARS} {id_.partition('/')[2]}/{id_[:4]}"
    for id_ in sorted(years):
        if f"year {id_}" not in noted:
            yield f"{YEARS} {id_.partition('/')[0]}"
    for id_ in sorted(set(decided) - noted):
        yield f"{AMENDMENTS} {id_}"

"""Rows as statements: many of them in one, with their history under its month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from kiosk.store.engine import Row
from kiosk.store.postgres.link import Connection

MOST = 1000
"""Rows in one statement: the protocol has room for 65,535 values."""

SELECT = "SELECT tbl, id, ver, live, doc, month FROM kiosk.docs WHERE centre = %s"
"""Rows as they stand in the one table; the text of what is history lies under its month."""

_TEXTS = (
    "SELECT tbl, id, doc FROM kiosk.history WHERE centre = %s AND month = %s AND (tbl, id) IN ({})"
)

_EVERYTHING = (
    "SELECT d.tbl, d.id, d.ver, d.live, coalesce(d.doc, h.doc), NULL FROM kiosk.docs d"
    " LEFT JOIN kiosk.history h ON h.centre = d.centre AND h.month = d.month"
    " AND h.tbl = d.tbl AND h.id = d.id WHERE d.centre = %s ORDER BY d.tbl, d.id"
)

_DOCS = "INSERT INTO kiosk.docs (centre, tbl, id, ver, live, month, day, doc) VALUES "
_AGAIN = (
    " ON CONFLICT (centre, tbl, id) DO UPDATE SET ver = excluded.ver, live = excluded.live,"
    " month = excluded.month, day = excluded.day, doc = excluded.doc"
)
_HISTORY = "INSERT INTO kiosk.history (centre, month, tbl, id, doc) VALUES "
_HISTORY_AGAIN = " ON CONFLICT (centre, month, tbl, id) DO UPDATE SET doc = excluded.doc"
_FORGET = (
    "DELETE FROM kiosk.history h USING kiosk.docs d WHERE d.centre = %s AND (d.tbl, d.id) IN ({})"
    " AND h.centre = d.centre AND h.month = d.month AND h.tbl = d.tbl AND h.id = d.id"
)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Dated(msgspec.Struct):
    day: Any = None


_dated = msgspec.json.Decoder(_Dated).decode


def write(
    connection: Connection,
    centre: str,
    ver: int,
    changed: Sequence[Row],
    new: Sequence[Row],
    *,
    forget: Sequence[Row] = (),
) -> None:
    """Send the rows of a transaction; answers are read by the caller, who has a pipeline open.

    Args:
        connection: in a transaction.
        centre: whose rows.
        ver: the transaction's number.
        changed: rows that are there or not.
        new: rows whose id must not be there (``UniqueViolation``).
        forget: those of ``changed`` that may have text in the history, which goes first.
    """
    for part in _parts(forget):
        keys = [value for row in part for value in (row.table, row.id)]
        connection.execute(_forget(len(part)), (centre, *keys), prepare=len(part) == 1)
    for rows, again in ((new, False), (changed, True)):
        for part in _parts(rows):
            docs: list[object] = []
            past: list[object] = []
            for row in part:
                day, month = _of(row)
                text = None if row.doc is None else row.doc.decode()
                here = None if month else text
                docs += (centre, row.table, row.id, ver or row.ver, row.live, month, day, here)
                if month:
                    past += (centre, month, row.table, row.id, text)
            connection.execute(_insert(len(part), again=again), docs)
            if past:
                connection.execute(_insert_history(len(past) // 5), past)


def _of(row: Row) -> tuple[str | None, str | None]:
    """The day of a document, and the month it lies under when it is history."""
    if row.doc is None:
        return None, None
    day = _dated(row.doc).day
    if not isinstance(day, str):
        return None, None
    return day, day[:7] if not row.live and _DAY.fullmatch(day) else None


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), MOST):
        yield rows[start : start + MOST]


@cache
def _insert(rows: int, *, again: bool) -> str:
    return _DOCS + _groups(rows, 8) + (_AGAIN if again else "")


@cache
def _insert_history(rows: int) -> str:
    return _HISTORY + _groups(rows, 5) + _HISTORY_AGAIN


@cache
def _forget(rows: int) -> str:
    return _FORGET.format(_groups(rows, 2))


def _groups(rows: int, values: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * values)})"] * rows)


def everything(connection: Connection, centre: str) -> Iterator[Row]:
    """All rows of a centre by table and id; in a transaction."""
    with connection.cursor("everything") as cursor:
        cursor.itersize = MOST
        for values in cursor.execute(_EVERYTHING, (centre,)):
            yield row(values)


def whole(connection: Connection, centre: str, found: list[tuple[Any, ...]]) -> list[Row]:
    """Rows with their text, which for history is fetched from its month.

    Not one query with a join: planning that looks at every month there is. A month that was taken
    away leaves its rows without their document.
    """
    texts: dict[tuple[str, str], str] = {}
    months: dict[str, list[str]] = {}
    for table, id_, _, _, doc, month in found:
        if doc is None and month is not None:
            months.setdefault(month, []).extend((table, id_))
    for month, keys in months.items():
        for start in range(0, len(keys), 2 * MOST):
            part = keys[start : start + 2 * MOST]
            query = _texts(len(part) // 2)
            for table, id_, doc in connection.execute(query, (centre, month, *part)):
                texts[table, id_] = doc
    return [
        row((table, id_, ver, live, doc or texts.get((table, id_)), month))
        for table, id_, ver, live, doc, month in found
    ]


@cache
def _texts(rows: int) -> str:
    return _TEXTS.format(_groups(rows, 2))


def row(values: tuple[Any, ...]) -> Row:
    """A row from what ``SELECT`` gives."""
    table, id_, ver, live, doc, _ = values
    return Row(table, id_, ver, live, None if doc is None else doc.encode())

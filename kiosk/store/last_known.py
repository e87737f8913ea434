"""What this machine last knew of records that lie on a server: a list it can open without it.

The live documents with the number of the last transaction among them, in a file of the machine's
own. It holds what the store holds, keys and sealed values included, and like it is for the owner
alone. Whatever is wrong with it, it is only missing: the server has the records.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.store.engine import Row

if TYPE_CHECKING:
    from kiosk.store.rows import Change, RowStorage

EVERY = 30.0
"""Seconds between two writings, whichever process of the machine wrote."""

SURE = 5.0
"""Seconds after which everybody who hears from the server has what any process here knew."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS docs (tbl TEXT NOT NULL, id TEXT NOT NULL, doc BLOB NOT NULL,"
    " PRIMARY KEY (tbl, id)) WITHOUT ROWID",
)

log = logging.getLogger(__name__)


class Known(NamedTuple):
    """A list: its last transaction and moment, what the records were then, live rows."""

    ver: int
    moment: datetime
    epoch: str
    clock: str
    rows: list[Row]


class LastKnown:
    """The list's file; each process writes what changed since it, or another one, last did."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: RowStorage | None = None
        self._base = 0
        """Our changes are noted from this transaction on."""
        self._changed: set[tuple[str, str]] = set()
        self._tried = -EVERY

    def read(self, centre: str, where: str) -> Known | None:
        """The list of a centre's records on this server, or ``None``: none that could be used."""
        from kiosk.store.postgres.schema import SCHEMA  # noqa: PLC0415 -- wants the driver

        if not self._path.exists():
            return None
        try:
            with closing(sqlite3.connect(self._path, timeout=5)) as file:
                file.execute("BEGIN")
                facts = dict(file.execute("SELECT key, value FROM facts"))
                ours = (centre, where, str(SCHEMA))
                if (facts["centre"], facts["where"], facts["schema"]) != ours:
                    return None
                ver = int(facts["ver"])
                found = file.execute("SELECT tbl, id, doc FROM docs")
                rows = [Row(tbl, id_, ver, live=True, doc=doc) for tbl, id_, doc in found]
                moment = datetime.fromisoformat(facts["moment"])
                return Known(ver, moment, facts["epoch"], facts["clock"], rows)
        except (sqlite3.Error, KeyError, ValueError) as error:
            log.warning("the last known list cannot be read: %s", error)
            return None

    def attend(self, rows: RowStorage) -> None:
        """Note what changes from now on."""
        with rows.reading:
            self._rows, self._base = rows, rows.ver
            rows.derived.append(self._note)

    def _note(self, changes: list[Change]) -> None:
        self._changed.update((change.table, change.id) for change in changes)

    def keep(self, *, now: bool = False) -> None:
        """Write what changed, if it is time (or ``now``); a full disk is no reason to stop."""
        rows = self._rows
        if rows is None or not (now or time.monotonic() - self._tried >= EVERY):
            return
        self._tried = time.monotonic()
        try:
            try:
                self._write(rows, now=now)
            except sqlite3.OperationalError:
                raise
            except (sqlite3.DatabaseError, KeyError, ValueError) as error:
                log.warning("the last known list is damaged and made anew: %s", error)
                self._path.unlink(missing_ok=True)
                self._write(rows, now=now)
        except (sqlite3.Error, OSError) as error:
            log.warning("the last known list was not written: %s", error)

    def _write(self, rows: RowStorage, *, now: bool) -> None:
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(self._path, timeout=2, isolation_level=None)) as file:
            # What was removed is gone from the file too, not only from its tables.
            file.execute("PRAGMA secure_delete = ON")
            with _at_once(file):
                self._write_into(file, rows, now=now)

    def _write_into(self, file: sqlite3.Connection, rows: RowStorage, *, now: bool) -> None:
        there = dict(file.execute("SELECT key, value FROM facts"))
        facts = rows.engine.facts()
        age = abs(time.time() - float(there.get("written", 0)))
        ver = int(there["ver"]) if all(there.get(k) == v for k, v in facts.items()) else -1
        if ver > rows.ver and age > SURE:
            ver = -1  # of transactions that the server has lost
        if ver > rows.ver or (ver >= 0 and age < EVERY * 0.9 and not now):
            return
        with rows.reading:
            whole = ver < self._base
            docs = _documents(rows, None if whole else self._changed)
            mine, moment = rows.ver, rows.engine.wire.fresh
            changed, self._changed = self._changed, set()
        try:
            _replace(file, docs, whole=whole)
            ours = {"ver": str(mine), "moment": moment.isoformat(), "written": str(time.time())}
            file.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", (facts | ours).items())
            file.execute("COMMIT")
        except BaseException:
            with rows.reading:
                self._changed |= changed
            raise
        self._base = mine


Document = tuple[str, str, bytes | None]


def _documents(rows: RowStorage, wanted: set[tuple[str, str]] | None) -> list[Document]:
    """Live documents by table and id, all or those wanted (``None``: not live any more)."""
    if wanted is not None:
        return [(table, id_, rows.memory.get(table, {}).get(id_)) for table, id_ in wanted]
    return [(table, id_, doc) for table, docs in rows.memory.items() for id_, doc in docs.items()]


def _replace(file: sqlite3.Connection, docs: list[Document], *, whole: bool) -> None:
    if whole:
        file.execute("DELETE FROM docs")
    gone = [(table, id_) for table, id_, doc in docs if doc is None]
    file.executemany("DELETE FROM docs WHERE tbl = ? AND id = ?", gone)
    there = [document for document in docs if document[2] is not None]
    file.executemany("INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", there)


@contextmanager
def _at_once(file: sqlite3.Connection) -> Iterator[None]:
    """One transaction; nothing is written unless the block commits it."""
    file.execute("BEGIN IMMEDIATE")
    try:
        for table in _TABLES:
            file.execute(table)
        yield
    finally:
        if file.in_transaction:
            file.execute("ROLLBACK")

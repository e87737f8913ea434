"""Rows in one SQLite file (WAL, synchronous=FULL), shared by all processes of a machine."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.engine import IdTaken, Row
from kiosk.store.migrations import MIGRATIONS, SCHEMA, Migration, migrate
from kiosk.store.wire import Wire

_COLUMNS = "tbl, id, ver, live, doc"
_UPSERT = (
    "INSERT INTO docs (centre, tbl, id, ver, live, doc) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (centre, tbl, id)"
    " DO UPDATE SET ver = excluded.ver, live = excluded.live, doc = excluded.doc"
)
_INSERT = "INSERT INTO docs (centre, tbl, id, ver, live, doc) VALUES (?, ?, ?, ?, ?, ?)"
INDEXED = ("day",)
"""Fields of a document that history can be asked by; each is an index of the file."""

log = logging.getLogger(__name__)


class SQLite:
    """The embedded engine: one file in a folder. See ``kiosk.store.engine.Engine``.

    Raises:
        StoreError: ``store_read_only``, ``store_damaged``, ``store_newer`` (written by a later
            version), ``store_lost_tail`` (the log lost acknowledged transactions), ``disk_full``,
            ``disk_error``; each sentence says what is safe and what to do.
    """

    def __init__(
        self, folder: Path, centre: str, migrations: dict[int, Migration] = MIGRATIONS
    ) -> None:
        self.folder, self.centre = folder, centre
        self.wire, self.last_known, self.owing = Wire(), None, False
        files.prepare(folder)
        with ExitStack() as undo, explained(folder):
            self.in_use = files.InUse(folder / files.IN_USE)
            undo.callback(self.in_use.close)
            self._turn = files.Turn(folder / files.LOCK)
            undo.callback(self._turn.close)
            self._turn.take()
            self.last = files.LastVer(folder / files.LAST)
            undo.callback(self.last.close)
            self._writer = self._connect()
            undo.callback(self._writer.close)
            migrate(self._writer, folder, migrations, self.in_use)
            self._reader = self._connect()
            undo.pop_all()
        self._turn.give()
        self._reading = threading.Lock()
        self._data_version = -1
        self._begun = self._closed = False

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.folder / files.DATABASE, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL lost acknowledged commits in 22 of 40 simulated power cuts, FULL in none of 200.
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def load(self) -> tuple[int, list[Row]]:
        """The last ``ver`` and all live rows; refuses a database behind its own side file."""
        last = self.last.read()  # before the rows: others write on while we read
        with explained(self.folder), self._reading, _one_moment(self._reader) as read:
            ver = self._stored_ver(read)
            rows = read(
                f"SELECT {_COLUMNS} FROM docs INDEXED BY live WHERE centre = ? AND live",
                (self.centre,),
            ).fetchall()
        if last > ver:
            raise StoreError(
                "store_lost_tail",
                f"数据文件 {self.folder / files.DATABASE} 少了最后 {last - ver} 笔已确认的记录"
                f"（应到第 {last} 笔，只有 {ver} 笔）。没有启动，其余记录没有改动。"
                "请用备份恢复（kiosk restore），或核对后用 kiosk doctor --accept-loss 继续。",
                lost=last - ver,
            )
        return ver, [_row(values) for values in rows]

    def _stored_ver(self, read: Callable[..., sqlite3.Cursor]) -> int:
        found = read("SELECT max(ver) FROM docs WHERE centre = ?", (self.centre,)).fetchone()
        return int(found[0] or 0)

    def begin(self) -> None:
        """Take the turn and open a transaction."""
        self._turn.take()
        try:
            with explained(self.folder):
                self._writer.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._turn.give()
            raise
        self._begun = True

    def happened(self, act: str) -> bool | None:
        """Nothing is ever unknown here; of an act on a server nothing is known."""
        return None

    def facts(self) -> dict[str, str]:
        """No list is made of what is here itself."""
        return {}

    def agree(self) -> None:
        """Nothing is owed: no other machine has these records."""

    def foreign(self) -> bool:
        """Has another connection written since we last looked?"""
        seen, self._data_version = (
            self._data_version,
            self._writer.execute("PRAGMA data_version").fetchone()[0],
        )
        return seen != self._data_version

    def commit(self, ver: int, changed: Sequence[Row], new: Sequence[Row]) -> None:
        """Write the rows as transaction ``ver``; durable when this returns."""
        with explained(self.folder):
            try:
                if new:
                    self._writer.executemany(_INSERT, [self._values(ver, row) for row in new])
            except sqlite3.IntegrityError:
                self.rollback()
                raise IdTaken(", ".join(row.id for row in new)) from None
            if changed:
                self._writer.executemany(_UPSERT, [self._values(ver, row) for row in changed])
            self._writer.execute("COMMIT")
        self._begun = False
        try:
            self.last.write(ver)
        except OSError as error:
            # The act is durable and must not look refused; the others ask the database anyway.
            log.warning("no note of transaction %d: %s", ver, error)
        finally:
            self._turn.give()

    def _values(self, ver: int, row: Row) -> tuple[Any, ...]:
        doc = None if row.doc is None else row.doc.decode()  # SQLite's JSON functions want text
        return (self.centre, row.table, row.id, ver, row.live, doc)

    def rollback(self) -> None:
        """Undo what was not committed and give the turn; harmless when nothing is open."""
        if not self._begun:
            return
        self._begun = False
        # What was read of the others' writes may not have been applied: ask again next time.
        self._data_version = -1
        try:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        finally:
            self._turn.give()

    def changes(self, after: int) -> list[Row]:
        """Rows written since ``after``, in the order of ``ver``."""
        return self._select("centre = ? AND ver > ? ORDER BY ver", after)

    def stirred(self, seen: int) -> bool:
        """Does the side file show a later transaction? Reads memory only."""
        return self.last.read() > seen

    def one(self, table: str, id_: str) -> Row | None:
        """A row by id."""
        found = self._select("centre = ? AND tbl = ? AND id = ?", table, id_)
        return found[0] if found else None

    def find(self, table: str, field: str, value: str) -> list[Row]:
        """Rows by an indexed field (``INDEXED``)."""
        if field not in INDEXED:
            raise ValueError(f"{field} is not indexed; these are: {', '.join(INDEXED)}")
        return self._select(
            f"centre = ? AND tbl = ? AND doc ->> '$.{field}' = ? ORDER BY id",
            table,
            value,
            index=field,
        )

    def _select(self, where: str, *values: object, index: str = "") -> list[Row]:
        with explained(self.folder), self._reading:
            chosen = f"INDEXED BY {index} " if index else ""
            query = f"SELECT {_COLUMNS} FROM docs {chosen}WHERE {where}"
            return [_row(found) for found in self._reader.execute(query, (self.centre, *values))]

    def everything(self) -> Iterator[Row]:
        """All rows, live and history, by table and id."""
        with explained(self.folder), self._reading:
            query = f"SELECT {_COLUMNS} FROM docs WHERE centre = ? ORDER BY tbl, id"
            for found in self._reader.execute(query, (self.centre,)):
                yield _row(found)

    def copy_to(self, path: Path) -> None:
        """Write a compact copy of the whole database, of one moment, to a new file."""
        with explained(path.parent), self._reading:
            self._reader.execute("VACUUM INTO ?", (str(path),))

    def meta(self, key: str) -> str | None:
        """A fact about the folder itself (``kiosk.store.folder``)."""
        with self._reading:
            found = self._reader.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def set_meta(self, key: str, value: str) -> None:
        """Write a fact about the folder itself."""
        self.begin()
        try:
            self._writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
            self._writer.execute("COMMIT")
        finally:
            self.rollback()

    def close(self) -> None:
        """Close the file; the last one out checkpoints, so that takes a turn too."""
        if self._closed:
            return
        self._closed = True
        self._turn.take()
        try:
            with self._reading:
                self._reader.close()
            self._writer.close()
        finally:
            self._turn.give()
            self._turn.close()
            self.last.close()
            self.in_use.close()


def _row(values: tuple[Any, ...]) -> Row:
    table, id_, ver, live, doc = values
    return Row(table, id_, ver, bool(live), None if doc is None else doc.encode())


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[Callable[..., sqlite3.Cursor]]:
    connection.execute("BEGIN")
    try:
        yield connection.execute
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into what a clerk can act on."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise explanation(folder, error) from error


def explanation(folder: Path, error: Exception) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    safe = "这一次操作没有记下，此前的记录都在"
    if name.startswith("SQLITE_FULL") or getattr(error, "errno", None) in {27, 28}:
        return StoreError(
            "disk_full", f"磁盘满了（{folder}）。{safe}。请腾出空间后再试。", reason=name
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "PermissionError")):
        return StoreError(
            "store_read_only",
            f"数据文件夹 {folder} 不能写入。{safe}。请检查权限，或换一个文件夹（--data）。",
            reason=name,
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreError(
            "store_damaged",
            f"数据文件 {folder / files.DATABASE} 已损坏。程序没有改动它；"
            "请先复制整个文件夹留底，再用最近的备份恢复（kiosk restore）。",
            reason=name,
        )
    return StoreError(
        "disk_error", f"读写 {folder} 时出错（{name}）。{safe}。请检查磁盘后再试。", reason=name
    )


__all__ = ["INDEXED", "SCHEMA", "SQLite"]

"""Keeping the records: backup to one file, restore from it, export for anyone to read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB

from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.engine import Row
from kiosk.store.migrations import APPLICATION, SCHEMA
from kiosk.store.sqlite import SQLite

MARKS = "marks"
"""The store's table of numbers that must not be given again after a restore, by day and line."""

LEAP = 1000
"""Without the replaced records nobody knows which numbers were given since the backup; the lines
of the day then go on above the next thousand (A1001), where no number of an ordinary day is."""

WITHHELD: dict[str, frozenset[str] | None] = {
    "keys": None,
    "staff": frozenset({"salt", "check"}),
}
"""What an export leaves out: whole tables (``None``) or fields."""


def backup(engine: SQLite, target: Path) -> int:
    """Copy the whole store, of one moment, into one file; returns its size in bytes.

    Raises:
        StoreError: ``backup_exists``, or what the disk says; a half-written file never stays.
    """
    if target.exists():
        raise StoreError("backup_exists", f"{target} 已存在,没有覆盖。请换一个文件名。")
    with _whole(target) as part:
        engine.copy_to(part)
    return target.stat().st_size


def export_tinydb(engine: SQLite, target: Path) -> int:
    """Write all documents, live and history, as TinyDB's own JSON; returns how many.

    TinyDB knows whole numbers as ids only, so documents are numbered and carry their own as ``id``.
    Keys and PIN checks are left out.
    """
    count = 0
    with _whole(target) as part, TinyDB(part, encoding="utf-8", ensure_ascii=False) as out:
        tables: dict[str, list[dict[str, Any]]] = {}
        for row in engine.everything():
            withheld = WITHHELD.get(row.table, frozenset())
            if withheld is None or row.doc is None:
                continue
            document = msgspec.json.decode(row.doc, type=dict[str, Any])
            kept = {"id": row.id, **{k: v for k, v in document.items() if k not in withheld}}
            tables.setdefault(row.table, []).append(kept)
        for name, documents in tables.items():
            count += len(out.table(name).insert_multiple(documents))
    return count


def restore(
    source: Path, folder: Path, centre: str, lines: list[str], now: datetime, *, force: bool
) -> Path | None:
    """Put a backup in place of a folder's records.

    Numbers given since the backup are never given again: those of the replaced records, or, where
    these cannot be read, ``LEAP`` further.

    Returns:
        Where the replaced records were put aside, or ``None`` when there were none.

    Raises:
        StoreError: ``not_a_backup``, ``store_newer``, ``other_centre``, ``restore_over_live``
            (records are there and ``force`` was not given), ``in_use``; nothing was changed.
    """
    _check(source, centre)
    files.prepare(folder)
    in_use = files.InUse(folder / files.IN_USE)
    try:
        if not in_use.alone():
            raise StoreError(
                "in_use", f"{folder} 正被其他终端打开。没有改动任何数据;请先关闭所有终端。"
            )
        current = folder / files.DATABASE
        if current.exists() and not force:
            raise StoreError(
                "restore_over_live",
                f"{folder} 里已有记录,没有覆盖。确要用 {source} 替换时请加 --force;"
                "原有记录会另存,不会删除。",
            )
        day = now.date().isoformat()
        tops = _tops(current, centre) if current.exists() else None
        last = files.LastVer(folder / files.LAST)
        with _whole(folder / "hall.restored.db") as part:
            _copy(source, part)
            ver = _mark(part, centre, lines, day, tops, last.read(), now)
        aside = _put_aside(current, now) if current.exists() else None
        (folder / "hall.restored.db").replace(current)
        _sync(folder)
        last.write(ver)
        last.close()
        return aside
    finally:
        in_use.close()


def _check(source: Path, centre: str) -> None:
    wrong = StoreError("not_a_backup", f"{source} 不是完好的备份文件。没有改动任何数据。")
    if not source.is_file():
        raise StoreError("not_a_backup", f"找不到备份文件 {source}。没有改动任何数据。")
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (health,) = connection.execute("PRAGMA quick_check").fetchone()
            if application != APPLICATION or health != "ok":
                raise wrong
            if version > SCHEMA:
                raise StoreError(
                    "store_newer",
                    f"{source} 由更新的版本写成。没有改动任何数据;请用新版本的程序恢复。",
                )
            owner = connection.execute("SELECT value FROM meta WHERE key = 'centre'").fetchone()
    except sqlite3.Error:
        raise wrong from None
    if owner and owner[0] != centre:
        raise StoreError(
            "other_centre",
            f"{source} 是中心 {owner[0]} 的备份,配置里是 {centre}。没有改动任何数据。",
        )


def _tops(database: Path, centre: str) -> dict[tuple[str, str], int] | None:
    """The highest number by day and letter in a database; ``None`` when it cannot be read."""
    found: dict[tuple[str, str], int] = {}
    try:
        with closing(sqlite3.connect(database)) as connection:
            ids = connection.execute(
                "SELECT id FROM docs WHERE centre = ? AND tbl = 'tickets'", (centre,)
            )
            for (id_,) in ids:
                day, _, number = id_.partition("/")
                series = (day, number[0])
                found[series] = max(found.get(series, 0), int(number[1:]))
            marks = connection.execute(
                "SELECT id, doc ->> '$.top' FROM docs WHERE centre = ? AND tbl = ?", (centre, MARKS)
            )
            for id_, top in marks:
                day, _, letter = id_.partition("/")
                found[day, letter] = max(found.get((day, letter), 0), int(top))
    except sqlite3.Error:
        return None
    return found


def _mark(
    database: Path,
    centre: str,
    lines: list[str],
    day: str,
    tops: dict[tuple[str, str], int] | None,
    last: int,
    now: datetime,
) -> int:
    """Write into a restored copy what must not happen again; returns its last ``ver``."""
    if tops is None:
        here = _tops(database, centre) or {}
        tops = {(day, line): (here.get((day, line), 0) // LEAP + 1) * LEAP for line in lines}
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        (stored,) = connection.execute(
            "SELECT max(ver) FROM docs WHERE centre = ?", (centre,)
        ).fetchone()
        ver = max(stored or 0, last) + 1
        rows = [
            Row(MARKS, f"{d}/{line}", ver, True, msgspec.json.encode({"day": d, "top": top}))
            for (d, line), top in tops.items()
            if d >= day
        ]
        note = msgspec.json.encode({"at": now.isoformat(), "day": day})
        rows.append(Row("restores", f"{ver:09x}", ver, False, note))
        connection.executemany(
            "INSERT OR REPLACE INTO docs VALUES (?, ?, ?, ?, ?, ?)",
            [(centre, r.table, r.id, r.ver, r.live, (r.doc or b"").decode()) for r in rows],
        )
        connection.execute("COMMIT")
    return ver


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _put_aside(current: Path, now: datetime) -> Path:
    """Move the replaced database (and its log) aside under the moment of the restore."""
    aside = current.with_name(f"hall.replaced-{now:%Y%m%d-%H%M%S}.db")
    for suffix in ("-wal", "-shm"):
        beside = current.with_name(current.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    current.replace(aside)
    return aside


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Write beside a file and rename when it is whole and on disk."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise StoreError("disk_error", f"写不了 {target}:{error}。没有留下半个文件。") from error
    finally:
        part.unlink(missing_ok=True)
        for suffix in ("-wal", "-shm", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def accept_loss(folder: Path) -> int:
    """After a person has looked: go on without the transactions the log lost; returns how many."""
    in_use = files.InUse(folder / files.IN_USE)
    last = files.LastVer(folder / files.LAST)
    try:
        if not in_use.alone():
            raise StoreError("in_use", f"{folder} 正被其他终端打开。请先关闭所有终端。")
        with closing(sqlite3.connect(folder / files.DATABASE)) as connection:
            (stored,) = connection.execute("SELECT max(ver) FROM docs").fetchone()
        lost = last.read() - (stored or 0)
        last.write(stored or 0)
        return max(0, lost)
    finally:
        last.close()
        in_use.close()

"""Keeping the records: backup to one file, restore from it, export for anyone to read."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tinydb import TinyDB

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.hours import business_day
from kiosk.store import files
from kiosk.store.engine import Engine, Row
from kiosk.store.migrations import APPLICATION, SCHEMA
from kiosk.store.sqlite import explained
from kiosk.tickets.ticket import count_of, series_of

MARKS = "marks"
"""The store's table of numbers that must not be given again after a restore, by day and line."""

LEAP = 1000
"""Without the replaced records nobody knows which numbers were given since the backup; the lines
of the day then go on above the next thousand (A1001), where no number of an ordinary day is."""

COUNTED = {"request_counts": ("count", ("",)), "certificate_counts": ("last", ("", "S"))}
"""Tables of what is counted through the year: the field, and how the ids of the series begin."""

LEAPS = "hall.leaps"
"""Days of the leaps, a line each: a second one on a day must go further than the first."""

WITHHELD: dict[str, frozenset[str] | None] = {
    "keys": None,
    "tries": None,
    "staff": frozenset({"salt", "check"}),
    "machines": frozenset({"check"}),
    "machine_codes": None,
}
"""What an export leaves out: whole tables (``None``) or fields."""


def backup(engine: Engine, target: Path) -> int:
    """Copy the whole store, of one moment, into one file; returns its size in bytes.

    Raises:
        StoreError: ``backup_exists``, or what the disk says; a half-written file never stays.
    """
    if target.exists():
        raise StoreError("backup_exists", f"{target} 已存在，没有覆盖。请换一个文件名。")
    with whole(target) as part:
        engine.copy_to(part)
    return target.stat().st_size


def export_tinydb(engine: Engine, target: Path) -> int:
    """Write all documents, live and history, as TinyDB's own JSON; returns how many.

    TinyDB knows whole numbers as ids only, so documents are numbered and carry their own as ``id``.
    Keys and PIN checks are left out.

    Raises:
        StoreError: ``export_exists``, or what the disk says; a half-written file never stays.
    """
    if target.exists():
        raise StoreError("export_exists", f"{target} 已存在，没有覆盖。请换一个文件名。")
    count = 0
    with whole(target) as part, TinyDB(part, encoding="utf-8", ensure_ascii=False) as out:
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
    source: Path, folder: Path, config: Config, now: datetime, *, force: bool
) -> Path | None:
    """Put a backup in place of a folder's records.

    Numbers given since the backup are never given again: the lines go on after those of the
    replaced records, or, where these cannot be read, ``LEAP`` further.

    Returns:
        Where the replaced records were put aside, or ``None`` when there were none.

    Raises:
        StoreError: ``not_a_backup``, ``store_newer``, ``other_centre``, ``restore_over_live``
            (records are there and ``force`` was not given), ``in_use``; nothing was changed.
    """
    check(source, config.centre.code)
    files.prepare(folder)
    with _alone(folder) as last:
        current = folder / files.DATABASE
        if current.exists() and not force:
            raise StoreError(
                "restore_over_live",
                f"{folder} 里已有记录，没有覆盖。确要用 {source} 替换时请加 --force；"
                "原有记录会另存，不会删除。",
            )
        given = given_in(current, config, now, last.read()) if current.exists() else None
        with whole(folder / "hall.restored.db") as part:
            copy(source, part)
            ver = mark(part, config, now, given, last.read())
        aside = put_aside(current, now) if current.exists() else None
        (folder / "hall.restored.db").replace(current)
        _sync(folder)
        last.write(ver)
        return aside


def accept_loss(folder: Path, config: Config, now: datetime) -> int:
    """After a person has looked: go on without the transactions the log lost; returns how many.

    The numbers they may have given are left out.

    Raises:
        StoreError: ``no_records``, ``in_use``, ``store_damaged`` …; nothing was changed.
    """
    database = folder / files.DATABASE
    if not database.exists():
        raise StoreError("no_records", f"{folder} 里没有记录。没有改动任何数据。")
    with explained(folder), _alone(folder) as last:
        lost = last.read() - _last_ver(database, config.centre.code)
        if lost <= 0:
            return 0
        given = given_in(database, config, now, last.read())
        last.write(mark(database, config, now, given, last.read()))
    return lost


@contextmanager
def _alone(folder: Path) -> Iterator[files.LastVer]:
    """Have a folder to ourselves, with its side file."""
    with closing(files.InUse(folder / files.IN_USE)) as in_use:
        if not in_use.alone():
            raise StoreError(
                "in_use", f"{folder} 正被其他终端打开。没有改动任何数据；请先关闭所有终端。"
            )
        with closing(files.LastVer(folder / files.LAST)) as last:
            yield last


def check(source: Path, centre: str) -> None:
    """Refuse what is not a whole backup of this centre (``restore`` says with which words)."""
    wrong = StoreError("not_a_backup", f"{source} 不是完好的备份文件。没有改动任何数据。")
    if not source.is_file():
        raise StoreError("not_a_backup", f"找不到备份文件 {source}。没有改动任何数据。")
    try:
        with closing(sqlite3.connect(_read_only(source), uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (health,) = connection.execute("PRAGMA quick_check").fetchone()
            if application != APPLICATION or health != "ok":
                raise wrong
            if version > SCHEMA:
                raise StoreError(
                    "store_newer",
                    f"{source} 由更新的版本写成。没有改动任何数据；请用新版本的程序恢复。",
                )
            owner = connection.execute("SELECT value FROM meta WHERE key = 'centre'").fetchone()
    except sqlite3.Error:
        raise wrong from None
    if owner and owner[0] != centre:
        raise StoreError(
            "other_centre",
            f"{source} 是中心 {owner[0]} 的备份，配置里是 {centre}。没有改动任何数据。",
        )


def _read_only(database: Path) -> str:
    return f"{database.absolute().as_uri()}?mode=ro"


class Given(NamedTuple):
    """The highest numbers given: by business day and line, and those of ``COUNTED`` by id."""

    tickets: dict[tuple[str, str], int]
    counts: dict[tuple[str, str], int]


def given_in(database: Path, config: Config, now: datetime, last: int) -> Given | None:
    """What a database says was given; ``None`` when it cannot be read.

    Where its log lost its end, each lost transaction may have given one number more.
    """
    found: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], int] = {}
    try:
        lost = last - _last_ver(database, config.centre.code)
        with closing(sqlite3.connect(database)) as connection:
            ids = connection.execute(
                "SELECT id FROM docs WHERE centre = ? AND tbl = 'tickets'", (config.centre.code,)
            )
            for (id_,) in ids:
                day, _, number = id_.partition("/")
                series = (day, series_of(number))
                found[series] = max(found.get(series, 0), count_of(number))
            marks = connection.execute(
                "SELECT id, doc ->> '$.top' FROM docs WHERE centre = ? AND tbl = ?",
                (config.centre.code, MARKS),
            )
            for id_, top in marks:
                day, _, letter = id_.partition("/")
                found[day, letter] = max(found.get((day, letter), 0), int(top))
            for table, (field, _) in COUNTED.items():
                counted = connection.execute(
                    "SELECT id, doc ->> ? FROM docs WHERE centre = ? AND tbl = ?",
                    (f"$.{field}", config.centre.code, table),
                )
                counts |= {(table, id_): int(count) for id_, count in counted}
    except sqlite3.Error:
        return None
    if lost > LEAP:
        return None
    if lost > 0:
        today = _today(config, now)
        found |= {(today, line): found.get((today, line), 0) + lost for line in config.lines}
        counts |= {key: counts.get(key, 0) + lost for key in _counters(now) | set(counts)}
    return Given(found, counts)


def _counters(now: datetime) -> set[tuple[str, str]]:
    """Table and id of every count of this year."""
    return {
        (table, f"{series}{now.year}") for table, (_, all_) in COUNTED.items() for series in all_
    }


def _today(config: Config, now: datetime) -> str:
    return business_day(now, config.queue.day_starts).isoformat()


def _last_ver(database: Path, centre: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        asked = connection.execute("SELECT max(ver) FROM docs WHERE centre = ?", (centre,))
        return int(asked.fetchone()[0] or 0)


def mark(database: Path, config: Config, now: datetime, given: Given | None, last: int) -> int:
    """Write into a database what must not happen again; returns its last ``ver``."""
    centre, today = config.centre.code, _today(config, now)
    if given is None:
        given = _leap(database, config, now)
    ver = max(_last_ver(database, centre), last) + 1
    rows = [
        Row(MARKS, f"{day}/{line}", ver, True, msgspec.json.encode({"day": day, "top": top}))
        for (day, line), top in given.tickets.items()
        if day >= today
    ]
    here = given_in(database, config, now, 0)
    known = here.counts if here else {}
    rows += [
        Row(table, id_, ver, True, msgspec.json.encode({COUNTED[table][0]: count}))
        for (table, id_), count in given.counts.items()
        if count > known.get((table, id_), 0)
    ]
    note = msgspec.json.encode({"at": now.isoformat(), "day": today})
    rows.append(Row("restores", f"{ver:09x}", ver, False, note))
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT OR REPLACE INTO docs VALUES (?, ?, ?, ?, ?, ?)",
            [(centre, r.table, r.id, r.ver, r.live, (r.doc or b"").decode()) for r in rows],
        )
        connection.execute("COMMIT")
    return ver


def _leap(database: Path, config: Config, now: datetime) -> Given:
    """Beyond every number of an ordinary day, and beyond the leaps of earlier restores today."""
    here = given_in(database, config, now, 0) or Given({}, {})
    today = _today(config, now)
    with (database.parent / LEAPS).open("a+", encoding="ascii") as leaps:
        leaps.seek(0)
        before = leaps.read().split().count(today)
        leaps.write(f"{today}\n")
        leaps.flush()
        os.fsync(leaps.fileno())
    leap = (before + 1) * LEAP
    return Given(
        {
            (today, line): here.tickets.get((today, line), 0) // LEAP * LEAP + leap
            for line in config.lines
        },
        {key: here.counts.get(key, 0) // LEAP * LEAP + leap for key in _counters(now)},
    )


def copy(source: Path, target: Path) -> None:
    """Copy a database, compact, to a new file."""
    with closing(sqlite3.connect(_read_only(source), uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def beside(current: Path, now: datetime, why: str) -> Path:
    """A name for what is kept beside a database; nothing has it yet."""
    stem = f"hall.{why}-{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}{'-' * bool(again)}{again or ''}.db" for again in itertools.count())
    return next(path for path in map(current.with_name, names) if not path.exists())


def put_aside(current: Path, now: datetime, why: str = "replaced") -> Path:
    """Move a database (and its log) aside under the moment at which it was replaced or moved."""
    aside = beside(current, now, why)
    for suffix in ("-wal", "-shm"):
        log = current.with_name(current.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))
    current.replace(aside)
    return aside


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Write beside a file and rename when it is whole and on disk."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with explained(target.parent):
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(target)
            _sync(target.parent)
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

"""Keeping records that lie in PostgreSQL: backup, restore, and the move there and back.

All of them go through the embedded engine's file: a backup is the same file whichever engine it is
of, and can be restored into either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice, zip_longest
from pathlib import Path
from typing import cast

from psycopg import sql

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.store import files, keeping, migrations
from kiosk.store.engine import Row
from kiosk.store.folder import CENTRE, CLOCK
from kiosk.store.postgres import rows
from kiosk.store.postgres.engine import Postgres
from kiosk.store.postgres.link import LONG
from kiosk.store.postgres.reading import Reading
from kiosk.store.postgres.saying import refusal
from kiosk.store.sqlite import SQLite
from kiosk.wording import say

_KEPT = (CLOCK,)
"""Facts about the records that go where they go."""

_INSERT = "INSERT INTO docs (centre, tbl, id, ver, live, doc) VALUES (?, ?, ?, ?, ?, ?)"


def copy_to(engine: Reading, path: Path) -> int:
    """Write everything, of one moment, as a new file of the embedded engine; how many rows."""
    count = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # the caller syncs the whole file
        for step in range(migrations.SCHEMA):
            migrations.MIGRATIONS[step](connection)
        connection.execute(f"PRAGMA user_version = {migrations.SCHEMA}")
        connection.execute("BEGIN")
        facts = {CENTRE: engine.centre} | {key: engine.meta(key) for key in _KEPT}
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", [fact for fact in facts.items() if fact[1]]
        )
        everything = engine.everything()
        while part := list(islice(everything, rows.MOST)):
            connection.executemany(_INSERT, [_values(engine.centre, row) for row in part])
            count += len(part)
        connection.execute("COMMIT")
    return count


def _values(centre: str, row: Row) -> tuple[object, ...]:
    doc = None if row.doc is None else row.doc.decode()
    return (centre, row.table, row.id, row.ver, row.live, doc)


def restore(
    source: Path, engine: Postgres, config: Config, now: datetime, *, force: bool
) -> Path | None:
    """Put a backup in place of a centre's records; see ``kiosk.store.keeping.restore``.

    Raises:
        StoreError: as there; ``store_in_use`` when a terminal is running.
    """
    keeping.check(source, config.centre.code)
    there = _any(engine)
    if there and not force:
        word = "restore_over_live"
        raise StoreError(
            word,
            f"{engine.where} 里已有记录，没有覆盖。确要用 {source} 替换时请加 --force；"
            "原有记录会另存，不会删除。",
        )
    _need_alone(engine)
    ver, _ = engine.load()
    new = engine.folder / "hall.restored.db"
    aside = keeping.beside(new, now, "replaced") if there else None
    try:
        if aside is not None:
            keeping.backup(engine, aside)
        with keeping.whole(new) as part:
            keeping.copy(source, part)
            given = keeping.given_in(aside, config, now, ver) if aside else None
            ver = keeping.mark(part, config, now, given, ver)
        replace(engine, new, ver)
    except BaseException:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise
    finally:
        new.unlink(missing_ok=True)
    return aside


def move_there(folder: Path, engine: Postgres, now: datetime) -> int:
    """Move a folder's records into PostgreSQL; how many documents, each compared with the original.

    The folder keeps its file under another name.

    Raises:
        StoreError: ``no_records``, ``in_use``, ``store_in_use``, ``store_there`` (the centre has
            records there already), ``store_differs``; nothing was moved.
    """
    database = folder / files.DATABASE
    if not database.exists():
        raise StoreError("no_records", f"{folder} 里没有记录。没有改动任何数据。")
    if _any(engine) and not engine.moved:
        raise refusal("store_there", where=engine.where, centre=engine.centre)
    with closing(SQLite(folder, engine.centre)) as source:
        if not source.in_use.alone():
            raise StoreError(
                "in_use", f"{folder} 正被其他终端打开。没有改动任何数据；请先关闭所有终端。"
            )
        ver, _ = source.load()
        count = replace(engine, database, ver)
    keeping.put_aside(database, now, "moved")
    return count


def move_back(engine: Postgres, folder: Path, now: datetime) -> int:
    """Move a centre's records from PostgreSQL into a folder; how many documents, each compared.

    They stay on the server too, where no program opens them any more.

    Raises:
        StoreError: ``no_records``, ``store_in_use``, ``store_there``, ``store_differs``; nothing
            was moved.
    """
    if not _any(engine):
        raise StoreError("no_records", say("refused.no_centre", where=engine.where, centre=""))
    database = folder / files.DATABASE
    if database.exists():
        raise refusal("store_there", where=folder, centre=engine.centre)
    with engine.claiming(LONG):
        _need_alone(engine)
        with keeping.whole(database) as part:
            copy_to(engine, part)
        try:
            with closing(SQLite(folder, engine.centre)) as target:
                count = _compare(engine.everything(), target.everything())
                target.last.write(target.load()[0])
        except BaseException:
            database.unlink()
            raise
        engine.set_meta("moved", now.isoformat(timespec="seconds"))
    return count


def replace(engine: Postgres, source: Path, ver: int) -> int:
    """Put the rows of an embedded file in place of a centre's, in one transaction.

    Returns how many documents; each was compared with the original before the commit.
    A terminal that was cut off meanwhile finds another ``epoch`` and has to start again.
    """
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as file,
        engine.claiming(LONG) as connection,
    ):
        _need_alone(engine)  # nobody can begin while we hold the lock
        for table in ("history", "docs", "writers", "meta"):
            name = sql.Identifier("kiosk", table)
            forget = sql.SQL("DELETE FROM {} WHERE centre = %s").format(name)
            connection.execute(forget, (engine.centre,))
        found = _rows(file, engine.centre)
        while part := list(islice(found, rows.MOST)):
            rows.write(connection, engine.centre, 0, (), part)
        for key in _KEPT:
            value = file.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            if value:
                engine.set_meta(key, value[0])
        engine.set_meta("epoch", f"{ver}-{engine.names[1]}")
        connection.execute(
            "UPDATE kiosk.centres SET ver = %s WHERE centre = %s", (ver, engine.centre)
        )
        return _compare(_rows(file, engine.centre), rows.everything(connection, engine.centre))


def _rows(file: sqlite3.Connection, centre: str) -> Iterator[Row]:
    query = "SELECT tbl, id, ver, live, doc FROM docs WHERE centre = ? ORDER BY tbl, id"
    return map(_row, file.execute(query, (centre,)))


def _row(values: tuple[object, ...]) -> Row:
    table, id_, ver, live, doc = values
    text = None if doc is None else cast(str, doc).encode()
    return Row(str(table), str(id_), cast(int, ver), bool(live), text)


def _compare(original: Iterator[Row], copied: Iterator[Row]) -> int:
    """Each row beside its copy; how many documents.

    Raises:
        StoreError: ``store_differs``, with the first that does.
    """
    count = 0
    for one, other in zip_longest(original, copied):
        if one != other:
            row = one or other
            raise refusal("store_differs", table=row.table, id=row.id)
        count += one.doc is not None
    return count


def _any(engine: Postgres) -> bool:
    return engine.load()[0] > 0


def _need_alone(engine: Postgres) -> None:
    if not engine.in_use.alone():
        raise refusal("store_in_use", where=engine.where)

"""The shape of the database file, and how an older one becomes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import StoreError
from kiosk.store.files import InUse

Migration = Callable[[sqlite3.Connection], None]
"""Takes a file of version n to n + 1, inside a transaction that the caller commits."""

SCHEMA = 1
"""The version this program writes (``PRAGMA user_version``)."""


APPLICATION = 0x4B494F53
"""``PRAGMA application_id`` of our files ("KIOS"), so that no other database is taken for one."""


def _first(connection: sqlite3.Connection) -> None:
    # One table for every kind of document; the centre leads every key, no sequences, no triggers:
    # the same shape stands in PostgreSQL and can be sharded unchanged.
    connection.execute(
        "CREATE TABLE docs (centre TEXT NOT NULL, tbl TEXT NOT NULL, id TEXT NOT NULL,"
        " ver INTEGER NOT NULL, live INTEGER NOT NULL, doc TEXT,"
        " PRIMARY KEY (centre, tbl, id)) WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX ver ON docs (centre, ver)")
    connection.execute("CREATE INDEX live ON docs (centre, tbl) WHERE live")
    connection.execute("CREATE INDEX day ON docs (centre, tbl, doc ->> '$.day')")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")


MIGRATIONS: dict[int, Migration] = {0: _first}
"""From version n, the step to n + 1. Version 0 is an empty file."""


def migrate(
    connection: sqlite3.Connection, folder: Path, migrations: dict[int, Migration], in_use: InUse
) -> None:
    """Bring the file to the newest version, a step a transaction, after keeping a copy of it.

    Raises:
        StoreError: ``store_newer`` when a later program wrote it; ``in_use`` when it is older and
            another program (an older one) has it open.
    """
    newest = max(migrations) + 1
    found = version(connection)
    if found > newest:
        raise StoreError(
            "store_newer",
            f"{folder} 的数据由更新的版本写成（格式 {found}，本程序到 {newest}）。"
            "没有改动任何数据；请用新版本的程序打开。",
        )
    if 0 < found < newest:
        if not in_use.alone():
            raise StoreError(
                "in_use",
                f"{folder} 要升级格式，但正被其他终端打开。没有改动任何数据；请先关闭所有终端。",
            )
        copy = folder / f"hall.before-{newest}.db"
        copy.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(copy),))
    for step in range(found, newest):
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrations[step](connection)
            connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    in_use.share()


def version(connection: sqlite3.Connection) -> int:
    """The version of the file behind a connection."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])

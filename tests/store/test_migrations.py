"""An older file becomes a newer one whole, or stays what it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.store import Store, files
from kiosk.store.migrations import MIGRATIONS, version
from kiosk.store.sqlite import SQLite
from tests.store.conftest import OpenStore, records

pytestmark = pytest.mark.embedded


def renames_a_field(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE docs SET doc = json_remove(json_set(doc, '$.line', doc ->> '$.queue'), '$.queue')"
        " WHERE tbl = 'tickets'"
    )


def adds_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX person ON docs (centre, tbl, doc ->> '$.person')")


def fails(connection: sqlite3.Connection) -> None:
    renames_a_field(connection)
    connection.execute("SELECT * FROM no_such_table")


NEWER = {**MIGRATIONS, 1: renames_a_field, 2: adds_an_index}


@pytest.fixture
def old(store: Store, folder: Path) -> Path:
    """A folder of version 1 with one ticket."""
    records(store, "tickets").insert({"queue": "A", "day": "2026-11-23"})
    store.close()
    return folder


def tickets(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / files.DATABASE)) as connection:
        found = connection.execute("SELECT doc FROM docs WHERE tbl = 'tickets'").fetchall()
    return [doc for (doc,) in found]


def test_every_step_is_taken_and_a_copy_kept(old: Path) -> None:
    store = Store(SQLite(old, "xingfuli", NEWER))
    try:
        assert records(store, "tickets").all() == [{"line": "A", "day": "2026-11-23"}]
        records(store, "tickets").insert({"line": "B"})
    finally:
        store.close()

    with closing(sqlite3.connect(old / files.DATABASE)) as connection:
        assert version(connection) == 3
    with closing(sqlite3.connect(old / "hall.before-3.db")) as copy:
        assert version(copy) == 1
        assert copy.execute("SELECT doc ->> '$.queue' FROM docs").fetchall() == [("A",)]


def test_the_newest_file_is_left_as_it_is(old: Path) -> None:
    SQLite(old, "xingfuli", NEWER).close()
    (old / "hall.before-3.db").unlink()

    SQLite(old, "xingfuli", NEWER).close()

    assert not list(old.glob("hall.before-*"))


def test_a_step_that_fails_leaves_the_old_version(old: Path, open_store: OpenStore) -> None:
    before = tickets(old)

    with pytest.raises(StoreError) as refused:
        SQLite(old, "xingfuli", {**MIGRATIONS, 1: fails})

    assert refused.value.code == "disk_error"
    assert tickets(old) == before
    assert records(open_store(), "tickets").all() == [{"queue": "A", "day": "2026-11-23"}]


def test_nobody_migrates_under_a_running_program(old: Path, open_store: OpenStore) -> None:
    running = open_store()

    with pytest.raises(StoreError) as refused:
        SQLite(old, "xingfuli", NEWER)
    assert refused.value.code == "in_use"
    records(running, "tickets").insert({"queue": "B"})

    running.close()
    SQLite(old, "xingfuli", NEWER).close()


def test_an_old_program_does_not_open_a_newer_file(old: Path) -> None:
    SQLite(old, "xingfuli", NEWER).close()

    with pytest.raises(StoreError) as refused:
        SQLite(old, "xingfuli")

    assert refused.value.code == "store_newer"

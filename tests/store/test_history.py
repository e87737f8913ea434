"""History is asked for, never loaded: memory and start do not grow with the years."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from tinydb.table import Document

from kiosk.store import Store, files
from tests.store.conftest import OpenStore, records

DAY = "2026-11-20"


def yesterday(store: Store, count: int) -> list[str]:
    ids = [f"{DAY}/A{n:03d}" for n in range(1, count + 1)]
    tickets = records(store, "tickets")
    with store.transaction():
        tickets.insert_multiple(Document({"day": DAY, "id": id_}, cast(int, id_)) for id_ in ids)
        tickets.retire(ids)
    return ids


def test_a_retired_document_leaves_memory_and_stays_in_reach(
    store: Store, open_store: OpenStore
) -> None:
    ids = yesterday(store, 3)
    records(store, "tickets").insert(Document({"day": "2026-11-23"}, cast(int, "today")))

    for seen in (store, open_store()):
        assert set(seen.rows.memory["tickets"]) == {"today"}
        assert records(seen, "tickets").all() == [{"day": "2026-11-23"}]
        assert records(seen, "tickets").get(doc_id=ids[1])["id"] == ids[1]
        assert [found.doc_id for found in records(seen, "tickets").past("day", DAY)] == ids
        assert records(seen, "tickets").past("day", "2026-11-19") == []


def test_a_revived_document_is_live_everywhere(store: Store, open_store: OpenStore) -> None:
    ids = yesterday(store, 2)
    other = open_store()

    records(store, "tickets").revive([ids[0], "never was"])
    other.rows.catch_up()

    for seen in (store, other):
        assert set(seen.rows.memory["tickets"]) == {ids[0]}


def test_history_can_be_changed_by_id_and_stays_history(store: Store) -> None:
    ids = yesterday(store, 1)

    records(store, "tickets").update({"note": "更正"}, doc_ids=[ids[0]])

    assert records(store, "tickets").get(doc_id=ids[0])["note"] == "更正"
    assert len(records(store, "tickets")) == 0


def test_a_removed_document_is_gone_from_history_too(store: Store) -> None:
    ids = yesterday(store, 2)

    records(store, "tickets").remove(doc_ids=[ids[0]])

    assert records(store, "tickets").get(doc_id=ids[0]) is None
    assert [found.doc_id for found in records(store, "tickets").past("day", DAY)] == [ids[1]]


@pytest.mark.embedded
@pytest.mark.parametrize("rows", [0, 20_000])
def test_opening_reads_live_rows_only(folder: Path, open_store: OpenStore, rows: int) -> None:
    first = open_store()
    records(first, "notes").insert({"n": 1})
    first.close()
    with closing(sqlite3.connect(folder / files.DATABASE)) as connection, connection:
        connection.executemany(
            "INSERT INTO docs VALUES ('xingfuli', 'tickets', ?, 1, 0, ?)",
            ((f"{DAY}/A{n}", f'{{"day":"{DAY}"}}') for n in range(rows)),
        )
    engine = open_store().rows.engine
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    engine._reader.set_progress_handler(step, 1)  # type: ignore[attr-defined]  # counts, changes nothing

    _, loaded = engine.load()

    assert [row.table for row in loaded] == ["notes"]
    assert steps[0] < 200, "the work of a start does not depend on the years"

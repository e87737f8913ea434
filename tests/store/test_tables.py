"""TinyDB's own words work on the hall's tables, and ids stay taken for ever."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from tinydb import Query, where
from tinydb.operations import add, delete, increment
from tinydb.table import Document

from kiosk.store import Store
from tests.store.conftest import OpenStore, records
from tests.store.neighbour import engine_at


def named(id_: str, **fields: Any) -> Document:
    return Document(fields, cast(int, id_))


def test_a_document_comes_back_under_the_id_it_was_given(store: Store) -> None:
    lines = records(store, "lines")

    assert lines.insert(named("A", name="综合服务")) == "A"

    found = lines.get(doc_id="A")
    assert found == {"name": "综合服务"}
    assert found.doc_id == "A"


def test_a_plain_mapping_gets_an_id_of_its_own(store: Store) -> None:
    notes = records(store, "notes")

    ids = notes.insert_multiple([{"text": "一"}, {"text": "二"}])
    ids.append(notes.insert({"text": "三"}))

    assert len(set(ids)) == 3
    assert [notes.get(doc_id=id_)["text"] for id_ in ids] == ["一", "二", "三"]


def test_queries_see_what_is_live(store: Store) -> None:
    tickets = records(store, "tickets")
    tickets.insert_multiple(
        [
            named("A001", line="A", calls=0),
            named("A002", line="A", calls=2),
            named("B001", line="B"),
        ]
    )

    assert tickets.count(where("line") == "A") == 2
    assert tickets.contains(Query().calls > 1)
    assert not tickets.contains(Query().calls > 2)
    assert tickets.contains(doc_id="B001")
    assert [found.doc_id for found in tickets.search(where("line") == "B")] == ["B001"]
    assert tickets.get(where("line") == "C") is None
    assert {document.doc_id for document in tickets} == {"A001", "A002", "B001"}
    assert len(tickets) == 3


def test_a_query_is_answered_anew_after_every_change(store: Store, open_store: OpenStore) -> None:
    tickets = records(store, "tickets")
    tickets.insert(named("A001", state="waiting"))
    assert tickets.count(where("state") == "waiting") == 1

    records(open_store(), "tickets").update({"state": "called"}, doc_ids=["A001"])
    store.rows.catch_up()

    assert tickets.count(where("state") == "waiting") == 0


def test_updates_take_fields_operations_and_functions(store: Store) -> None:
    table = records(store, "windows")
    table.insert_multiple([named("1", calls=1, note="x"), named("2", calls=5)])

    assert set(table.update({"open": True})) == {"1", "2"}
    table.update(increment("calls"), where("calls") == 1)
    table.update(add("calls", 10), doc_ids=["2"])
    table.update(delete("note"), doc_ids=["1"])
    table.update(lambda document: document.update(name="二号"), doc_ids=["2"])
    table.update_multiple([({"last": True}, where("calls") == 15)])

    assert table.get(doc_id="1") == {"calls": 2, "open": True}
    assert table.get(doc_id="2") == {"calls": 15, "open": True, "name": "二号", "last": True}


def test_upsert_changes_what_is_there_and_adds_what_is_not(store: Store) -> None:
    table = records(store, "residents")

    table.upsert(named("r1", name="王芳"))
    table.upsert(named("r1", phone="138"))
    table.upsert({"name": "李强"}, where("name") == "李强")

    assert table.get(doc_id="r1") == {"name": "王芳", "phone": "138"}
    assert table.count(where("name") == "李强") == 1


def test_put_replaces_a_document_whole(store: Store) -> None:
    table = records(store, "days")
    table.put("now", {"day": "2026-11-23", "extra": 1})

    table.put("now", {"day": "2026-11-24"})

    assert table.get(doc_id="now") == {"day": "2026-11-24"}


def test_what_a_caller_does_to_a_document_stays_with_the_caller(
    store: Store, open_store: OpenStore
) -> None:
    table = records(store, "forms")
    given = {"fields": ["a"], "who": {"name": "王芳"}}
    table.insert(named("f1", **given))
    given["fields"].append("changed outside")  # type: ignore[attr-defined]

    table.get(doc_id="f1")["who"]["name"] = "别人"
    table.all()[0]["fields"].append("b")
    table.search(where("who").name == "王芳")[0]["who"].clear()

    for seen in (store, open_store()):
        assert records(seen, "forms").get(doc_id="f1") == {"fields": ["a"], "who": {"name": "王芳"}}


@pytest.mark.parametrize("how", ["remove", "truncate", "drop_table", "drop_tables", "retire"])
def test_an_id_is_never_given_twice(store: Store, open_store: OpenStore, how: str) -> None:
    table = records(store, "tickets")
    own = table.insert({"text": "x"})
    table.insert(named("A001"))
    {
        "remove": lambda: table.remove(doc_ids=["A001", own]),
        "truncate": table.truncate,
        "drop_table": lambda: store.drop_table("tickets"),
        "drop_tables": store.drop_tables,
        "retire": lambda: table.retire(["A001", own]),
    }[how]()

    assert len(table) == 0
    for seen in (store, open_store()):
        with pytest.raises(ValueError, match="already exists"):
            records(seen, "tickets").insert(named("A001", again=True))
        assert len(records(seen, "tickets")) == 0
    assert table.insert({"text": "y"}) != own


@pytest.mark.parametrize("again", ["put", "upsert"])
def test_a_removed_document_does_not_come_back_under_its_id(store: Store, again: str) -> None:
    table = records(store, "tickets")
    table.insert(named("A001", line="A"))
    table.remove(doc_ids=["A001"])

    with pytest.raises(ValueError, match="A001"):
        table.put("A001", {}) if again == "put" else table.upsert(named("A001", line="A"))

    assert table.get(doc_id="A001") is None
    assert store.rows.engine.one("tickets", "A001") is not None, "the mark that it was"


def test_truncating_a_busy_table_does_not_take_all_day(store: Store) -> None:
    table = records(store, "jobs")
    table.insert_multiple({"n": n} for n in range(3000))

    table.truncate()

    assert len(table) == 0


def test_removing_by_query_and_what_is_not_there(store: Store) -> None:
    table = records(store, "notes")
    table.insert_multiple([named("a", n=1), named("b", n=2)])

    assert table.remove(where("n") == 2) == ["b"]
    assert table.remove(doc_ids=["b", "never"]) == []

    assert table.all() == [{"n": 1}]


@pytest.mark.parametrize("document", [[1, 2], "text", None])
def test_only_mappings_are_documents(store: Store, document: Any) -> None:
    with pytest.raises(ValueError, match="Mapping"):
        records(store, "notes").insert(document)

    assert store.rows.ver == 0


def test_tables_are_those_that_have_documents(store: Store, open_store: OpenStore) -> None:
    records(store, "empty")
    records(store, "notes").insert({"n": 1})

    assert store.tables() == {"notes"}
    assert open_store().tables() == {"notes"}


def test_a_whole_database_is_never_written_at_once(store: Store) -> None:
    with pytest.raises(NotImplementedError, match="restore"):
        store.storage.write({"notes": {"1": {}}})


def test_history_is_asked_by_indexed_fields_only(store: Store) -> None:
    with pytest.raises(ValueError, match="day"):
        records(store, "tickets").past("name", "王芳")


def test_the_rows_lie_under_their_centre(
    store: Store, folder: Path, store_setting: dict[str, str]
) -> None:
    records(store, "notes").insert(named("n", text="ours"))

    with closing(engine_at(folder, store_setting.get("url"), "elsewhere")) as other:
        assert other.one("notes", "n") is None
        assert list(other.everything()) == []

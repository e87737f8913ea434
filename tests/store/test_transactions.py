"""One act, one transaction: all of it, or none."""

from __future__ import annotations

from typing import Any, cast

import pytest
from tinydb.table import Document

from kiosk.store import Store
from kiosk.store.rows import Change
from tests.store.conftest import OpenStore, records


class Second(Exception):
    """What a rule raises half way."""


def fill(store: Store) -> None:
    records(store, "tickets").insert(Document({"state": "waiting"}, cast(int, "A001")))
    records(store, "windows").insert(Document({"ticket": None}, cast(int, "1")))


def everything(*stores: Store) -> list[Any]:
    seen = []
    for store in stores:
        store.rows.catch_up()
        seen.append(store.storage.read())
    return seen


def test_a_rule_that_raises_changes_nothing_anywhere(store: Store, open_store: OpenStore) -> None:
    fill(store)
    before = everything(store)[0]
    ver = store.rows.ver

    with pytest.raises(Second), store.transaction():
        records(store, "tickets").update({"state": "called"}, doc_ids=["A001"])
        records(store, "windows").put("1", {"ticket": "A001"})
        records(store, "tickets").retire(["A001"])
        records(store, "jobs").insert({"text": "slip"})
        raise Second

    assert everything(store, open_store()) == [before, before]
    assert store.rows.ver == ver


def test_a_rule_that_returns_changes_everything_at_once(
    store: Store, open_store: OpenStore
) -> None:
    fill(store)
    other = open_store()

    with store.transaction():
        records(store, "tickets").update({"state": "called"}, doc_ids=["A001"])
        records(store, "windows").put("1", {"ticket": "A001"})
        assert records(store, "windows").get(doc_id="1") == {"ticket": "A001"}, "seen by the rule"
        assert records(other, "windows").get(doc_id="1") == {"ticket": None}, "not by others yet"
        other.rows.catch_up()
        assert records(other, "tickets").get(doc_id="A001") == {"state": "waiting"}

    assert everything(store, other)[1] == {
        "tickets": {"A001": {"state": "called"}},
        "windows": {"1": {"ticket": "A001"}},
    }
    assert store.rows.ver == other.rows.ver == 3


def test_an_updater_that_raises_half_way_leaves_the_first_document_too(store: Store) -> None:
    table = records(store, "notes")
    table.insert_multiple([{"n": 1}, {"n": 2}])

    def change(document: dict[str, Any]) -> None:
        if document["n"] == 2:
            raise Second
        document["n"] = 100

    with pytest.raises(Second):
        table.update(cast(Any, change))

    assert sorted(document["n"] for document in table) == [1, 2]


def test_a_transaction_in_a_transaction_is_part_of_the_outer(store: Store) -> None:
    with pytest.raises(Second), store.transaction():
        with store.transaction():
            records(store, "notes").insert({"n": 1})
        assert len(records(store, "notes")) == 1
        raise Second

    assert len(records(store, "notes")) == 0

    with store.transaction():
        with store.transaction():
            records(store, "notes").insert({"n": 1})
        records(store, "notes").insert({"n": 2})

    assert store.rows.ver == 1, "both in one"
    assert len(records(store, "notes")) == 2


def test_a_document_that_is_no_json_changes_nothing(store: Store, open_store: OpenStore) -> None:
    with pytest.raises(TypeError), store.transaction():
        records(store, "notes").insert({"n": 1})
        records(store, "notes").insert({"n": object()})

    records(store, "notes").insert({"n": 3})
    assert [document["n"] for document in records(open_store(), "notes")] == [3]


def test_an_id_that_history_has_is_found_out_at_commit(store: Store, open_store: OpenStore) -> None:
    table = records(store, "tickets")
    table.insert(Document({"day": "2026-11-22"}, cast(int, "A001")))
    table.retire(["A001"])

    with pytest.raises(ValueError, match="A001"), store.transaction():
        records(store, "jobs").insert({"text": "slip"})
        table.insert(Document({"day": "2026-11-23"}, cast(int, "A001")))

    for seen in (store, open_store()):
        assert len(records(seen, "jobs")) == 0
        assert records(seen, "tickets").get(doc_id="A001") == {"day": "2026-11-22"}
    records(store, "jobs").insert({"text": "goes on"})


def test_listeners_are_told_of_what_was_committed_and_cannot_undo_it(store: Store) -> None:
    told: list[Change] = []

    def broken(_: list[Change]) -> None:
        raise Second

    store.rows.told += [broken, told.extend]
    with pytest.raises(Second), store.transaction():
        records(store, "notes").insert({"n": 1})
        raise Second
    assert told == []

    records(store, "notes").insert(Document({"n": 2}, cast(int, "n2")))

    assert [(change.id, change.before, change.after) for change in told] == [
        ("n2", None, b'{"n":2}')
    ]


def test_a_rule_sees_what_others_wrote_before_its_turn(store: Store, open_store: OpenStore) -> None:
    fill(store)
    other = open_store()
    records(other, "tickets").update({"state": "void"}, doc_ids=["A001"])

    with pytest.raises(Second), store.transaction():
        assert records(store, "tickets").get(doc_id="A001") == {"state": "void"}
        raise Second
    with store.transaction():
        assert records(store, "tickets").get(doc_id="A001") == {"state": "void"}


def test_nothing_changed_is_nothing_written(store: Store) -> None:
    fill(store)
    ver = store.rows.ver

    with store.transaction():
        records(store, "tickets").update({"state": "waiting"}, doc_ids=["A001"])

    assert store.rows.ver == ver

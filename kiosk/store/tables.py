"""TinyDB tables over an engine's rows: live documents in memory, history read through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from kiosk.store.engine import Engine, Row
from kiosk.store.rows import RowStorage, decode, encode


class _Rows(MutableMapping[str, dict[str, Any]]):
    """A table's documents as TinyDB's updaters want them: changes are found when they are done."""

    def __init__(self, storage: RowStorage, table: str) -> None:
        self._storage, self._table = storage, table
        self._touched: dict[str, tuple[Row, dict[str, Any]]] = {}

    def __contains__(self, id_: object) -> bool:
        if not isinstance(id_, str):
            return False
        row = self._storage.row(self._table, id_)
        return row is not None and row.doc is not None

    def __getitem__(self, id_: str) -> dict[str, Any]:
        if id_ in self._touched:
            return self._touched[id_][1]
        row = self._storage.row(self._table, id_)
        if row is None or row.doc is None:
            raise KeyError(id_)
        doc = decode(row.doc)
        self._touched[id_] = (row, doc)
        return doc

    def __setitem__(self, id_: str, doc: dict[str, Any]) -> None:
        self._touched.pop(id_, None)
        self._storage.put(self._table, id_, doc)

    def __delitem__(self, id_: str) -> None:
        if id_ not in self:
            raise KeyError(id_)
        self._touched.pop(id_, None)
        self._storage.write_row(Row(self._table, id_, 0, live=False, doc=None), new=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._storage.live(self._table))

    def __len__(self) -> int:
        return len(self._storage.live(self._table))

    def clear(self) -> None:
        """Remove all (the inherited one looks for each anew)."""
        for id_ in list(self):
            del self[id_]

    def settle(self) -> None:
        """Write the documents that were changed in place."""
        for row, doc in self._touched.values():
            if (changed := encode(doc)) != row.doc:
                self._storage.write_row(row._replace(doc=changed), new=False)


class Table(TinyTable):
    """A TinyDB table with string ids, whose documents are live or history.

    Everything TinyDB offers works on the live documents; ``get(doc_id=…)`` and changes by id reach
    history too. Every change outside a transaction is a transaction of its own. Ids are never
    given out twice, not even after ``remove`` or ``truncate`` (TinyDB would).
    """

    document_id_class = str  # type: ignore[assignment]

    @property
    def _rows(self) -> RowStorage:
        return cast(RowStorage, self._storage)

    def insert(self, document: Mapping[str, Any]) -> str:  # type: ignore[override]
        """Add a document; a plain mapping gets an id made from its transaction's number.

        Raises:
            ValueError: not a mapping, or the id is, or ever was, another document's.
        """
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        with self._rows.transaction():
            id_ = document.doc_id if isinstance(document, Document) else self._get_next_id()
            self.add(str(id_), dict(document))
        return str(id_)

    def add(self, id_: str, document: Mapping[str, Any] | msgspec.Struct) -> None:
        """Store a new document under an id of the caller's.

        Raises:
            ValueError: the id is, or ever was, another document's (told at the commit where only
                the history knows).
        """
        with self._rows.transaction():
            if self._rows.known(self.name, id_):
                raise ValueError(f"Document with ID {id_} already exists")
            self._rows.write_row(Row(self.name, id_, 0, live=True, doc=encode(document)), new=True)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[str]:  # type: ignore[override]
        """Add documents in one transaction."""
        with self._rows.transaction():
            return [self.insert(document) for document in documents]

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """As TinyDB; by id in constant time, and from history when it is not live."""
        if doc_id is not None:
            row = self._rows.row(self.name, doc_id)
            return Document(decode(row.doc), doc_id) if row and row.doc else None
        if doc_ids is not None:
            found = (self.get(doc_id=id_) for id_ in doc_ids)
            return [document for document in found if document is not None]
        return super().get(cond)

    def put(self, id_: str, document: Mapping[str, Any] | msgspec.Struct) -> None:
        """Store a document whole under an id, new or not (``update`` would only add fields).

        Raises:
            ValueError: the id was that of a removed document.
        """
        with self._rows.transaction():
            self._rows.put(self.name, id_, document)

    def retire(self, ids: Iterable[Any]) -> None:
        """Make live documents history: still there by id and field, no longer in memory."""
        self._turn(ids, live=False)

    def revive(self, ids: Iterable[Any]) -> None:
        """Make documents of the history live again."""
        self._turn(ids, live=True)

    def _turn(self, ids: Iterable[Any], *, live: bool) -> None:
        with self._rows.transaction():
            for id_ in ids:
                row = self._rows.row(self.name, id_)
                if row and row.doc is not None and row.live != live:
                    self._rows.write_row(row._replace(live=live), new=False)

    def past(self, field: str, value: str) -> list[Document]:
        """Documents, live or history, with this value in an indexed field (``day``)."""
        rows = self._rows.engine.find(self.name, field, value)
        return [Document(decode(row.doc), cast(int, row.id)) for row in rows if row.doc]

    def _get_next_id(self) -> str:
        return f"{self._rows.ver + 1:09x}.{len(self._rows.pending)}"

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {id_: decode(doc) for id_, doc in self._rows.live(self.name).items()}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._rows.transaction():
            rows = _Rows(self._rows, self.name)
            updater(rows)
            rows.settle()


class Store(TinyDB):
    """A hall's records: ``table(name)`` is a TinyDB table, ``transaction()`` one act."""

    table_class = Table

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, storage=RowStorage)
        self.rows = cast(RowStorage, self._storage)
        self.transaction = self.rows.transaction

    def happened(self, act: str) -> bool | None:
        """Was an act recorded whose answer was lost?

        Args:
            act: what its ``outcome_unknown`` carried in ``fields["act"]``; good for 30 days, in any
                process of any machine.

        Returns:
            ``True``, ``False`` (it is not, and never will be), or ``None``: nobody knows yet.
        """
        return self.rows.happened(act)

    def table(self, name: str, **_: Any) -> Table:
        """The table of this name; it exists as soon as it has a document."""
        # No query cache: another process's write would not clear it.
        return cast(Table, super().table(name, cache_size=0))

    def drop_table(self, name: str) -> None:
        """Remove all live documents of a table; their ids stay taken."""
        self.table(name).truncate()

    def drop_tables(self) -> None:
        """Remove all live documents of all tables."""
        with self.transaction():
            for name in self.tables():
                self.drop_table(name)

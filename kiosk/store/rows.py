"""The storage below every table: rows in memory, the open transaction, and the engine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple

import msgspec
from tinydb.storages import Storage

from kiosk.store.engine import Engine, IdTaken, Row

encode = msgspec.json.Encoder().encode
decode: Callable[[bytes], dict[str, Any]] = msgspec.json.Decoder(dict[str, Any]).decode

log = logging.getLogger(__name__)


class Change(NamedTuple):
    """A live document that changed: its JSON before and after (``None``: not live then)."""

    table: str
    id: str
    before: bytes | None
    after: bytes | None


_PART_OF_IT = nullcontext()

Listener = Callable[[list[Change]], None]


class RowStorage(Storage):
    """The storage below every table: memory, the open transaction, and the engine.

    Memory holds JSON and every read decodes it anew, so nothing a caller does to a document it was
    given can change what is stored.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.memory: dict[str, dict[str, bytes]] = {}
        self.ver = 0
        self.pending: dict[tuple[str, str], Row] = {}
        self.new: set[tuple[str, str]] = set()
        self.reading = threading.RLock()
        """Held while memory is read or changed, never while anything waits for the disk."""
        self.derived: list[Listener] = []
        """Called under ``reading`` with every change, to keep what is derived in step."""
        self.told: list[Listener] = []
        """Called afterwards, outside every lock."""
        self._acting = threading.RLock()
        self._actor: int | None = None
        self._load()

    def _load(self) -> None:
        self.ver, rows = self.engine.load()
        for row in rows:
            if row.doc is not None:
                self.memory.setdefault(row.table, {})[row.id] = row.doc

    def transaction(self) -> AbstractContextManager[None]:
        """One act: all of it on disk when the block ends, or none of it when the block raises.

        A transaction inside a transaction is part of it.
        """
        return _PART_OF_IT if self.acting else self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        told: list[Change] = []
        try:
            with self._acting:
                self.engine.begin()
                try:
                    if self.engine.foreign():
                        told += self._apply(self.engine.changes(self.ver))
                    self.pending, self.new = {}, set()
                    self._actor = threading.get_ident()
                    yield
                    told += self._commit()
                except BaseException:
                    self.engine.rollback()
                    raise
                finally:
                    self._actor, self.pending = None, {}
        finally:
            self._tell(told)

    def _commit(self) -> list[Change]:
        if not self.pending:
            self.engine.rollback()
            return []
        ver = self.ver + 1
        new = [self.pending[key] for key in self.new]
        changed = [row for key, row in self.pending.items() if key not in self.new]
        try:
            self.engine.commit(ver, changed, new)
        except IdTaken as taken:
            raise ValueError(f"Document with ID {taken} already exists") from None
        return self._apply(self.pending.values(), ver)

    def catch_up(self) -> None:
        """Apply what other processes wrote; safe from any thread, at any time."""
        if self.engine.owing:
            with self._acting:
                self.engine.agree()
        self._tell(self._apply(self.engine.changes(self.ver)))

    def _apply(self, rows: Iterable[Row], ver: int | None = None) -> list[Change]:
        """Take committed rows into memory; ``ver`` is theirs where they do not carry it yet."""
        changes = []
        with self.reading:
            seen = self.ver
            for row in rows:
                written = ver or row.ver
                if written <= seen:
                    continue
                table = self.memory.setdefault(row.table, {})
                after = row.doc if row.live else None
                if after is not None:
                    before = table.get(row.id)
                    table[row.id] = after
                else:
                    before = table.pop(row.id, None)
                changes.append(Change(row.table, row.id, before, after))
                self.ver = max(self.ver, written)
            if changes:
                for listener in self.derived:
                    listener(changes)
        return changes

    def _tell(self, changes: list[Change]) -> None:
        if not changes:
            return
        for listener in list(self.told):
            try:
                listener(changes)
            except Exception:
                # The act is done: a listener's fault must not make it look refused.
                log.exception("a listener failed")

    def happened(self, act: str) -> bool | None:
        """See ``Store.happened``."""
        if self.acting:
            raise RuntimeError("ask outside the transaction")
        with self._acting:
            return self.engine.happened(act)

    @property
    def acting(self) -> bool:
        """Is the calling thread inside a transaction?"""
        return self._actor == threading.get_ident()

    def live(self, table: str) -> dict[str, bytes]:
        """JSON of a table's live documents by id, as the calling thread sees them."""
        with self.reading:
            rows = dict(self.memory.get(table, {}))
        if self.acting and self.pending:
            for (name, id_), row in self.pending.items():
                if name == table:
                    rows.pop(id_, None)
                    if row.live and row.doc is not None:
                        rows[id_] = row.doc
        return rows

    def row(self, table: str, id_: str) -> Row | None:
        """One document's row as the calling thread sees it, from history when it is not live."""
        if self.acting and self.pending and (row := self.pending.get((table, id_))):
            return row
        with self.reading:
            doc = self.memory.get(table, {}).get(id_)
        if doc is not None:
            return Row(table, id_, self.ver, live=True, doc=doc)
        return self.engine.one(table, id_)

    def known(self, table: str, id_: str) -> bool:
        """Is this id live or pending? The engine itself guards those of the history."""
        with self.reading:
            live = id_ in self.memory.get(table, {})
        return live or (table, id_) in self.pending

    def put(self, table: str, id_: str, document: object) -> None:
        """Write a document whole, new or not, in the open transaction."""
        row = self.row(table, id_)
        if row is not None and row.doc is None:
            raise ValueError(f"Document with ID {id_} was removed; its ID stays taken")
        live = row.live if row else True
        self.write_row(Row(table, id_, 0, live=live, doc=encode(document)), new=row is None)

    def write_row(self, row: Row, *, new: bool) -> None:
        """Note a changed document in the open transaction."""
        key = (row.table, row.id)
        if new and key not in self.pending:
            self.new.add(key)
        self.pending[key] = row

    def read(self) -> dict[str, dict[str, Any]]:
        """All live documents in TinyDB's own shape."""
        with self.reading:
            names = list(self.memory)
        return {
            name: {id_: decode(doc) for id_, doc in rows.items()}
            for name in names
            if (rows := self.live(name))
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse: a whole database is never written at once (``Table`` writes its rows itself)."""
        raise NotImplementedError("tables write their own rows; use kiosk restore for a whole file")

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()

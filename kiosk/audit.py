"""Who did what, where and when: append-only, each entry holding the hash of the one before it.

Entries are history at once (nobody carries them about); the end of the chain is one live document,
so that every process goes on from the same place, inside its own transaction. An entry never
holds personal data of residents.

What the chain shows: an entry altered, removed or put in between, also the last ones. What it
cannot show: that somebody with write access to the file rewrote the whole rest of it *and* its end
from one entry on, or put back an older file (a restore leaves its own note). Whoever wants to know
that too writes the end (``kiosk doctor`` says it) on paper from time to time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec
from tinydb.table import Document

from kiosk.hours import Clock
from kiosk.store import Store
from kiosk.store.rows import decode

if TYPE_CHECKING:
    from collections.abc import Generator

    from kiosk.store.engine import Row

TABLE = "audit"
"""The store's table of entries."""

ENDS = "chain"
"""The store's table of chain ends: one live document, ``audit``."""

BEGUN = "chain_begun"
"""First entry where there were entries before there was a chain: how many, and their hash."""

PURGED = "purged"
"""Entry saying up to which one older entries were removed on purpose, and that one's hash."""

_encode = msgspec.json.Encoder(order="sorted").encode


class Chain(NamedTuple):
    """What was found: entries in the chain, those from before it, its end, and the first break."""

    entries: int
    earlier: int
    end: str
    broken: str = ""


class Audit:
    """Writes entries and checks them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._table, self._ends = store.table(TABLE), store.table(ENDS)

    def record(self, what: str, who: str, where: str = "", **about: str) -> str:
        """Add an entry, as part of the open transaction where there is one; returns its id."""
        with self._store.transaction():
            if self._ends.get(doc_id=TABLE) is None:
                count, digest = self._earlier()
                if count:
                    self._add(BEGUN, "", "", {"entries": str(count), "hash": digest})
            return self._add(what, who, where, about)

    def _add(self, what: str, who: str, where: str, about: dict[str, str]) -> str:
        end = self._ends.get(doc_id=TABLE) or {"n": 0, "hash": ""}
        number = end["n"] + 1
        now = self._clock.now().at
        entry: dict[str, Any] = {"day": now.date().isoformat(), "at": now.isoformat()}
        entry |= {"what": what, "who": who, "where": where, "n": number, "before": end["hash"]}
        if about:
            entry["about"] = about
        id_ = _id(number)
        self._table.insert(Document(entry, id_))  # type: ignore[arg-type]
        self._table.retire([id_])
        self._ends.put(TABLE, {"n": number, "hash": entry_hash(entry)})
        return id_

    def verify(self) -> Chain:
        """Read all entries and follow the chain; says the first place where it does not hold.

        Reads a moment of the file without stopping anybody.
        """
        return _Walk(self._rows()).result()

    def _earlier(self) -> tuple[int, str]:
        count, digest = 0, hashlib.sha256()
        for table, id_, document in self._rows():
            if table == TABLE:
                count += document is not None
                _feed(digest, id_, document)
        return count, digest.hexdigest()

    def _rows(self) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
        """Entries by id, then the end: the engine gives tables in order, so it stops early."""
        engine = self._store.rows.engine
        with closing(cast("Generator[Row]", engine.everything())) as rows:
            for row in rows:
                if row.table > ENDS:
                    break
                if row.table in {TABLE, ENDS}:
                    yield row.table, row.id, None if row.doc is None else decode(row.doc)


def entry_hash(entry: dict[str, Any]) -> str:
    """SHA-256 of an entry with its keys in order, ``before`` and all."""
    return hashlib.sha256(_encode(entry)).hexdigest()


class _Walk:
    """One walk along the entries, in the order of their ids, to the end."""

    def __init__(self, rows: Iterable[tuple[str, str, dict[str, Any] | None]]) -> None:
        self._earlier, self._digest = 0, hashlib.sha256()
        self._number, self._before, self._broken = 0, "", ""
        self._start: tuple[int, str] | None = None
        self._begun = False
        self._purged: dict[str, str] = {}
        self._end: dict[str, Any] = {"n": 0, "hash": ""}
        for table, id_, document in rows:
            if table == ENDS:
                self._end = document or self._end
            elif document is not None and not id_.startswith("c"):
                self._earlier += 1
                _feed(self._digest, id_, document)
            elif document is not None and not self._broken:
                self._follow(id_, document)

    def _follow(self, id_: str, entry: dict[str, Any]) -> None:
        number, before = int(entry.get("n", 0)), str(entry.get("before"))
        if self._start is None:
            self._start = number - 1, before
            self._number, self._before = self._start
        self._number += 1
        if number != self._number or id_ != _id(number):
            self._broken = _id(self._number)
        elif before != self._before:
            self._broken = _id(number - 1)
        self._before = entry_hash(entry)
        about = entry.get("about", {})
        if entry.get("what") == PURGED and about.get("table") == TABLE:
            self._purged[about["through"]] = about["hash"]
        if entry.get("what") == BEGUN and number == 1:
            self._begun = True
            if about != {"entries": str(self._earlier), "hash": self._digest.hexdigest()}:
                self._broken = self._broken or "earlier"

    def result(self) -> Chain:
        """What was found."""
        gone, before = self._start or (0, "")
        attested = self._purged.get(str(gone)) == before if gone else before == ""
        if not self._broken and not attested:
            self._broken = _id(gone)
        if not self._broken and self._earlier and self._number and not (self._begun or gone):
            self._broken = "earlier"
        return Chain(self._number - gone, self._earlier, self._before, self._broken or self._tail())

    def _tail(self) -> str:
        """Whether the live end says what the last entry is."""
        said = int(self._end["n"])
        if said < self._number:
            return "end"
        if said > self._number:
            return _id(self._number + 1)
        return "" if self._end["hash"] == self._before else _id(self._number)


def _feed(digest: Any, id_: str, document: dict[str, Any] | None) -> None:
    if document is not None:
        digest.update(_encode([id_, document]))


def _id(number: int) -> str:
    # "c" comes after every id that was given before there was a chain.
    return f"c{number:09d}"

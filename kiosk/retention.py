"""How long records are kept, and a purge that says and proves what it removed.

Only history goes, never what is live. An id stays taken for ever (a number is never given twice);
the document under it is gone. Each batch and the audit entry that proves it are one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kiosk.audit import BEGUN, PURGED, Audit, entry_hash
from kiosk.audit import TABLE as AUDIT
from kiosk.retention_rules import rules
from kiosk.store import Store
from kiosk.store.engine import Engine, Row
from kiosk.store.rows import decode

BATCH = 200
"""Documents removed in one transaction: others wait some 20 ms at most."""


class Purged(NamedTuple):
    """What was removed of a table: documents before a day, and the hash of each by id."""

    before: date
    hashes: dict[str, str]

    @property
    def digest(self) -> str:
        """One hash of all of them."""
        return _digest(self.hashes)


class Retention:
    """The rules of one hall, and the purge."""

    def __init__(
        self, store: Store, engine: Engine, audit: Audit, own: Mapping[str, int] | None = None
    ) -> None:
        self._store, self._engine, self._audit = store, engine, audit
        self._own = own or {}

    def days(self, table: str) -> int:
        """Days a table's history is kept."""
        rule = rules()[table]
        return max(self._own.get(table, rule.days), rule.least)

    def purge(
        self, today: date, before: date | None = None, *, dry: bool = False, by: str = ""
    ) -> dict[str, Purged]:
        """Remove what is older than its time, or than a day of the caller's.

        Args:
            today: the business day from which times are counted.
            before: the first day to keep, in all tables; but never against ``least``.
            dry: only say what would go.
            by: who asked, for the audit trail.
        """
        done = {}
        for table, rule in rules().items():
            limit = today - timedelta(days=rule.least if before else self.days(table))
            first = min(before or limit, limit)
            rows = list(self._old(table, first))
            hashes: dict[str, str] = {}
            # A chain is cut once: between two cuts it would look broken.
            size = len(rows) if table == AUDIT else BATCH
            for start in range(0, len(rows), max(size, 1)):
                batch = rows[start : start + size]
                hashes |= {row.id: hashlib.sha256(row.doc or b"").hexdigest() for row in batch}
                if not dry:
                    self._remove(table, batch, by)
            done[table] = Purged(first, hashes)
        return done

    def _old(self, table: str, first: date) -> Iterator[Row]:
        """History of a table from before a day. Of the audit chain only its beginning can go."""
        earlier: list[Row] = []
        for row in self._engine.everything():
            if row.table != table or row.live or row.doc is None:
                continue
            document = decode(row.doc)
            old = document.get("day", "9999") < first.isoformat()
            if table != AUDIT:
                if old:
                    yield row
            elif "n" not in document:
                earlier.append(row)
            elif not old:
                return
            else:
                if document["what"] == BEGUN:
                    yield from earlier  # it vouches for them: they go together
                yield row

    def _remove(self, table: str, batch: list[Row], by: str) -> None:
        hashes = {row.id: hashlib.sha256(row.doc or b"").hexdigest() for row in batch}
        about = {"table": table, "count": str(len(batch)), "digest": _digest(hashes)}
        if table == AUDIT:
            last = decode(batch[-1].doc or b"{}")
            about |= {"through": str(last.get("n", 0)), "hash": entry_hash(last)}
        with self._store.transaction():
            for row in batch:
                self._store.rows.write_row(row._replace(doc=None), new=False)
            self._audit.record(PURGED, by, **about)


def _digest(hashes: Mapping[str, str]) -> str:
    lines = (f"{id_} {hash_}\n" for id_, hash_ in sorted(hashes.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()

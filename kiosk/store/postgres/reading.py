"""What is read of a centre's records on the server, by any thread at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg

from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.engine import Row
from kiosk.store.last_known import Known, LastKnown
from kiosk.store.postgres import rows, schema
from kiosk.store.postgres.asking import Asking
from kiosk.store.postgres.hints import Hints
from kiosk.store.postgres.link import PATIENCE, Connection, Link, Patient
from kiosk.store.postgres.saying import explanation, refusal
from kiosk.store.sqlite import INDEXED
from kiosk.store.wire import CUT
from kiosk.wording import say

ASKING = 0.9
"""Seconds that a look for the others' changes may take: with the second between two looks, a
terminal knows within two that the server is away."""

ENGAGED = 0.3
"""Seconds after which a look no longer waits for another thread's question to be answered, but
tries with a connection of its own whether anything answers."""


class Reading(Asking):
    """The reading half of the engine, on a connection of its own.

    Raises:
        StoreError: ``store_url``, ``store_away``, ``store_denied``, ``store_busy``,
            ``store_not_ready``, ``store_older``, ``store_newer``, ``no_centre``, ``store_moved``
            when it is opened; when it comes back after it was cut off, also ``config_differs``,
            ``store_replaced`` and ``store_lost_tail``.
    """

    def __init__(
        self,
        url: str,
        centre: str,
        folder: Path,
        *,
        listen: bool = True,
        even_moved: bool = False,
        even_cut_off: bool = False,
    ) -> None:
        self.names = (
            f"kiosk:{hashlib.sha256(centre.encode()).hexdigest()[:16]}",
            secrets.token_hex(8),
        )
        """What our sessions are called in the server's list: the centre's part, and our own."""
        super().__init__(url, f"kiosk-opens:{self.names[1]}", self._greet_reader)
        self.centre, self.folder = centre, folder
        files.prepare(folder)
        self.mark: str | None = None
        """The settings this program runs on, once they are agreed (``claim``)."""
        self.moved = False
        """Did the records go elsewhere? Only seen where ``even_moved`` is allowed."""
        self.clock: str | None = None
        """Whether the records are of a real day or of a simulated one (``claim``)."""
        self.last_known = LastKnown(folder / files.LAST_KNOWN)
        self._list: Known | None = None
        self._hints = Hints(self.names[0].replace(":", "_"), listen=listen)
        self._even_moved = even_moved
        self._epoch: str | None = None
        self._seen = 0
        """The last transaction we know of: a server that has fewer lost some."""
        self._applied = 0
        """A transaction up to which all are in memory; perhaps more."""
        self._historic: set[tuple[str, str]] = set()
        """What was read of the history in this act: it may have text under its month."""
        self._begun = False
        try:
            self.ask(lambda connection: None)
        except StoreError as error:
            found = self.last_known.read(centre, self.where) if even_cut_off else None
            if found is None or error.code not in CUT:
                raise
            self._go_on_from(found, error)

    def _go_on_from(self, found: Known, error: StoreError) -> None:
        """Begin with what this machine knew, as if the server had gone away since then."""
        self._list, self._epoch, self.clock = found, found.epoch, found.clock
        self._seen = self._applied = found.ver
        self.wire.lost(error, found.moment)

    def facts(self) -> dict[str, str]:
        """What tells these records from others, for this machine's list of them."""
        found = {"centre": self.centre, "where": self.where, "schema": str(schema.SCHEMA)}
        return found | {"epoch": self._epoch or "", "clock": self.clock or ""}

    def _greet(self, connection: Patient) -> None:
        seen = self._seen
        schema.check(connection, self.where, schema.MIGRATIONS)
        found = connection.execute(
            "SELECT c.ver, m.key, m.value, current_setting('synchronous_commit')"
            " FROM kiosk.centres c LEFT JOIN kiosk.meta m ON m.centre = c.centre"
            " AND m.key IN ('settings', 'moved', 'epoch') WHERE c.centre = %s",
            (self.centre,),
        ).fetchall()
        if not found:
            raise refusal("no_centre", where=self.where, centre=self.centre)
        meta = {key: value for _, key, value, _ in found}
        self.moved = "moved" in meta
        if self.moved and not self._even_moved:
            raise refusal("store_moved", where=self.where, at=meta["moved"])
        self._not_behind(found[0][0], seen)
        if self.mark is None:
            # Nothing is loaded yet: years of rows that are there are no news to the first act.
            self._applied = max(self._applied, found[0][0])
        if self._epoch not in {None, meta.get("epoch", "")}:
            raise refusal("store_replaced", where=self.where)
        self._epoch = meta.get("epoch", "")
        if self.mark is not None and meta.get("settings") != self.mark:
            word = say("refused.config_differs_there", where=self.where)
            raise StoreError("config_differs", word)
        if found[0][3] == "off":
            # An act that was acknowledged must be on disk, whatever else this server is for.
            connection.execute("SET synchronous_commit = on")

    def _not_behind(self, ver: int, seen: int) -> None:
        """Refuse a server that has less than was ``seen`` when it was asked for its ``ver``.

        Not what is seen by now: while the answer was on its way another thread may have acted.
        """
        if (lost := seen - ver) > 0:
            word = say("refused.store_lost_tail_there", where=self.where, lost=lost)
            raise StoreError("store_lost_tail", word, lost=lost)

    def _greet_reader(self, connection: Patient) -> None:
        self._greet(connection)
        self._hints.greet(connection)

    def load(self) -> tuple[int, list[Row]]:
        """The last ``ver`` and all live rows, of one moment; cut off, those this machine knew."""
        if self._list is not None:
            found, self._list = self._list, None
            return found.ver, found.rows

        def question(connection: Connection) -> tuple[int, list[Row]]:
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                found = connection.execute(
                    "SELECT ver FROM kiosk.centres WHERE centre = %s", (self.centre,)
                ).fetchone()
                live = connection.execute(f"{rows.SELECT} AND live", (self.centre,)).fetchall()
            return int(found[0]) if found else 0, [rows.row(values) for values in live]

        ver, live = self.ask(question)
        self._seen, self._applied = max(self._seen, ver), max(self._applied, ver)
        self.wire.answered(fresh=True)
        return ver, live

    def changes(self, after: int) -> list[Row]:
        """Rows written since ``after``, in the order of ``ver``; history without its text."""
        if not self.wire.asks:
            return self._changes(after)
        with self.wire.within(ASKING):
            # Another thread's long question is no reason to stay in the dark.
            if self._reading.acquire(timeout=ENGAGED):
                try:
                    return self._changes(after)
                finally:
                    self._reading.release()
            self.probe()
            return []

    def _changes(self, after: int) -> list[Row]:
        def question(connection: Connection) -> list[Row]:
            query = f"{rows.SELECT} AND ver > %s ORDER BY ver"
            return [rows.row(v) for v in connection.execute(query, (self.centre, after))]

        self._applied = max(self._applied, after)
        # Once it is known that we are cut off, nobody is waiting: what was missed may be much.
        found = self.ask(question, PATIENCE if self.wire.cut_off else ASKING)
        if found:
            self._seen = max(self._seen, found[-1].ver)
        self.wire.answered(fresh=True)
        return found

    def one(self, table: str, id_: str) -> Row | None:
        """A row by id."""
        found = self._select(f"{rows.SELECT} AND tbl = %s AND id = %s", table, id_)
        if found and not found[0].live:
            self._historic.add((table, id_))
        return found[0] if found else None

    def find(self, table: str, field: str, value: str) -> list[Row]:
        """Rows by an indexed field (``INDEXED``)."""
        if field not in INDEXED:
            raise ValueError(f"{field} is not indexed; these are: {', '.join(INDEXED)}")
        query = f"{rows.SELECT} AND tbl = %s AND day = %s ORDER BY id"
        return self._select(query, table, value)

    def _select(self, query: str, *values: object) -> list[Row]:
        def question(connection: Connection) -> list[Row]:
            found = connection.execute(query, (self.centre, *values)).fetchall()
            return rows.whole(connection, self.centre, found)

        return self.ask(question)

    def everything(self) -> Iterator[Row]:
        """All rows, live and history, of one moment, by table and id."""
        link = Link(self.url, "kiosk-reads", self._greet)
        try:
            connection = link.connection()
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield from rows.everything(connection, self.centre)
        except psycopg.Error as error:
            raise explanation(self.where, error) from error
        finally:
            link.drop()

    def copy_to(self, path: Path) -> None:
        """Write all rows, of one moment, as a new file of the embedded engine."""
        from kiosk.store.postgres.keeping import copy_to  # noqa: PLC0415 -- it knows this engine

        copy_to(self, path)

    def stirred(self, seen: int) -> bool:
        """May there be changes after ``seen``? Reads what has arrived, and waits for nothing."""
        self._applied = max(self._applied, seen)
        known = self._hints.due(seen)
        if known is not None:
            return known
        if not self._reading.acquire(blocking=False):
            return False
        try:
            # Without a connection: asked for once a second until it is back.
            if (connection := self._read.now) is None:
                return False
            connection.patience = ASKING  # the first time it begins to listen
            return self._hints.arrived(connection, seen)
        except psycopg.Error as error:
            self._read.failed(error)
            return True
        finally:
            self._reading.release()

    def meta(self, key: str) -> str | None:
        """A fact about the records themselves (``claim``)."""

        def question(connection: Connection) -> str | None:
            found = connection.execute(
                "SELECT value FROM kiosk.meta WHERE centre = %s AND key = %s", (self.centre, key)
            ).fetchone()
            return None if found is None else str(found[0])

        return self.ask(question)

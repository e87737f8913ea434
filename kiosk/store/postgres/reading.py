"""What is read of a centre's records on the server, by any thread at any time."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psycopg

from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.engine import Row
from kiosk.store.postgres import rows, schema
from kiosk.store.postgres.hints import Hints
from kiosk.store.postgres.link import PATIENCE, Connection, Link, Patient, Silent, place
from kiosk.store.postgres.saying import explanation, refusal
from kiosk.store.sqlite import INDEXED
from kiosk.wording import say

ASKING = 0.9
"""Seconds that a look for the others' changes may take: with the second between two looks, a
terminal knows within two that the server is away."""

T = TypeVar("T")


class Reading:
    """The reading half of the engine, on a connection of its own.

    Raises:
        StoreError: ``store_url``, ``store_away``, ``store_denied``, ``store_busy``,
            ``store_not_ready``, ``store_older``, ``store_newer``, ``no_centre``, ``store_moved``
            when it is opened; when it comes back after it was cut off, also ``config_differs``,
            ``store_replaced`` and ``store_lost_tail``.
    """

    def __init__(
        self, url: str, centre: str, folder: Path, *, listen: bool = True, even_moved: bool = False
    ) -> None:
        self.url, self.centre, self.folder = url, centre, folder
        files.prepare(folder)
        self.mark: str | None = None
        """The settings this program runs on, once they are agreed (``claim``)."""
        self.moved = False
        """Did the records go elsewhere? Only seen where ``even_moved`` is allowed."""
        self.where = place(url)
        code = hashlib.sha256(centre.encode()).hexdigest()[:16]
        self.names = f"kiosk:{code}", secrets.token_hex(8)
        """What our sessions are called in the server's list: the centre's part, and our own."""
        opening = f"kiosk-opens:{self.names[1]}"
        self._hints = Hints(f"kiosk_{code}", listen=listen)
        self._even_moved = even_moved
        self._epoch: str | None = None
        self._seen = 0
        """The last transaction we know of: a server that has fewer lost some."""
        self._applied = 0
        """A transaction up to which all are in memory; perhaps more."""
        self._reading = threading.RLock()
        self._read = Link(url, f"{opening}:r", self._greet_reader)
        self._historic: set[tuple[str, str]] = set()
        """What was read of the history in this act: it may have text under its month."""
        self._begun = False
        self.ask(lambda connection: None)

    def _greet(self, connection: Patient) -> None:
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
        self._not_behind(found[0][0])
        if self._epoch not in {None, meta.get("epoch", "")}:
            raise refusal("store_replaced", where=self.where)
        self._epoch = meta.get("epoch", "")
        if self.mark is not None and meta.get("settings") != self.mark:
            word = say("refused.config_differs_there", where=self.where)
            raise StoreError("config_differs", word)
        if found[0][3] == "off":
            # An act that was acknowledged must be on disk, whatever else this server is for.
            connection.execute("SET synchronous_commit = on")

    def _not_behind(self, ver: int) -> None:
        if (lost := self._seen - ver) > 0:
            word = say("refused.store_lost_tail_there", where=self.where, lost=lost)
            raise StoreError("store_lost_tail", word, lost=lost)

    def _greet_reader(self, connection: Patient) -> None:
        self._greet(connection)
        self._hints.greet(connection)

    def ask(self, question: Callable[[Connection], T], patience: float = PATIENCE) -> T:
        """Read something; asked again when the connection turns out to be lost."""
        with self._reading:
            again = self._read.now is not None
            while True:
                try:
                    return question(self._read.connection(patience))
                except psycopg.Error as error:
                    lost = self._read.failed(error)
                    if not (lost and again) or isinstance(error, Silent):
                        raise explanation(self.where, error) from error
                    again = False

    def load(self) -> tuple[int, list[Row]]:
        """The last ``ver`` and all live rows, of one moment."""

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
        return ver, live

    def changes(self, after: int) -> list[Row]:
        """Rows written since ``after``, in the order of ``ver``; history without its text."""

        def question(connection: Connection) -> list[Row]:
            query = f"{rows.SELECT} AND ver > %s ORDER BY ver"
            return [rows.row(v) for v in connection.execute(query, (self.centre, after))]

        self._applied = max(self._applied, after)
        found = self.ask(question, ASKING)
        if found:
            self._seen = max(self._seen, found[-1].ver)
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
            connection = self._read.now
            return bool(connection and self._hints.arrived(connection, seen))
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

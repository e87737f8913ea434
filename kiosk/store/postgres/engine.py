"""The engine: one centre's rows in PostgreSQL. See ``kiosk.store.engine.Engine``."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from kiosk.errors import StoreError
from kiosk.store.engine import IdTaken, Row
from kiosk.store.postgres import rows
from kiosk.store.postgres.agreeing import Agreeing
from kiosk.store.postgres.link import PATIENCE, Link, Patient, Silent
from kiosk.store.postgres.reading import Reading
from kiosk.store.postgres.running import Running
from kiosk.store.postgres.saying import explanation, refusal

SETTLING = 10.0
"""Seconds in which a lost answer is asked for before somebody is told that nobody knows."""

CUT_SETTLING = 3.0
"""The same where the follower knows that the wire is cut: nobody is there to be asked."""

_TRIES = 0.2

_LOCK = sql.SQL(
    "BEGIN; SELECT ver FROM kiosk.centres WHERE centre = {centre} FOR UPDATE;"
    " SELECT tbl, id, ver, live, doc, month FROM kiosk.docs"
    " WHERE centre = {centre} AND ver > {known} ORDER BY ver"
)
_STEP = "UPDATE kiosk.centres SET ver = %s WHERE centre = %s"
_SIGN = (
    "INSERT INTO kiosk.writers (centre, writer, ver) VALUES (%s, %s, %s)"
    " ON CONFLICT (centre, writer) DO UPDATE SET ver = excluded.ver, at = excluded.at"
)

log = logging.getLogger(__name__)


class Postgres(Reading, Agreeing):
    """The engine of several machines: reading, and acting on a second connection.

    Raises:
        StoreError: when it is opened as ``Reading``; later also ``store_slow``,
            ``store_read_only``, ``store_damaged``, ``disk_full``, ``store_error``; each sentence
            says what is safe and what to do. ``outcome_unknown``: nobody knows whether the last act
            is recorded until the server is back; then it shows by itself, once or not at all, and
            ``happened(error.fields["act"])`` says which.
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
        more = {"listen": listen, "even_moved": even_moved, "even_cut_off": even_cut_off}
        super().__init__(url, centre, folder, **more)
        self._write = Link(url, f"kiosk-opens:{self.names[1]}:w", self._greet)
        self.wire.interrupts.append(self._write.interrupt)
        self._writer = self.names[1]
        """How our acts are signed. Another one after an act of unknown outcome: so the signature
        of that one stays the last of its name, and can be asked for at any time."""
        self._locked = 0
        """The centre's ``ver`` when the lock was taken."""
        self._fetched: tuple[int, list[Row]] = (0, [])
        """What came with the lock: rows after a transaction."""
        self._known = -1
        """The last one of ours, or that we have seen in an act; -1: ask for changes."""
        self.in_use = Running(self)

    def begin(self) -> None:
        """Take the centre's lock; a connection lost since the last act is made anew."""
        self.admit()
        self.agree()
        again, seen = self._write.now is not None, self._seen
        while True:
            try:
                self._locked = self._lock(self._write.connection())
                break
            except psycopg.Error as error:
                if not self._write.failed(error):
                    self._abandon()
                elif again and not isinstance(error, Silent) and self.wire.shut() is None:
                    again = False
                    continue
                raise self.noted(error) from error
            except StoreError as error:
                self.wire.failed(error)
                raise
        self._begun = True
        self.wire.answered()
        self._historic.clear()
        try:
            self._not_behind(self._locked, seen)
        except StoreError:
            self.rollback()
            raise

    def _lock(self, connection: Patient) -> int:
        # One message, one answer: the lock, and what the others wrote before we had it. Not a
        # pipeline: psycopg ends one with a Flush after the Sync, which stops the server's clock
        # for sessions that are idle in a transaction.
        known = self._applied
        lock = _LOCK.format(centre=sql.Literal(self.centre), known=sql.Literal(known))
        found = connection.execute(lock)
        found.nextset()
        ver = found.fetchone()
        if ver is None:
            connection.execute("ROLLBACK")
            raise refusal("no_centre", where=self.where, centre=self.centre)
        found.nextset()
        self._fetched = known, [rows.row(values) for values in found.fetchall()]
        return int(ver[0])

    def changes(self, after: int) -> list[Row]:
        """As ``Reading``; in an act they came with the lock."""
        if not self._begun or after < self._fetched[0] or self.wire.asks:
            return super().changes(after)
        self._applied = max(self._applied, after)
        return [row for row in self._fetched[1] if row.ver > after]

    def foreign(self) -> bool:
        """Is the centre further than our last transaction? Known since the lock was taken."""
        known, self._known = self._known, self._locked
        return known != self._locked

    def commit(self, ver: int, changed: Sequence[Row], new: Sequence[Row]) -> None:
        """Write the rows as transaction ``ver``; durable when this returns.

        An answer that was lost is asked for, under the centre's lock, before this ends.
        """
        if ver != self._locked + 1:
            # Others have written since: the server took our lock back when it lost us.
            self._write.drop()
            self._begun, self._known = False, -1
            raise refusal("store_away", where=self.where, reason="the centre's lock was lost")
        past = [r for r in changed if not r.live or (r.table, r.id) in self._historic]
        try:
            connection = self._ours()
            with connection.pipeline() as pipeline:
                rows.write(connection, self.centre, ver, changed, new, forget=past)
                connection.execute(_STEP, (ver, self.centre))
                connection.execute(_SIGN, (self.centre, self._writer, ver))
                connection.execute("COMMIT")
                pipeline.sync()
                self._hints.tell(connection, ver)
        except psycopg.errors.UniqueViolation:
            self.rollback()
            raise IdTaken(", ".join(row.id for row in new)) from None
        except psycopg.Error as error:
            if not self._write.failed(error):
                self.rollback()
                raise explanation(self.where, error) from error
            self._begun, self._known = False, -1
            self.wire.doubt.set()
            if not self._settled(ver):
                raise explanation(self.where, error) from error
        self._begun, self._known = False, ver
        self._seen, self._applied = max(self._seen, ver), max(self._applied, ver)

    def _ours(self) -> Patient:
        """The connection that holds the lock: never a new one, which would not.

        Raises:
            psycopg.OperationalError: it is gone.
        """
        if self._write.now is None:
            raise psycopg.OperationalError("the connection is lost")
        return self._write.now

    def _settled(self, ver: int) -> bool:
        """Was transaction ``ver`` of ours recorded?

        Whoever still works at it on the server holds the centre's lock: with it, the answer is
        final.
        """
        began = time.monotonic()
        while True:
            try:
                connection = self._write.connection()
                self._lock(connection)
                signed = self._signed(connection, self._writer)
                connection.execute("ROLLBACK")
            except (psycopg.Error, StoreError) as error:
                self._write.drop()
                patience = SETTLING if self.wire.shut() is None else min(SETTLING, CUT_SETTLING)
                if time.monotonic() > began + patience:
                    log.error("nobody knows whether transaction %d is recorded: %s", ver, error)
                    act, self._writer = f"{self._writer}/{ver}", secrets.token_hex(8)
                    raise refusal("outcome_unknown", where=self.where, act=act) from error
                threading.Event().wait(_TRIES)
            else:
                return signed == ver

    def _signed(self, connection: Patient, writer: str) -> int | None:
        """The last transaction that was recorded under this name; the caller has the lock."""
        found = connection.execute(
            "SELECT ver FROM kiosk.writers WHERE centre = %s AND writer = %s", (self.centre, writer)
        ).fetchone()
        return None if found is None else int(found[0])

    def happened(self, act: str) -> bool | None:
        """Was the act recorded? Whoever still works at it has the lock: with it, this is final."""
        writer, _, ver = act.partition("/")
        try:
            self.begin()
            try:
                return self._signed(self._ours(), writer) == int(ver)
            finally:
                self.rollback()
        except StoreError as error:
            log.info("act %s is still unknown: %s", act, error)
        except psycopg.Error as error:
            self._write.failed(error)
            log.info("act %s is still unknown: %s", act, error)
        return None

    def rollback(self) -> None:
        """Let the next writer in; harmless when nothing is open."""
        if not self._begun:
            return
        # What was read of the others' writes may not have been applied: ask again next time.
        self._begun, self._known = False, -1
        self._abandon()

    def _abandon(self) -> None:
        connection = self._write.now
        try:
            if connection is not None:
                connection.execute("ROLLBACK")
        except psycopg.Error as error:
            log.warning("rolled back by leaving: %s", error)
            self._write.drop()

    @contextmanager
    def claiming(self, patience: float = PATIENCE) -> Iterator[Patient]:
        """Have the centre to ourselves while facts about its records, or all, are written."""
        self.begin()
        try:
            try:
                connection = self._ours()
                connection.patience = patience
                yield connection
                connection.execute("COMMIT")
            except psycopg.Error as error:
                self._write.failed(error)
                raise explanation(self.where, error) from error
            self._begun, self._known = False, -1
        finally:
            self.rollback()

    def settle_in(self, mark: str) -> None:
        """From now on we run on these settings, and are in the list of those who do; ``claim``."""
        self.mark = mark
        name = ":".join(self.names)
        self._write.rename(f"{name}:w")
        with self._reading:
            self.ask(lambda _: self._read.rename(f"{name}:r"))

    def set_meta(self, key: str, value: str) -> None:
        """Write a fact about the records; inside ``claiming``."""
        self._ours().execute(
            "INSERT INTO kiosk.meta (centre, key, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (centre, key) DO UPDATE SET value = excluded.value",
            (self.centre, key, value),
        )

    def close(self) -> None:
        """Leave the server."""
        self.rollback()
        self._write.drop()
        with self._reading:
            self._read.drop()

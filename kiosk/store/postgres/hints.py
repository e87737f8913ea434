"""What the others wrote, heard of from the server, or looked for where nobody listens."""

from __future__ import annotations

import select
import time

from kiosk.store.postgres.link import Connection, Patient

LOOKS = 0.25
"""Seconds between two looks where hints are not listened to ([store] listen = false)."""

# Not in the act's own transaction: there a NOTIFY holds a lock of the whole cluster through the
# flush (5 ms disk, 16 clients: 176 acts a second instead of 1,240). Lost with a crash in between;
# the others look once a second anyway.
_TELL = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, %s)"


class Hints:
    """One centre's channel.

    Until PostgreSQL 19 every hint wakes every listener of the database: 200 of them slow all acts
    to a tenth. So one database a centre or a few, or ``listen`` off.
    """

    def __init__(self, channel: str, *, listen: bool) -> None:
        self._channel, self._wanted = channel, listen
        self._listening = False
        self._heard = 0
        self._looked = 0.0

    def tell(self, connection: Connection, ver: int) -> None:
        """Say that a transaction was recorded; after its COMMIT, in a cheap one of its own."""
        connection.execute(_TELL, (self._channel, str(ver)))

    def greet(self, connection: Connection) -> None:
        """Listen on a new connection, if anybody ever asked."""
        if self._listening:
            connection.add_notify_handler(lambda note: self._hear(note.payload))
            connection.execute(f"LISTEN {self._channel}")

    def _hear(self, payload: str) -> None:
        self._heard = max(self._heard, int(payload))

    def due(self, seen: int) -> bool | None:
        """What can be said without the connection; ``None``: ask it."""
        if self._wanted:
            return True if self._heard > seen else None
        due = time.monotonic() - self._looked >= LOOKS
        self._looked = time.monotonic() if due else self._looked
        return due

    def arrived(self, connection: Patient, seen: int) -> bool:
        """Read what has arrived, waiting for nothing; the first time, begin to listen.

        Raises:
            psycopg.Error: the connection is lost.
        """
        if not self._listening:
            self._listening = True
            self.greet(connection)
            return True
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN)
        if not waiting.poll(0):
            return False
        connection.pgconn.consume_input()
        while note := connection.pgconn.notifies():
            self._hear(note.extra.decode())
        return self._heard > seen

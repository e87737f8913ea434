"""Who else has a centre's records open, as the server's own list of sessions says."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from kiosk.store.postgres.link import Connection

if TYPE_CHECKING:
    from kiosk.store.postgres.engine import Postgres

LEAVING = 2.0
"""Seconds that a session takes at most to be gone from the list after its program has ended."""

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name LIKE %s AND application_name NOT LIKE %s"
)


class Running:
    """The other programs of a centre.

    Whoever is just opening is not one of them: it takes the centre's lock before it begins, and
    finds what was decided under it. Terminals that are cut off are not in the list either: they
    find out when they come back, since every new connection asks for the settings again.
    """

    def __init__(self, engine: Postgres) -> None:
        self._engine = engine

    def alone(self) -> bool:
        """Is no other program open? Those that are just ending are waited for."""
        end = time.monotonic() + LEAVING
        while others := self._engine.ask(self.others):
            if time.monotonic() > end:
                return False
            threading.Event().wait(0.05)
        return not others

    def share(self) -> None:
        """Nothing to give back: nobody was kept out."""

    def others(self, connection: Connection) -> int:
        """How many sessions of other programs there are now."""
        ours, me = self._engine.names
        found = connection.execute(_OTHERS, (f"{ours}:%", f"{ours}:{me}:%")).fetchone()
        return int(found[0]) if found else 0

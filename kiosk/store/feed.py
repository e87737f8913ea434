"""What other processes wrote, noticed within a blink and told to whoever listens."""

from __future__ import annotations

import logging
import threading
import time

from kiosk.errors import StoreError
from kiosk.store.tables import Store

LOOK = 0.02
"""Seconds between two looks; a look reads eight bytes of memory (20 ms: seen after 11/21 ms)."""

CERTAIN = 1.0
"""Seconds after which the database itself is asked: a process killed between its commit and the
note beside it would otherwise go unnoticed until the next commit."""

HANGS = 3.0
"""Seconds after which a look that has not come back is trouble: a disk or network that hangs."""

log = logging.getLogger(__name__)


class Follower(threading.Thread):
    """Keeps a store's memory in step with the other processes' transactions."""

    def __init__(self, store: Store) -> None:
        super().__init__(name="follower", daemon=True)
        self._rows = store.rows
        self._halt = threading.Event()
        self._broken: StoreError | None = None
        self._looked = time.monotonic()

    @property
    def trouble(self) -> str | None:
        """Why the store cannot be read just now, or ``None``; a look that never ends is trouble."""
        if self._broken is not None:
            return str(self._broken)
        silent = self.is_alive() and time.monotonic() - self._looked > HANGS
        return "store_silent" if silent else None

    def run(self) -> None:
        """Look, catch up, wait; a store out of reach is asked again, not given up."""
        asked = time.monotonic()
        while not self._halt.wait(LOOK):
            self._looked = now = time.monotonic()
            if self._rows.engine.stirred(self._rows.ver) or now - asked >= CERTAIN:
                asked = now
                try:
                    self._rows.catch_up()
                    self._broken = None
                except StoreError as error:
                    if self._broken is None:
                        log.warning("store out of reach: %s", error)
                    self._broken = error

    def stop(self) -> None:
        """Stop and wait for the last look to end."""
        self._halt.set()
        self.join()

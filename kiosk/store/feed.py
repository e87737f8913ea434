"""What other processes wrote, noticed within a blink and told to whoever listens.

Its question once a second is also the heartbeat by which a cut wire is noticed, and what it knows
is kept as this machine's last known list.
"""

from __future__ import annotations

import logging
import threading
import time

from kiosk.errors import StoreError
from kiosk.store.tables import Store
from kiosk.store.wire import CUT

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
        self._wire, self._list = self._rows.engine.wire, self._rows.engine.last_known
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
        if self._list is not None:
            self._list.attend(self._rows)
        self._wire.watched = True
        try:
            self._watch()
        finally:
            self._wire.watched = False
        if self._list is not None and self._broken is None:
            self._list.keep(now=True)

    def _watch(self) -> None:
        asked = -CERTAIN
        while not self._halt.wait(LOOK):
            self._looked = now = time.monotonic()
            due = now - asked >= CERTAIN or self._wire.doubt.is_set()
            if self._rows.engine.stirred(self._rows.ver) or due:
                asked = now
                self._ask()

    def _ask(self) -> None:
        try:
            with self._wire.asking():
                self._rows.catch_up()
        except StoreError as error:
            first, self._broken = self._broken is None, error
            if first:
                log.warning("store out of reach: %s", error)
            if error.code not in CUT:
                # Nothing is kept: what we know may be of records that are there no more.
                self._wire.back()
                return
            self._wire.lost(error)
            if first and self._list is not None:
                self._list.keep(now=True)
        else:
            self._broken = None
            self._looked = time.monotonic()  # a look that took long has come back: no trouble
            self._wire.back()
            if self._list is not None:
                self._list.keep()

    def stop(self) -> None:
        """Stop and wait for the last look to end."""
        self._halt.set()
        self.join()

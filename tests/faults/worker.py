"""A terminal under load: ``python -m tests.faults.worker CONFIG DATA ACKS WINDOW DAYS [SYNC]``.

Takes tickets and serves them, and notes each act in its own file *after* it returned: what stands
there was acknowledged to somebody. A refusal by the store is noted too, and tried again.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

from kiosk.cli.opening import engine_of
from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.store.sqlite import SQLite
from tests.centre import MONDAY, standing_at

PAUSE = 0.05
"""Seconds between two tries while the store refuses."""


class Worker:
    """One window and one lobby in one process."""

    def __init__(self, hall: Hall, acks: int, window: str) -> None:
        self.hall, self.acks, self.window = hall, acks, window

    def note(self, *words: str) -> None:
        """Append a line; a killed process loses nothing it has written."""
        os.write(self.acks, f"{' '.join(words)}\n".encode())

    def act(self, name: str, *given: str) -> None:
        """One act of the queue, then its note."""
        ticket = getattr(self.hall.queue, name)(*given)
        self.note(name, ticket.id, self.window if name != "take" else "-")

    def turn(self) -> None:
        """Two tickets more, one served. The window may still be busy from before a kill."""
        for name in ("take", "call", "arrive", "finish", "take"):
            try:
                self.act(name, "A" if name == "take" else self.window)
            except StoreError as refused:
                self.note("refused", refused.code, "-")
                threading.Event().wait(PAUSE)
            except Refused as refused:
                if refused.code not in {"window_busy", "nothing_called", "wrong_state"}:
                    raise


def _main(config: str, data: str, acks: str, window: str, days: str, sync: str = "FULL") -> None:
    file = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with Hall.open(Path(config), Path(data), standing_at(MONDAY, int(days))) as hall:
        engine: Any = engine_of(hall)
        if isinstance(engine, SQLite):
            engine._writer.execute(f"PRAGMA synchronous = {sync}")
        worker = Worker(hall, file, window)
        while True:
            worker.turn()


if __name__ == "__main__":
    _main(*sys.argv[1:])

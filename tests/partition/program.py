"""A program of the hall that dies where it is told to: ``python -m tests.partition.program …``.

``KIOSK_DIES=server:after:7`` is SIGKILL when the seventh transaction on the server is committed and
nothing that follows from it has happened yet; ``server:before:7`` when it is about to be. With
``outbox`` in place of ``server`` they are those of this machine's own store. ``server:after`` in an
upload is between the server's commit and the local delete.

``server:lost:7``: it lives, but the seventh commit is recorded and its answer lost; it writes the
file ``KIOSK_LOSES`` and waits until that is taken away by whoever has the wire in hand.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from kiosk.__main__ import main
from kiosk.store.postgres import Postgres
from kiosk.store.sqlite import SQLite

PATIENCE = 10.0
"""Seconds after which the commit goes on, though nobody has cut the wire."""

ENGINES: dict[str, Any] = {"server": Postgres, "outbox": SQLite}


def die_at(where: str, when: str, count: int) -> None:
    """End this process before or after a commit that is still to come."""
    engine = ENGINES[where]
    commit = engine.commit
    left = count

    def dying(self: Any, *given: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0 and when == "lost":
            _wait_for_the_wire()
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self, *given)
        if left == 0 and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    engine.commit = dying


def _wait_for_the_wire() -> None:
    file = Path(os.environ["KIOSK_LOSES"])
    file.touch()
    end = time.monotonic() + PATIENCE
    while file.exists() and time.monotonic() < end:
        time.sleep(0.005)


if __name__ == "__main__":
    if wish := os.environ.get("KIOSK_DIES"):
        _where, _when, _count = wish.split(":")
        die_at(_where, _when, int(_count))
    sys.exit(main(sys.argv[1:]))

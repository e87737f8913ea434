"""Processes that press their buttons at the same instant, a thousand times."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.centre import MONDAY, standing_at


def lobby(config: Path, data: Path, start: Barrier, rounds: int, told: Connection) -> None:
    """Issue one ticket a round."""
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        given = []
        for _ in range(rounds):
            start.wait()
            given.append(hall.queue.take("A").number)
        told.send(given)


def window(
    config: Path, data: Path, start: Barrier, rounds: int, told: Connection, name: str
) -> None:
    """Press "next" once a round; finish between the rounds."""
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        called = []
        for _ in range(rounds):
            start.wait()
            try:
                called.append(hall.queue.call(name).number)
            except Refused as refused:
                called.append(refused.code)
            else:
                hall.queue.finish(name)
        told.send(called)

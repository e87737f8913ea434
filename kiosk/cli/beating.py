"""A program of a machine that says how it is, and ends when the machine is retired."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.outbox import going_on

if TYPE_CHECKING:
    from kiosk.errors import Refused
    from kiosk.hall import Hall


@contextmanager
def beating(hall: Hall, leave: Callable[[], object]) -> Iterator[None]:
    """Let the machine's heart beat meanwhile, and its outbox send what is in it.

    With the embedded engine there is neither.

    ``leave`` is called, from another thread, when the machine was retired: it ends what runs here.

    Raises:
        Refused: ``machine_retired``, at the end, if that was why.
    """
    if not hall.machines.shared:
        yield
        return
    from kiosk.machines.heart import Heart  # noqa: PLC0415 -- where machines share a server

    going_on.start(hall)
    told: list[Refused] = []

    def ended(refused: Refused) -> None:
        told.append(refused)
        leave()

    heart = Heart(hall, ended)
    heart.start()
    try:
        yield
    except KeyboardInterrupt:
        if told:
            raise told[0] from None
        raise
    finally:
        heart.stop()
    if told:
        raise told[0]


def interrupt() -> None:
    """End a program that waits for its input."""
    os.kill(os.getpid(), signal.SIGINT)


def terminate() -> None:
    """End a program that waits to be told."""
    os.kill(os.getpid(), signal.SIGTERM)

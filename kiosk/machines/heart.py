"""A machine's own word on how it is, once a minute; and what it hears: that it was retired."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.claims import SPOOL, claim, is_free
from kiosk.errors import Refused, StoreError
from kiosk.jobs import PENDING
from kiosk.machines.machine import HEALTH, Health, Machine

if TYPE_CHECKING:
    from kiosk.hall import Hall

BEAT = 60.0
"""Seconds between two words of one machine: at most one transaction a minute and machine."""

LOOK = 2.0
"""Seconds between two looks whether a spooler of this machine began or ended, which is said at
once: others must know whether a slip for its printers will come."""

CLAIM = "heart"
"""The lock of the one process of a machine that speaks for it."""

log = logging.getLogger(__name__)


class Heart(threading.Thread):
    """Beats as long as its program runs. ``ended`` is told, once, when the machine was retired."""

    def __init__(
        self, hall: Hall, ended: Callable[[Refused], None], look: float = LOOK, beat: float = BEAT
    ) -> None:
        super().__init__(name="heart", daemon=True)
        self._hall, self._ended = hall, ended
        self._look, self._beat = look, beat
        self._folder: Path = hall.store.rows.engine.folder
        self._halt = threading.Event()
        self._held: int | None = None
        self._last = -beat
        self._said: tuple[str, ...] | None = None

    def run(self) -> None:
        """Look, speak, look again; a server that is away is asked again."""
        away = False
        while not self._halt.wait(self._look):
            try:
                here = self._hall.machine
                if here is None:
                    self._ended(self._hall.machines.turned_away())
                    return
                self._turn(here)
                away = False
            except StoreError as error:
                if not away:
                    log.warning("health could not be written: %s", error)
                away = True
            except Exception:
                log.exception("the heart missed a beat")

    def stop(self) -> None:
        """The program ends; another one of this machine may speak for it."""
        self._halt.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _turn(self, here: Machine) -> None:
        if self._held is None:
            self._held = claim(CLAIM, self._folder)
        due = time.monotonic() - self._last >= self._beat
        if self._held is None:
            if due:  # whoever speaks for this machine is another; but what was decided is for us
                self._hall.refresh()
                self._last = time.monotonic()
            return
        spools = self._spools(here)
        if due or spools != self._said:
            self._say(here, spools)

    def _spools(self, here: Machine) -> tuple[str, ...]:
        return tuple(one for one in here.printers if not is_free(one, self._folder / SPOOL))

    def _say(self, here: Machine, spools: tuple[str, ...]) -> None:
        hall = self._hall
        read = hall.machines.measure()
        hall.outbox.store.rows.catch_up()  # what another program of this machine noted
        unprinted = _unprinted(hall, here) + hall.outbox.unprinted
        version = program_version()
        health = Health(read.at, version, read.ahead, unprinted, hall.outbox.unsent, spools)
        with hall.store.transaction():
            if hall.machine is not None:  # retired since we looked: nothing more is said of it
                hall.store.table(HEALTH).put(here.id, health)
        self._last, self._said = time.monotonic(), spools


def _unprinted(hall: Hall, here: Machine) -> int:
    """Slips for this machine's printers of which nobody can say that they came."""
    return sum(
        job.printer in here.printers and (job.state in PENDING or job.doubtful)
        for job in hall.slips.jobs()
    )


@cache
def program_version() -> str:
    """Of the program that runs."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- slow to import

    try:
        return version("community-kiosk")
    except PackageNotFoundError:  # run from a folder that nobody installed
        return "?"

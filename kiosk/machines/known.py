"""Which machines there are, which one this is, and how they were when last heard of."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.machines import identity, server_clock
from kiosk.machines.machine import HEALTH, MACHINES, Health, Machine
from kiosk.store.sqlite import SQLite
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall

GONE = timedelta(seconds=150)
"""Without a word for so long a machine is off, or cut off: two and a half beats of its heart."""

LONGEST_NAME = 20
"""Characters of a machine's name, so that it fits in a list."""

_machine = msgspec.json.Decoder(Machine).decode
_health = msgspec.json.Decoder(Health).decode


class Known:
    """What is asked of the machines without changing anything."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._store = hall, hall.store
        self._table, self._healths = hall.store.table(MACHINES), hall.store.table(HEALTH)
        self.ahead = 0.0
        """Seconds this machine's clock is ahead of the server's, as last measured."""

    @cached_property
    def shared(self) -> bool:
        """Do several machines share these records?"""
        return not isinstance(self._store.rows.engine, SQLite)

    @cached_property
    def identity(self) -> identity.Identity:
        """Who this machine is, known to the server or not. Refuses: ``machine_file``."""
        folder: Path = self._store.rows.engine.folder
        return identity.kept(folder)

    @property
    def here(self) -> Machine | None:
        """This machine; ``None``: a stranger, or one that was retired. Reads memory only."""
        if not self.shared:
            return None
        known = self._store.rows.live(MACHINES).get(self.identity.id)
        machine = _machine(known) if known else None
        if machine and hmac.compare_digest(machine.check, self.identity.check):
            return machine
        return None

    def all(self) -> list[Machine]:
        """The machines that belong here, by name."""
        rows = self._store.rows.live(MACHINES).values()
        return sorted(map(_machine, rows), key=lambda machine: machine.name)

    def find(self, word: str) -> Machine:
        """A machine by its name or id. Refuses: ``unknown_machine``."""
        for machine in self.all():
            if word in {machine.name, machine.id}:
                return machine
        names = "、".join(machine.name for machine in self.all()) or "-"
        raise refusal("unknown_machine", machine=word[:LONGEST_NAME], machines=names)

    def health(self, machine: str) -> Health | None:
        """How a machine was when it last said so; ``None``: it never has."""
        doc = self._store.rows.live(HEALTH).get(machine)
        return _health(doc) if doc else None

    def measure(self) -> server_clock.Reading:
        """Ask the server what time it is. Refuses: as every question."""
        read = server_clock.read(self._store.rows.engine)
        self.ahead = read.ahead
        return read

    def server_now(self) -> datetime:
        """The server's time, by this machine's clock and how far it is off."""
        return datetime.now(UTC) - timedelta(seconds=self.ahead)

    def silent(self, machine: str) -> bool:
        """Has nothing been heard of a machine for some time?"""
        health = self.health(machine)
        return health is None or self.server_now() - health.seen > GONE

    def _today(self) -> str:
        return self._hall.queue.days.today(self._hall.clock.now())

"""What happens to a machine: its wire is cut, its programs die; the server falls now and then."""

from __future__ import annotations

import threading
import time
from random import Random

from tests.partition.machine import Machine
from tests.partition.people import Crowd
from tests.postgres import Server

FAIR, FOUL = (2, 25), (1, 20)
"""Answers between two faults of one machine, and while its wire is cut: at least, at most."""

LONGEST = 15.0, 5.0
"""Seconds after which it is time for the next fault, or to mend, whether or not it answered."""

LOST = 16.0
"""Seconds without an answer after which a machine goes on with an act nobody knows the end of."""

LOOK = 0.02


class Weather(threading.Thread):
    """One machine's faults, until all is done."""

    def __init__(self, crowd: Crowd, machine: Machine, seed: int) -> None:
        super().__init__(name=f"weather at {machine.name}", daemon=True)
        self._over, self._machine = crowd.over, machine
        self._chance = Random(f"{seed}/weather/{machine.name}")
        self.seen: list[str] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._over.is_set():
                self._wait(FAIR, LONGEST[0])
                self._fault()
        except Exception as error:  # noqa: BLE001 -- raised again by whoever waits
            self.failed = error
            self._over.set()

    def _wait(self, answers: tuple[int, int], longest: float) -> None:
        goal, end = self._machine.asked + self._chance.randint(*answers), time.monotonic() + longest
        while self._machine.asked < goal and time.monotonic() < end:
            if self._over.wait(LOOK):
                return
            if self._machine.batch.loses.exists():
                self._lose()

    def _lose(self) -> None:
        """What it says still happens; it hears nothing for longer than it asks."""
        self.seen.append("lose")
        self._machine.wire.drop("client")
        self._machine.batch.loses.unlink()
        self._over.wait(LOST)
        self._machine.wire.mend()

    def _fault(self) -> None:
        kinds = ("cut", "drop", "delay", "half_close", "kill", "kill_spooler")
        kind = self._chance.choices(kinds, (4, 4, 2, 2, 1, 2))[0]
        self.seen.append(kind)
        wire = self._machine.wire
        match kind:
            case "kill":
                self._machine.batch.kill()
            case "kill_spooler":
                self._machine.spooler.kill()
                if self._machine.name.startswith("lobby"):
                    self._machine.spooler.start()
            case "half_close":
                wire.half_close(self._chance.choice(("client", "server")))
            case "delay":
                wire.delay(self._chance.uniform(0.01, 0.3))
                self._wait(FOUL, LONGEST[1])
                wire.mend()
            case _:
                getattr(wire, kind)()
                self._wait(FOUL, LONGEST[1])
                wire.mend()


class Storm:
    """The server itself is killed, and comes back.

    No thread of its own: a server ends with the thread that started it.
    """

    def __init__(self, crowd: Crowd, server: Server, seed: int, every: float) -> None:
        self._over, self._server, self._every = crowd.over, server, every
        self._chance = Random(f"{seed}/storm")
        self.seen: list[str] = []

    def rage(self) -> None:
        """Until enough is done."""
        while not self._over.wait(self._chance.uniform(0.5, 1.5) * self._every):
            self._server.kill()
            self._over.wait(self._chance.uniform(0.1, 3.0))
            self._server.start()
            self.seen.append("server killed")

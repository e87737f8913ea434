"""Machines with cables that can be pulled: network namespaces, each joined to ours by a veth pair.

As root, with iproute2. The server listens on our ends of the cables only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress

from tests.postgres import SETTINGS, Server

_PLACES = 250


class Unable(Exception):
    """This machine has no such things; the message says why."""


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unable(f"ip {' '.join(words)}: {done.stderr.strip() or done.returncode}")


class Cable:
    """One namespace ``name`` and the cable to it; ``server`` and ``machine`` are its addresses."""

    def __init__(self, number: int) -> None:
        if os.geteuid() != 0:
            raise Unable("network namespaces are for root")
        if shutil.which("ip") is None:
            raise Unable("iproute2 is not installed")
        place = os.getpid() % (_PLACES * 4)
        self.name = f"kiosk{os.getpid()}-{number}"
        self._ours, self._theirs = f"kp{os.getpid() % 10**7}o{number}", f"kp{number}"
        net = f"10.{213 + place // _PLACES}.{place % _PLACES}"
        self.server, self.machine = f"{net}.{4 * number + 1}", f"{net}.{4 * number + 2}"
        try:
            self._lay()
        except BaseException:
            self.remove()
            raise

    def _lay(self) -> None:
        inside = ("netns", "exec", self.name, "ip")
        _ip("netns", "add", self.name)
        pair = ("link", "add", self._ours, "type", "veth", "peer", "name", self._theirs)
        _ip(*pair, "netns", self.name)
        _ip("address", "add", f"{self.server}/30", "dev", self._ours)
        _ip("link", "set", self._ours, "up")
        _ip(*inside, "address", "add", f"{self.machine}/30", "dev", self._theirs)
        _ip(*inside, "link", "set", self._theirs, "up")
        _ip(*inside, "link", "set", "lo", "up")

    def pull(self) -> None:
        """Out: nothing gets through, and nobody is told."""
        _ip("link", "set", self._ours, "down")

    def plug(self) -> None:
        """In again."""
        _ip("link", "set", self._ours, "up")

    def remove(self) -> None:
        """The namespace and the cable are gone; programs in it must have ended."""
        for words in (("link", "del", self._ours), ("netns", "del", self.name)):
            with suppress(Unable):
                _ip(*words)


class NetServer(Server):
    """A PostgreSQL at our ends of the cables, as well as on its socket."""

    def __init__(self, *cables: Cable) -> None:
        there = ", ".join(cable.server for cable in cables)
        others = [one for one in SETTINGS if not one.startswith("listen_addresses")]
        super().__init__((*others, f"listen_addresses = '{there}'"))
        rules = self._data / "pg_hba.conf"
        for cable in cables:
            line = f"host all all {cable.machine}/32 trust\n"
            rules.write_text(line + rules.read_text())
        self.stop()
        self.start()

    def url_at(self, cable: Cable, database: str) -> str:
        """How the machine at the other end of a cable reaches a database."""
        return f"postgresql://postgres@{cable.server}/{database}"

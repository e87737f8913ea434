"""The spooler: owns the printers of one machine, one writer each."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.claims import claim
from kiosk.errors import Refused
from printers.devices import Device
from printers.jobs import JobBook
from printers.page import draw
from printers.receipt import Big, Qr, Text
from printers.writer import Pace, Writer

log = logging.getLogger(__name__)


class Spooler:
    """Prints the queued jobs of the given printers until stopped.

    ``locks`` is a folder of this machine: whoever holds ``<printer>.lock`` there writes to that
    printer, and no one else. The operating system frees the lock of a process that dies.
    """

    def __init__(
        self,
        book: JobBook,
        printers: Mapping[str, Device],
        locks: Path,
        pace: Pace | None = None,
    ) -> None:
        self.book = book
        self.printers = printers
        self.locks = locks
        self.pace = pace or Pace()
        self.writers: list[Writer] = []
        self._held: list[int] = []

    def start(self) -> list[str]:
        """Begin to print; the names of the printers this spooler now owns.

        Printers that another spooler owns are skipped.
        Refuses: ``printer_taken`` if that is all of them.
        """
        owned = [name for name in self.printers if self._claim(name)]
        if self.printers and not owned:
            raise Refused(
                "printer_taken",
                "这台机器上的打印机都已由另一个打印程序负责，本程序没有启动打印；不需要处理。",
                printers=list(self.printers),
            )
        _warm()
        guard = threading.Lock()
        for name in owned:
            device = self.printers[name]
            writer = Writer(name, device, self.book, guard, self.pace)
            self.writers.append(writer)
            writer.start()
        return owned

    def wake(self) -> None:
        """Something changed in the hall: look for jobs now. Safe from any thread."""
        for writer in self.writers:
            writer.wake()

    def stop(self, timeout: float = 10.0) -> bool:
        """Finish the jobs in hand; whether all writers ended within ``timeout`` seconds.

        A writer that did not keeps its printer's lock, so that no second one can start beside it.
        """
        for writer in self.writers:
            writer.stop()
        deadline = time.monotonic() + timeout
        for writer in self.writers:
            writer.join(max(0.0, deadline - time.monotonic()))
        ended = not any(writer.is_alive() for writer in self.writers)
        if ended:
            while self._held:
                os.close(self._held.pop())
        return ended

    def run(self, stop: threading.Event) -> None:
        """``start``, wait for ``stop``, ``stop``. Refuses as ``start`` does."""
        self.start()
        stop.wait()
        self.stop()

    def _claim(self, name: str) -> bool:
        held = claim(name, self.locks)
        if held is None:
            log.warning("printer_taken: another spooler writes to %s", name)
            return False
        self._held.append(held)
        return True


def _warm() -> None:
    """Load fonts and the QR library before the first resident waits for paper."""
    draw([Text(text="等候 0123456789"), Big(text="A001"), Qr(payload="0")], 80)

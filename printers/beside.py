"""A spooler beside a lobby: started when nobody prints, started again when it died."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from kiosk.claims import is_free

LOOK_SECONDS = 2.0
"""How often to look whether somebody prints; a look is one lock, taken and given back."""


class Beside(threading.Thread):
    """Runs ``command`` (a spooler that ends with its parent) whenever ``printer`` is nobody's.

    What the command says goes to the file ``log``; its signals are its own.
    """

    def __init__(self, command: Sequence[str], printer: str, locks: Path, log: Path) -> None:
        super().__init__(name="spooler", daemon=True)
        self._command, self._printer, self._locks, self._log = command, printer, locks, log
        self._halt = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Look, start, look again."""
        while not self._halt.is_set():
            ended = self._child is None or self._child.poll() is not None
            if ended and is_free(self._printer, self._locks):
                with self._log.open("ab") as out:
                    self._child = subprocess.Popen(  # noqa: S603 -- our own program
                        self._command,
                        stdin=subprocess.DEVNULL,
                        stdout=out,
                        stderr=out,
                        start_new_session=True,
                    )
            self._halt.wait(LOOK_SECONDS)

    def stop(self) -> None:
        """End what was started; it finishes the slip it is printing."""
        self._halt.set()
        if self.is_alive():
            self.join()
        if self._child is not None:
            self._child.terminate()

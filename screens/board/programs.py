"""Programs that make a sound, one after another; none may hang or hold anything up."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

log = logging.getLogger(__name__)


class Programs:
    """Runs a program at a time. Only the thread that announces waits for it, never a screen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._failing: set[str] = set()

    def run(self, command: Sequence[str], seconds: float) -> None:
        """Run a command to its end, or kill it, with all it started, after so many seconds.

        A failure is logged, once until that program works again; to nobody in the hall is it worth
        more than the missing sound.
        """
        program = command[0]
        trouble = self._trouble(command, seconds)
        if self._stopped:
            return
        if trouble is None:
            self._failing.discard(program)
        elif program not in self._failing:
            self._failing.add(program)
            log.warning("%s: %s; calls are shown, and not heard", program, trouble)

    def stop(self) -> None:
        """Kill what runs; nothing runs afterwards."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                _kill(self._running)

    def _trouble(self, command: Sequence[str], seconds: float) -> str | None:
        """Run it; what went wrong."""
        try:
            with self._lock:
                if self._stopped:
                    return None
                process = self._running = subprocess.Popen(  # noqa: S603 -- no shell; from config
                    list(command),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        except (OSError, ValueError) as error:
            return str(error)
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
            return f"killed after {seconds:g} s"
        finally:
            with self._lock:
                self._running = None
        return None if code == 0 else f"ended with {code}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

"""A device read on a thread of its own, that may be pulled out and put back at any time."""

from __future__ import annotations

import logging
import termios
import threading
from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds between attempts to open a device that is not there: doubled each time, up to a limit."""

WAKE = 0.3
"""Seconds after which a silent device is left to see whether the program ends; also the silence
after which a scan without an end is over."""

Heard = Callable[[str, bool], None]
"""Is given a text and whether it had an end; called on the device's thread."""

Device = TypeVar("Device")

log = logging.getLogger(__name__)


class Attended(threading.Thread, Generic[Device]):
    """Opens the device, listens, and opens it again when it is lost. Never raises."""

    def __init__(self, path: str, heard: Heard) -> None:
        super().__init__(name=f"scanner {path}", daemon=True)
        self.path, self.heard = path, heard
        self.there = False
        """Whether the device is open now."""
        self._told = False
        self._leaving = threading.Event()

    @abstractmethod
    def opened(self) -> AbstractContextManager[Device]:
        """The device, closed again afterwards.

        Raises:
            OSError: It is not there, or not ours to use.
        """

    @abstractmethod
    def listen(self, device: Device) -> None:
        """Hear what comes until ``leaving``.

        Raises:
            OSError: It is gone.
        """

    @property
    def leaving(self) -> bool:
        """Whether the program ends."""
        return self._leaving.is_set()

    def stop(self) -> None:
        """Let go of the device, soon."""
        self._leaving.set()

    def run(self) -> None:
        """Attend to the device until told to stop."""
        pause = FIRST_PAUSE
        while not self.leaving:
            try:
                with self.opened() as device:
                    self.there, self._told, pause = True, False, FIRST_PAUSE
                    log.info("scanner %s is there", self.path)
                    self.listen(device)
            except (OSError, termios.error) as error:
                self._miss(str(error))
            except Exception as error:
                log.exception("scanner %s failed", self.path)
                self._miss(type(error).__name__)
            self.there = False
            self._leaving.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _miss(self, why: str) -> None:
        if not self._told:
            self._told = True
            log.warning("scanner %s is not there (%s); trying again", self.path, why)

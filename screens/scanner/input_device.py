"""A scanner that acts as a keyboard, read at the kernel: its keys never reach the terminal.

Needs the optional package evdev and leave to read ``/dev/input`` (the group ``input``).
"""

from __future__ import annotations

import select
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

import evdev

from screens.scanner.attended import WAKE, Attended, Heard
from screens.scanner.us_keyboard import UsKeyboard


class InputEvent(Protocol):
    """One event as the kernel tells it: type, code, value."""

    type: int
    code: int
    value: int


class EventSource(Protocol):
    """What events can be read from."""

    def fileno(self) -> int:
        """The file to wait for."""

    def read(self) -> Iterable[InputEvent]:
        """The events that have come; at least one after the file was ready."""


class InputScanner(Attended[EventSource]):
    """Takes the device for itself alone: nobody else sees its keys while this program runs."""

    def __init__(self, path: str, heard: Heard) -> None:
        super().__init__(path, heard)

    @contextmanager
    def opened(self) -> Iterator[EventSource]:
        """The device, grabbed (EVIOCGRAB); closing it lets it go."""
        device = evdev.InputDevice(self.path)
        try:
            device.grab()
            yield device
        finally:
            device.close()

    def listen(self, device: EventSource) -> None:
        """Hear every text; silence in the midst of one makes it a broken scan."""
        keyboard = UsKeyboard()
        while not self.leaving:
            ready, _, _ = select.select([device], [], [], WAKE)
            if not ready:
                if rest := keyboard.rest():
                    self.heard(rest[0], False)
                continue
            for event in device.read():
                if heard := keyboard.feed(event.type, event.code, event.value):
                    self.heard(*heard)

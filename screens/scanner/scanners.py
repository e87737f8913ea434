"""A terminal's scanners: whatever they read goes to the screen that is shown, as a message."""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.events import Key

from kiosk.config import Terminal
from kiosk.wording import refusal
from screens.scanner.attended import Attended
from screens.scanner.burst import Burst
from screens.scanner.scanned import Sieve

INPUT_DEVICES = "/dev/input/"
"""Where the kernel keeps its input devices; any other path is a serial line."""


class Scanners:
    """What a terminal's settings say of scanners, at work.

    Args:
        app: The terminal; its current screen is told.
        hand_on: Does with a typed key what the app would have done with it.
        terminal: Its settings; None is the same as a terminal without any.

    Raises:
        Refused: ``scanner_missing`` when an input device is set and evdev is not installed.
    """

    def __init__(
        self,
        app: App[Any],
        hand_on: Callable[[Key], Awaitable[None]],
        terminal: Terminal | None,
    ) -> None:
        self._app = app
        self._sieve = Sieve()
        setting = terminal or Terminal(role="lobby")
        self._burst = None
        if setting.scanner != "none":
            self._burst = Burst(hand_on, self._read, app.set_timer, unread=self._unread)
        self.device = self._attended(setting)

    def start(self) -> None:
        """Attend to the scanner that has a line or device of its own; once the app runs."""
        if self.device is not None:
            self.device.start()

    def stop(self) -> None:
        """Let go of it."""
        if self.device is not None:
            self.device.stop()

    async def takes(self, key: Key) -> bool:
        """Whether this key is none of the screen's business, or not yet."""
        return self._burst is not None and await self._burst.takes(key)

    def _attended(self, setting: Terminal) -> Attended[Any] | None:
        if not setting.scanner.startswith("/"):
            return None
        if not setting.scanner.startswith(INPUT_DEVICES):
            from screens.scanner.serial_port import SerialScanner  # noqa: PLC0415 only where used

            return SerialScanner(setting.scanner, setting.scanner_baud, self._heard)
        try:
            from screens.scanner.input_device import InputScanner  # noqa: PLC0415 optional
        except ImportError:
            raise refusal("scanner_missing", device=setting.scanner) from None
        return InputScanner(setting.scanner, self._heard)

    def _unread(self) -> bool:
        """Whether keys wait that Textual's input thread had no time for yet."""
        if self._app.is_headless or self._app.is_web or sys.__stdin__ is None:
            return False
        ready, _, _ = select.select([sys.__stdin__], [], [], 0)
        return bool(ready)

    def _heard(self, text: str, ended: bool) -> None:
        """Called on the device's own thread."""
        self._app.call_later(self._read, text, time.monotonic(), ended)

    def _read(self, text: str, at: float, ended: bool) -> None:
        message = self._sieve.sift(text, at, ended=ended)
        if message is not None:
            self._app.screen.post_message(message)

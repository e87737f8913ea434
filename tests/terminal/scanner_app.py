"""A terminal with a scanner and nothing else, to be run in a pty; tells a file what it saw.

``python -m tests.terminal.scanner_app FILE``: a JSON array a line, ``["came", key, seconds]`` for
each key as it was read, ``["key", key]`` for one the screen got, ``["scan", text]``,
``["broken", fault]``; ``["ready"]`` once it listens. F2 keeps the app busy for a second.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual import events, on
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from kiosk.config import Terminal
from screens.scanner.scanned import ScanBroken, Scanned
from screens.scanner.scanners import Scanners

BUSY = 1.0
"""Seconds that F2 keeps the app from looking at its keys."""


class Counter(Screen[None]):
    """A screen whose focus is in a field that would take every key."""

    def __init__(self, tell: Callable[..., None]) -> None:
        super().__init__()
        self.tell = tell

    def compose(self) -> ComposeResult:
        yield Input()

    def on_key(self, event: events.Key) -> None:
        if event.key == "f2":
            time.sleep(BUSY)

    @on(Scanned)
    def _scanned(self, event: Scanned) -> None:
        self.tell("scan", event.text)

    @on(ScanBroken)
    def _broken(self, event: ScanBroken) -> None:
        self.tell("broken", event.fault)


class ScannerApp(App[None], inherit_bindings=False):
    """Does with its keys what every terminal of the hall does."""

    def __init__(self, tell: Callable[..., None], terminal: Terminal | None = None) -> None:
        super().__init__()
        self.tell = tell
        self.scanners = Scanners(self, self._typed, terminal)

    async def _typed(self, key: events.Key) -> None:
        self.tell("key", key.key)
        await super().on_event(key)

    def on_mount(self) -> None:
        self.scanners.start()
        self.push_screen(Counter(self.tell))
        self.call_after_refresh(self.tell, "ready")

    def on_unmount(self) -> None:
        self.scanners.stop()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            if not event.is_forwarded:
                self.tell("came", event.key, event.time)
            if await self.scanners.takes(event):
                return
            if not event.is_forwarded:
                self.tell("key", event.key)
        await super().on_event(event)


def main(file: Path) -> None:
    """Run until killed."""
    with file.open("a", encoding="utf-8", buffering=1) as out:
        ScannerApp(lambda *what: print(json.dumps(what), file=out)).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

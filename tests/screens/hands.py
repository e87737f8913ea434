"""Keys at the pace of a scanner, or of a hand without waiting for one.

``pilot.press`` is a hand: it leaves 60 ms and more between keys, and waits that long itself.
"""

from __future__ import annotations

import time
from typing import Any

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key

CONTROL = {"\r": "enter", "\t": "tab", "\n": "ctrl+j"}


def key(char: str, at: float) -> Key:
    """The key of a character, read from the terminal at a moment (monotonic seconds)."""
    name = char if char.isalnum() else _character_to_key(char)
    event = Key(CONTROL.get(char, name), char)
    event.time = at
    return event


def scan(app: App[Any], text: str, end: str = "\r", gap: float = 0.004) -> None:
    """A scanner that acts as a keyboard: all its keys are in the app's queue at once."""
    _press(app, text + end, gap)


def type_in(app: App[Any], text: str, gap: float = 0.12) -> None:
    """A person's keys, a CR for Enter: at once for the test, and apart by their own times."""
    _press(app, text, gap)


def _press(app: App[Any], text: str, gap: float) -> None:
    start = time.monotonic() - len(text) * gap
    for place, char in enumerate(text):
        app.post_message(key(char, start + place * gap))

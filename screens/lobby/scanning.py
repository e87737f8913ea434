"""What can be held before the scanner, and how."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from screens.lobby.step import Step
from screens.widgets.big_text import BigText


class ScanAsked(Message):
    """Somebody has a code and does not know what to do with it."""


class Scanning(Step):
    """Waits for a code; every other screen of the lobby takes one too."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language")
    PROMPT = "lobby.scan"

    def body(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield BigText(centred=True, most=8, id="heading")
            yield Static(markup=False, id="sentence")

    def speak(self) -> None:
        super().speak()
        self.query_one("#heading", BigText).text = self.say("lobby.scan")
        sentence = f"{self.say('lobby.scan_how')}\n\n{self.say('lobby.scan_note')}"
        self.query_one("#sentence", Static).update(sentence)

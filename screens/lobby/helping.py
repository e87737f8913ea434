"""Somebody was called to help: who knows of it, and who is coming."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from screens.lobby.step import Step
from screens.terminal import HallChanged
from screens.widgets.big_text import BigText
from screens.widgets.key import Key


class HelpNotNeeded(Message):
    """The resident gets on without help after all."""


class Helping(Step):
    """Follows the call of this terminal until somebody has come, or it is taken back."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "withdraw", "size", "language")
    PROMPT = "lobby.helping"

    def body(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield BigText(centred=True, most=8, id="heading")
            yield Static(markup=False, id="sentence")

    def speak(self) -> None:
        super().speak()
        self.show_hall()

    @on(HallChanged)
    def show_hall(self) -> None:
        """How the call stands now; nothing is promised that nobody has said."""
        call = self.hall.help.at(self.hall.queue.terminal)
        if call is None:
            key = "over"
        elif call.answered_by is not None:
            key = "coming"
        elif self.hall.help.anyone_here():
            key = "called"
        else:
            key = "nobody"
        self.query_one("#heading", BigText).text = self.say(f"lobby.help_{key}")
        note = self.say(f"lobby.help_{key}_note", phone=self.hall.config.centre.phone)
        self.query_one("#sentence", Static).update(note)
        self.query_one("#withdraw", Key).display = call is not None

    def foot(self, name: str) -> None:
        if name == "withdraw":
            self.guard.close()
            self.post_message(HelpNotNeeded())
        else:
            super().foot(name)

"""What somebody asked for is on record: by when there is an answer, or where to fetch it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.volunteers.corrections import Correction
from kiosk.volunteers.wanted import Wanted
from screens.lobby.passing import Passing
from screens.lobby.session import Session
from screens.widgets.big_text import BigText


class Noted(Passing):
    """Goes by itself."""

    KEYS: ClassVar[tuple[str, ...]] = ("bye", "help", "size", "language")
    FOR_CARDS = True

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._made: Correction | Wanted | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield BigText(centred=True, most=8, id="heading")
            yield Static(markup=False, id="sentence")

    def show(self, made: Correction | Wanted) -> None:
        """Say it of another request."""
        self._made = made

    def wipe(self) -> None:
        self._made = None

    def speak(self) -> None:
        super().speak()
        if self._made is None:
            return
        self.query_one("#heading", BigText).text = self.say("volunteering.noted")
        if isinstance(self._made, Wanted):
            said = self.say("volunteering.statement_noted")
        else:
            due = self._made.due
            said = self.say("volunteering.noted_note", month=due.month, day=due.day)
        self.query_one("#sentence", Static).update(said)

    def foot(self, name: str) -> None:
        if name == "bye":
            self._pass(over=True)
        else:
            super().foot(name)

"""The hall has taken a request: its number, what is still missing, and by when."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.certificates.request import Request
from kiosk.hall import Hall
from screens.lobby.handed import HandedIn
from screens.lobby.request.standing import due_in_words, missing_in_words
from screens.lobby.session import Session
from screens.lobby.slip_state import SlipState
from screens.widgets.big_text import BigText


class Accepted(HandedIn):
    """The last thing he came for; it goes by itself, or with the next touch."""

    KEYS: ClassVar[tuple[str, ...]] = ("bye", "help", "size", "language")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._request: Request | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="accepted"):
            yield Static(markup=False, id="heading")
            yield BigText(most=8, id="number")
            yield Static(markup=False, id="due")
            yield Static(markup=False, id="missing")
            yield SlipState(self.hall)
            yield Static(markup=False, id="keep")

    def show(self, request: Request) -> None:
        """Show another request."""
        self._request = request

    def speak(self) -> None:
        super().speak()
        request = self._request
        if request is None:
            return
        texts = {
            "heading": self.say("form.accepted", number=request.number),
            "due": due_in_words(request, self.language),
            "missing": missing_in_words(request, self.hall, self.language),
            "keep": self.say("form.keep_slip"),
        }
        for part, text in texts.items():
            self.query_one(f"#{part}", Static).update(text)
        self.query_one("#number", BigText).text = request.number
        self.slip.follow(request.number)
        self.slip.speak(self.language)

    def foot(self, name: str) -> None:
        if name == "bye":
            self._pass(over=True)
        else:
            super().foot(name)

    def wipe(self) -> None:
        self._request = None

"""我的码: the card on the screen, for a phone to take home; 33 x 17 cells."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.room import Room
from screens.lobby.volunteering.visit import Visit
from screens.widgets.qr import QrCode
from screens.widgets.sentence import Sentence


class MyCode(Room):
    """The code of the card that is valid."""

    PROMPT = "volunteering.code"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(classes="code"):
            yield QrCode()
            with Vertical():
                yield Static(markup=False, id="title")
                yield Sentence(id="sentence")

    def show(self, bearer: Bearer) -> None:
        """Show somebody else's."""
        self._bearer = bearer

    def wipe(self) -> None:
        self._bearer = None
        self.query_one(QrCode).payload = ""

    def speak(self) -> None:
        super().speak()
        bearer = self._bearer
        if bearer is None:
            return
        self.query_one(QrCode).payload = bearer.code
        self.query_one("#title", Static).update(f"{bearer.shown}\n{bearer.number}")
        self.query_one("#sentence", Sentence).update(self.say("volunteering.code_how"))

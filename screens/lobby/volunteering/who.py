"""Whose card? Shown to the scanner, or found by the end of a phone's number and the name."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.hall import Hall
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Purpose
from screens.lobby.volunteering.room import Choices
from screens.lobby.volunteering.visit import Visit
from screens.widgets.big_text import BigText
from screens.widgets.sentence import Sentence
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class Who(Choices):
    """Waits for a card."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._purpose = Purpose.SIGN

    def body(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield BigText(id="heading")
            with Horizontal(classes="below"):
                with Vertical(classes="words"):
                    yield Sentence(id="sentence")
                with Vertical(classes="acts"):
                    yield TilePage(most=2, columns=1)

    def ask(self, purpose: Purpose) -> None:
        """Ask for another purpose."""
        self._purpose = purpose

    def prompt(self) -> str:
        return self.say(f"volunteering.{self._purpose}")

    def speak(self) -> None:
        super().speak()
        self.query_one("#heading", BigText).text = self.say("volunteering.show_card")
        self.query_one("#sentence", Sentence).update(self.say("lobby.scan_how"))

    def faces(self) -> list[Face]:
        note = self.say("volunteering.no_card_note")
        return [Face("none", self.say("volunteering.no_card"), "", note)]

    def chose(self, value: str) -> None:
        self.visit.without_card()

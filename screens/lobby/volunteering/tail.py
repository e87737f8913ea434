"""The last four digits of whose phone?"""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.hall import Hall
from kiosk.volunteers.roster_records import TAIL
from screens.lobby.padded import Padded
from screens.lobby.session import Session
from screens.lobby.volunteering.room import Room
from screens.lobby.volunteering.visit import Visit
from screens.widgets.big_text import BigText
from screens.widgets.sentence import Sentence


class Tail(Room, Padded):
    """A number pad."""

    PROMPT = "volunteering.tail"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._typed = ""

    def sheet(self) -> ComposeResult:
        yield BigText(most=8)
        yield Sentence(id="place")

    def speak(self) -> None:
        super().speak()
        self._show()

    def _show(self) -> None:
        self.query_one(BigText).text = self._typed
        self.query_one("#place", Sentence).update(self.say("volunteering.tail_how"))

    def wipe(self) -> None:
        self._typed = ""

    def typed(self, key: str, character: str | None) -> bool:
        if character and character.isascii() and character.isdecimal():
            self._change((self._typed + character)[:TAIL])
        elif key in {"backspace", "delete"} and self._typed:
            self._change(self._typed[:-1])
        elif key == "enter" and self.marker.marked is None:
            self._enter()
        else:
            return False
        return True

    def _change(self, text: str) -> None:
        self._typed = text
        self._show()

    def _enter(self) -> None:
        if len(self._typed) == TAIL:
            self.guard.close()
            self.visit.tail(self._typed)

"""And the name that goes with it? It is compared, never shown to anybody else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hanzi import Kind
from screens.lobby.request.entry import Entry
from screens.lobby.session import Session
from screens.lobby.step import FOOT
from screens.lobby.volunteering.room import Room
from screens.lobby.volunteering.visit import Visit
from screens.lobby.written import Written
from screens.widgets.pad import Mode

LONGEST = 40
"""Characters of a name."""


class Naming(Room, Written):
    """The pad that writes Chinese and Latin."""

    PROMPT = "volunteering.name"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._tail = self._typed = ""
        self._begins = False

    def sheet(self) -> ComposeResult:
        yield Entry()
        yield Static(markup=False, id="line-note")

    def key_of(self, name: str) -> str:
        """Not a sign that somebody may want to write."""
        return FOOT[name].also[0].capitalize().replace("Escape", "Esc")

    def begin(self, tail: str) -> None:
        """Ask for the name of somebody else."""
        self._tail, self._typed, self._begins = tail, "", True

    def wipe(self) -> None:
        super().wipe()
        self._tail = self._typed = ""

    def speak(self) -> None:
        super().speak()
        if self._begins:
            self._begins = False
            mode = Mode.LATIN if self.language == "en" else Mode.PINYIN
            self.pad.begin(Kind.NAME, "", mode)
        self._show()

    def _show(self) -> None:
        self.query_one(Entry).show(self._typed, large=self.session.large)
        self.query_one("#line-note", Static).update(self.say("volunteering.name_how"))

    def _change(self, text: str) -> None:
        self._typed = text[:LONGEST]
        self._show()

    def wrote(self, text: str) -> None:
        self._change(self._typed + text)

    def erased(self) -> None:
        self._change(self._typed[:-1])

    def emptied(self) -> None:
        self._change("")

    def entered(self) -> None:
        if self._typed.strip():
            self.guard.close()
            self.visit.named(self._tail, self._typed)

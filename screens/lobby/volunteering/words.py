"""What is wrong, or missing, in words: sealed, and read by a clerk who looks into it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hanzi import Kind
from kiosk.volunteers.corrections import LONGEST
from kiosk.volunteers.sums import Entry as Record
from kiosk.wording import refusal
from screens.lobby.request.entry import Entry
from screens.lobby.session import Session
from screens.lobby.step import FOOT
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.room import Room
from screens.lobby.volunteering.visit import Visit
from screens.lobby.written import Written
from screens.widgets.pad import Mode


class Words(Room, Written):
    """The pad."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._record: Record | None = None
        self._text = ""
        self._begins = self._held = False

    def sheet(self) -> ComposeResult:
        yield Entry()
        yield Static(markup=False, id="line-note")

    def key_of(self, name: str) -> str:
        """Not a sign that somebody may want to write."""
        return FOOT[name].also[0].capitalize().replace("Escape", "Esc")

    def begin(self, bearer: Bearer, record: Record | None) -> None:
        """Ask about another record, or with none about what is missing."""
        self._bearer, self._record = bearer, record
        self._text, self._begins, self._held = "", True, False

    def wipe(self) -> None:
        super().wipe()
        self._bearer = self._record = None
        self._text, self._held = "", False

    def hold_scan(self) -> bool:
        """What is half written is not lost to a card that somebody else shows."""
        self._held = bool(self._text)
        self._show()
        return self._held

    def prompt(self) -> str:
        key = "write_wrong" if self._record is not None else "write_missing"
        return self.say(f"volunteering.{key}")

    def speak(self) -> None:
        super().speak()
        if self._begins:
            self._begins = False
            mode = Mode.LATIN if self.language == "en" else Mode.PINYIN
            self.pad.begin(Kind.WORDS, "", mode)
        self._show()

    def _show(self) -> None:
        self.query_one(Entry).show(self._text, large=self.session.large)
        note = self.say("volunteering.write_note")
        if self._held:
            note = self.refused(refusal("unfinished"))
        self.query_one("#line-note", Static).update(note)

    def _change(self, text: str) -> None:
        self._text, self._held = text[:LONGEST], False
        self._show()

    def wrote(self, text: str) -> None:
        self._change(self._text + text)

    def erased(self) -> None:
        self._change(self._text[:-1])

    def emptied(self) -> None:
        self._change("")

    def entered(self) -> None:
        if self._text.strip() and self._bearer is not None:
            self.guard.close()
            self.visit.correct(self._bearer, self._record, self._text)

"""One line to be written: which proof it is, or who demands it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.hanzi import Kind
from kiosk.identity.free_text import free_text
from kiosk.items.enquiry import LONGEST
from screens.lobby.finding.asked import LineWritten
from screens.lobby.request.entry import Entry
from screens.lobby.session import Session
from screens.lobby.written import Written


class LineWriting(Written):
    """Posts ``LineWritten``. No number of anybody's is taken: nothing of a person is kept."""

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._ask = "what"
        self._text = ""
        self._begins = False
        self._wrong = False

    def sheet(self) -> ComposeResult:
        yield Entry()
        yield Static(markup=False, id="line-note")

    def begin(self, ask: str, before: str = "") -> None:
        """Ask for another line: ``what`` or ``unit``."""
        self._ask, self._text, self._begins, self._wrong = ask, before, True, False

    def wipe(self) -> None:
        super().wipe()
        self._text, self._wrong = "", False

    def prompt(self) -> str:
        return self.say(f"finding.write_{self._ask}")

    def speak(self) -> None:
        super().speak()
        if self._begins:
            self._begins = False
            self.pad.begin(Kind.WORDS, self._text)
        self._show()

    def _show(self) -> None:
        self.query_one(Entry).show(self._text, large=self.session.large)
        note = "finding.no_numbers" if self._wrong else "finding.write_note"
        self.query_one("#line-note", Static).update(self.say(note))

    def _change(self, text: str) -> None:
        self._text, self._wrong = text[:LONGEST], False
        self._show()

    def wrote(self, text: str) -> None:
        self._change(self._text + text)

    def erased(self) -> None:
        self._change(self._text[:-1])

    def emptied(self) -> None:
        self._change("")

    def entered(self) -> None:
        if not self._text.strip():
            return
        try:
            text = free_text(self._ask, self._text, LONGEST)
        except Refused:
            self._wrong = True
            self._show()
            return
        self.guard.close()
        self.post_message(LineWritten(self._ask, text))

"""Why something cannot be done just now, in large calm words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.wording import say
from screens.lobby.passing import Passing
from screens.lobby.session import Session
from screens.terminal import in_words
from screens.widgets.big_text import BigText


class Notice(Passing):
    """One sentence, and the way back; whoever reads it may well try something else."""

    LAST = False

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._heading = ""
        self._why: Refused | str = ""

    def body(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield BigText(centred=True, most=8, id="heading")
            yield Static(markup=False, id="sentence")

    def tell(self, heading: str, why: Refused | str) -> None:
        """Say another thing: keys of the catalogue, or why the hall would not do it."""
        self._heading, self._why = heading, why

    def speak(self) -> None:
        super().speak()
        why = self._why
        text = in_words(why, self.language) if isinstance(why, Refused) else ""
        if isinstance(why, str) and why:
            text = say(why, self.language)
        heading = self.say(self._heading) if self._heading else ""
        self.query_one("#heading", BigText).text = heading
        self.query_one("#sentence", Static).update(text)

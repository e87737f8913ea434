"""Why there is no ticket just now, in large calm words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby.passing import Passing
from screens.widgets.clock import Trouble
from screens.widgets.masthead import Masthead


class Notice(Passing):
    """One sentence, and the way back."""

    def __init__(self, hall: Hall, language: str, text: str) -> None:
        super().__init__(hall, language)
        self._text = text

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language)
        with Vertical(id="notice"):
            yield Static(self.say("lobby.no_ticket"), markup=False, id="heading")
            yield Static(self._text, markup=False, id="sentence")
        yield Static(self.foot(), markup=False, id="foot")

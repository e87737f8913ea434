"""The band at the top: whose hall this is, and what time it is."""

from __future__ import annotations

import time

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.wording import in_script
from screens.widgets.clock import Clock

KNOCKS, WITHIN = 5, 3.0
"""Touches within so many seconds by which a member of staff makes themselves known."""


class Masthead(Widget):
    """The centre's name in two languages, and the hall's clock."""

    class Knocked(Message):
        """It was touched five times within three seconds."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__()
        self._hall, self._language = hall, language
        self._touches: list[float] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="names"):
            yield Static(self._whose(), markup=False, classes="name")
            yield Static(self._hall.config.centre.name_en, markup=False, classes="name-en")
        yield Static(markup=False, classes="beside")
        yield Clock(self._hall, self._language)

    def _whose(self) -> str:
        centre = self._hall.config.centre
        return in_script(centre.name, self._language, centre.name_hant)

    def speak(self, language: str) -> None:
        """Go on in another language."""
        if language != self._language:
            self._language = language
            self.query_one(".name", Static).update(self._whose())
        clock = self.query_one(Clock)
        clock.language = language
        clock.turn()

    def beside(self, text: str) -> None:
        """Words beside the name, shown where no row is left for them below."""
        self.query_one(".beside", Static).update(text)

    def on_click(self) -> None:
        now = time.monotonic()
        self._touches = [at for at in self._touches if now - at < WITHIN] + [now]
        if len(self._touches) >= KNOCKS:
            self._touches = []
            self.post_message(self.Knocked())

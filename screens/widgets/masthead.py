"""The band at the top: whose hall this is, and what time it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from kiosk.hall import Hall
from screens.widgets.clock import Clock


class Masthead(Widget):
    """The centre's name in two languages, and the hall's clock."""

    def __init__(self, hall: Hall, language: str, *, beside: str = "") -> None:
        super().__init__()
        self._hall, self._language, self._beside = hall, language, beside

    def compose(self) -> ComposeResult:
        centre = self._hall.config.centre
        name = f"{centre.name}  {self._beside}".rstrip()
        with Vertical(classes="names"):
            yield Static(name, markup=False, classes="name")
            yield Static(centre.name_en, markup=False)
        yield Clock(self._hall, self._language)

    def speak(self, language: str) -> None:
        """Go on in another language."""
        clock = self.query_one(Clock)
        clock.language = language
        clock.turn()

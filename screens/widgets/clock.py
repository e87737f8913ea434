"""The hall's clock, and the line that says when what is shown may be old."""

from __future__ import annotations

from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.wording import say

OLD = 2.0
"""Seconds without contact after which it is said; a shorter hiccup is nobody's concern."""


class Clock(Static):
    """Date and time of day of the hall, in two short lines; ``brief`` leaves the date out."""

    def __init__(self, hall: Hall, language: str, *, brief: bool = False) -> None:
        super().__init__(markup=False)
        self._hall, self.language, self._brief = hall, language, brief
        self._shown = ""

    def on_mount(self) -> None:
        self.set_interval(1, self.turn)
        self.turn()

    def turn(self) -> None:
        """Show this minute; draws only when it has changed."""
        at = self._hall.clock.now().at
        weekdays = say("lobby.weekdays", self.language).split()
        day = say(
            "lobby.date", self.language, month=at.month, day=at.day, weekday=weekdays[at.weekday()]
        )
        text = f"{at:%H:%M}" if self._brief else f"{at:%H:%M}\n{day}"
        if text != self._shown:
            self._shown = text
            self.update(text)


class Trouble(Static):
    """Says, while the records cannot be read, from when what the screen shows is."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(markup=False)
        self._hall, self.language = hall, language
        self._good = hall.clock.now().at
        self._shown: str | None = None

    def on_mount(self) -> None:
        self.set_interval(1, self.look)

    def look(self) -> None:
        """Ask the hall; it knows from its own thread, nothing waits."""
        now = self._hall.clock.now().at
        if self._hall.trouble is None:
            self._good = now
        age = (now - self._good).total_seconds()
        text = None
        if age >= OLD:
            since = f"{self._good:%H:%M:%S}"
            text = say("lobby.trouble", self.language, since=since, seconds=round(age))
        if text != self._shown:
            self._shown = text
            self.display = text is not None
            self.update(text or "")

"""The hall's clock, and the line that says when what is shown may be old."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.wording import say
from screens.cut_off import Where

if TYPE_CHECKING:
    from screens.terminal import Terminal

OLD = 2.0
"""Seconds without contact after which it is said; a shorter hiccup is nobody's concern."""


class Clock(Static):
    """Time of day and date of the hall, in two lines; no date when ``brief`` or in one row."""

    def __init__(self, hall: Hall, language: str, *, brief: bool = False) -> None:
        super().__init__(markup=False)
        self._hall, self.language, self._brief = hall, language, brief
        self._shown = ""

    def on_mount(self) -> None:
        self.set_interval(1, self.turn)
        self.turn()

    def on_resize(self) -> None:
        self.turn()

    def turn(self) -> None:
        """Show this minute; draws only when it has changed."""
        at = self._hall.clock.now().at
        weekdays = say("lobby.weekdays", self.language).split()
        day = say(
            "lobby.date", self.language, month=at.month, day=at.day, weekday=weekdays[at.weekday()]
        )
        brief = self._brief or self.size.height == 1
        text = f"{at:%H:%M}" if brief else f"{at:%H:%M}\n{day}"
        if text != self._shown:
            self._shown = text
            self.update(text)


class Trouble(Static):
    """Says that the server cannot be reached, and when it is back.

    Or, while the records cannot be read, from when what the screen shows is.
    """

    def __init__(self, hall: Hall, language: str, where: Where = Where.DESK) -> None:
        super().__init__(markup=False)
        self._hall, self.language, self._where = hall, language, where
        self._good = hall.clock.now().at
        self._shown = ""

    def on_mount(self) -> None:
        self.set_interval(1, self.look)

    def look(self) -> None:
        """Ask the hall; it knows from its own thread, nothing waits."""
        text = "\n".join(self.faults())
        if text != self._shown:
            self._shown = text
            self.display = bool(text)
            self.update(text)

    def faults(self) -> list[str]:
        """What is wrong, each in one line."""
        now = self._hall.clock.now().at
        wire = cast("Terminal", self.app).wire.words(self.language, self._where)
        if self._hall.trouble is None or self._hall.cut_off is not None:
            self._good = now
        if wire:
            return wire
        age = (now - self._good).total_seconds()
        if age < OLD:
            return []
        since = f"{self._good:%H:%M:%S}"
        return [say("lobby.trouble", self.language, since=since, seconds=round(age))]

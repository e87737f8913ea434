"""A screen that goes by itself, or with the next touch."""

from __future__ import annotations

from textual import events
from textual.widgets import Static

from kiosk.hall import Hall
from screens.guard import Guard
from screens.terminal import HallScreen

STAY = 8
"""Seconds it stays when nobody touches anything."""

QUIET = 0.7
"""Seconds without a touch before one counts: the second tap of a double tap is not a wish to go."""


class Passing(HallScreen[None]):
    """The base of the ticket and of the notice; the ``#foot`` counts the seconds down."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language)
        self.guard = Guard(QUIET)
        self._left = STAY

    def on_mount(self) -> None:
        self._seconds = self.set_interval(1, self._second, pause=True)

    def foot(self) -> str:
        """How to go back, and when it goes by itself."""
        return self.say("lobby.any_key", seconds=self._left)

    def _second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.query_one("#foot", Static).update(self.foot())
        else:
            self._leave()

    def _leave(self) -> None:
        if self.is_current:
            self.dismiss()

    def on_screen_resume(self) -> None:
        self.guard.close()
        self._left = STAY
        self.query_one("#foot", Static).update(self.foot())
        self._seconds.reset()
        self._seconds.resume()

    def on_screen_suspend(self) -> None:
        self._seconds.pause()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self._touched()

    def on_click(self) -> None:
        self._touched()

    def _touched(self) -> None:
        if self.guard.passes():
            self._leave()

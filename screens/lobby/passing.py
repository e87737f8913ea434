"""A screen that goes by itself, or with the next touch."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby.session import Session
from screens.lobby.step import Step

STAY = 10
"""Seconds it stays when nobody touches anything; twice as long in large text."""

QUIET = 0.7
"""Seconds without a touch before one counts: the second tap of a double tap is not a wish to go."""


class Passed(Message):
    """It was read, or its time is over; ``over`` says whether whoever was here is done."""

    def __init__(self, over: bool) -> None:
        super().__init__()
        self.over = over


class Passing(Step):
    """The base of the ticket and of the notice; its title counts the seconds down.

    Any key or touch that means nothing else ends it.
    """

    LAST: ClassVar[bool] = True
    """Whether it is the last thing that anybody came for."""

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session, QUIET)
        self._left = STAY

    def on_mount(self) -> None:
        self._seconds = self.set_interval(1, self._second, pause=True)

    def prompt(self) -> str:
        return self.say("lobby.any_key", seconds=self._left)

    def stay(self) -> None:
        """Begin to count again."""
        self._left = STAY * 2 if self.session.large else STAY
        self._tell()

    def _second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._tell()
        else:
            self._pass(over=True)

    def _tell(self) -> None:
        self.query_one("#prompt", Static).update(self.prompt())

    def _pass(self, *, over: bool) -> None:
        if self.is_current:
            self._seconds.pause()
            self.post_message(Passed(over))

    def speak(self) -> None:
        super().speak()
        self.stay()

    def on_screen_resume(self) -> None:
        self._seconds.reset()
        self._seconds.resume()

    def on_screen_suspend(self) -> None:
        self._seconds.pause()

    def any_key(self) -> None:
        self._pass(over=self.LAST)

    def foot(self, name: str) -> None:
        if name in {"back", "over"}:
            self._pass(over=self.LAST)
        else:
            super().foot(name)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.guard.passes():
            self._pass(over=self.LAST)

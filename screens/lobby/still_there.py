"""Nobody has touched anything for a minute: is somebody still there?"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from screens.guard import Guard
from screens.lobby.session import Session
from screens.terminal import HallScreen
from screens.widgets.big_text import BigText
from screens.widgets.key import Key
from screens.widgets.touch import Touch

COUNT = 15
"""Seconds until everything typed is wiped."""

QUIET = 0.4


class NobodyThere(Message):
    """Nobody answered; what was typed must go."""


class SomebodyThere(Message):
    """Somebody is there, and wants to go on where they were."""


class StillThere(HallScreen[None]):
    """Counts down over the screen that waits below. Any touch goes on, and does nothing else."""

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session.language)
        self.session = session
        self.guard = Guard(QUIET)
        self._left = COUNT

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield BigText(most=8, centred=True, id="heading")
            yield Static(markup=False, id="sentence")
            yield Key("Enter", id="go-on")

    def on_mount(self) -> None:
        self._seconds = self.set_interval(1, self._second, pause=True)

    def on_screen_resume(self) -> None:
        self.language, self._left = self.session.language, COUNT
        self.set_class(self.session.large, "-large")
        self.query_one("#heading", BigText).text = self.say("lobby.still_there")
        self.query_one("#go-on", Key).show(self.say("lobby.go_on"))
        self._tell()
        self._seconds.reset()
        self._seconds.resume()

    def on_screen_suspend(self) -> None:
        self._seconds.pause()

    def _tell(self) -> None:
        sentence = self.say("lobby.wiped_in", seconds=self._left)
        self.query_one("#sentence", Static).update(sentence)

    def _second(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._tell()
        elif self.is_current:
            self._seconds.pause()
            self.post_message(NobodyThere())

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self._touched()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._touched()

    @on(Touch.Touched)
    def _go_on(self) -> None:
        self._touched()

    def _touched(self) -> None:
        if self.guard.passes() and self.is_current:
            self.post_message(SomebodyThere())

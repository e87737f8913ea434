"""What goes by itself and has a slip: how the slip stands is said for as long as it is shown."""

from __future__ import annotations

from textual import on

from screens.lobby.passing import Passing
from screens.lobby.slip_state import SlipState
from screens.terminal import HallChanged

STAY = 40
"""Seconds a request stays: there is more to read than on a ticket. Twice as long in large text."""


class Handed(Passing):
    """Its body has one ``SlipState``, which its ``speak`` tells what to follow."""

    @property
    def slip(self) -> SlipState:
        """How its slip stands."""
        return self.query_one(SlipState)

    def on_screen_resume(self) -> None:
        self.slip.begin()

    def on_screen_suspend(self) -> None:
        self.slip.rest()

    @on(HallChanged)
    def _follow_paper(self) -> None:
        self.slip.look()


class HandedIn(Handed):
    """A request was taken in, and was the last thing anybody came for."""

    def stay(self) -> None:
        self._left = STAY * 2 if self.session.large else STAY
        self._tell()

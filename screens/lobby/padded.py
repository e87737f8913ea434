"""A screen with digits to touch; what they press is typed. One to write on is in ``written.py``."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from screens.lobby.step import Step
from screens.widgets.number_pad import NumberPad


class Padded(Step):
    """A sheet beside a number pad. Say in ``typed`` what its keys mean; a keyboard's do the same.

    ``sheet`` stands to the left, ``above`` over the digits.
    """

    ENTER: ClassVar[str] = "lobby.enter"
    """The key, in the catalogue, of the word on the key that ends what is typed."""

    def body(self) -> ComposeResult:
        with Horizontal(classes="padded"):
            with Vertical(classes="sheet"):
                yield from self.sheet()
            with Vertical(classes="typing"):
                yield from self.above()
                yield NumberPad(*self._pad_words())

    def sheet(self) -> ComposeResult:
        """What is typed, and what it means."""
        yield from ()

    def above(self) -> ComposeResult:
        """Further keys over the digits."""
        yield from ()

    def _pad_words(self) -> tuple[str, str]:
        return self.say("lobby.erase"), self.say(self.ENTER)

    def speak(self) -> None:
        super().speak()
        self.query_one(NumberPad).speak(*self._pad_words())

    @on(NumberPad.Pressed)
    def _pressed(self, event: NumberPad.Pressed) -> None:
        self.pressed(event.key, event.key if event.key.isdecimal() else None)

    def pressed(self, key: str, character: str | None) -> None:
        """A key of the pad was touched: as if it were typed, but it marks nothing."""
        if self.guard.passes():
            self.marker.clear()
            self.typed(key, character)

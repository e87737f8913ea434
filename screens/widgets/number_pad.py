"""Digits to touch, for a PIN or a number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from screens.widgets.touch import Touch


class PadKey(Touch, can_focus=False):
    """One key; touching it leaves the focus where it is."""

    def __init__(self, key: str, face: str) -> None:
        super().__init__(classes=f"-{key}" if key.isalpha() else "")
        self.key, self._face = key, face

    def render(self) -> str:
        return self._face


class NumberPad(Grid, can_focus=False):
    """Posts ``Pressed`` with a digit, ``backspace`` or ``enter``."""

    class Pressed(Message):
        """A key was touched."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, erase: str, enter: str) -> None:
        super().__init__()
        self._words = {"backspace": erase, "enter": enter}

    def compose(self) -> ComposeResult:
        for key in (*"123456789", "backspace", "0", "enter"):
            yield PadKey(key, self._words.get(key, key))

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        event.stop()
        if isinstance(event.touch, PadKey):
            self.post_message(self.Pressed(event.touch.key))

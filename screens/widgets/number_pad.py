"""Digits to touch, for a PIN or a number."""

from __future__ import annotations

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from screens.widgets.glyphs import LEAST, big, loaded
from screens.widgets.touch import Touch


class PadKey(Touch, can_focus=False):
    """One key; touching it leaves the focus where it is."""

    def __init__(self, key: str, face: str) -> None:
        super().__init__(classes=f"-{key}" if key.isalpha() else "")
        self.key, self._face = key, face

    def render(self) -> Content:
        return Content(self._face)

    def render_line(self, y: int) -> Strip:
        height = self.size.height
        drawn = len(self._face) == 1 and height >= LEAST and self.screen.has_class("-large")
        if not drawn or not loaded():
            return super().render_line(y)
        art = big(self._face, LEAST)
        at = y - (height - LEAST) // 2
        line = art[at] if 0 <= at < LEAST else ""
        left = (self.size.width - len(art[0])) // 2
        text = Segment(" " * left + line, self.rich_style)
        return Strip([text]).adjust_cell_length(self.size.width, self.rich_style)

    def show(self, face: str) -> None:
        """Write something else on it."""
        if face != self._face:
            self._face = face
            self.refresh()


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

    def speak(self, erase: str, enter: str) -> None:
        """Go on in another language."""
        self._words = {"backspace": erase, "enter": enter}
        for key in self.query(PadKey):
            key.show(self._words.get(key.key, key.key))

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        event.stop()
        if isinstance(event.touch, PadKey):
            self.post_message(self.Pressed(event.touch.key))

"""The keys of the pad."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.widgets.cells import fitted
from screens.widgets.touch import Touch

GAP = 1
"""Cells between two keys that stand side by side; they belong to the key at their left."""


def edge(face: Style, ground: Style) -> Style:
    """The style of a row whose lower half is the key and whose upper half the ground."""
    return Style(color=face.bgcolor, bgcolor=ground.bgcolor)


class Cap(Touch):
    """One key. Half a row above it shows the ground, so that a full row of 3 is 2 and a half."""

    COMPONENT_CLASSES = {"cap--ground"}

    def __init__(self, sign: str, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.sign = sign
        self._words, self._hint = sign, ""

    @property
    def words(self) -> str:
        """What is written on it."""
        return self._words

    def show(self, words: str, hint: str = "") -> None:
        """Write on it; ``hint`` is the key of a keyboard that does the same."""
        if (words, hint) != (self._words, self._hint):
            self._words, self._hint = words, hint
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        face, ground = self.rich_style, self.get_component_rich_style("cap--ground")
        room = width - GAP
        gap = Segment(" " * GAP, ground)
        if y == 0:
            return Strip([Segment("▄" * room, edge(face, ground)), gap])
        line = ""
        if y == height // 2:
            words = f"[{self._words}]" if self.has_class("-on") else self._words
            line = f"{self._hint} {words}".strip()
            line = line if cell_len(line) <= room else words
        left = max(0, room - cell_len(line)) // 2
        return Strip([Segment(fitted(" " * left + line, room), face), gap])

"""A key at the foot of a screen: its words in two languages, and the key that does the same."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from screens.widgets.cells import fitted
from screens.widgets.touch import Touch

ROOMY = 26
"""Cells from which both languages stand in one line, as they do on its neighbours."""


class Key(Touch):
    """Three rows or more, twelve cells or more: the least that an unsteady finger finds."""

    COMPONENT_CLASSES = {"key--key", "key--other"}

    def __init__(self, key: str, *, id: str) -> None:  # noqa: A002 -- Textual's own name
        super().__init__(id=id)
        self.key = key
        self._words = ("", "")

    @property
    def words(self) -> tuple[str, str]:
        """What is written on it: in the screen's language, and for those who do not read it."""
        return self._words

    def show(self, text: str, other: str = "") -> None:
        """Change its words."""
        if (text, other) != self._words:
            self._words = (text, other)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        text, other = self._words
        first = [(f"{self.key} ", "key--key"), (text, "")] if self.key else [(text, "")]
        second = [(other, "key--other")] if other else []
        lines = [line for line in (first, second) if line]
        if second and width >= ROOMY:
            lines = [[*first, ("  ", ""), *second]]
        at = y - (height - len(lines) + len(lines) // 2) // 2
        parts = lines[at] if 0 <= at < len(lines) else []
        used = sum(cell_len(text) for text, _ in parts)
        segments = [Segment(" " * max(0, (width - used) // 2), self.rich_style)]
        for words, name in parts:
            style = self.get_component_rich_style(name) if name else self.rich_style
            segments.append(Segment(words if used <= width else fitted(words, width), style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

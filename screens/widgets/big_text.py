"""A text as large as its place allows."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.glyphs import big, columns

LEAST = 3
"""Rows below which a text is not drawn but written."""


class BigText(Widget):
    """A short text in quarter blocks, as high as fits; written plainly where there is no room."""

    def __init__(self, text: str = "", *, most: int = 12, centred: bool = False) -> None:
        super().__init__()
        self._text, self._most, self._centred = text, most, centred
        self._drawn: tuple[object, list[str]] = (None, [])

    @property
    def text(self) -> str:
        """What it shows."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.refresh()

    def rows(self) -> int:
        """How many rows it is drawn with; 0 when it is written."""
        width, height = self.size
        for rows in range(min(height, self._most), LEAST - 1, -1):
            if columns(self._text, rows) <= width:
                return rows
        return 0

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._drawn[0] != (self._text, self.size):
            rows = self.rows()
            self._drawn = ((self._text, self.size), big(self._text, rows) if rows else [self._text])
        lines = self._drawn[1]
        top = (height - len(lines)) // 2
        line = lines[y - top] if 0 <= y - top < len(lines) else ""
        if self._centred:
            line = " " * ((width - len(line)) // 2) + line
        return Strip([Segment(line, self.rich_style)]).adjust_cell_length(width, self.rich_style)

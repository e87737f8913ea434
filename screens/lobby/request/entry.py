"""What has been typed so far: its end is always seen."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import wrapped
from screens.widgets.glyphs import fitted_big

CURSOR = "▏"
MOST = 12
"""Rows of a large character."""


class Entry(Widget, can_focus=False):
    """A text with a cursor at its end; in large characters where that is wished and fits."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._large = "", False

    def show(self, text: str, *, large: bool) -> None:
        """Show another text."""
        if (text, large) != (self._text, self._large):
            self._text, self._large = text, large
            self.refresh()

    @property
    def text(self) -> str:
        """What it shows."""
        return self._text

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        lines = self._drawn(width, height) or wrapped(self._text + CURSOR, width)[-height:]
        top = (height - len(lines)) // 2
        line = lines[y - top] if 0 <= y - top < len(lines) else ""
        return Strip([Segment(line, self.rich_style)]).adjust_cell_length(width, self.rich_style)

    def _drawn(self, width: int, height: int) -> list[str] | None:
        if not self._large or not self._text.strip():
            return None
        drawn = fitted_big(self._text, width - cell_len(CURSOR), height, MOST)
        return [line + CURSOR for line in drawn] if drawn else None

"""The candidates, side by side, to be touched."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import fitted
from screens.widgets.glyphs import LEAST_HAN, big, columns
from screens.widgets.pad.caps import GAP, edge
from screens.widgets.pad.fitting import fit, spans

MOST_ROWS = 6
"""Rows of a candidate drawn large."""


class Choices(Widget, can_focus=False):
    """One row of candidates, drawn large where ``large`` is wished and the rows allow it."""

    COMPONENT_CLASSES = {"choices--choice", "choices--marked", "choices--number"}

    class Chosen(Message):
        """A candidate was touched; ``at`` counts from 0 on this page."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    class Resized(Message):
        """There is room for more, or fewer."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: Sequence[str] = ()
        self._marked, self._numbered = 0, True
        self.large = False

    @property
    def texts(self) -> Sequence[str]:
        """The candidates of this page."""
        return self._texts

    @property
    def spans(self) -> list[tuple[int, int]]:
        """From which column to which each candidate can be touched."""
        return spans(self._texts, self.size.width, self._rows)

    @property
    def _rows(self) -> int:
        """Rows a candidate is drawn with; 0 when it is written."""
        rows = min(self.size.height - 1, MOST_ROWS)
        return rows if self.large and rows >= LEAST_HAN else 0

    def fit(self, texts: Sequence[str]) -> list[range]:
        """The pages that these candidates take."""
        return fit(texts, self.size.width, self._rows) if self.size.width else []

    def show(self, texts: Sequence[str], marked: int, *, numbered: bool) -> None:
        """Show a page of candidates."""
        self._texts, self._marked, self._numbered = texts, marked, numbered
        self.refresh()

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for at, (start, end) in enumerate(self.spans):
            if start <= event.x < end:
                self.post_message(self.Chosen(at))

    def render_line(self, y: int) -> Strip:
        ground = self.rich_style
        segments: list[Segment] = []
        for at, (start, end) in enumerate(self.spans):
            marked = at == self._marked
            face = self.get_component_rich_style("choices--marked" if marked else "choices--choice")
            segments += self._line(y, at, end - start - GAP, face)
            segments.append(Segment(" " * GAP, ground))
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def _line(self, y: int, at: int, room: int, face: Style) -> list[Segment]:
        """One row of a candidate."""
        if y == 0:
            return [Segment("▄" * room, edge(face, self.rich_style))]
        text, number = self._texts[at], f"{at + 1} " if self._numbered else ""
        rows, height = self._rows, self.size.height
        if rows and columns(text, rows) + 3 <= room:
            top = 1 + (height - 1 - rows) // 2
            line = big(text, rows)[y - top] if top <= y < top + rows else ""
            number = number if y == top else " " * len(number)
        else:
            line = text if y == height // 2 else ""
            number = number if line else ""
            if line and at == self._marked:
                line = f"[{line}]"
        left = max(1, (room - cell_len(number + line)) // 2)
        return [Segment(fitted(" " * left + number + line, room), face)]

"""What is found while one writes: a few entries side by side, anew with every key."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.geometry import clamp
from textual.message import Message
from textual.strip import Strip

from screens.widgets.cells import fitted, wrapped
from screens.widgets.glyphs import fitted_big
from screens.widgets.touch import Touch

MOST = 6
"""Entries beside each other at most."""

WORD, MARGIN = 8, 2
"""Cells of what an entry answers, in a word; cells before and after its name."""

ROWS, ROWS_LARGE = 3, 7
"""Rows of an entry at least: two lines of a name, or a line of large characters."""

WIDE, NARROW = 100, 60
"""Cells from which on three, or two, stand side by side."""


class Result(Touch):
    """One entry: what it answers in a word, and its name."""

    COMPONENT_CLASSES = {"result--word", "result--ground"}

    def __init__(self) -> None:
        super().__init__()
        self.code = ""
        self._word = self._called = ""
        self._large = False
        self.display = False

    @property
    def written(self) -> list[str]:
        """What is written on it."""
        return [self._word, self._called]

    def show(self, code: str, word: str, name: str, *, large: bool) -> None:
        """Show another; nothing is drawn when nothing changed."""
        if (code, word, name, large) != (self.code, self._word, self._called, self._large):
            self.code, self._word, self._called, self._large = code, word, name, large
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        face, word = self.rich_style, self.get_component_rich_style("result--word")
        ground = self.get_component_rich_style("result--ground")
        if y == height - 1:
            edges = [(WORD, word), (width - WORD, face)]
            return Strip([Segment("▀" * cells, _edge(style, ground)) for cells, style in edges])
        rows = height - 1
        lines = self._lines(width - WORD - 2 * MARGIN, rows)
        first = (rows - len(lines)) // 2
        line = lines[y - first] if 0 <= y - first < len(lines) else ""
        said = self._word if y == first else ""
        text = " " * MARGIN + line
        parts = [Segment(fitted(f" {said}", WORD), word), Segment(text, face)]
        return Strip(parts).adjust_cell_length(width, face)

    def _lines(self, width: int, rows: int) -> list[str]:
        drawn = fitted_big(self._called, width, rows, most=6) if self._large else None
        return drawn or wrapped(self._called, width)[:rows]


class Results(Grid):
    """A page of them. Posts ``Chosen`` with the code of the one that is touched."""

    class Chosen(Message):
        """An entry was chosen."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Paged(Message):
        """There are more or fewer pages now, or another one is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[tuple[str, str, str]] = ()
        self._large = False
        self._page = 0

    def compose(self) -> ComposeResult:
        for _ in range(MOST):
            yield Result()

    def show(self, found: Sequence[tuple[str, str, str]], *, large: bool) -> None:
        """Show these (code, word, name), the first page of them."""
        self._found, self._large, self._page = found, large, 0
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    @property
    def shown(self) -> list[Result]:
        """Those on this page, in reading order."""
        return [result for result in self.query(Result) if result.display]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, ceil(len(self._found) / self._room))

    def turn(self) -> None:
        """To the next page; from the last, to the first."""
        self._page = (self._page + 1) % self.pages
        self._lay_out()

    @property
    def _shape(self) -> tuple[int, int]:
        """Columns and rows."""
        width, height = self.size
        columns = 1 if self._large or width < NARROW else 2 if width < WIDE else 3
        rows = height // (ROWS_LARGE if self._large else ROWS)
        return columns, clamp(rows, 1, MOST // columns)

    @property
    def _room(self) -> int:
        columns, rows = self._shape
        return columns * rows

    def _lay_out(self) -> None:
        columns, rows = self._shape
        self._page = min(self._page, self.pages - 1)
        here = self._found[self._page * self._room :][: self._room]
        for number, result in enumerate(self.query(Result)):
            result.display = number < len(here)
            if result.display:
                result.show(*here[number], large=self._large)
        if (self.styles.grid_size_columns, self.styles.grid_size_rows) != (columns, rows):
            self.styles.grid_size_columns, self.styles.grid_size_rows = columns, rows
        self.post_message(self.Paged())


def _edge(face: Style, ground: Style) -> Style:
    """Half a row of the ground below the entry, so that two rows of them do not touch."""
    return Style(color=face.bgcolor, bgcolor=ground.bgcolor)

"""A text as large as its place allows."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import wrapped
from screens.widgets.glyphs import fitted_big


class BigText(Widget):
    """A short text in quarter blocks, as large as fits; written plainly where there is no room.

    One that is not ``large`` is always written.
    """

    def __init__(
        self,
        text: str = "",
        *,
        most: int = 12,
        centred: bool = False,
        large: bool = True,
        id: str | None = None,  # noqa: A002 -- Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._text, self._most, self._centred, self._large = text, most, centred, large
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

    @property
    def large(self) -> bool:
        """Whether it is drawn where there is room."""
        return self._large

    @large.setter
    def large(self, large: bool) -> None:
        if large != self._large:
            self._large = large
            self.refresh()

    @property
    def drawn(self) -> bool:
        """Whether there is room to draw it."""
        width, height = self.size
        return fitted_big(self._text, width, height, self._most) is not None

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        face = (self._text, self._large, self.size)
        if self._drawn[0] != face:
            art = fitted_big(self._text, width, height, self._most) if self._large else None
            self._drawn = (face, art or wrapped(self._text, width))
        lines = self._drawn[1]
        top = (height - len(lines)) // 2
        line = lines[y - top] if 0 <= y - top < len(lines) else ""
        if self._centred:
            line = " " * ((width - cell_len(line)) // 2) + line
        return Strip([Segment(line, self.rich_style)]).adjust_cell_length(width, self.rich_style)

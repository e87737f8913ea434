"""A large tile: its number key, a name in two languages, and a line of facts."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.widgets.cells import wrapped
from screens.widgets.glyphs import big, loaded
from screens.widgets.touch import Touch

BADGE = 7
"""Cells of the coloured field that shows the number key."""

MARGIN = 2
"""Cells between the field and the text, and after the text."""


ROOMY = 5
"""Rows from which on the number key is drawn large."""


@dataclass(frozen=True)
class Face:
    """What a tile shows. One that is not ``ready`` shows no key and does nothing."""

    value: str
    key: str
    title: str
    subtitle: str = ""
    note: str = ""
    ready: bool = True


class Tile(Touch):
    """A tile of a page."""

    COMPONENT_CLASSES = {"tile--key", "tile--title", "tile--subtitle", "tile--note"}

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def on_mount(self) -> None:
        self.show(self.face)

    def show(self, face: Face) -> None:
        """Show another face; nothing is drawn when nothing changed."""
        if face != self.face or self.has_class("-closed") == face.ready:
            self.face = face
            self.set_class(not face.ready, "-closed")
            self.refresh()

    def touched(self) -> None:
        if self.face.ready:
            super().touched()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        key = self.get_component_rich_style("tile--key")
        lines = self._text(width - BADGE - 2 * MARGIN, height)
        top = (height - len(lines)) // 2
        text, style = lines[y - top] if 0 <= y - top < len(lines) else ("", self.rich_style)
        marks = self._mark(height)
        first = (height - len(marks)) // 2
        mark = marks[y - first] if 0 <= y - first < len(marks) else ""
        strip = Strip(
            [
                Segment(mark.center(BADGE), key),
                Segment(" " * MARGIN, self.rich_style),
                Segment(text, style),
            ]
        )
        return strip.adjust_cell_length(width, self.rich_style)

    def _mark(self, height: int) -> list[str]:
        """The number key, large where there is room and as soon as that costs no time."""
        key = self.face.key
        return big(key, 3) if key and height >= ROOMY and loaded() else [key]

    def _text(self, width: int, height: int) -> list[tuple[str, Style]]:
        """The lines of text, with as much space between them as there is room for."""
        parts = [
            [
                (line, self.get_component_rich_style(f"tile--{name}"))
                for line in wrapped(text, width)
            ]
            for name, text in (
                ("title", self.face.title),
                ("subtitle", self.face.subtitle),
                ("note", self.face.note),
            )
            if text
        ]
        blank = ("", self.rich_style)
        lines = [line for part in parts for line in part]
        if len(parts) > 1 and height >= len(lines) + 2:
            lines = [line for part in parts[:-1] for line in part] + [blank] + parts[-1]
        return lines

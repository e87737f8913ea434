"""A large tile: its number key, a name in two languages, and a line of facts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from screens.widgets.cells import parted
from screens.widgets.glyphs import LEAST_HAN, big, fitted_big, loaded
from screens.widgets.touch import Touch

BADGE = 7
"""Cells of the coloured field that shows the number key."""

MARGIN = 2
"""Cells between the field and the text, and after the text."""

ROOMY = 5
"""Rows from which on the number key is drawn large."""

BESIDE = 12
"""Cells that facts need beside a name drawn large."""

Part = tuple[str, str]
"""A text and the name of its style."""


@dataclass(frozen=True)
class Face:
    """What a tile shows. One that is not ``ready`` shows no key and does nothing."""

    value: str
    title: str
    subtitle: str = ""
    note: str = ""
    ready: bool = True
    key: str = ""


class Tile(Touch):
    """A tile of a page."""

    COMPONENT_CLASSES = {"tile--key", "tile--title", "tile--subtitle", "tile--note"}

    def __init__(self, face: Face, *, large: bool = False) -> None:
        super().__init__()
        self._face, self._large = face, large

    def on_mount(self) -> None:
        self.show(self._face, large=self._large)

    @property
    def face(self) -> Face:
        """What it shows."""
        return self._face

    @property
    def ready(self) -> bool:
        return self._face.ready

    def show(self, face: Face, *, large: bool) -> None:
        """Show another face; nothing is drawn when nothing changed."""
        if (face, large) != (self._face, self._large) or self.has_class("-closed") == face.ready:
            self._face, self._large = face, large
            self.key = face.key if face.ready else ""
            self.set_class(not face.ready, "-closed")
            self.refresh()
        self.key = face.key if face.ready else ""

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        room = width - BADGE - 2 * MARGIN
        lines = (self._drawn(room, height) if self._large else None) or self._written(room, height)
        top = (height - len(lines)) // 2
        parts = lines[y - top] if 0 <= y - top < len(lines) else []
        marks = self._mark(height)
        first = (height - len(marks)) // 2
        mark = marks[y - first] if 0 <= y - first < len(marks) else ""
        segments = [
            Segment(mark.center(BADGE), self.get_component_rich_style("tile--key")),
            Segment(" " * MARGIN, self.rich_style),
        ]
        for text, name in parts:
            style = self.get_component_rich_style(f"tile--{name}") if name else self.rich_style
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    @property
    def written(self) -> list[str]:
        """What is written on it, not drawn."""
        width, height = self.size
        room = width - BADGE - 2 * MARGIN
        if self._large and self._drawn(room, height):
            return [text for text, _ in self._texts()][1:]
        return [text for text, _ in self._kept(room, height)]

    def _mark(self, height: int) -> list[str]:
        """The number key, large where there is room and as soon as that costs no time."""
        rows = 5 if self._large and height > ROOMY else 3
        return big(self.key, rows) if self.key and height >= ROOMY and loaded() else [self.key]

    def _texts(self) -> list[Part]:
        face = self._face
        parts = [(face.title, "title"), (face.subtitle, "subtitle"), (face.note, "note")]
        return [(text, name) for text, name in parts if text]

    def _kept(self, width: int, height: int) -> list[Part]:
        """What there is room for: the name and the facts go before the other language."""
        texts = self._texts()
        if sum(len(parted(text, width)) for text, _ in texts) <= height:
            return texts
        return [(text, name) for text, name in texts if name != "subtitle"]

    def _written(self, width: int, height: int) -> list[list[Part]]:
        """The lines of text, with as much space between them as there is room for."""
        texts = self._kept(width, height)
        parts = [[[(line, name)] for line in parted(text, width)] for text, name in texts]
        lines = [line for part in parts for line in part]
        if len(parts) > 1 and height >= len(lines) + 2:
            lines = [line for part in parts[:-1] for line in part] + [[]] + parts[-1]
        return lines[:height]

    def _drawn(self, width: int, height: int) -> list[list[Part]] | None:
        """The name in large characters, the facts beside or below it; ``None`` without room."""
        title, *others = self._texts()
        words = [text for text, _ in others]
        for beside in (True, False):
            room = width - BESIDE - MARGIN if beside and others else width
            below = 0 if beside or not others else 1 + sum(len(parted(w, width)) for w in words)
            drawn = fitted_big(title[0], room, height - below, most=2 * LEAST_HAN)
            if drawn is not None:
                return self._beside(drawn, width) if beside else self._below(drawn, width)
        return None

    def _beside(self, drawn: list[str], width: int) -> list[list[Part]]:
        wide = max(map(cell_len, drawn)) + MARGIN
        facts = [
            (line, name) for text, name in self._texts()[1:] for line in parted(text, width - wide)
        ][: len(drawn)]
        top = [("", "")] * ((len(drawn) - len(facts)) // 2)
        return [
            [(art + " " * (wide - cell_len(art)), "title"), fact]
            for art, fact in zip_longest(drawn, [*top, *facts], fillvalue=("", ""))
            if isinstance(art, str)
        ]

    def _below(self, drawn: list[str], width: int) -> list[list[Part]]:
        facts = [[(line, name)] for text, name in self._texts()[1:] for line in parted(text, width)]
        return [*([(line, "title")] for line in drawn), [], *facts]

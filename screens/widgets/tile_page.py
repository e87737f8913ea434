"""A page of tiles, chosen by number key, arrow keys and Enter, or touch."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.geometry import clamp
from textual.message import Message

from screens.widgets.tile import Face, Tile
from screens.widgets.touch import Touch

MOST = 7
"""Tiles on a page; more are hard to take in at a glance."""

NARROW = 100
"""Cells below which five or six tiles stand in two columns: their names are long."""

FEW = 4
"""Tiles on a page at most in large text."""

ROWS_LARGE = 6
"""Rows of a tile in large text: a Chinese character that can be read well."""


class TilePage(Grid):
    """Tiles in one, two or three columns, a page at a time. Posts ``Chosen`` with the value.

    ``pinned`` faces stay on every page; they bring their own key. ``most`` tiles are on a page, and
    in so many ``columns`` where they are given.
    """

    class Chosen(Message):
        """A tile was chosen."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Paged(Message):
        """There are more or fewer pages now, or another one is shown."""

    def __init__(self, *, most: int = MOST, columns: int | None = None) -> None:
        super().__init__()
        self._limit, self._given = most, columns
        self._faces: list[Face] = []
        self._pinned: list[Face] = []
        self._large = False
        self._page = 0
        self._told = (0, 1)
        self._height: str | None = None

    def compose(self) -> ComposeResult:
        for _ in range(MOST):
            tile = Tile(Face("", ""))
            tile.display = False
            yield tile

    def show(self, faces: list[Face], pinned: list[Face], *, large: bool) -> None:
        """Show these faces; the page stays as long as it exists."""
        self._faces, self._pinned, self._large = faces, pinned, large
        self._lay_out()

    def forget(self) -> None:
        """Show nothing, and remember nothing of what was shown."""
        self._faces, self._pinned, self._page = [], [], 0
        for tile in self.query(Tile):
            tile.show(Face("", ""), large=self._large)
            tile.display = False

    def on_resize(self) -> None:
        self._lay_out()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, ceil(len(self._faces) / self._room))

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    def turn(self) -> None:
        """To the next page; from the last, to the first."""
        self._page = (self._page + 1) % self.pages
        self._lay_out()

    def first(self) -> None:
        """Back to the first page."""
        self._page = 0
        self._lay_out()

    @property
    def _most(self) -> int:
        if not self._large:
            return self._limit
        gutter = self.styles.grid_gutter_horizontal or 0
        high = self.size.height or ROWS_LARGE * FEW
        return clamp((high + gutter) // (ROWS_LARGE + gutter), 2, min(FEW, self._limit))

    @property
    def _room(self) -> int:
        """How many faces a page has room for beside those that stay."""
        total = len(self._faces) + len(self._pinned)
        return max(1, (self._most if total > self._most else total) - len(self._pinned))

    def _shown(self) -> list[Face]:
        here = self._faces[self._page * self._room :][: self._room]
        numbered = [replace(face, key=str(n)) for n, face in enumerate(here, start=1)]
        return [*numbered, *self._pinned]

    def _lay_out(self) -> None:
        self._page = min(self._page, self.pages - 1)
        faces, tiles = self._shown(), list(self.query(Tile))
        for tile, face in zip(tiles, faces, strict=False):
            tile.show(face, large=self._large)
        for number, tile in enumerate(tiles):
            tile.display = number < len(faces)
        columns = self._columns(len(faces))
        rows = max(1, ceil(len(faces) / columns))
        if (self.styles.grid_size_columns, self.styles.grid_size_rows) != (columns, rows):
            self.styles.grid_size_columns, self.styles.grid_size_rows = columns, rows
        self._even(rows)
        if self._told != (self._page, self.pages):
            self._told = (self._page, self.pages)
            self.post_message(self.Paged())

    def _even(self, rows: int) -> None:
        """Give every row of tiles the same height; what is left over stays free below them."""
        between = (rows - 1) * (self.styles.grid_gutter_horizontal or 0)
        high = (self.size.height - between) // rows
        height = str(high) if high > 0 else None
        if self._height != height:
            self._height = height
            self.styles.grid_rows = height

    def _columns(self, faces: int) -> int:
        if self._given is not None:
            return self._given
        if self._large or faces <= 1:
            return 1
        few = 4 if self.size.width >= NARROW else 6
        return 2 if faces <= few else 3

    def press(self, key: str) -> bool:
        """Choose by number key; whether the key meant something."""
        for tile in self.tiles():
            if tile.key == key:
                tile.touched()
                return True
        return False

    def tiles(self) -> list[Tile]:
        """The tiles shown, in reading order."""
        return [tile for tile in self.query(Tile) if tile.display]

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        event.stop()
        if isinstance(event.touch, Tile):
            self.post_message(self.Chosen(event.touch.face.value))

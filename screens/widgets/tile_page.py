"""A page of tiles, chosen by number key, arrow keys and Enter, or touch."""

from __future__ import annotations

from math import ceil

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from screens.widgets.tile import Face, Tile
from screens.widgets.touch import Touch

MOST = 7
"""Tiles on a page; more are hard to take in at a glance."""

STEPS = {
    "left": (-1, 0),
    "right": (1, 0),
    "up": (0, -1),
    "down": (0, 1),
    "tab": (1, 0),
    "shift+tab": (-1, 0),
}


class TilePage(Grid):
    """Up to seven tiles in one, two or three columns. Posts ``Chosen`` with the tile's value."""

    class Chosen(Message):
        """A tile was chosen."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, faces: list[Face]) -> None:
        super().__init__()
        self._faces = faces
        self._marked: Tile | None = None

    def compose(self) -> ComposeResult:
        for face in self._faces:
            yield Tile(face)

    def on_mount(self) -> None:
        self._arrange()

    def show(self, faces: list[Face]) -> None:
        """Show other faces; tiles that are there are used again."""
        if [face.value for face in faces] != [face.value for face in self._faces]:
            self.mark(None)
        self._faces = faces
        tiles = list(self.query(Tile))
        for tile, face in zip(tiles, faces, strict=False):
            tile.show(face)
        if len(faces) > len(tiles):
            self.mount_all(Tile(face) for face in faces[len(tiles) :])
        for number, tile in enumerate(tiles):
            tile.display = number < len(faces)
        self._arrange()

    @property
    def columns(self) -> int:
        """Columns for this many tiles."""
        return 1 if len(self._faces) == 1 else 2 if len(self._faces) <= 4 else 3  # noqa: PLR2004

    def _arrange(self) -> None:
        rows = ceil(len(self._faces) / self.columns)
        if (self.styles.grid_size_columns, self.styles.grid_size_rows) != (self.columns, rows):
            self.styles.grid_size_columns = self.columns
            self.styles.grid_size_rows = rows

    def press(self, key: str) -> bool:
        """Choose by number key, or with arrow keys and Enter; whether the key meant something."""
        if key in STEPS:
            self._step(*STEPS[key])
            return True
        if key in {"enter", "space"} and self._marked is not None:
            self._marked.touched()
            return True
        for tile in self._tiles():
            if tile.face.key == key:
                tile.touched()
                return True
        return False

    def mark(self, tile: Tile | None) -> None:
        """Mark the tile that Enter would choose."""
        for other in self.query(Tile):
            other.set_class(other is tile, "-marked")
        self._marked = tile

    def _tiles(self) -> list[Tile]:
        return [tile for tile in self.query(Tile) if tile.display]

    def _step(self, right: int, down: int) -> None:
        tiles = self._tiles()
        forward = right + down > 0
        if self._marked in tiles:
            at, step = tiles.index(self._marked), right + down * self.columns
        else:
            at, step = (-1, 1) if forward else (len(tiles), -1)
        while 0 <= at + step < len(tiles):
            at += step
            if tiles[at].face.ready:
                self.mark(tiles[at])
                return

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        event.stop()
        if isinstance(event.touch, Tile):
            self.post_message(self.Chosen(event.touch.face.value))

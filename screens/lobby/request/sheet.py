"""Tiles below one another, as many as have room: for what is read before it is touched."""

from __future__ import annotations

from textual.geometry import clamp

from screens.widgets.tile_page import MOST, TilePage

ROWS = 3
"""Rows of a tile: what it is, and what of it."""


class Sheet(TilePage):
    """One column of tiles. In large text as every page of tiles."""

    @property
    def _most(self) -> int:
        if self._large:
            return super()._most
        gutter = self.styles.grid_gutter_horizontal or 0
        high = self.size.height or ROWS * MOST
        return clamp((high + gutter) // (ROWS + gutter), 2, MOST)

    def _columns(self, faces: int) -> int:
        return 1

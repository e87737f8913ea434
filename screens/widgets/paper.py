"""A receipt on the screen, as the printer will put it on paper."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Size
from textual.widgets import Static

BESIDE = 56
"""Columns that must stay free beside it."""


FRAME = 6
"""Columns of its border and padding."""


NARROWEST = 32
"""Columns of the narrowest paper, 58 mm."""


def has_room(place: Size) -> bool:
    """Whether any paper at all could be shown in a place of this size."""
    return place.width >= NARROWEST + FRAME + BESIDE


class Paper(Static):
    """The lines of a slip on white; shown only where there is room for all of it."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def show(self, lines: list[str], room: Size) -> None:
        """Show the slip, if it fits a place of this size."""
        width = max(map(cell_len, lines), default=0) + FRAME
        while lines and not lines[-1].strip():
            lines.pop()
        if room.width >= width + BESIDE and room.height >= len(lines) + 2:
            self.styles.width = width
            self.update("\n".join(lines))
            self.display = True

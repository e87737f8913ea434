"""How large the calls are drawn, and on how many pages, so that none is ever left out.

The newest call has a band of its own at the top of every page. The older ones stand below it in
columns, as large as all of them fit. When they do not fit on one page even at the least size,
they take turns on a second; when two do not hold them they are written, which holds very many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

LARGEST, HIGHEST, LOWEST = 12, 10, 4
"""Rows the newest number, and the others, are drawn with at most; and at least, to be read."""

COLUMNS = 3
"""Drawn calls beside each other at most."""

DRAWN_PAGES = 2
"""Pages on which calls are drawn at most: nobody looks in vain for longer than one of them."""

GAP = 2
"""Columns between two calls."""

CAPTION = 1
"""Rows above a drawn call, where it is written too: for a Braille line or a screen reader."""

Widths = Callable[[int], int]
"""Columns that the widest of the calls needs when drawn with so many rows; 0 rows: written."""


@dataclass(frozen=True)
class Plan:
    """Sizes in rows, 0 for written; ``page`` is how many of the older calls stand on one page."""

    newest: int
    others: int
    columns: int
    page: int
    pages: int

    def shown(self, turn: int, count: int) -> range:
        """Which of the calls, newest first, stand below the newest at this turn of the pages."""
        first = 1 + self.page * (turn % self.pages)
        return range(first, min(first + self.page, count))

    @property
    def high(self) -> int:
        """Rows that all of a page needs."""
        above = CAPTION + self.newest + (self.pages > 1)
        return above + ceil(self.page / self.columns) * (CAPTION + self.others)

    def airy(self, height: int) -> int:
        """Empty rows above each row of older calls in a place of this height: one, or none."""
        return int(height - self.high >= ceil(self.page / self.columns))

    @property
    def comfortable(self) -> bool:
        """Whether every call is drawn, all at once."""
        return self.pages == 1 and bool(self.newest) and (bool(self.others) or not self.page)


def plan(count: int, width: int, height: int, shapes: Sequence[Widths]) -> Plan:
    """The largest arrangement of so many calls.

    Args:
        count: calls, at least one.
        width: of the place, in cells.
        height: of the place, in cells.
        shapes: ways to draw a call, the clearest first.
    """
    for pages in range(1, DRAWN_PAGES + 1):
        for widths in shapes:
            if found := _drawn(count - 1, pages, width, height - (pages > 1), widths):
                return found
    return _written(count - 1, width, height, shapes[-1])


def _drawn(others: int, pages: int, width: int, height: int, widths: Widths) -> Plan | None:
    """The others as large as they can be drawn on so many pages; then the newest."""
    page = ceil(others / pages)
    for rows in range(HIGHEST, LOWEST - 1, -1):
        found = []
        for columns in range(1, COLUMNS + 1):
            if columns * (widths(rows) + GAP) - GAP <= width:
                below = ceil(page / columns) * (CAPTION + rows)
                newest = _highest(width, height - below, widths)
                if newest >= (rows if others else LOWEST):
                    found.append(Plan(newest, rows, columns, page, pages))
        if found:
            return max(found, key=lambda each: each.newest)  # the first: fewest columns
    return None


def _highest(width: int, height: int, widths: Widths) -> int:
    """Rows the newest can have in this place; 0 when it has to be written."""
    most = range(min(LARGEST, height - CAPTION), LOWEST - 1, -1)
    return next((rows for rows in most if widths(rows) <= width), 0)


def _written(others: int, width: int, height: int, widths: Widths) -> Plan:
    columns = max(1, (width + GAP) // (widths(0) + GAP))
    for newest in range(_highest(width, height, widths), LOWEST - 1, -1):
        if ceil(others / columns) <= height - CAPTION - newest:
            return Plan(newest, 0, columns, others, 1)
    if ceil(others / columns) <= height - 1:
        return Plan(0, 0, columns, others, 1)
    page = max(1, height - 2) * columns
    return Plan(0, 0, columns, page, ceil(others / page))

"""Reading what stands on a screen in large characters, drawn of quarter blocks."""

from __future__ import annotations

from screens.widgets.glyphs import LEAST_HAN, big

MOST = 12
"""Rows of the largest of them."""


def stands_large(text: str, screen: str) -> bool:
    """Whether a text stands there on one line, in whatever size."""
    rows = screen.splitlines()
    return any(_at(big(text, size), rows) for size in range(LEAST_HAN, MOST + 1))


def _at(art: list[str], rows: list[str]) -> bool:
    """Whether this stands in the rows, its lines right below each other."""
    for top in range(len(rows) - len(art) + 1):
        left = rows[top].find(art[0])
        while left >= 0:
            if all(row.startswith(line, left) for row, line in zip(rows[top:], art, strict=False)):
                return True
            left = rows[top].find(art[0], left + 1)
    return False

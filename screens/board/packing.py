"""Short texts on as few rows as hold them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from screens.widgets.cells import wrapped

GAP = "     "


def packed(parts: Iterable[str], width: int) -> list[str]:
    """As many parts on each row as fit; one is broken only where it is wider than a row."""
    rows: list[str] = []
    for part in parts:
        if rows and cell_len(rows[-1] + GAP + part) <= width:
            rows[-1] += GAP + part
        else:
            rows += wrapped(part, width)
    return rows

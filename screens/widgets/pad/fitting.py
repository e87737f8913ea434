"""How many candidates stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from screens.widgets.glyphs import LEAST_HAN, columns

LEAST = 12
"""Cells of a candidate at least: what an unsteady finger finds."""

MOST = 7
"""Candidates on a page; more are hard to take in at a glance."""

AROUND = 6
"""Cells for the number before a candidate, the brackets of a marked one, and around it."""


def wide(text: str, rows: int) -> int:
    """Cells that a candidate needs; drawn large where there are ``rows`` enough for it."""
    drawn = columns(text, rows) if rows >= LEAST_HAN else cell_len(text)
    return max(LEAST, drawn + AROUND)


def fit(texts: Sequence[str], width: int, rows: int) -> list[range]:
    """The pages: which candidates stand on each. One too wide for a whole page stands alone."""
    pages: list[range] = []
    start, used = 0, 0
    for at, text in enumerate(texts):
        need = wide(text, rows)
        if at > start and (used + need > width or at - start == MOST):
            pages.append(range(start, at))
            start, used = at, 0
        used += need
    return [*pages, range(start, len(texts))] if texts else []


def spans(texts: Sequence[str], width: int, rows: int) -> list[tuple[int, int]]:
    """From where to where each candidate of a page goes; together they fill the width."""
    if not texts:
        return []
    needs = [wide(text, rows) for text in texts]
    spare = max(0, width - sum(needs)) // max(len(texts), 5)
    found, at = [], 0
    for need in needs:
        end = min(width, at + need + spare)
        found.append((at, end))
        at = end
    return found

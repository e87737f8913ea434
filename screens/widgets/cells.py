"""Text in terminal cells: how wide, where to break, how to place."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from textual.geometry import clamp

NEVER_FIRST = frozenset(",。、;:!?)」』》】%,.;:!?)")
"""Characters that may not begin a line (GB/T 15834, 5.1)."""


GAP = "  "
"""Between two statements in one line."""


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells: broken at spaces, and between Han characters."""
    width = max(width, 2)  # a terminal may be drawn as narrow as nothing
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while cell_len(line.rstrip()) > width:
            head = chop_cells(line, width)[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def parted(text: str, width: int) -> list[str]:
    """As ``wrapped``; of several statements with a gap between them each stays whole if it can.

    First the gaps give way, then each gets a line of its own, where that takes no more lines.
    """
    close = text.replace(GAP, " ")
    if GAP not in text or cell_len(text) <= width or cell_len(close) <= width:
        return wrapped(text if cell_len(text) <= width else close, width)
    apart = [line for part in text.split(GAP) for line in wrapped(part, width)]
    together = wrapped(close, width)
    return apart if len(apart) <= len(together) else together


def _pieces(text: str) -> list[str]:
    """What may not be broken apart: a word with the spaces after it, or one Han character."""
    pieces: list[str] = []
    for char in text:
        glued = pieces and (
            char in NEVER_FIRST
            or char == " "
            or (cell_len(char) == 1 and cell_len(pieces[-1][-1]) == 1 and pieces[-1][-1] != " ")
        )
        if glued:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def fitted(text: str, width: int) -> str:
    """Exactly ``width`` cells: padded, or cut with two dots where there is no room."""
    room = width - cell_len(text)
    if room >= 0:
        return text + " " * room
    kept = chop_cells(text, clamp(width - 2, 1, width))[0] if width > 2 else ""  # noqa: PLR2004
    return (kept + "..")[:width].ljust(width) if not kept else _padded(kept + "..", width)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))

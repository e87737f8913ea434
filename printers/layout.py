"""Blocks → rows of a paper's width: where lines break. Paper and preview draw the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from printers.cells import balanced, measure, wrap
from printers.receipt import AnyBlock, Big, Columns, Cut, Feed, Qr, Rule, Size, Text, Title

DOTS = {58: 384, 80: 576}
"""Printable dots of a paper of so many millimetres, at 8 dots a millimetre."""


LONELY = 4
"""Cells of a last line that looks forgotten: one character and its full stop."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; each part is clean text, and together they fit the width."""

    left: str = ""
    centre: str = ""
    right: str = ""
    size: Size = 24
    bold: bool = False


Row = Line | Rule | Big | Qr | Feed | Cut


def rows(blocks: Iterable[AnyBlock], paper: int) -> Iterator[Row]:
    """The rows of a slip on paper of 58 or 80 mm."""
    for block in blocks:
        match block:
            case Title():
                yield from _text(Text(text=block.text, align="centre", size=36, bold=True), paper)
            case Text():
                yield from _text(block, paper)
            case Columns():
                yield from _columns(block, paper)
            case _:
                yield block


def columns(paper: int, size: int = 24) -> int:
    """Half-width cells in a line of text of that size."""
    return DOTS[paper] // (size // 2)


def _text(block: Text, paper: int) -> Iterator[Line]:
    for paragraph in block.text.split("\n"):
        for text in _broken(paragraph, block, columns(paper, block.size)):
            match block.align:
                case "left":
                    yield Line(left=text, size=block.size, bold=block.bold)
                case "centre":
                    yield Line(centre=text.strip(), size=block.size, bold=block.bold)
                case "right":
                    yield Line(right=text, size=block.size, bold=block.bold)


def _broken(paragraph: str, block: Text, space: int) -> list[str]:
    lines = wrap(paragraph, space)
    lonely = measure(lines[-1]) <= LONELY
    return balanced(paragraph, space) if lonely or block.align == "centre" else lines


def _columns(block: Columns, paper: int) -> Iterator[Line]:
    space = columns(paper, block.size)
    *above, left = wrap(block.left, space)
    right, *below = wrap(block.right, space)
    for text in above:
        yield Line(left=text, size=block.size, bold=block.bold)
    if not below and measure(left) + 1 + measure(right) <= space:
        yield Line(left=left, right=right, size=block.size, bold=block.bold)
        return
    yield Line(left=left, size=block.size, bold=block.bold)
    for text in (right, *below):
        yield Line(right=text, size=block.size, bold=block.bold)

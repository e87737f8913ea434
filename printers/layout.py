"""Blocks → rows of a paper's width: where lines break. Paper and preview draw the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from printers.cells import balanced, measure, widest, wrap
from printers.receipt import (
    SIZES,
    AnyBlock,
    Big,
    Columns,
    Cut,
    Feed,
    Qr,
    Rule,
    Size,
    Text,
    Title,
)

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


DrawnRow = Line | Rule | Big | Qr | Feed
Row = DrawnRow | Cut


def rows(blocks: Iterable[AnyBlock], paper: int) -> Iterator[Row]:
    """The rows of a slip on paper of 58 or 80 mm."""
    for block in blocks:
        match block:
            case Title():
                heading = Text(
                    text=block.text, align="centre", size=block.size, bold=True, whole=block.whole
                )
                yield from _text(heading, paper)
            case Text():
                yield from _text(block, paper)
            case Columns():
                yield from _columns(block, paper)
            case _:
                yield block


def columns(paper: int, size: int = 24) -> int:
    """Half-width cells in a line of text of that size."""
    return DOTS[paper] // (size // 2)


def _fitting(block: Text | Columns, texts: Iterable[str], paper: int, mark: int = 0) -> Size:
    """The block's size, or the largest under it at which no number, word or code is divided.

    A number in two lines is two numbers. Only what is longer than a line of the smallest type is
    broken rather than lost.
    """
    longest = mark + max((widest(text, block.whole) for text in texts), default=0)
    fits = [size for size in SIZES if size <= block.size and longest <= columns(paper, size)]
    return max(fits, default=SIZES[0])


def _text(block: Text, paper: int) -> Iterator[Line]:
    paragraphs = block.text.split("\n")
    size = _fitting(block, paragraphs, paper, measure(block.mark))
    mark, space = block.mark, columns(paper, size) - measure(block.mark)
    for paragraph in paragraphs:
        for text in _broken(paragraph, block, space):
            match block.align:
                case "left":
                    yield Line(left=mark + text, size=size, bold=block.bold)
                case "centre":
                    yield Line(centre=text.strip(), size=size, bold=block.bold)
                case "right":
                    yield Line(right=text, size=size, bold=block.bold)
            mark = " " * measure(mark)


def _broken(paragraph: str, block: Text, space: int) -> list[str]:
    if block.align == "centre":
        return balanced(paragraph, space, block.whole)
    return _unlonely(paragraph, space, block.whole)


def _unlonely(text: str, space: int, whole: tuple[str, ...]) -> list[str]:
    lines = wrap(text, space, whole)
    return balanced(text, space, whole) if measure(lines[-1]) <= LONELY else lines


def _columns(block: Columns, paper: int) -> Iterator[Line]:
    size = _fitting(block, (block.left, block.right), paper)
    space = columns(paper, size)
    *above, left = wrap(block.left, space, block.whole)
    right, *below = _unlonely(block.right, space, block.whole)
    for text in above:
        yield Line(left=text, size=size, bold=block.bold)
    if not below and measure(left) + 1 + measure(right) <= space:
        yield Line(left=left, right=right, size=size, bold=block.bold)
        return
    yield Line(left=left, size=size, bold=block.bold)
    for text in (right, *below):
        yield Line(right=text, size=size, bold=block.bold)

"""A slip as characters, for lines so slow that a picture takes minutes (9600 baud: 108 s to 2 s).

Only what every Chinese printer has goes out as text: ASCII, and characters of two bytes in GBK.
A line with anything else (four-byte names like 𬭎, é, ①½) is drawn, in the same slip.
Facts: domain/printing.md, 1.4, 1.6 and 1.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image

from printers.cells import measure, width
from printers.devices import Prepared
from printers.escpos import (
    CUTS,
    INITIALIZE,
    LINE_DOTS,
    TAIL_LINES,
    Cutting,
    bands,
    without_commands,
)
from printers.layout import DOTS, DrawnRow, Line, columns, rows
from printers.page import Page, row_picture
from printers.receipt import AnyBlock, Big, Cut, Feed, Rule

CHINESE = b"\x1c&\x1cS\x00\x00"
"""``FS &``, ``FS S``: Chinese characters, 24 dots wide without space between them."""

LINE_MM = 4.25
"""What a printer feeds for a line of text: 1/6 inch."""

EM, WIDEST = 24, 8
"""Dots of a character's height, and how often ``GS !`` can multiply it."""

SIZES = {24: b"\x1d!\x00", 36: b"\x1d!\x01", 48: b"\x1d!\x11", 72: b"\x1d!\x22"}
"""``GS !``: what a printer's own characters have for each size; for 36 they are tall, not wide."""

LINES = {24: 1, 36: 2, 48: 2, 72: 3}
"""Lines of paper that each size takes."""


class TextEncoder:
    """Rows as text where that is safe, as pictures where it is not."""

    def __init__(self, cut: Cutting = "partial") -> None:
        self._cut = CUTS[cut]

    def encode(self, blocks: Sequence[AnyBlock], paper: int) -> Prepared:
        """See ``printers.escpos.Encoder``."""
        parts, millimetres = [INITIALIZE + CHINESE], 0.0
        laid_out = list(rows(blocks, paper))
        for row in laid_out:
            if isinstance(row, Cut):
                continue
            part, tall = self._row(row, paper)
            parts.append(part)
            millimetres += tall
        parts.append(self.separate() if Cut() in laid_out else _feed(TAIL_LINES))
        return Prepared(tuple(parts), None, millimetres + TAIL_LINES * LINE_MM)

    def separate(self) -> bytes:
        """See ``printers.escpos.Encoder``."""
        return _feed(TAIL_LINES) + self._cut

    def _row(self, row: DrawnRow, paper: int) -> tuple[bytes, float]:
        """Bytes of one row, and the millimetres of paper it takes."""
        match row:
            case Line() if _is_plain(row.left + row.centre + row.right):
                return _line(row, paper), LINES[row.size] * LINE_MM
            case Rule():
                return b"-" * columns(paper) + b"\n", LINE_MM
            case Feed():
                lines = round(row.dots / LINE_DOTS)
                return _feed(lines) if lines else b"", lines * LINE_MM
            case Big() if _is_plain(row.text) and row.text.isascii():
                return _big(row, paper)
            case _:
                drawn = row_picture(row, DOTS[paper])
                return b"".join(_drawn(drawn)), drawn.height / 8


@lru_cache(maxsize=8192)
def as_bytes(char: str) -> bytes | None:
    """A character as every Chinese printer knows it, as wide as we count it; else ``None``.

    GBK, because not every printer has what GB18030 added to its two-byte plane (䶮 is FE 9F there).
    """
    if " " <= char <= "~":
        return char.encode("ascii")
    try:
        said = char.encode("gbk")
    except UnicodeEncodeError:
        return None
    plain = said == char.encode("gb18030") and len(said) == width(char)
    return said if plain else None


def _is_plain(text: str) -> bool:
    return all(map(as_bytes, text))


def _encoded(text: str) -> bytes:
    return b"".join(as_bytes(char) or b"?" for char in text)


def _line(line: Line, paper: int) -> bytes:
    space = columns(paper, EM if line.size == 36 else line.size)  # noqa: PLR2004 - see SIZES
    if line.centre:
        text = " " * ((space - measure(line.centre)) // 2) + line.centre
    else:
        gap = space - measure(line.left) - measure(line.right) if line.right else 0
        text = line.left + " " * gap + line.right
    said = _encoded(text) + b"\n"
    if line.bold:
        said = b"\x1bE\x01" + said + b"\x1bE\x00"
    return said if line.size == EM else SIZES[line.size] + said + SIZES[EM]


def _big(row: Big, paper: int) -> tuple[bytes, float]:
    times = max(1, min(WIDEST, row.size // EM, columns(paper) // max(1, len(row.text))))
    before = (columns(paper) // times - len(row.text)) // 2
    size = b"\x1d!" + bytes(((times - 1) << 4 | (times - 1),))
    return size + b" " * before + _encoded(row.text) + b"\n" + SIZES[EM], times * LINE_MM


def _drawn(drawn: Image.Image) -> Iterator[bytes]:
    """A picture without the white at its right, which is most of what a short name would cost."""
    ink = Image.eval(drawn.convert("L"), lambda dot: 255 - dot).getbbox()
    right = ink[2] if ink else 8
    across = -(-right // 8)
    page = Page(drawn.crop((0, 0, across * 8, drawn.height)), cut=False)
    return bands(without_commands(page.raster()), across)


def _feed(lines: int) -> bytes:
    return bytes((0x1B, 0x64, min(lines, 255)))

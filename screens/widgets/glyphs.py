"""Large characters in quarter blocks, drawn from the shipped font. Loads Pillow when first used.

A cell holds 2 x 2 dots (U+2596 to U+259F: one cell wide in every terminal, drawn without gaps in
most). Chinese needs six rows to be read well, digits four; measured in domain/textual.md 2.6.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from kiosk.fonts import FONT

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

BLOCKS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By bits: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""

FINE = 8
"""Pixels drawn for the height of one dot, before they are averaged."""

THRESHOLD = 110
"""A dot is set from this grey on, of 255."""

LEAST, LEAST_HAN = 3, 6
"""Rows below which letters and digits, or Chinese characters, cannot be read well."""

GAP = 1
"""Empty rows between two lines of large text."""

CAPITAL = 0.733
"""Height of digits and capitals, in ems of the font."""

HAN = 0.95
"""Height of Chinese characters, in ems."""

BOLD = 0.16
"""Added to the thickness of strokes, in dots for each row: thin strokes vanish at a distance."""


def big(text: str, rows: int) -> list[str]:
    """A text as ``rows`` lines of cells, each of the same width."""
    plain = text.isascii()
    drawn = [_glyph(char, rows, plain=plain) for char in text]
    return ["".join(lines) for lines in zip(*drawn, strict=True)]


def fitted_big(text: str, width: int, height: int, most: int = 16) -> list[str] | None:
    """A text as large as fits, on several lines if it must; ``None`` where it cannot be read so.

    Words are not broken; Chinese may break between any two characters.
    """
    least = LEAST if text.isascii() else LEAST_HAN
    for rows in range(min(height, most), least - 1, -1):
        lines = _broken(text, rows, width)
        if lines is not None and len(lines) * rows + (len(lines) - 1) * GAP <= height:
            return _stacked([big(line, rows) for line in lines])
    return None


def _broken(text: str, rows: int, width: int) -> list[str] | None:
    """The lines of a text; ``None`` when a word alone is too wide."""
    plain = text.isascii()
    lines: list[str] = []
    for piece in text.split() if plain else text:
        joined = f"{lines[-1]} {piece}" if plain and lines else lines[-1] + piece if lines else ""
        if lines and columns(joined, rows) <= width:
            lines[-1] = joined
        elif columns(piece, rows) <= width:
            lines.append(piece)
        else:
            return None
    return lines


def _stacked(lines: list[list[str]]) -> list[str]:
    stacked: list[str] = []
    for line in lines:
        stacked += [""] * GAP * bool(stacked) + line
    return stacked


def loaded() -> bool:
    """Whether drawing is cheap by now; the first frame of a screen should not wait for Pillow."""
    return "PIL.ImageFont" in sys.modules


def columns(text: str, rows: int) -> int:
    """How many cells wide ``big`` would be, without drawing."""
    plain = text.isascii()
    return sum(_width(char, rows, plain=plain) for char in text)


def _ems(rows: int, *, plain: bool) -> float:
    """The font's size in dots."""
    return 2 * rows / (CAPITAL if plain else HAN)


def _width(char: str, rows: int, *, plain: bool) -> int:
    ems = 0.3 if char == " " else 1.0 if east_asian_width(char) in "WFA" else 0.5
    return ceil(_ems(rows, plain=plain) * ems)


@lru_cache(maxsize=512)
def _glyph(char: str, rows: int, *, plain: bool) -> tuple[str, ...]:
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- 40 ms that the first frame need not wait for

    cells = _width(char, rows, plain=plain)
    image = Image.new("L", (cells * FINE, 2 * rows * FINE))
    size = round(_ems(rows, plain=plain) * FINE)
    base = 2 * rows * FINE if plain else round(2 * rows * FINE * 0.89)
    ImageDraw.Draw(image).text(
        (cells * FINE / 2, base),
        char,
        fill=255,
        font=_font(size),
        anchor="ms",
        stroke_width=round(BOLD * rows * FINE / 4) if plain else 0,
    )
    dots = image.resize((cells * 2, rows * 2), Image.Resampling.BOX).tobytes()
    return tuple(_cells(dots, cells, row) for row in range(rows))


def _cells(dots: bytes, cells: int, row: int) -> str:
    """One row of cells from two rows of dots."""
    wide = 2 * cells
    upper, lower = dots[2 * row * wide :][:wide], dots[(2 * row + 1) * wide :][:wide]
    return "".join(
        BLOCKS[
            (upper[x] >= THRESHOLD)
            + 2 * (upper[x + 1] >= THRESHOLD)
            + 4 * (lower[x] >= THRESHOLD)
            + 8 * (lower[x + 1] >= THRESHOLD)
        ]
        for x in range(0, wide, 2)
    )


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 -- see above

    return ImageFont.truetype(FONT, size)

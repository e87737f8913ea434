"""What a terminal draws of its cells: a picture for a camera, a scanner, or somebody's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyte
from PIL import Image, ImageColor, ImageDraw, ImageFont

from kiosk.fonts import FONT
from screens.widgets.glyphs import BLOCKS

Colour = tuple[int, ...]
Cell = tuple[str, Colour, Colour]
"""A character, its ink, its ground. The second cell of a wide character holds none."""

CELL = (8, 16)
"""Pixels across and down: letters of every terminal are about twice as high as wide."""

INK, GROUND = (229, 229, 229), (0, 0, 0)
"""Of a terminal that was told no colours."""

HALVES = {"\u2580": (0, 1), "\u2584": (1, 2)}
"""Upper and lower half blocks, in halves of a cell."""


def painted(screen: pyte.Screen, cell: tuple[int, int] = CELL) -> Image.Image:
    """A picture of an emulator's screen."""
    columns = range(screen.columns)
    rows = (
        (_cell(screen.buffer[row][column]) for column in columns) for row in range(screen.lines)
    )
    return paint(rows, (screen.columns, screen.lines), cell)


def paint(
    rows: Iterable[Iterable[Cell]], size: tuple[int, int], cell: tuple[int, int] = CELL
) -> Image.Image:
    """A picture of rows of cells; ``size`` in columns and rows."""
    wide, tall = cell
    image = Image.new("RGB", (size[0] * wide, size[1] * tall))
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(rows):
        for x, (char, ink, ground) in enumerate(row):
            if not char:
                continue  # the wide character before it has filled both
            left, top = x * wide, y * tall
            right = left + wide * (2 if _is_wide(char) else 1)
            pen.rectangle((left, top, right - 1, top + tall - 1), fill=ground)
            if char in HALVES:
                upper, lower = (top + tall * half // 2 for half in HALVES[char])
                pen.rectangle((left, upper, right - 1, lower - 1), fill=ink)
            elif char in BLOCKS:
                for box in _quarters(char, (left, top), cell):
                    pen.rectangle(box, fill=ink)
            else:
                pen.text((left, top + tall * 7 // 8), char, fill=ink, font=_font(tall), anchor="ls")
    return image


def _quarters(char: str, at: tuple[int, int], cell: tuple[int, int]) -> Iterator[tuple[int, ...]]:
    """The parts of a cell that a quarter block fills."""
    wide, tall = cell[0] // 2, cell[1] // 2
    bits = BLOCKS.index(char)
    for bit in range(4):
        if bits >> bit & 1:
            left, top = at[0] + bit % 2 * wide, at[1] + bit // 2 * tall
            yield left, top, left + wide - 1, top + tall - 1


def _cell(char: pyte.screens.Char) -> Cell:
    ink, ground = _colour(char.fg, INK), _colour(char.bg, GROUND)
    return (char.data, ground, ink) if char.reverse else (char.data, ink, ground)


@cache
def _colour(name: str, default: Colour) -> Colour:
    """An emulator says a colour in six hexadecimal digits, or by name."""
    if name == "default":
        return default
    return ImageColor.getrgb(f"#{name}" if len(name) == 6 else name)


def _is_wide(char: str) -> bool:
    return pyte.screens.wcwidth(char[0]) == 2


@cache
def _font(tall: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), tall * 7 // 8)

"""Characters as one-bit pictures that fill their cells exactly."""

from __future__ import annotations

import logging
import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from kiosk.fonts import FONT
from printers.cells import MISSING, width

log = logging.getLogger(__name__)

_UNASSIGNED = "\U000f0000"
"""A private character that no font of ours has: drawing it shows the font's .notdef."""


def pitch(size: int) -> int:
    """Dots from one line of text to the next."""
    return size * 5 // 4


@lru_cache(maxsize=4096)
def glyph(char: str, size: int, bold: bool = False) -> Image.Image:
    """A mode-1 picture, ink set, of ``width(char) * size / 2`` × ``pitch(size)`` dots.

    A character that the font lacks is drawn as 〓 and logged once.
    """
    if _is_missing(char):
        log.warning("U+%04X is not in the font", ord(char))
        char = MISSING if width(char) > 1 else "?"
    cell = width(char) * size // 2
    picture = Image.new("1", (cell, pitch(size)), 0)
    if char.isascii() or unicodedata.east_asian_width(char) in "WF":  # as wide as its cells
        _stroke(picture, 0, char, size, bold)
        return picture
    left, _, right, _ = _ink(char, size)
    if right - left > cell:  # a letter of the proportional part of the font: Ж, Œ
        wide = Image.new("1", (right - left, pitch(size)), 0)
        _stroke(wide, -left, char, size, bold)
        return wide.resize(picture.size, Image.Resampling.NEAREST)
    advance = _font(size).getlength(char)
    start = round((cell - advance) / 2)
    _stroke(picture, min(max(start, -left), cell - right), char, size, bold)
    return picture


def _stroke(picture: Image.Image, x: int, char: str, size: int, bold: bool) -> None:
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"  # FreeType's own black and white; dithering grey would speckle the paper
    # The baseline is one em down: 0.88 em of the ideograph and a little air above it.
    for shift in (0, 1) if bold else (0,):
        pen.text((x + shift, size), char, font=_font(size), fill=1, anchor="ls")


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _ink(char: str, size: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = _font(size).getbbox(char, mode="1", anchor="ls")
    return int(left), int(top), int(right), int(bottom)


@lru_cache(maxsize=1)
def _notdef() -> bytes:
    return bytes(_font(24).getmask(_UNASSIGNED, mode="1"))


@lru_cache(maxsize=8192)
def _is_missing(char: str) -> bool:
    return not char.isspace() and bytes(_font(24).getmask(char, mode="1")) == _notdef()

"""Blocks → a one-bit page, 384 or 576 dots wide, drawn cell by cell."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.errors import Refused
from printers.cells import measure, width
from printers.glyphs import glyph, pitch
from printers.layout import DOTS, DrawnRow, Line, rows
from printers.qr import QUIET, modules
from printers.receipt import AnyBlock, Big, Cut, Feed, Qr, Rule

MODULE = range(6, 3, -1)
"""Dots of a QR module, best first: 6 suits poor scanners, under 4 fails (domain/printing.md, 5)."""

RULE = 22
"""Dots that a line across the paper takes, white space included."""

WHITE = 1
BLACK = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A picture of mode 1 (0 is black) as wide as the paper, and whether to cut after it."""

    image: Image.Image
    cut: bool

    def raster(self) -> bytes:
        """Rows of ``image.width / 8`` bytes, most significant bit left, 1 is black."""
        return self.image.tobytes("raw", "1;I")  # ImageChops.invert is wrong for mode 1

    def png(self, path: Path) -> None:
        """Write the page; when this returns it is on disk, and no reader ever sees half of it."""
        partial = path.with_name(f".{path.name}.partial")
        with partial.open("wb") as file:
            self.image.save(file, format="PNG")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def draw(blocks: Iterable[AnyBlock], paper: int) -> Page:
    """The page of a slip on paper of 58 or 80 mm. Refuses: ``slip_code_too_long``."""
    dots = DOTS[paper]
    laid_out = list(rows(blocks, paper))
    drawn = [row_picture(row, dots) for row in laid_out if not isinstance(row, Cut)]
    image = Image.new("1", (dots, max(1, sum(picture.height for picture in drawn))), WHITE)
    y = 0
    for picture in drawn:
        image.paste(picture, (0, y))
        y += picture.height
    return Page(image, cut=Cut() in laid_out)


def row_picture(row: DrawnRow, dots: int) -> Image.Image:
    """One row as wide as the paper. Refuses: ``slip_code_too_long``."""
    match row:
        case Line():
            return _line(row, dots)
        case Big():
            return _big(row, dots)
        case Qr():
            return _qr(row.payload, dots)
        case Feed():
            return _blank(dots, row.dots)
        case Rule():
            picture = _blank(dots, RULE)
            ImageDraw.Draw(picture).line((0, RULE // 2, dots, RULE // 2), fill=BLACK, width=2)
            return picture


def _blank(dots: int, height: int) -> Image.Image:
    return Image.new("1", (dots, height), WHITE)


def _line(line: Line, dots: int) -> Image.Image:
    picture = _blank(dots, pitch(line.size))
    cell = line.size // 2
    _write(picture, 0, line.left, line.size, line.bold)
    _write(picture, (dots - measure(line.centre) * cell) // 2, line.centre, line.size, line.bold)
    _write(picture, dots - measure(line.right) * cell, line.right, line.size, line.bold)
    return picture


def _write(picture: Image.Image, x: int, text: str, size: int, bold: bool) -> None:
    pen = ImageDraw.Draw(picture)
    for char in text:
        if char != " ":
            pen.bitmap((x, 0), glyph(char, size, bold), fill=BLACK)
        x += width(char) * size // 2


def _big(row: Big, dots: int) -> Image.Image:
    cells = max(1, measure(row.text))
    size = min(row.size, dots * 2 // cells // 2 * 2)
    picture = _blank(dots, pitch(size))
    _write(picture, (dots - cells * size // 2) // 2, row.text, size, bold=False)
    # Digits and capitals leave an eighth above and a fifth below the baseline empty.
    return picture.crop((0, size // 8, dots, pitch(size) - size // 8))


def _qr(payload: str, dots: int) -> Image.Image:
    code = modules(payload)
    across = len(code) + 2 * QUIET
    module = next((size for size in MODULE if across * size <= dots), None)
    if module is None:
        raise Refused(
            "slip_code_too_long", "二维码内容太长，这种纸宽印不下，没有打印。", length=len(payload)
        )
    small = Image.new("1", (across, across), WHITE)
    for y, line in enumerate(code, QUIET):
        for x, black in enumerate(line, QUIET):
            if black:
                small.putpixel((x, y), BLACK)
    picture = _blank(dots, across * module)
    picture.paste(
        small.resize((across * module,) * 2, Image.Resampling.NEAREST),
        ((dots - across * module) // 2, 0),
    )
    return picture

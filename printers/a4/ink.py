"""What is put on a sheet: text in the shipped font, codes, lines. Millimetres from the top left."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import TextMode

from kiosk.fonts import FONT
from printers.cells import MISSING, clean
from printers.qr import QUIET, modules

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 210.0, 297.0
POINT = 25.4 / 72
"""Millimetres of a point."""

_FACE = "hall"
_BOLD = 0.03
"""Of the size: the line drawn round a bold character, whose face we do not ship."""


class Ink:
    """One document; the same calls give the same bytes."""

    def __init__(self, title: str, author: str, moment: datetime) -> None:
        for noisy in ("fontTools", "fpdf"):  # they log each sheet's font, and characters of names
            logging.getLogger(noisy).setLevel(logging.ERROR)
        self._pdf = FPDF(format="A4", unit="mm")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(moment)
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.set_lang("zh-CN")
        self._pdf.add_font(_FACE, "", FONT)
        self.missing: dict[str, None] = {}
        """Characters that the font lacks, drawn as 〓."""

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self._pdf.fonts[_FACE].ttfont.getBestCmap())  # type: ignore[union-attr]

    def page(self) -> None:
        """Begin a sheet."""
        self._pdf.add_page()

    def drawable(self, text: str) -> str:
        """Text as it can be drawn: clean, and 〓 for what the font lacks."""
        drawn = []
        for char in clean(text):
            if ord(char) in self._known:
                drawn.append(char)
                continue
            if char not in self.missing:
                log.warning("U+%04X is not in the font", ord(char))
            self.missing[char] = None
            drawn.append(MISSING)
        return "".join(drawn)

    def width(self, text: str, size: float) -> float:
        """Millimetres of a drawable text at a size in points."""
        self._pdf.set_font(_FACE, size=size)
        return float(self._pdf.get_string_width(text))

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, grey: int = 0
    ) -> None:
        """Drawable text with its baseline at ``y``; ``grey`` from 0 (black) to 255."""
        self._pdf.set_font(_FACE, size=size)
        self._pdf.set_text_color(grey)
        self._pdf.set_draw_color(grey)
        self._pdf.set_line_width(size * POINT * _BOLD)
        mode = TextMode.FILL_STROKE if bold else TextMode.FILL
        with self._pdf.local_context(text_mode=mode):
            self._pdf.text(x, y, text)

    def centred(self, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """A line in the middle of the sheet."""
        self.text((WIDTH - self.width(text, size)) / 2, y, text, size, bold=bold)

    def right(self, edge: float, y: float, text: str, size: float) -> None:
        """A line that ends at ``edge``."""
        self.text(edge - self.width(text, size), y, text, size)

    def across(self, text: str, y: float, size: float, grey: int) -> None:
        """Large and pale, at a slant over the middle of the sheet."""
        half = self.width(text, size) / 2
        with self._pdf.rotation(35, WIDTH / 2, y):
            self.text(WIDTH / 2 - half, y, text, size, grey=grey)

    def rule(self, x: float, y: float, length: float) -> None:
        """A thin line across."""
        self._pdf.set_draw_color(0)
        self._pdf.set_line_width(0.2)
        self._pdf.line(x, y, x + length, y)

    def place(self, x: float, y: float, across: float) -> None:
        """A pale dashed circle round a centre: where a seal goes."""
        self._pdf.set_draw_color(190)
        self._pdf.set_line_width(0.2)
        self._pdf.set_dash_pattern(dash=1.2, gap=1.2)
        self._pdf.circle(x, y, across / 2)
        self._pdf.set_dash_pattern()

    def qr(self, x: float, y: float, payload: str, across: float) -> None:
        """A QR code with its quiet zone, on white, whatever is below it."""
        code = modules(payload)
        step = across / (len(code) + 2 * QUIET)
        self._pdf.set_fill_color(255)
        self._pdf.rect(x, y, across, across, style="F")
        self._pdf.set_fill_color(0)
        for row, line in enumerate(code, QUIET):
            for first, length in _runs(line):
                # A hair wider than it is, or a viewer shows seams.
                left, top = x + (first + QUIET) * step, y + row * step
                self._pdf.rect(left, top, length * step + 0.01, step + 0.01, style="F")

    def picture(self, png: BytesIO, x: float, y: float, width: float) -> None:
        """A picture."""
        self._pdf.image(png, x, y, w=width)

    def bytes(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())


def _runs(line: Sequence[bool]) -> list[tuple[int, int]]:
    """The black stretches of a row of modules: where each begins, and how long it is."""
    found: list[tuple[int, int]] = []
    for at, black in enumerate(line):
        if black and found and sum(found[-1]) == at:
            found[-1] = found[-1][0], found[-1][1] + 1
        elif black:
            found.append((at, 1))
    return found

"""A page → the bytes of an ESC/POS printer: raster bands, feed, cut.

Facts: domain/printing.md, 1 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from printers.devices import Prepared
from printers.page import Page, draw
from printers.receipt import AnyBlock

INITIALIZE = b"\x1b@"

Cutting = Literal["partial", "full", "none"]

CUTS: dict[Cutting, bytes] = {"partial": b"\x1dV\x01", "full": b"\x1dV\x00", "none": b""}
"""Partial by default: a slip that nobody takes hangs on instead of falling to the floor."""

BAND = 8192
"""Bytes of one raster command at most: what a printer that lost its place swallows as picture."""

LINE_DOTS = 30
"""Dots of a line that ``ESC d`` feeds, at least (1/6 inch: 30 at 180 dpi, 34 at 203)."""

TAIL_LINES = 4
"""Lines fed after the last dot at least: head to cutter is 13 to 15 mm, four lines are 17."""

FEED_MAX = 255

DOT_UNIT = b"\x1dP\xcb\xcb"
"""``GS P``: ``ESC J`` counts in 1/203 inch, which is a dot of the printers we draw for."""

BLANK_ROWS = 24
"""Fewer blank rows than this are cheaper sent as picture than as one more command."""

_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""DLE EOT, DLE ENQ, DLE DC4: obeyed even inside a picture: stray status bytes, drawer kicks."""


class Encoder(Protocol):
    """How a slip becomes bytes for one model of printer."""

    def encode(self, blocks: Sequence[AnyBlock], paper: int) -> Prepared:
        """One slip, from initialisation to cut. Refuses: ``slip_code_too_long``."""

    def separate(self) -> bytes:
        """Bring what is printed past the cutter and cut: what comes is another slip."""


class RasterEncoder:
    """The slip as one picture. ``feeds_blank``: white space is fed instead of drawn.

    Some clones leave gaps or lose steps between many small pictures, so that is not the default.
    """

    def __init__(self, cut: Cutting = "partial", *, feeds_blank: bool = False) -> None:
        self._cut, self._feeds_blank = CUTS[cut], feeds_blank

    def encode(self, blocks: Sequence[AnyBlock], paper: int) -> Prepared:
        """See ``Encoder``."""
        page = draw(blocks, paper)
        return Prepared(tuple(self.parts(page)), page, page.image.height / 8)

    def separate(self) -> bytes:
        """See ``Encoder``."""
        return _feed(TAIL_LINES) + self._cut

    def parts(self, page: Page) -> Iterator[bytes]:
        """Commands in order, each whole."""
        across = page.image.width // 8
        raster, blank = _trimmed(page.raster(), across)
        raster = without_commands(raster)
        yield INITIALIZE + (DOT_UNIT if self._feeds_blank else b"")
        for piece, white in _pieces(raster, across) if self._feeds_blank else ((raster, 0),):
            yield from bands(piece, across)
            if white:
                yield b"".join(_dots(white))
        yield _feed(max(TAIL_LINES, -(-blank // LINE_DOTS)))
        if page.cut and self._cut:
            yield self._cut


def encode(page: Page) -> bytes:
    """Everything to send for one page, from initialisation to cut."""
    return b"".join(RasterEncoder().parts(page))


def without_commands(raster: bytes) -> bytes:
    """The picture without bytes a printer would obey: one dot more, beside a black one."""
    return _REAL_TIME.sub(b"\x18", raster)


def bands(raster: bytes, across: int) -> Iterator[bytes]:
    """Rows of ``across`` bytes as raster commands of at most ``BAND`` bytes of picture."""
    tall = BAND // across
    for start in range(0, len(raster), tall * across):
        band = raster[start : start + tall * across]
        rows = len(band) // across
        yield b"\x1dv0\0" + across.to_bytes(2, "little") + rows.to_bytes(2, "little") + band


def _pieces(raster: bytes, across: int) -> Iterator[tuple[bytes, int]]:
    """Inked pieces, each with the number of blank rows below it."""
    blank = re.compile(rb"(?:\0{%d}){%d,}" % (across, BLANK_ROWS))
    start = at = 0
    while found := blank.search(raster, at):
        begin = -(-found.start() // across) * across  # a match may begin in the middle of a row
        end = found.end() // across * across
        at = end
        if end - begin >= BLANK_ROWS * across:
            yield raster[start:begin], (end - begin) // across
            start = end
    yield raster[start:], 0


def _trimmed(raster: bytes, across: int) -> tuple[bytes, int]:
    """The rows down to the last ink, and how many blank ones followed."""
    inked = -(-len(raster.rstrip(b"\0")) // across)
    return raster[: inked * across], len(raster) // across - inked


def _dots(rows: int) -> Iterator[bytes]:
    while rows:
        step = min(rows, FEED_MAX)
        yield bytes((0x1B, 0x4A, step))
        rows -= step


def _feed(lines: int) -> bytes:
    whole, rest = divmod(lines, FEED_MAX)
    return b"\x1bd\xff" * whole + (bytes((0x1B, 0x64, rest)) if rest else b"")

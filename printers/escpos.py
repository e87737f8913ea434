"""A page → the bytes of an ESC/POS printer: raster bands, feed, cut.

Facts: domain/printing.md, 1 and 3.
"""

from __future__ import annotations

import re

from printers.page import Page

INITIALIZE = b"\x1b@"
CUT = b"\x1dV\x01"
"""Partial cut: a slip that nobody takes hangs on instead of falling to the floor."""

BAND = 8192
"""Bytes of one raster command at most: what a printer that lost its place swallows as picture."""

LINE_DOTS = 30
"""Dots of a line that ``ESC d`` feeds, at least (1/6 inch: 30 at 180 dpi, 34 at 203)."""

TAIL_LINES = 4
"""Lines fed after the last dot at least: head to cutter is 13 to 15 mm, four lines are 17."""

FEED_MAX = 255

_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""DLE EOT, DLE ENQ, DLE DC4: obeyed even inside a picture: stray status bytes, drawer kicks."""


def encode(page: Page) -> bytes:
    """Everything to send for one page, from initialisation to cut."""
    across = page.image.width // 8
    raster, blank = _trimmed(page.raster(), across)
    raster = _REAL_TIME.sub(b"\x18", raster)  # one dot more, beside a black one
    tall = BAND // across
    parts = [INITIALIZE]
    for start in range(0, len(raster), tall * across):
        band = raster[start : start + tall * across]
        parts += (_band_header(across, len(band) // across), band)
    parts.append(_feed(max(TAIL_LINES, -(-blank // LINE_DOTS))))
    if page.cut:
        parts.append(CUT)
    return b"".join(parts)


def _trimmed(raster: bytes, across: int) -> tuple[bytes, int]:
    """The rows down to the last ink, and how many blank ones followed."""
    inked = -(-len(raster.rstrip(b"\0")) // across)
    return raster[: inked * across], len(raster) // across - inked


def _band_header(across: int, tall: int) -> bytes:
    return b"\x1dv0\0" + across.to_bytes(2, "little") + tall.to_bytes(2, "little")


def _feed(lines: int) -> bytes:
    whole, rest = divmod(lines, FEED_MAX)
    return b"\x1bd\xff" * whole + (bytes((0x1B, 0x64, rest)) if rest else b"")

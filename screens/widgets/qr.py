"""A code on the screen, for a scanner or a phone to read.

Two modules stand in one cell (an upper half block), so a cell twice as high as wide draws squares.
A code of 45 digits with its quiet zone is 33 x 17 cells (civic-systems.md 3.6). Always black on
white, whatever the theme: some scanners read no inverted code.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = 4
"""White modules around a code (ISO/IEC 18004)."""

UPPER = "\u2580"
"""Its ink is the upper module of a cell, its ground the lower one."""

_BLACK, _WHITE = Color.from_rgb(0, 0, 0), Color.from_rgb(255, 255, 255)
_STYLES = {
    (upper, lower): Style(color=_BLACK if upper else _WHITE, bgcolor=_BLACK if lower else _WHITE)
    for upper in (False, True)
    for lower in (False, True)
}


@lru_cache(maxsize=16)
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules with the quiet zone, True is black; error correction level M."""
    # qrcode loads Pillow; most screens show no code.
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415
    from qrcode.main import QRCode  # noqa: PLC0415

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(payload.encode("ascii"))
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def cells(payload: str) -> Size:
    """Columns and rows that a code takes, quiet zone and all."""
    rows = modules(payload)
    return Size(len(rows[0]), (len(rows) + 1) // 2)


class QrCode(Widget):
    """A code in half blocks, centred; nothing of it where it does not fit whole.

    Half a code is worse than none: a screen asks ``fits`` and says the digits instead.
    """

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; max-width: 100%; max-height: 100%; }
    """

    def __init__(self, payload: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._payload = payload

    @property
    def payload(self) -> str:
        """What the code says; ASCII. Empty: no code."""
        return self._payload

    @payload.setter
    def payload(self, payload: str) -> None:
        if payload != self._payload:
            self._payload = payload
            self.refresh(layout=True)

    @property
    def fits(self) -> bool:
        """Is all of it on the screen, quiet zone and all?"""
        if not self._payload:
            return False
        needed = cells(self._payload)
        return self.size.width >= needed.width and self.size.height >= needed.height

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return cells(self._payload).width if self._payload else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return cells(self._payload).height if self._payload else 0

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if not self.fits:
            return Strip.blank(width, self.rich_style)
        rows = modules(self._payload)
        needed = cells(self._payload)
        top = (height - needed.height) // 2
        if not top <= y < top + needed.height:
            return Strip.blank(width, self.rich_style)
        at = 2 * (y - top)
        below = rows[at + 1] if at + 1 < len(rows) else (False,) * len(rows[at])
        drawn = Strip(list(_segments(rows[at], below)), needed.width)
        left = (width - needed.width) // 2
        right = width - needed.width - left
        margins = Strip.blank(left, self.rich_style), Strip.blank(right, self.rich_style)
        return Strip.join([margins[0], drawn, margins[1]])


def _segments(upper: Sequence[bool], lower: Sequence[bool]) -> list[Segment]:
    found: list[Segment] = []
    pairs = list(zip(upper, lower, strict=True))
    start = 0
    for at in range(1, len(pairs) + 1):
        if at == len(pairs) or pairs[at] != pairs[start]:
            found.append(Segment(UPPER * (at - start), _STYLES[pairs[start]]))
            start = at
    return found

"""What comes out of the printer, slip by slip."""

from __future__ import annotations

from dataclasses import dataclass, field

import zxingcpp
from PIL import Image


@dataclass
class Slip:
    """Paper from one cut to the next: rows of dots, 1 is black, and lines of text."""

    across: int
    rows: list[bytes] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    """Width of each line of text in half-width cells, its size counted."""

    @property
    def blank(self) -> bool:
        """Was only white paper fed?"""
        return not any(map(any, self.rows)) and not any(line.strip() for line in self.lines)

    @property
    def image(self) -> Image.Image:
        """What is drawn, black on white."""
        rows = [row.ljust(self.across, b"\0")[: self.across] for row in self.rows]
        size = (self.across * 8, max(1, len(rows)))
        return Image.frombytes("1", size, b"".join(rows) or b"\0" * self.across, "raw", "1;I")

    @property
    def ink(self) -> bytes:
        """The drawn rows from the first that has a dot to the last: what identifies a slip."""
        inked = [at for at, row in enumerate(self.rows) if any(row)]
        return b"".join(self.rows[inked[0] : inked[-1] + 1]) if inked else b""

    @property
    def codes(self) -> list[str]:
        """What a scanner reads on it."""
        return [code.text for code in zxingcpp.read_barcodes(self.image.convert("L"))]

"""A printer made of paper only: it reads the bytes of one job back into a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image


class UnknownCommandError(Exception):
    """A byte that our printers would print as rubbish or obey in a way nobody asked for."""


@dataclass
class Paper:
    """What came out. ``bands`` are (bytes across, rows) of each raster command."""

    rows: list[bytes] = field(default_factory=list)
    bands: list[tuple[int, int]] = field(default_factory=list)
    resets: int = 0
    cuts: list[int] = field(default_factory=list)
    """Rows printed when the knife fell."""

    fed_lines: int = 0
    """Lines fed since the last raster band."""

    @property
    def image(self) -> Image.Image:
        across = len(self.rows[0])
        size = (across * 8, len(self.rows))
        return Image.frombytes("1", size, b"".join(self.rows), "raw", "1;I")


def parse(data: bytes) -> Paper:
    paper = Paper()
    at = 0
    while at < len(data):
        rest = data[at : at + 8]
        if rest.startswith(b"\x1b@"):
            paper.resets += 1
            at += 2
        elif rest.startswith(b"\x1dv0\0"):
            across = int.from_bytes(rest[4:6], "little")
            tall = int.from_bytes(rest[6:8], "little")
            at += 8
            band = data[at : at + across * tall]
            if len(band) != across * tall:
                raise UnknownCommandError("the band ends too early")
            paper.bands.append((across, tall))
            paper.rows += [band[y * across : (y + 1) * across] for y in range(tall)]
            paper.fed_lines = 0
            at += across * tall
        elif rest.startswith(b"\x1bd"):
            paper.fed_lines += rest[2]
            at += 3
        elif rest.startswith(b"\x1dP\xcb\xcb"):
            at += 4
        elif rest.startswith(b"\x1bJ"):
            paper.rows += [bytes(len(paper.rows[0]) if paper.rows else 0)] * rest[2]
            at += 3
        elif rest.startswith(b"\x1dV\x01"):
            paper.cuts.append(len(paper.rows))
            at += 3
        else:
            raise UnknownCommandError(f"{rest!r} at {at}")
    return paper

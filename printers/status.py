"""What a printer says, cut into answers and events; and what they mean.

Bits and bytes: domain/printing.md, 3.1 and 3.2 (Epson's ESC/POS reference).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from kiosk.printing import Word

CLASS = 0x93
"""Bits by which the first byte of what is said tells its kind."""

REAL_TIME, ASB, ASB_BYTES = 0x12, 0x10, 4

BLOCK_HEADERS = frozenset((0x37, 0x3B, 0x53, 0x5F))
"""First bytes of texts that end with NUL: answers to ``GS ( H``, ``DLE DC4 8``, ``GS I``."""

BLOCK_MAX = 80
"""Bytes of a block at most; a longer one is noise that happened to begin like a block."""

NO_TOP_BITS = 0x90
"""Bits that are 0 in an answer to ``GS r`` and in the later bytes of an ASB."""


class RealTime(NamedTuple):
    """The answer to one ``DLE EOT n``; it does not say to which n."""

    byte: int


class Asb(NamedTuple):
    """An automatic status, sent when something changed: four bytes."""

    bytes: bytes


class Paper(NamedTuple):
    """The answer to a ``GS r 1``, given when everything before it is printed."""

    byte: int


class Block(NamedTuple):
    """A text between a header, which is its first byte, and a NUL, which is left out."""

    bytes: bytes


Said = RealTime | Asb | Paper | Block


class Framer:
    """Cuts a printer's bytes, in pieces of any size, into what was said. Never raises.

    Noise is counted and skipped; something half said that is followed by something else is lost,
    never completed with foreign bytes.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self.noise = 0
        """Bytes so far that belonged to nothing."""

    def feed(self, data: bytes) -> list[Said]:
        """What is complete now."""
        return [said for byte in data for said in self._byte(byte)]

    def drop(self) -> None:
        """Forget what was begun: its rest did not come in time."""
        self.noise += len(self._held)
        self._held.clear()

    def _byte(self, byte: int) -> list[Said]:
        if self._held and not self._belongs(byte):
            self.drop()
        if self._held:
            return self._grown(byte)
        if byte & CLASS == REAL_TIME:
            return [RealTime(byte)]
        if byte & CLASS == ASB or byte in BLOCK_HEADERS:
            self._held.append(byte)
        elif byte & NO_TOP_BITS == 0:
            return [Paper(byte)]
        else:
            self.noise += 1
        return []

    def _belongs(self, byte: int) -> bool:
        if self._held[0] in BLOCK_HEADERS:
            return byte == 0 or (0x20 <= byte < 0x80 and len(self._held) < BLOCK_MAX)  # noqa: PLR2004 - ASCII
        return byte & NO_TOP_BITS == 0

    def _grown(self, byte: int) -> list[Said]:
        block = self._held[0] in BLOCK_HEADERS
        if not (block and byte == 0):
            self._held.append(byte)
        if byte != 0 if block else len(self._held) < ASB_BYTES:
            return []
        said = bytes(self._held)
        self._held.clear()
        return [Block(said) if block else Asb(said)]


@dataclass(frozen=True, slots=True)
class Status:
    """How a printer is by what it said; ``known`` is False while it has said nothing."""

    known: bool = False
    offline: bool = False
    cover_open: bool = False
    stopped: bool = False
    """Printing stopped for want of paper."""
    no_paper: bool = False
    near_end: bool = False
    error: bool = False
    cutter: bool = False
    broken: bool = False
    hot: bool = False

    @property
    def word(self) -> Word:
        """The one thing to say about it; what a person must mend first goes first."""
        if not self.known:
            return Word.UNKNOWN
        found = (
            (self.broken, Word.BROKEN),
            (self.cover_open, Word.COVER_OPEN),
            (self.no_paper or self.stopped, Word.PAPER_OUT),
            (self.cutter, Word.CUTTER),
            (self.hot, Word.OVERHEATED),
            (self.offline or self.error, Word.OFFLINE),
            (self.near_end, Word.NEAR_END),
        )
        return next((word for so, word in found if so), Word.READY)

    def answered(self, question: int, byte: int) -> Status:
        """After the answer ``byte`` to ``DLE EOT question``."""
        now = replace(self, known=True)
        match question:
            case 1:
                if not byte & 0x08:  # online: whatever kept it from printing is over
                    return Status(known=True, no_paper=self.no_paper, near_end=self.near_end)
                return replace(now, offline=True)
            case 2:
                return replace(
                    now,
                    cover_open=bool(byte & 0x04),
                    stopped=bool(byte & 0x20),
                    error=bool(byte & 0x40),
                )
            case 3:
                return replace(
                    now,
                    cutter=bool(byte & 0x08),
                    broken=bool(byte & 0x20),
                    hot=bool(byte & 0x40),
                )
            case _:
                return replace(now, near_end=bool(byte & 0x0C), no_paper=bool(byte & 0x60))

    def told(self, asb: bytes) -> Status:
        """After an automatic status of four bytes; it says everything at once."""
        first, second, third = asb[:3]
        return Status(
            known=True,
            offline=bool(first & 0x08),
            cover_open=bool(first & 0x20),
            no_paper=bool(third & 0x0C),
            near_end=bool(third & 0x03),
            cutter=bool(second & 0x08),
            broken=bool(second & 0x20),
            hot=bool(second & 0x40),
        )

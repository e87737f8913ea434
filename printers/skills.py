"""What a printer can be asked, and the bytes to ask it (domain/printing.md, 3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from random import SystemRandom
from typing import Literal

from kiosk.printing import Tier

PAPER_QUESTION = b"\x1dr\x01"
"""``GS r 1``: answered in its turn, when everything before it is printed."""

REPORT_CHANGES = b"\x1da\xff"
"""``GS a``: an automatic status now and at every change."""

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4 8``: throw away what is in the buffers; obeyed even in the middle of a picture."""

CLEARED = b"\x37\x25"
"""What is said after ``CLEAR``; nothing may be sent before it came."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What a printer answers: how it is (``DLE EOT``), and whether a job is printed."""

    real_time: bool = False
    proof: Literal["process_id", "paper_status"] | None = None

    @property
    def tier(self) -> Tier:
        """What it can be believed."""
        if self.proof is not None:
            return Tier.ACKNOWLEDGED
        return Tier.STATUS if self.real_time else Tier.BLIND


def real_time_question(number: int) -> bytes:
    """``DLE EOT n``: answered when it arrives, whatever the printer is doing."""
    return bytes((0x10, 0x04, number))


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBERS = count(SystemRandom().randrange(len(_DIGITS) ** 4))
"""Begins anywhere, so that an answer to an earlier process is not taken for one to this."""


def new_mark() -> bytes:
    """Four characters for ``GS ( H`` that this process has not used."""
    number, mark = next(_NUMBERS), ""
    for _ in range(4):
        number, digit = divmod(number, len(_DIGITS))
        mark += _DIGITS[digit]
    return mark.encode("ascii")


def mark_question(mark: bytes) -> bytes:
    """``GS ( H`` function 48: say ``mark`` when everything before is printed."""
    return b"\x1d(H\x06\x0000" + mark


def mark_answer(mark: bytes) -> bytes:
    """How it says so, as a block without its NUL."""
    return b"\x37\x22" + mark

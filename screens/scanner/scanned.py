"""What a screen hears of a scan, and the one place that decides what counts as one.

What was scanned is never logged, nor kept: the guard against repeats remembers only its hash.
"""

from __future__ import annotations

import logging
from typing import Literal

from textual.message import Message

LONGEST = 184
"""Characters of the longest scan taken; a ticket's code has 45 (kiosk/codes.py), that of a
certificate up to 181 (kiosk/signing.py)."""

REPEAT = 1.5
"""Seconds; the same text sooner than this after it was last seen is the same scan. Counted from
the last sight, so that a card left lying under a scanner is read once, not every 1.5 s."""

Fault = Literal["no_end", "too_long", "characters"]
"""``no_end``: nothing marked its end. ``too_long``: more than 184 characters. ``characters``:
something other than printable ASCII, as from a wrong speed, layout or input method."""

log = logging.getLogger(__name__)


class Scanned(Message):
    """A code was scanned: 1 to 184 printable ASCII characters, believed by nobody yet."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ScanBroken(Message):
    """Something was scanned that could not be read; it was dropped whole."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault: Fault = fault


class Sieve:
    """Lets a scan through once; all scanners of a terminal share one."""

    def __init__(self) -> None:
        self._scans, self._faults = _Again(), _Again()
        self._logged: set[Fault] = set()

    def sift(self, text: str, at: float, *, ended: bool = True) -> Scanned | ScanBroken | None:
        """What a screen is told of a text read at a moment (monotonic seconds); None: nothing."""
        fault = _fault(text, ended)
        if fault is None:
            return Scanned(text) if self._scans.first(text, at) else None
        if fault not in self._logged:
            self._logged.add(fault)
            log.warning("a scan was dropped (%s); more of this kind are not logged", fault)
        return ScanBroken(fault) if self._faults.first(fault, at) else None


class _Again:
    """Whether something was seen a moment ago."""

    def __init__(self) -> None:
        self._seen: int | None = None
        self._at = 0.0

    def first(self, text: str, at: float) -> bool:
        seen = hash(text)
        first = seen != self._seen or at - self._at >= REPEAT
        self._seen, self._at = seen, at
        return first


def _fault(text: str, ended: bool) -> Fault | None:
    if not ended:
        return "no_end"
    if len(text) > LONGEST:
        return "too_long"
    return None if text.isascii() and text.isprintable() else "characters"

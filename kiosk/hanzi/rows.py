"""A text file with sorted rows, searched where it lies: nothing of it is built up in memory."""

from __future__ import annotations

import mmap
from pathlib import Path


class Rows:
    """The file's bytes, mapped; shared by every process that uses it."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)

    def beneath(self, head: bytes) -> bytes:
        """All rows that begin with ``head``, with their line ends."""
        start = self._first(head)
        end = self._first(head + b"\xff", start)
        return self._bytes[start:end]

    def _first(self, head: bytes, low: int = 0) -> int:
        """Where the first row begins that is not less than ``head``."""
        high = len(self._bytes)
        while low < high:
            middle = (low + high) // 2
            start = self._bytes.rfind(b"\n", low, middle) + 1 or low
            if self._bytes[start : start + len(head)] < head:
                end = self._bytes.find(b"\n", middle)
                low = len(self._bytes) if end < 0 else end + 1
            else:
                high = start
        return low

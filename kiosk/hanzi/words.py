"""Words by spelling, whole, begun, or by the beginnings of their syllables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import nlargest
from pathlib import Path

from kiosk.hanzi.rows import Rows
from kiosk.hanzi.syllables import MARK, Piece

_ROW = re.compile(rb"([a-z']+) (.+)\n")
_WORD = re.compile(r"([^A-Za-z]+)([A-Za-z])")

BEYOND = 3
"""Words offered that go on beyond what was typed."""

BEYOND_COST = 8
"""Weight such a word loses: it must be 16 times as common as a finished one to come before it."""


def spelling(pieces: Sequence[Piece]) -> str:
    """The key of these syllables in ``words.txt``."""
    return MARK.join(piece.said for piece in pieces)


class Words:
    """``words.txt``: a row for each spelling, its words before their weights."""

    def __init__(self, file: Path) -> None:
        self._rows = Rows(file)

    def exactly(self, pieces: Sequence[Piece]) -> list[tuple[int, str]]:
        """Weight and word, heaviest first."""
        row = self._rows.beneath(f"{spelling(pieces)} ".encode())
        return _read(row.partition(b" ")[2])

    def begun(self, pieces: Sequence[Piece], *, beyond: bool) -> list[tuple[int, str]]:
        """Also words whose last syllable was begun; with ``beyond`` those that go on after it."""
        key = spelling(pieces).encode()
        done: list[tuple[int, str]] = []
        longer: list[tuple[int, str]] = []
        for said, row in _ROW.findall(self._rows.beneath(key)):
            same = said == key or (not pieces[-1].whole and said.count(b"'") == key.count(b"'"))
            (done if same else longer).extend(_read(row))
        more = nlargest(BEYOND, longer) if beyond else []
        return done + [(weight - BEYOND_COST, text) for weight, text in more]

    def abbreviated(self, pieces: Sequence[Piece]) -> list[tuple[int, str]]:
        """Words whose syllables are these or begin with these."""
        first = pieces[0]
        rows = self._rows.beneath(f"{first.said}{MARK if first.whole else ''}".encode())
        pattern = MARK.join(p.said if p.whole else p.said + "[a-z]*" for p in pieces)
        found = re.findall(rf"^{pattern} (.+)$".encode(), rows, re.MULTILINE)
        return [one for row in found for one in _read(row)]


def _read(row: bytes) -> list[tuple[int, str]]:
    return [(ord(weight), word) for word, weight in _WORD.findall(row.decode())]

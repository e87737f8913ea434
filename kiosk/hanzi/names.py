"""Names of persons: a family name, then one or two characters of a given name."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from kiosk.hanzi.characters import By
from kiosk.hanzi.engine import Candidate
from kiosk.hanzi.syllables import Typed
from kiosk.hanzi.words import spelling

if TYPE_CHECKING:
    from kiosk.hanzi.table import Table

GIVEN = 2
"""Characters of a given name, at most."""

WORDS = 2
"""Words offered as a given name."""

WHOLE_NAMES = 3
"""Whole names offered at once."""


def full_names(table: Table, line: Typed, *, beginning: bool) -> list[Candidate]:
    """Whole names, then family names, where a name begins; after it, given names."""
    end = len(line.text)
    if not beginning:
        return [Candidate(text, end) for text in _given(table, line, line.start)]
    families = sorted(_families(table, line), key=lambda one: (-one[0], one[1]))
    whole = []
    for takes, _, family in families[:2]:
        if takes < end:
            whole += [Candidate(family + given, end) for given in _given(table, line, takes)]
    alone = [Candidate(family, takes) for takes, _, family in families]
    return [
        *(family for family in alone if family.takes == end),
        *whole[:WHOLE_NAMES],
        *(family for family in alone if family.takes < end),
    ]


def _families(table: Table, line: Typed) -> list[tuple[int, int, str]]:
    """What it takes, its rank, and the family name."""
    found = []
    for pieces in table.ways(line, line.pieces, line.start):
        last = pieces[-1]
        for rank, name in table.surnames.said(spelling(pieces), whole=last.whole):
            found.append((last.end, rank, name))
    return found


def _given(table: Table, line: Typed, at: int) -> list[str]:
    """Given names spelled by all that is left: the likeliest characters, then words."""
    ways = [way for way in table.ways(line, line.pieces, at) if way[-1].end == len(line.text)]
    pieces = min(ways, key=len, default=())  # 建, not 吉安
    if not 0 < len(pieces) <= GIVEN:
        return []
    chars = [
        {char: weight for weight, char in table.look_up(line, [piece], By.GIVEN)}
        for piece in pieces
    ]
    words = table.look_up(line, pieces, By.GIVEN) if len(pieces) == GIVEN else []
    likely = nlargest(
        WORDS,
        (
            (sum(of.get(c, 0) for of, c in zip(chars, word, strict=True)), word)
            for _, word in words
            if len(word) == GIVEN
        ),
    )
    best = "".join(max(of, key=lambda char: of[char], default="") for of in chars)
    return [best, *(word for _, word in likely)]

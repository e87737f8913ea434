"""Everything an entry is called, by how it is said: whole pinyin, begun, initials, or mixed."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product

from kiosk.hanzi import opened, pinyin
from kiosk.hanzi.characters import By
from kiosk.hanzi.engine import Engine
from kiosk.hanzi.syllables import LONGEST, Piece
from kiosk.hanzi.table import Table

MOST_WAYS = 6
"""Ways one name may be said. With more, only nonsense is added."""

MOST_FOUND, MOST_HITS = 150, 800
"""Names taken, and places looked at, for one text: a letter or two are part of nearly all names,
and the shortest, which answer best, come first."""

IN_USE = 75
"""The least weight of a reading that anybody would type: 会 kuài has 76, 承 zhěng less."""

BEGINS, WITHIN = (0.75, 0.2), (0.45, 0.2)
"""What a name is worth that begins with, or holds, what was typed, and what more the nearer their
lengths are; 1 is all of it."""

_SAID = re.compile(r"[a-z0-9]+")

Scores = dict[int, float]
"""How well each phrase answers, 0 to 1."""


class Spoken:
    """Names by sound. ``phrases``, shortest first, are known by their place in the list."""

    def __init__(self, phrases: Sequence[str], engine: Engine) -> None:
        self._engine = engine
        self._text, self._letters = _Rows(), _Rows()
        for number, phrase in enumerate(phrases):
            initials = set()
            for said in _ways(phrase):
                self._text.add(number, said)
                first = tuple(syllable[0] for syllable in said)
                if first not in initials:
                    initials.add(first)
                    self._letters.add(number, first, said)
        self._text.close()
        self._letters.close()

    def matching(self, typed: str) -> Scores:
        """The phrases that are said so, begin so or hold it; ``typed`` is letters and digits."""
        found: Scores = {}
        for number, score in self._text.matching(typed):
            if score > found.get(number, 0.0):
                found[number] = score
        pieces = self._pieces(typed)
        if len(pieces) > 1:
            first = "".join(piece[0] for piece in pieces)
            for number, score in self._letters.matching(first, pieces):
                found[number] = max(found.get(number, 0.0), 0.95 * score)
        return found

    def holding(self, parts: Sequence[str]) -> Scores:
        """The phrases that hold all of these parts, in any order."""
        longest = max(parts, key=len)
        others = [part for part in parts if part is not longest]
        found: Scores = {}
        for number, score in self._text.matching(longest, others=others):
            found[number] = max(found.get(number, 0.0), score)
        return found

    def _pieces(self, typed: str) -> tuple[str, ...]:
        """What was typed as syllables, or beginnings of them."""
        return tuple(_SAID.findall(self._engine.parted(typed))) if len(typed) > 1 else (typed,)


_MARKS = [b""] + [b"\1" + bytes(length) for length in range(LONGEST)]
"""Where a syllable of so many letters begins."""


class _Rows:
    """Many short texts as one long one, which is searched in a single pass."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts, self._owners = array("I"), array("I")
        self._syllables: list[tuple[str, ...]] = []
        self._text = ""
        self._marks = bytearray()
        self._begins = b""
        """1 where a part begins, and so a search may."""

    def add(self, owner: int, parts: tuple[str, ...], said: tuple[str, ...] = ()) -> None:
        """One text, in parts that a search may begin at; ``said``: what it stands for."""
        self._marks.append(0)
        self._starts.append(len(self._marks))
        self._owners.append(owner)
        if said:
            self._syllables.append(said)
        self._parts.append("".join(parts))
        self._marks += b"".join(_MARKS[len(part)] for part in parts)

    def close(self) -> None:
        """No more texts."""
        self._text, self._parts = "\n" + "\n".join(self._parts) + "\n", []
        self._begins, self._marks = bytes(self._marks), bytearray()

    def matching(
        self, typed: str, pieces: Sequence[str] = (), others: Sequence[str] = ()
    ) -> Iterator[tuple[int, float]]:
        """Owners of texts that begin with ``typed``, then of those that hold it.

        ``pieces``: what the syllables there must begin with; ``others``: what the text must hold
        besides.
        """
        for sought, worth in ((f"\n{typed}", BEGINS), (typed, WITHIN)):
            taken = looked = 0
            at = self._text.find(sought)
            while at >= 0 and taken < MOST_FOUND and looked < MOST_HITS:
                start = at + len(sought) - len(typed)
                looked += 1
                at += 1
                if self._begins[start]:
                    row = bisect_right(self._starts, start) - 1
                    end = self._text.find("\n", start)
                    if self._holds(row, start, pieces) and self._beside(row, end, others):
                        taken += 1
                        whole = end - self._starts[row]
                        least, more = worth
                        same = whole == len(typed)
                        yield self._owners[row], 1.0 if same else least + more * len(typed) / whole
                        at = end
                at = self._text.find(sought, at)

    def _holds(self, row: int, start: int, pieces: Sequence[str]) -> bool:
        """Whether the syllables from there on begin with these pieces."""
        if not pieces:
            return True
        said = self._syllables[row][start - self._starts[row] :]
        return all(map(str.startswith, said, pieces))

    def _beside(self, row: int, end: int, others: Sequence[str]) -> bool:
        """Whether the text holds these as well, each where a part begins."""
        return all(self._begun(other, self._starts[row], end) for other in others)

    def _begun(self, sought: str, start: int, end: int) -> bool:
        at = self._text.find(sought, start, end)
        while at >= 0 and not self._begins[at]:
            at = self._text.find(sought, at + 1, end)
        return at >= 0


def _ways(phrase: str) -> list[tuple[str, ...]]:
    """How a phrase may be said, syllable by syllable, the likeliest first; Latin text as it is.

    Where a character has several readings, the words it stands in decide; the others come after.
    """
    readings = [_readings(char) for char in phrase]
    if sum(len(said) > 1 for said in readings) == 0:
        way = tuple(said[0] for said in readings if said)
        return [way] if way else []
    likely = list(_likely(phrase, readings))
    ways = [likely]
    for at, said in enumerate(readings):
        for other in said:
            if other != likely[at] and len(ways) < MOST_WAYS:
                ways.append([*likely[:at], other, *likely[at + 1 :]])
    kept = (tuple(filter(None, way)) for way in ways)
    return [way for way in dict.fromkeys(kept) if way]


def _likely(phrase: str, readings: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for at, said in enumerate(readings):
        if len(said) < 2:  # noqa: PLR2004
            yield said[0] if said else ""
            continue
        before = _in_word(phrase[at - 1 : at + 1]) if at else None
        after = _in_word(phrase[at : at + 2])
        chosen = before[1] if before else after[0] if after else said[0]
        yield chosen if chosen in said else said[0]


@lru_cache(maxsize=1 << 14)
def _readings(char: str) -> tuple[str, ...]:
    """How a character is said, the usual first, without what nobody would type."""
    if char.isascii():
        return (char,) if char.isalnum() else ()
    (said,) = pinyin(char)
    return said[:1] + tuple(other for other in said[1:] if _row(other).get(char, 0) >= IN_USE)


@cache
def _row(said: str) -> dict[str, int]:
    """The characters that are said so, and how common each is in texts when it is."""
    table = opened()
    if not isinstance(table, Table):
        return {}
    return {char: weight for weight, char in table.characters.of(said, By.TEXT)}


@lru_cache(maxsize=1 << 14)
def _in_word(pair: str) -> tuple[str, ...] | None:
    """How two characters are said, if they are a word: 重庆 does not begin as 重要 does."""
    table = opened()
    if len(pair) < 2 or not isinstance(table, Table):  # noqa: PLR2004
        return None
    found: list[tuple[int, tuple[str, ...]]] = []
    for said in product(*map(_readings, pair)):
        words = table.words.exactly([Piece(syllable, 0) for syllable in said])
        found += [(weight, said) for weight, word in words if word == pair]
    return max(found)[1] if found else None

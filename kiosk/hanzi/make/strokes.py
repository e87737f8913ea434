"""Five strokes of every character: 1 横 2 竖 3 撇 4 点 5 折.

What cnchar has is taken as it is. The rest is put together from its parts, and kept only when the
number of strokes is the one Unihan gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from pathlib import Path

from kiosk.hanzi.make.sources import Folder

FIVE = {
    **dict.fromkeys("ji", "1"),
    **dict.fromkeys("fg", "2"),
    **dict.fromkeys("s", "3"),
    **dict.fromkeys("kdl", "4"),
    **dict.fromkeys("abcehmnopqrtuvwxyz", "5"),
}
"""cnchar's kinds of stroke. A rise is a 横, a hook makes no 折 of a 竖 (GB 13000.1)."""

PIECES = Path(__file__).with_name("pieces.txt")
"""Strokes and parts that no source has, written by hand."""

LAST = frozenset("辶廴凵")
"""Parts that are written last, wherever they stand."""

AROUND = {"囗": ("25", "1"), "匚": ("1", "5"), "匸": ("1", "5")}
"""Parts that are closed after what they hold."""

SIDES = dict(
    zip("手才刀火牛人水心犬示衣邑阜草艸玉肉", "扌扌刂灬牜亻氵忄犭礻衤阝阝艹艹王月", strict=True)
)
"""Of two ways to take a character apart, the one with the part's form at the side is right."""

AT_FRONT = {"竹": "314314", "足": "2512121", "雨": "14524444", "车": "1521", "⻊": "2512121"}
"""Parts that are written otherwise at the left or the top."""

DEEPEST = 6
"""Parts of parts of parts: more means a circle in the data."""

MOST = 64
"""Ways to put one character together that are looked at."""


class Strokes:
    """How each character is written."""

    def __init__(self, sources: Folder) -> None:
        self._cnchar = {
            char: "".join(FIVE[letter] for letter in order)
            for char, order in sources.orders().items()
        }
        self._parts = sources.parts()
        counts = sources.unihan("IRGSources", "kTotalStrokes")["kTotalStrokes"]
        self._counts = {char: {int(n) for n in value.split()} for char, value in counts.items()}
        variants = sources.unihan("Variants", "kTraditionalVariant", "kSimplifiedVariant")
        self._full = {c: chars(v) for c, v in variants["kTraditionalVariant"].items()}
        self._simple = {c: chars(v) for c, v in variants["kSimplifiedVariant"].items()}
        self._strokes, self._pieces = by_hand()
        self._done: dict[str, list[str]] = {}

    @cached_property
    def _sides(self) -> dict[str, str]:
        """Traditional parts and what they become at the left of a simplified character."""
        return dict(zip("金言糸食飠釒訁糹", "钅讠纟饣饣钅讠纟", strict=True))

    def of(self, char: str) -> list[str]:
        """The ways to write a character, the usual one first; empty where nobody knows."""
        if char not in self._done:
            self._done[char] = self._find(char, 0)
        return self._done[char]

    def _find(self, char: str, depth: int) -> list[str]:
        if char in self._strokes:
            return self._strokes[char]
        if char in self._pieces:
            return self._put(self._pieces[char], depth)
        if char in self._cnchar:
            return [self._cnchar[char]]
        if depth > DEEPEST:
            return []
        found = [
            order
            for parts in self._ways(char)
            for order in self._put(parts, depth)
            if len(order) in self._counts.get(char, ())
        ]
        return list(dict.fromkeys(found))[:2]

    def _ways(self, char: str) -> Iterator[list[str]]:
        ways = [parts for parts in self._parts.get(char, []) if parts]
        for parts in ways:
            if not any(
                side in SIDES and [*parts[:at], SIDES[side], *parts[at + 1 :]] in ways
                for at, side in enumerate(parts)
            ):
                yield parts
        for full in self._full.get(char, []):
            for parts in filter(None, self._parts.get(full, [])):
                for simple in product(*map(self._simpler, parts)):
                    yield list(simple)

    def _simpler(self, part: str) -> list[str]:
        side = [self._sides[part]] if part in self._sides else []
        return [*side, *self._simple.get(part, []), part]

    def _put(self, parts: list[str], depth: int) -> list[str]:
        """The strokes of these parts one after the other."""
        first, rest = parts[0], parts[1:]
        if rest and first in AT_FRONT:
            parts = [AT_FRONT[first], *rest]
        ordered = [p for p in parts if p not in LAST] + [p for p in parts if p in LAST]
        if first in AROUND and rest:
            before, after = AROUND[first]
            return [before + inner + after for inner in self._put(rest, depth + 1)]
        choices = [[part] if part.isdigit() else self._find(part, depth + 1) for part in ordered]
        return ["".join(each) for each, _ in zip(product(*choices), range(MOST), strict=False)]


def chars(value: str) -> list[str]:
    """``U+91D1 U+9485<kMatthews`` as characters."""
    return [chr(int(code.split("<")[0][2:], 16)) for code in value.split()]


def by_hand() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The strokes, and the parts, of ``pieces.txt``."""
    strokes: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for row in PIECES.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            char, *given = row.split()
            if len(given) == 1:
                strokes[char] = given
            else:
                parts[char] = given
    return strokes, parts

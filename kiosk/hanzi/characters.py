"""The characters of each syllable, with how common each is."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import IntEnum
from functools import cached_property
from heapq import nlargest
from pathlib import Path

_CHAR = re.compile(r"(.)([A-Za-z])([A-Za-z])([A-Za-z])")


class By(IntEnum):
    """Which weight of a character counts; the number of its letter in ``chars.txt``."""

    TEXT = 2
    GIVEN = 3
    TRADITIONAL = 4


class Characters:
    """``chars.txt``: a row for each syllable."""

    def __init__(self, file: Path) -> None:
        rows = file.read_text(encoding="utf-8").splitlines()[1:]
        self._rows = dict(row.split(" ", 1) for row in rows)
        self.syllables = frozenset(self._rows)
        self.begun = frozenset(s[:n] for s in self._rows for n in range(1, len(s)))

    def of(self, said: str, by: By) -> list[tuple[int, str]]:
        """Weight and character, of all that are read so."""
        return [(ord(match[by]), match[1]) for match in _CHAR.finditer(self._rows.get(said, ""))]

    def beginning(self, said: str, by: By, most: int) -> list[tuple[int, str]]:
        """The commonest of all whose syllable begins so."""
        return nlargest(
            most, (one for s in self._rows if s.startswith(said) for one in self.of(s, by))
        )

    @cached_property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """The syllables of each character, the usual one first."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for said in self._rows:
            for weight, char in self.of(said, By.TEXT):
                found[char].append((-weight, said))
        return {char: tuple(said for _, said in sorted(ways)) for char, ways in found.items()}

"""Characters by their strokes."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.hanzi.rows import Rows

ANY = "*"
"""A stroke one is not sure of."""

LONGEST = 64
"""Strokes that are looked at; no character has more."""

ENOUGH = 150
"""Common characters that make the uncommon ones unnecessary; more strokes find those."""

_VALID = re.compile(r"[1-5*]+")


class Strokes:
    """``strokes.txt``: the strokes of a character, the character, its weight."""

    def __init__(self, file: Path) -> None:
        self._rows = Rows(file)

    def beginning(self, strokes: str) -> list[str]:
        """The characters that these are all strokes of, then those that begin so."""
        if not _VALID.fullmatch(strokes[:LONGEST]):
            return []
        strokes = strokes[:LONGEST]
        rows = self._rows.beneath(strokes.partition(ANY)[0].encode()).decode()
        head = strokes.replace(ANY, "[1-5]")
        complete = re.findall(rf"^{head} (.+)([A-Za-z])$", rows, re.MULTILINE)
        longer: list[tuple[str, str]] = []
        for weights in ("a-z", "M-Za-z", "A-Za-z"):  # short beginnings: the common ones are enough
            longer = re.findall(rf"^{head}[1-5]+ (.+)([{weights}])$", rows, re.MULTILINE)
            if len(longer) >= ENOUGH:
                break
        return [char for found in (complete, longer) for char, _ in sorted(found, key=_lightness)]


def _lightness(found: tuple[str, str]) -> int:
    return -ord(found[1])

"""Family names by how they are said."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.hanzi.syllables import MARK

_NAME = re.compile(r"(\D+)(\d+)")

AT_ONCE = 40
"""Family names offered before anything was typed: more than half of all people bear one of them."""


class Surnames:
    """``surnames.txt``: a row for each spelling, its names before their rank; 0 the commonest."""

    def __init__(self, file: Path) -> None:
        rows = file.read_text(encoding="utf-8").splitlines()[1:]
        self._by_spelling = {
            said: [(int(rank), name) for name, rank in _NAME.findall(names)]
            for said, _, names in (row.partition(" ") for row in rows)
        }
        ranked = sorted(one for names in self._by_spelling.values() for one in names)
        self.commonest = list(dict.fromkeys(name for _, name in ranked[:AT_ONCE]))

    def said(self, spelling: str, *, whole: bool) -> list[tuple[int, str]]:
        """Rank and name of those said so or, unless ``whole``, beginning so."""
        if whole:
            return self._by_spelling.get(spelling, [])
        return [
            one
            for key, names in self._by_spelling.items()
            if key.startswith(spelling) and key.count(MARK) == spelling.count(MARK)
            for one in names
        ]

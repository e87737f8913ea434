"""Traditional characters as Simplified ones, so that either finds the same."""

from __future__ import annotations

from functools import cache

from kiosk.traditional import TABLE


def simplified(text: str) -> str:
    """The text with each Traditional character as its Simplified one; others stay."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """The shipped table read backwards.

    What one character becomes stands in its row; what it becomes in some words only (頭髮, not 發)
    stands in theirs. A character that is Simplified as well (后, 里) is left alone.
    """
    rows = [
        row.split("\t")
        for row in TABLE.read_text(encoding="utf-8").splitlines()
        if row and not row.startswith("#")
    ]
    own = {row[0]: row[1] for row in rows}
    found: dict[int, str] = {}
    for char, becomes, words in rows:
        for word in words.split():
            tail, _, whole = word.partition("=")
            if len(whole) == len(tail) + 1:
                found |= {
                    ord(other): one
                    for one, other in zip(char + tail, whole, strict=True)
                    if one != other and other not in own
                }
        if len(becomes) == 1 and becomes not in own:
            found[ord(becomes)] = char
    return found

"""Simplified Chinese shown as Traditional, by the table made from OpenCC (``make.py``).

The library itself is not asked at run time: loaded, it takes 46 MB and 150 ms, more than a whole
hall may (a bare Textual app twice), and has no wheel for every machine. The table takes 3 MB,
and gives the same text (``tests/test_traditional.py`` asks both).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("table.txt")
"""A line a first character: it, what it becomes, the words that begin with it."""


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    """The text in Traditional characters, word by word, the longest word first.

    Characters it does not know, among them Traditional ones, stay.
    """
    if text.isascii():
        return text
    table, done, at = _table(), [], 0
    while at < len(text):
        row = table.get(text[at], "")
        length, becomes = _longest(row, text, at) if row else (1, text[at])
        done.append(becomes)
        at += length
    return "".join(done)


def _longest(row: str, text: str, at: int) -> tuple[int, str]:
    """How many characters from ``at`` the row's longest word takes, and what they become."""
    own, becomes, words = row.split("\t")
    length, found = 1, becomes or own
    for word in words.split():
        tail, _, value = word.partition("=")
        if len(tail) >= length and text.startswith(tail, at + 1):
            length = len(tail) + 1
            found = value or "".join(_alone(c) for c in own + tail)
    return length, found


def _alone(char: str) -> str:
    """What one character becomes where no word says otherwise."""
    row = _table().get(char)
    return (row and row.split("\t", 2)[1]) or char


@cache
def _table() -> dict[str, str]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    return {row[0]: row for row in rows if not row.startswith("#")}

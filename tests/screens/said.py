"""Which messages the source names, read without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("kiosk", "screens", "printers")

HOLE = "*"
"""Stands for what the program fills into a key: ``desk.act_*``."""


@dataclass(frozen=True)
class Said:
    """One place that says something: its key or a pattern of keys, and the fields it hands over.

    ``fields`` is ``None`` where they cannot be read (``**fields``).
    """

    where: str
    key: str
    fields: frozenset[str] | None


@dataclass(frozen=True)
class Module:
    """One file of the source: what it says, and every text that stands in it."""

    said: tuple[Said, ...]
    texts: frozenset[str]
    """Constants; and f-strings with ``HOLE`` where something is filled in."""

    def words(self, whole: str) -> bool:
        """Whether a text of this file, its own holes filled with other texts, is the whole."""
        return whole in self.texts or any(
            (filled := _filling(text, whole)) is not None and filled in self.texts
            for text in self.texts
            if text.count(HOLE) == 1
        )

    def may_say(self, key: str, pattern: str) -> bool:
        """Whether the pattern's hole, filled with a word of this file, gives the key."""
        word = _filling(pattern, key)
        return word is not None and self.words(word)


@cache
def modules() -> tuple[Module, ...]:
    """All files of the source."""
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    return tuple(_read(file) for file in files)


def matches(pattern: str, key: str) -> bool:
    """Whether a key is one of a pattern's."""
    return _filling(pattern, key) is not None


def _filling(pattern: str, whole: str) -> str | None:
    if pattern.count(HOLE) != 1:
        return None
    shape = re.escape(pattern).replace(re.escape(HOLE), r"(\w+)")
    found = re.fullmatch(shape, whole)
    return found[1] if found else None


def _read(file: Path) -> Module:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    name = str(file.relative_to(ROOT))
    said, texts = [], set()
    passed_over = {
        id(part)
        for node in ast.walk(tree)
        for part in [getattr(node, "value", None), *getattr(node, "values", ())]
        if isinstance(node, ast.Expr | ast.JoinedStr)  # docstrings; pieces of a text
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            said += [Said(f"{name}:{node.lineno}", *what) for what in _said(node)]
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in passed_over:
            texts |= set(_texts(node))
    return Module(tuple(said), frozenset(texts))


def _said(call: ast.Call) -> Iterator[tuple[str, frozenset[str] | None]]:
    """The keys of ``say(key, …)``, ``Phrase(key)``, ``refusal(code, …)``; nothing for others."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in {"say", "refusal", "Phrase"} or not call.args:
        return
    names = [keyword.arg for keyword in call.keywords]
    fields = None if None in names else frozenset(name for name in names if name)
    for text in _texts(call.args[0]):
        yield (f"refused.{text}" if name == "refusal" else text), fields


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be; what is computed otherwise gives none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value)

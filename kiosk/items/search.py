"""One search for everything on the lists: Chinese, pinyin, initials, English, everyday words."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

import msgspec

from kiosk.hanzi import opened
from kiosk.items.bags import Answered, Bags, Sought
from kiosk.items.item import Item
from kiosk.items.lists import SHIPPED
from kiosk.items.simplified import simplified
from kiosk.items.spoken import Spoken

LONGEST = 60
"""Characters of what was typed that are looked at."""

AT_LEAST = 0.3
"""How good an entry must be against the best one to be shown with it."""

SURE = 0.45
"""How much of what was typed an entry must answer for; below it, nothing on the lists is meant."""

SAME, FIRST, ALL_SAID = 0.25, 0.08, 0.2
"""What more a phrase is worth that is what was typed, begins with it, or is said in it whole."""

NAME, CATEGORY = 1.0, 0.5
"""What being found by what it is called, or by its category, is worth to an entry."""

_CHINESE = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]+")
_ASIDE = re.compile(r"（[^）]*）")
_LATIN = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"[a-z0-9]+|[㐀-䶿一-鿿\U00020000-\U0003ffff]+")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/items/words.toml``."""

    around: tuple[str, ...]
    around_en: frozenset[str]
    around_pinyin: tuple[str, ...]
    general: tuple[str, ...]
    general_en: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]


class Hit(NamedTuple):
    """An entry that answers, how well, and how much of what was typed it answers for."""

    item: Item
    score: float
    cover: float


class Index:
    """Everything the entries are called, made ready to be searched. Never changed once made."""

    def __init__(self, items: Sequence[Item], categories: Iterable[tuple[str, str, str]]) -> None:
        self._items = items
        by_category = {code: (name, name_en) for code, name, name_en in categories}
        called = [
            (normalize("NFKC", text).lower(), number, worth)
            for number, item in enumerate(items)
            for text, worth in dict(_called(item, by_category.get(item.category, ()))).items()
            if text
        ]
        called.sort(key=lambda one: (len(one[0]), one))
        phrases = [text for text, _, _ in called]
        self._owner = array("I", (number for _, number, _ in called))
        self._worth = array("d", (worth for _, _, worth in called))
        words = _words()
        chinese = ["".join(_CHINESE.findall(canonical(text))) for text in phrases]
        english = [" ".join(_english(text)) for text in phrases]
        self._chinese = chinese
        self._bags = Bags(chinese, _terms, words.general)
        self._english = Bags(english, str.split, words.general_en, apart=True)
        self._spoken = Spoken(phrases, opened())
        simplified("")  # read the table now rather than under the first resident's finger
        self._codes = {item.code.lower(): number for number, item in enumerate(items)}

    def search(self, text: str) -> list[Hit]:
        """The entries that answer, best first; the same text always finds the same.

        Those much worse than the best one are left out.
        """
        typed = normalize("NFKC", text).lower()[:LONGEST]
        parts = _WORDS.findall(typed)
        if not parts:
            return []
        chinese = [part for part in parts if _CHINESE.match(part)]
        latin = [part for part in parts if not _CHINESE.match(part)]
        found: list[Answered] = []
        share: list[float] = []
        if chinese:
            found.append(self._by_characters(chinese))
            share.append(float(sum(map(len, chinese))))
        if latin:
            found.append(self._by_letters(latin))
            share.append(sum(map(len, latin)) / 2)
        return self._ranked(found, share, self._codes.get("".join(parts)))

    @staticmethod
    def sure(hits: Sequence[Hit]) -> bool:
        """Whether any entry answers for enough of what was typed to be meant."""
        return any(hit.cover >= SURE for hit in hits)

    def _ranked(
        self, found: Sequence[Answered], share: Sequence[float], named: int | None
    ) -> list[Hit]:
        """Entries by the best of their phrases; ``named``: the one whose code was typed."""
        best: dict[int, tuple[float, float]] = {}
        whole = sum(share)
        for answered, part in zip(found, share, strict=True):
            here: dict[int, tuple[float, float]] = {}
            for phrase, score in answered.scores.items():
                number, worth = self._owner[phrase], self._worth[phrase]
                one = (score * worth, answered.covers[phrase] * worth)
                if one > here.get(number, (0.0, 0.0)):
                    here[number] = one
            for number, (score, cover) in here.items():
                before = best.get(number, (0.0, 0.0))
                best[number] = (before[0] + score * part / whole, before[1] + cover * part / whole)
        if named is not None:
            best[named] = (2.0, 1.0)
        least = AT_LEAST * max((score for score, _ in best.values()), default=0.0)
        kept = [number for number, (score, _) in best.items() if score >= least]
        kept.sort(key=lambda number: (-round(best[number][0], 6), number))
        return [Hit(self._items[number], *best[number]) for number in kept]

    def _by_characters(self, parts: Sequence[str]) -> Answered:
        known = self._bags.known
        if not all(known(char) for part in parts for char in part):
            parts = [simplified(part) for part in parts]
        parts = [canonical(part) for part in parts]
        sought: list[Sought] = []
        for part in parts:
            sought += _sought(part)
        answered = self._bags.answering(list(dict.fromkeys(sought)))
        said = "".join(parts)
        scores = {
            phrase: score + self._nearness(self._chinese[phrase], said)
            for phrase, score in answered.scores.items()
        }
        covers = {
            phrase: 1.0 if said in self._chinese[phrase] else cover
            for phrase, cover in answered.covers.items()
        }
        return Answered(scores, covers)

    def _nearness(self, phrase: str, said: str) -> float:
        if phrase == said:
            return SAME + FIRST
        if phrase.startswith(said):
            return FIRST
        return ALL_SAID * (len(phrase) > 1 and phrase in said)

    def _by_letters(self, parts: Sequence[str]) -> Answered:
        """Pinyin of all of it, or of each part in any order; or English words."""
        words = [part for part in parts if part not in _words().around_en] or list(parts)
        last = words[-1]
        sought = [Sought(_stem(word)) for word in words[:-1]]
        sought.append(Sought(_stem(last), begun=len(last) > 1))
        answered = self._english.answering(sought)
        scores, covers = dict(answered.scores), dict(answered.covers)
        said = self._spoken.matching("".join(parts))
        if len(parts) > 1:
            for phrase, score in self._spoken.holding(parts).items():
                said[phrase] = max(said.get(phrase, 0.0), 0.9 * score)
        for phrase, score in said.items():
            scores[phrase] = max(scores.get(phrase, 0.0), score)
            covers[phrase] = 1.0
        return Answered(scores, covers)


def _called(item: Item, category: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Everything an entry is called, and what being found by it is worth."""
    for text in names(item):
        yield text, NAME
    for text in category:
        yield text, CATEGORY


def names(item: Item) -> tuple[str, ...]:
    """What an entry is called: its names, without what stands in brackets, and everyday words."""
    return item.name, _ASIDE.sub("", item.name), item.name_en, *item.also


def canonical(text: str) -> str:
    """The text with each way of saying a thing as one and the same."""
    pattern, becomes = _same()
    return pattern.sub(lambda match: becomes[match[0]], text)


def _terms(text: str) -> Iterator[str]:
    """Characters, and characters beside each other."""
    for run in _CHINESE.findall(text):
        yield from run
        yield from map("".join, pairwise(run))


def _sought(part: str) -> Iterator[Sought]:
    """The terms of what was typed; those of the words around the thing itself are light."""
    light = [False] * len(part)
    for match in _around().finditer(part):
        light[match.start() : match.end()] = [True] * (match.end() - match.start())
    if all(light):
        light = [False] * len(part)
    for char, aside in zip(part, light, strict=True):
        yield Sought(char, aside)
    for at, pair in enumerate(pairwise(part)):
        yield Sought("".join(pair), light[at] or light[at + 1])


def _english(text: str) -> Iterator[str]:
    return map(_stem, _LATIN.findall(text))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word  # noqa: PLR2004


@cache
def _words() -> Words:
    raw = tomllib.loads((SHIPPED / "words.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Words)


@cache
def _around() -> re.Pattern[str]:
    return _any_of(_words().around)


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    becomes = {word: row[0] for row in _words().same for word in row}
    return _any_of(becomes), becomes


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

"""Everything an entry is called, by the characters and words in it, whatever their order."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import NamedTuple

from kiosk.items.spoken import Scores

SINGLE = 0.35
"""What one character counts against two beside each other."""

GENERAL = 0.25
"""What a word counts that nearly every entry has (证明)."""

COVERED, ALIKE = 0.5, 0.4
"""What a phrase is worth for how much of what was typed it answers, and for how alike they are."""

MOST_EACH, ENOUGH = 400, 700
"""Phrases that are looked at for one term, and for all of them: those with the rarest terms, and
among them the shortest. Others could hardly come first."""

MOST_BEGUN = 40
"""Words that are looked at for the beginning of one."""


class Sought(NamedTuple):
    """One term of what was typed. ``light``: it counts only where it is found."""

    term: str
    light: bool = False
    begun: bool = False


class Answered(NamedTuple):
    """How well phrases answer, and how much of what was typed each of them covers."""

    scores: Scores
    covers: Scores


class Bags:
    """Phrases by their terms. ``texts`` come shortest first; ``terms`` gives those of a text.

    ``apart``: terms are words with blanks around them, not characters that touch.
    """

    def __init__(
        self,
        texts: Sequence[str],
        terms: Callable[[str], Iterable[str]],
        general: Iterable[str],
        *,
        apart: bool = False,
    ) -> None:
        self._general, self._apart = frozenset(general), apart
        self._texts = [f" {text} " for text in texts] if apart else texts
        self._found: dict[str, array[int]] = {}
        for number, text in enumerate(texts):
            for term in set(terms(text)):
                if term not in self._found:
                    self._found[term] = array("I")
                self._found[term].append(number)
        self._words = sorted(self._found) if apart else []
        self._count = max(1, len(texts))
        self._whole = array("d", bytes(8 * len(texts)))
        for term, numbers in self._found.items():
            weight = self.weight(term)
            for number in numbers:
                self._whole[number] += weight

    def weight(self, term: str) -> float:
        """How much a term tells; one that is nowhere, the most."""
        weight = log(1 + self._count / (1 + len(self._found.get(term, ()))))
        if len(term) == 1 and not self._apart:
            weight *= SINGLE
        return weight * GENERAL if term in self._general else weight

    def known(self, term: str) -> bool:
        """Whether any phrase has it."""
        return term in self._found

    def answering(self, sought: Sequence[Sought]) -> Answered:
        """The phrases that have any of these terms."""
        asked, meant = 0.0, []
        for one in sought:
            terms = self._meant(one)
            worth = max(map(self.weight, terms), default=self.weight(one.term))
            asked += 0.0 if one.light else worth
            if terms:
                meant.append((one, terms, worth))
        patterns = [(self._pattern(one), worth) for one, _, worth in meant]
        scores, covers = {}, {}
        for number in self._candidates(meant):
            text = self._texts[number]
            held = sum(worth for pattern, worth in patterns if pattern in text)
            whole = max(asked, held)
            covers[number] = cover = held / whole if whole else 0.0
            alike = min(1.0, 2 * held / (whole + self._whole[number])) if whole else 0.0
            scores[number] = COVERED * cover + ALIKE * alike
        return Answered(scores, covers)

    def _candidates(self, meant: Sequence[tuple[Sought, list[str], float]]) -> Iterable[int]:
        """The phrases worth looking at: those with the rarest terms first."""
        rows = [
            (one.light, len(self._found[term]), term) for one, terms, _ in meant for term in terms
        ]
        found: dict[int, None] = {}
        for _, _, term in sorted(rows):
            found.update(dict.fromkeys(self._found[term][:MOST_EACH]))
            if len(found) >= ENOUGH:
                break
        return found

    def _meant(self, one: Sought) -> list[str]:
        """The terms there are for one that was typed, or begun."""
        if not one.begun:
            return [one.term] if one.term in self._found else []
        first = bisect_left(self._words, one.term)
        near = self._words[first : first + MOST_BEGUN]
        return [word for word in near if word.startswith(one.term)]

    def _pattern(self, one: Sought) -> str:
        if not self._apart:
            return one.term
        return f" {one.term}" if one.begun else f" {one.term} "

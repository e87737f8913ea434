"""The engine that ships: tables made by ``kiosk.hanzi.make``, no other program needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.hanzi.characters import By, Characters
from kiosk.hanzi.engine import Candidate, Kind
from kiosk.hanzi.names import full_names
from kiosk.hanzi.strokes import Strokes
from kiosk.hanzi.surnames import Surnames
from kiosk.hanzi.syllables import MARK, Piece, Typed
from kiosk.hanzi.words import Words
from kiosk.traditional import traditional as traditional_form

DATA = Path(__file__).with_name("data")

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz" + MARK)
"""What pinyin is typed with; v is ü."""

LONGEST_TYPED = 40
"""Letters that are looked at."""

DEEPEST = 6
"""Syllables of the longest word."""

MOST_WAYS = 200
"""Ways to read one line that are looked at; only nonsense has more."""

LONGEST_PART = 3
"""Syllables of one word in a made-up line."""

WORD_COST = 170
"""What each word of a made-up line costs, more than any weighs: fewer, longer words read better."""

UNFINISHED_MOST = 200
"""Characters offered for the beginning of a syllable."""

ABBREVIATIONS = 2
"""Ways to read an abbreviation that are looked up."""


class Found(NamedTuple):
    """A candidate and its weight."""

    takes: int
    weight: int
    text: str


class Table:
    """Reads nothing but its files and keeps nothing but where they are."""

    name = "table"

    def __init__(self, data: Path = DATA) -> None:
        self.characters = Characters(data / "chars.txt")
        self.words = Words(data / "words.txt")
        self.strokes = Strokes(data / "strokes.txt")
        self.surnames = Surnames(data / "surnames.txt")

    def typed(self, text: str) -> Typed:
        """What was typed, if it is letters."""
        letters = text[:LONGEST_TYPED] if set(text) <= LETTERS else ""
        return Typed(letters, self.characters.syllables, self.characters.begun)

    # --- pinyin ------------------------------------------------------------------------------

    def spelled(
        self,
        typed: str,
        *,
        kind: Kind = Kind.WORDS,
        before: str = "",
        traditional: bool = False,
    ) -> Sequence[Candidate]:
        """See ``Engine``."""
        line = self.typed(typed)
        if kind is Kind.NAME and not before and not typed:
            common = [Candidate(name, 0) for name in self.surnames.commonest]
            return _distinct(_traditional(common)) if traditional else common
        by = By.GIVEN if kind is Kind.NAME else By.TRADITIONAL if traditional else By.TEXT
        found = sorted(self._found(line, by), reverse=True)
        whole = bool(found) and found[0].takes == len(line.text)
        if kind is Kind.NAME:
            first = full_names(self, line, beginning=not before)
        else:
            first = [] if whole else self._made_up(line, by)
        all_found = [*first, *(Candidate(one.text, one.takes) for one in found)]
        return _distinct(_traditional(all_found) if traditional else all_found)

    def _found(self, line: Typed, by: By) -> Iterator[Found]:
        """Words and characters from the first letter on."""
        ways = list(self.ways(line, line.pieces, line.start))
        if not line.readable(line.start):
            ways += self._abbreviations(line)
        for pieces in ways:
            for weight, text in self.look_up(line, pieces, by):
                yield Found(pieces[-1].end, weight, text)

    def look_up(self, line: Typed, pieces: Sequence[Piece], by: By) -> list[tuple[int, str]]:
        """Weight and text of what is spelled with exactly these, or begins with them at the end."""
        last = pieces[-1]
        if len(pieces) == 1:
            if last.whole:
                return self.characters.of(last.said, by)
            return self.characters.beginning(last.said, by, UNFINISHED_MOST)
        if not all(piece.whole for piece in pieces[:-1]):
            return self.words.abbreviated(pieces)
        if last.end < len(line.text):
            return self.words.exactly(pieces) if last.whole else self.words.abbreviated(pieces)
        return self.words.begun(pieces, beyond=by is not By.GIVEN)

    def ways(
        self,
        line: Typed,
        step: Callable[[int], Iterable[Piece]],
        at: int,
        deepest: int = DEEPEST,
    ) -> Iterator[tuple[Piece, ...]]:
        """The ways to read the line from here on, each as far as 1, 2 … syllables."""
        left = MOST_WAYS
        open_ways: list[tuple[Piece, ...]] = [()]
        while open_ways and left:
            so_far = open_ways.pop()
            choices = list(step(so_far[-1].end if so_far else at))
            sound = [piece for piece in choices if line.readable(piece.end)]
            for piece in reversed(sound or choices):
                left -= 1
                yield (*so_far, piece)
                if len(so_far) + 1 < deepest:
                    open_ways.append((*so_far, piece))

    def _abbreviations(self, line: Typed) -> list[tuple[Piece, ...]]:
        """Ways to read the whole line as beginnings of syllables, those of fewest words first."""
        ways = self.ways(line, line.abbreviated, line.start)
        whole = [way for way in ways if way[-1].end == len(line.text) and len(way) > 1]
        one = [(piece,) for piece in line.abbreviated(line.start) if not piece.whole]
        return sorted(whole, key=len)[:ABBREVIATIONS] + one

    def _made_up(self, line: Typed, by: By) -> list[Candidate]:
        """The likeliest line of several words."""
        best: dict[int, tuple[int, str]] = {len(line.text): (0, "")}

        def follow(at: int) -> tuple[int, str] | None:
            if at not in best and line.readable(at):
                found = []
                for pieces in self.ways(line, line.pieces, at, LONGEST_PART):
                    rest = follow(pieces[-1].end)
                    heads = self.look_up(line, pieces, by) if rest is not None else []
                    if heads and rest is not None:
                        weight, text = max(heads)
                        found.append((weight - WORD_COST + rest[0], text + rest[1]))
                if found:
                    best[at] = max(found)
            return best.get(at)

        made = follow(line.start)
        return [Candidate(made[1], len(line.text))] if made and made[1] else []

    def parted(self, typed: str) -> str:
        """See ``Engine``."""
        line, parts = self.typed(typed), []
        at = line.start
        while at < len(line.text):
            ends = [piece.end for piece in line.pieces(at)]
            ends = ends or [piece.end for piece in line.abbreviated(at)] or [at + 1]
            end = next((end for end in ends if line.readable(end)), ends[0])
            parts.append(line.text[at:end].strip(MARK))
            at = end
        return " ".join(filter(None, parts))

    def forget(self) -> None:
        """See ``Engine``. Python's ``re`` remembers patterns, and with them strokes and letters."""
        re.purge()

    # --- strokes -----------------------------------------------------------------------------

    def stroked(self, strokes: str) -> Sequence[Candidate]:
        """See ``Engine``."""
        found = self.strokes.beginning(strokes)
        return _distinct(Candidate(char, len(strokes)) for char in found)


def _traditional(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Each in its Traditional form where it first stood; behind them all, the others as well.

    The words of the table are Simplified. The function is asked beneath its cache, which would
    remember what people looked at.
    """
    convert = traditional_form.__wrapped__
    for one in candidates:
        yield Candidate(convert(one.text), one.takes)
    yield from candidates


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each text once, where it came first."""
    found: dict[str, Candidate] = {}
    for one in candidates:
        found.setdefault(one.text, one)
    return list(found.values())

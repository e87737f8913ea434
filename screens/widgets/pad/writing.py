"""What is being written on the pad: mode, letters typed, candidates. Knows nothing of screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.hanzi import Candidate, Engine, Kind

LONGEST = 40
"""Letters or strokes typed before something must be chosen."""

STROKES = {
    **{d: d for d in "12345*"},
    "6": "*",
    "?": "*",
    **dict(zip("hspndz", "123445", strict=True)),
}
"""What may be typed for a stroke: its number, or the first letter of its name."""

ADDRESS = ("号", "栋", "单元", "室", "楼", "层", "弄")
"""Offered beside the digits: what stands between the numbers of an address."""


class Mode(StrEnum):
    """What the keys of the pad write."""

    PINYIN = "pinyin"
    STROKES = "strokes"
    LATIN = "latin"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Wrote:
    """This text belongs at the end of the field."""

    text: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The last character of the field is to go."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """All of the field is to go."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The field is done."""


Outcome = Wrote | Erased | Emptied | Entered


class Writing:
    """One field being written. ``fit`` says how many candidates each page has room for."""

    def __init__(self, fit: Callable[[Sequence[str]], list[range]]) -> None:
        self._fit = fit
        self.engine: Engine | None = None
        self.traditional = False
        self.kind = Kind.WORDS
        self.mode = Mode.PINYIN
        self.upper = True
        self.clear()

    def clear(self) -> None:
        """Forget all that was written."""
        self.typed = self.before = ""
        self.look()
        if self.engine is not None:
            self.engine.forget()

    # --- candidates --------------------------------------------------------------------------

    def look(self) -> None:
        """Find the candidates for what is typed."""
        self.page = self.marked = 0
        self.found: Sequence[Candidate] = self._look()
        self.arrange()

    def _look(self) -> Sequence[Candidate]:
        if self.mode is Mode.DIGITS:
            words = ADDRESS if self.kind is Kind.WORDS else ()
            return [Candidate(word, 0) for word in words]
        if self.engine is None or self.mode is Mode.LATIN:
            return []
        if self.mode is Mode.STROKES and self.typed:
            return self.engine.stroked(self.typed)
        return self.engine.spelled(
            self.typed, kind=self.kind, before=self.before, traditional=self.traditional
        )

    def arrange(self) -> None:
        """Put the candidates on pages; again when the room changes."""
        self.pages = self._fit([one.text for one in self.found])
        self.page = min(self.page, max(0, len(self.pages) - 1))
        self.marked = min(self.marked, max(0, len(self.offered) - 1))

    @property
    def offered(self) -> list[Candidate]:
        """The candidates of this page."""
        return [self.found[at] for at in self.pages[self.page]] if self.pages else []

    @property
    def numbered(self) -> bool:
        """Whether a digit chooses; otherwise digits write, or are strokes."""
        return self.mode is Mode.PINYIN

    def turn(self, by: int) -> None:
        """To the next page, or the one before."""
        page = min(max(0, self.page + by), max(0, len(self.pages) - 1))
        if page != self.page:
            self.page, self.marked = page, 0

    def mark(self, by: int) -> None:
        """Mark the next candidate, or the one before, of this page or its neighbour."""
        at = self.marked + by
        if 0 <= at < len(self.offered):
            self.marked = at
        elif 0 <= self.page + by < len(self.pages):
            self.turn(by)
            self.marked = 0 if by > 0 else len(self.offered) - 1

    def choose(self, at: int) -> Outcome | None:
        """Write a candidate of this page; what it did not take stays typed."""
        if not 0 <= at < len(self.offered):
            return None
        chosen = self.offered[at]
        self.typed = self.typed[chosen.takes :]
        return self._write(chosen.text)

    # --- keys --------------------------------------------------------------------------------

    def switch(self, mode: Mode) -> None:
        """Write in another way; what was typed for the one before is dropped."""
        self.mode, self.typed = mode, ""
        self.look()

    def type(self, character: str) -> Outcome | None:
        """One character, from the pad or a keyboard."""
        if (
            self.mode is Mode.PINYIN
            and character.isascii()
            and (character.isalpha() or character == "'")
        ):
            self._add(character.lower())
        elif self.mode is Mode.STROKES and character in STROKES:
            self._add(STROKES[character])
        elif self.mode is Mode.PINYIN and character.isdigit() and self.offered:
            return self.choose(int(character) - 1)
        elif not self.typed:
            return self._write(character)
        return None

    def _add(self, sign: str) -> None:
        if len(self.typed) < LONGEST:
            self.typed += sign
            self.look()

    def _write(self, text: str) -> Outcome:
        self.before += text
        self.look()
        return Wrote(text)

    def erase(self) -> Outcome | None:
        """Take back the last letter typed, or the last character of the field."""
        if self.typed:
            self.typed = self.typed[:-1]
            self.look()
            return None
        self.before = self.before[:-1]
        self.look()
        return Erased()

    def drop(self) -> Outcome | None:
        """Take back all that is typed or, if nothing is, all of the field."""
        if self.typed:
            self.typed = ""
            self.look()
            return None
        self.clear()
        return Emptied()

    def enter(self) -> Outcome | None:
        """Write the marked candidate or, if nothing is typed, end the field."""
        return self.choose(self.marked) if self.typed else Entered()

"""What an input engine is: typed letters or strokes in, candidates out. It learns nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What is being written."""

    WORDS = "words"
    NAME = "name"
    """A person's name: family names come first where it begins, then characters of given names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to choose."""

    text: str
    takes: int
    """How many characters of what was typed it stands for, counted from the first."""


class Engine(Protocol):
    """Looks up candidates, the likeliest first. Keeps nothing of what it was asked."""

    name: str
    """``table`` or ``librime``; for a maintainer's eyes."""

    def spelled(
        self,
        typed: str,
        *,
        kind: Kind = Kind.WORDS,
        before: str = "",
        traditional: bool = False,
    ) -> Sequence[Candidate]:
        """Candidates for pinyin without tones: ``zhangsan``, ``xi'an``, ``nv``, ``sfz``.

        ``before`` is what the field holds already; ``traditional`` puts the forms of Traditional
        Chinese first. Anything may be typed; what cannot be read has no candidates.
        """
        ...

    def stroked(self, strokes: str) -> Sequence[Candidate]:
        """Characters that begin with these strokes: 1 横 2 竖 3 撇 4 点捺 5 折, ``*`` any."""
        ...

    def parted(self, typed: str) -> str:
        """What was typed with its syllables apart: ``zhang san``."""
        ...

    def forget(self) -> None:
        """Let go of whatever a look-up left behind in this process."""
        ...

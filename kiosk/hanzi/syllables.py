"""Where one syllable ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = "'"
"""What is typed between two syllables that could be read as one: ``xi'an``."""

LONGEST = 6
"""Letters of a syllable: ``zhuang``."""

ALIASES = {
    "lue": "lve", "nue": "nve", "lyu": "lv", "nyu": "nv",
    "jv": "ju", "qv": "qu", "xv": "xu", "yv": "yu",
    "jve": "jue", "qve": "que", "xve": "xue", "yve": "yue",
    "jvan": "juan", "qvan": "quan", "xvan": "xuan", "yvan": "yuan",
    "jvn": "jun", "qvn": "qun", "xvn": "xun", "yvn": "yun",
}  # fmt: skip
"""Other ways to type ü, among them that of passports."""

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
"""What may stand for a whole syllable in an abbreviation."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what was typed, read as a syllable."""

    said: str
    end: int
    """Where it ends, a mark after it included."""
    whole: bool = True
    """Otherwise only the beginning of a syllable was typed."""

    def among(self, syllables: Iterable[str]) -> bool:
        """Whether it is one of these or, unfinished, begins one."""
        if self.whole:
            return self.said in syllables
        return any(said.startswith(self.said) for said in syllables)


class Typed:
    """What was typed, and the ways to read it."""

    def __init__(self, text: str, syllables: frozenset[str], begun: frozenset[str]) -> None:
        self.text = text
        self.start = self._after(0)
        self._syllables, self._begun = syllables, begun
        self._reach: dict[int, bool] = {len(text): True}
        if not self.readable(self.start):  # not in whole syllables: the last may be unfinished
            self._unfinished = True
            self._reach = {len(text): True}

    _unfinished = False

    def pieces(self, at: int) -> Iterator[Piece]:
        """The syllables that can begin here, the longest first.

        The last of the line may be unfinished if the line cannot be read otherwise.
        """
        length = len(self.text)
        for end in range(min(length, at + LONGEST), at, -1):
            letters = self.text[at:end]
            said = ALIASES.get(letters, letters)
            if said in self._syllables:
                yield Piece(said, self._after(end))
            elif end == length and self._unfinished and letters in self._begun:
                yield Piece(letters, length, whole=False)

    def abbreviated(self, at: int) -> Iterator[Piece]:
        """As ``pieces``, and the bare beginning of a syllable anywhere."""
        found = set()
        for piece in self.pieces(at):
            found.add(piece.end)
            yield piece
        for initial in INITIALS:
            if self.text.startswith(initial, at):
                end = self._after(at + len(initial))
                if end not in found:
                    yield Piece(initial, end, whole=False)

    def readable(self, at: int) -> bool:
        """Whether everything from here on can be read as syllables."""
        if at not in self._reach:
            self._reach[at] = False
            self._reach[at] = any(self.readable(piece.end) for piece in self.pieces(at))
        return self._reach[at]

    def _after(self, end: int) -> int:
        while end < len(self.text) and self.text[end] == MARK:
            end += 1
        return end

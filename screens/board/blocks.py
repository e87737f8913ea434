"""One call as rows of text: written above, drawn below, as clearly as its place allows."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from kiosk.wording import say
from screens.board.news import Call
from screens.widgets.cells import fitted
from screens.widgets.glyphs import LEAST_HAN, big, columns

BAR = "█ "
"""Beside a call that has a mark, over its whole height."""

BETWEEN = "    "
"""Between a number and its window."""


@dataclass(frozen=True)
class Words:
    """What stands beside numbers, in the board's language and in another."""

    language: str
    other: str | None

    def window(self, call: Call) -> str:
        """The window in a sentence's words."""
        return say("board.window_full", self.language, window=call.window)

    def caption(self, call: Call, mark: str, width: int) -> str:
        """Mark, number and window, and the window in the other language if there is room."""
        words = f"{call.number}{BETWEEN}{self.window(call)}"
        marked = f"{mark}  {words}" if mark else words
        if self.other:
            more = f"{marked}  {say('board.window_full', self.other, window=call.window)}"
            if cell_len(more) <= width:
                return more
        return marked if cell_len(marked) <= width else fitted(words, width)

    @property
    def tail(self) -> tuple[str, ...]:
        """The word after a window's number, in the languages."""
        languages = (self.language, self.other) if self.other else (self.language,)
        return tuple(say("board.window", language) for language in languages)

    @property
    def mark_width(self) -> int:
        """Columns of the longest mark, and of what stands between it and the number."""
        marks = ("board.new", "board.again", "board.latest")
        return max(cell_len(say(mark, self.language)) for mark in marks) + 2


class Shape:
    """A way to draw calls. Each takes more room than the next, and is read more easily."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def width(self, call: Call, rows: int) -> int:
        """Columns it needs, with the bar and the least caption."""
        words = f"{call.number}{BETWEEN}{self.words.window(call)}"
        least = len(BAR) + self.words.mark_width + cell_len(words)
        if not rows:
            return least
        drawn = columns(call.number, rows) + len(BETWEEN) + self.window_width(call, rows)
        return max(least, len(BAR) + drawn)

    def window_width(self, call: Call, rows: int) -> int:
        """Columns of the window alone."""
        if _drawable(call.window, rows):
            return columns(call.window, rows)
        return cell_len(call.window)

    def window(self, call: Call, rows: int) -> list[str]:
        """The window alone; written where it cannot be drawn so small."""
        if _drawable(call.window, rows):
            return big(call.window, rows)
        return _beside([call.window], rows)

    def drawn(self, call: Call, rows: int) -> list[str]:
        """Number and window, ``rows`` lines."""
        number, window = big(call.number, rows), self.window(call, rows)
        return [f"{a}{BETWEEN}{b}" for a, b in zip(number, window, strict=True)]


class Bare(Shape):
    """Number and window; the word for it is in the caption."""


class Worded(Shape):
    """The word for "window" is written beside its number, in both languages."""

    def window_width(self, call: Call, rows: int) -> int:
        return super().window_width(call, rows) + 1 + max(map(cell_len, self.words.tail))

    def window(self, call: Call, rows: int) -> list[str]:
        tail = _beside([f" {word}" for word in self.words.tail], rows)
        return [f"{a}{b}" for a, b in zip(super().window(call, rows), tail, strict=True)]


class Full(Shape):
    """The word is drawn as well, with the other language's above it."""

    def window_width(self, call: Call, rows: int) -> int:
        return super().window_width(call, rows) + columns(self.words.tail[0], LEAST_HAN)

    def window(self, call: Call, rows: int) -> list[str]:
        word = big(self.words.tail[0], LEAST_HAN)
        above = [" " * len(word[0])] * (rows - LEAST_HAN)
        if above:
            above[-1] = fitted(" ".join(self.words.tail[1:]), len(word[0]))
        return [f"{a}{b}" for a, b in zip(super().window(call, rows), above + word, strict=True)]


def shapes(words: Words) -> list[Shape]:
    """The ways to draw a call that allow a plan, the clearest first."""
    return [Worded(words), Bare(words)]


def block(call: Call, mark: str, rows: int, width: int, words: Words) -> list[str]:
    """A caption and ``rows`` lines, or with 0 the caption alone; each of ``width`` cells."""
    bar = BAR if mark else " " * len(BAR)
    lines = [bar + words.caption(call, mark, width - len(BAR))]
    if rows:
        full = rows >= LEAST_HAN and not words.tail[0].isascii()
        ways = ([Full(words)] if full else []) + shapes(words)
        shape = next((way for way in ways if way.width(call, rows) <= width), ways[-1])
        lines += [bar + line for line in shape.drawn(call, rows)]
    return [fitted(line, width) for line in lines]


def _drawable(text: str, rows: int) -> bool:
    return text.isascii() or rows >= LEAST_HAN


def _beside(texts: list[str], rows: int) -> list[str]:
    """Written texts in the middle of so many rows, all of one width."""
    width = max(map(cell_len, texts))
    top = (rows - len(texts)) // 2
    lines = [""] * top + texts
    return [fitted(line, width) for line in (*lines, *[""] * (rows - len(lines)))]

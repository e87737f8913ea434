"""Which keys stand where, for each way of writing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from screens.widgets.pad.caps import Cap

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

SHAPES = {"1": "一", "2": "丨", "3": "丿", "4": "丶", "5": "乙", "*": "?"}
"""How each stroke looks, from the characters that every font has."""

STROKE_ROWS = (("1", "2", "3", "previous"), ("4", "5", "*", "erase"))

DIGIT_ROWS = (("1", "2", "3", "erase"), ("4", "5", "6", "X"), ("7", "8", "9", "0"))


class Letters(Vertical, can_focus=False):
    """Letters as on every telephone; the last keys of two rows differ for pinyin and Latin."""

    def compose(self) -> ComposeResult:
        for letters, others in zip(LETTERS, ((), ("beside",), ("previous", "erase")), strict=True):
            with Horizontal():
                for letter in letters:
                    yield Cap(letter, classes="-letter")
                for other in others:
                    yield Cap(other, classes=f"-{other}")


class Strokes(Vertical, can_focus=False):
    """The five strokes, and one for those who are not sure."""

    def compose(self) -> ComposeResult:
        for row in STROKE_ROWS:
            with Horizontal():
                for sign in row:
                    yield Cap(sign, classes="-stroke" if sign in SHAPES else f"-{sign}")


class Digits(Vertical, can_focus=False):
    """Digits, and the X that an identity number may end with."""

    def compose(self) -> ComposeResult:
        for row in DIGIT_ROWS:
            with Horizontal():
                for sign in row:
                    yield Cap(sign, classes="-erase" if sign == "erase" else "-digit")

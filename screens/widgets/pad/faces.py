"""What is written on the keys, in each language and way of writing."""

from __future__ import annotations

from kiosk.wording import say
from screens.widgets.pad.boards import LETTERS, SHAPES
from screens.widgets.pad.writing import Mode

MODE_KEYS = {"f5": Mode.PINYIN, "f6": Mode.STROKES, "f7": Mode.LATIN, "f8": Mode.DIGITS}
"""Keys of a keyboard that change the way of writing."""

MODES = {
    "pinyin": "pad.pinyin",
    "strokes": "pad.strokes",
    "latin": "pad.latin",
    "digits": "pad.digits",
}

HINTS = {
    Mode.PINYIN: "pad.pinyin_hint",
    Mode.STROKES: "pad.strokes_hint",
    Mode.LATIN: "pad.latin_hint",
    Mode.DIGITS: "pad.digits_hint",
}

STROKES = {
    "1": "pad.stroke_1",
    "2": "pad.stroke_2",
    "3": "pad.stroke_3",
    "4": "pad.stroke_4",
    "5": "pad.stroke_5",
    "*": "pad.stroke_any",
}

ACTS = {
    "next": "pad.next",
    "previous": "pad.previous",
    "erase": "pad.erase",
    "clear": "pad.clear",
    "enter": "pad.done",
    "beside": "pad.dot",
}

Face = tuple[str, str]
"""The words on a key, and the key of a keyboard that does the same."""


def faces(mode: Mode, language: str, *, upper: bool) -> dict[str, Face]:
    """The faces of all keys by their sign; one that is not here shows its sign."""
    hints = {mode.value: key.upper() for key, mode in MODE_KEYS.items()}
    words = {**MODES, **ACTS}
    if mode is Mode.LATIN:
        words |= {
            "previous": "pad.lower" if upper else "pad.upper",
            "beside": "pad.space",
        }
    found = {sign: (say(key, language), hints.get(sign, "")) for sign, key in words.items()}
    if mode is Mode.STROKES:
        for sign, key in STROKES.items():
            found[sign] = (f"{SHAPES[sign]}  {say(key, language)}", sign)
    if mode is Mode.LATIN and upper:
        found |= {letter: (letter.upper(), "") for row in LETTERS for letter in row}
    return found


def hint(mode: Mode, language: str) -> str:
    """What to do while nothing is typed."""
    return say(HINTS[mode], language)

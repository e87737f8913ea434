"""What is said of a call, and the command that says it."""

from __future__ import annotations

import re
import shutil

from kiosk.config import Sound
from kiosk.wording import say

ESPEAK = "espeak-ng"
"""The program that speaks when the settings name no other and it is installed."""

VOICES = {"zh-Hans": "cmn-latn-pinyin", "zh-Hant": "cmn-latn-pinyin", "en": "en"}
"""Its voices. Not ``cmn``: in 1.51 (Debian 12) that reads third tones as English words."""

PACE = "140"
"""Words a minute; the 175 of the program are too fast for a hall."""


def spoken(number: str, window: str, language: str) -> str:
    """The announcement: letters, then digits one by one, so that none is taken for another."""
    letters, digits = re.fullmatch(r"(\D*)(.*)", number).groups()  # type: ignore[union-attr]
    names = say("board.digits", language).split()
    between = " " if names[0].isascii() else ""
    one_by_one = between.join(names[int(char)] if char in "0123456789" else char for char in digits)
    return say(
        "board.spoken", language, letters=" ".join(letters), digits=one_by_one, window=window
    )


def command(speech: str | tuple[str, ...]) -> tuple[str, ...]:
    """The command of ``[terminals.…] sound.speech`` with its places open; empty: silent."""
    if isinstance(speech, tuple):
        return speech
    if speech == "auto" and (program := shutil.which(ESPEAK)):
        return (program, "-v", "{voice}", "-s", PACE, "{text}")
    return ()


class Voice:
    """Speaks as the settings of one board say."""

    def __init__(self, sound: Sound, language: str) -> None:
        self._command = command(sound.speech)
        self._languages = (sound.languages or (language,)) * sound.repeat

    def commands(self, number: str, window: str) -> list[list[str]]:
        """What to run for one call, in this order; nothing for a board that is silent."""
        return [
            [
                word.replace("{voice}", VOICES.get(language, language))
                .replace("{language}", language)
                .replace("{text}", spoken(number, window, language))
                for word in self._command
            ]
            for language in self._languages
            if self._command
        ]

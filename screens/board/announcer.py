"""Chime and speech for one call after another, in a thread that the screen never waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import NamedTuple

from kiosk.config import Sound
from screens.board.news import Call
from screens.board.programs import Programs
from screens.board.voice import Voice

LATE = 30.0
"""Seconds after which a call is no longer spoken: those behind it are more pressing, and it is on
the board. It still chimes when its turn comes."""

CHIME, SPEECH = 5.0, 20.0
"""Seconds a program may take to chime, or to speak one sentence, before it is killed."""

PAUSE = 0.8
"""Seconds after the terminal's bell, which nobody can wait for to end, until the next sound."""


class _Due(NamedTuple):
    number: str
    window: str
    since: float


class Announcer(threading.Thread):
    """Makes each call heard, in order. What is no longer called when its turn comes is left out.

    Args:
        sound: the board's settings.
        language: the centre's first.
        ring: sounds the terminal's bell; called from this thread.
        now: seconds on a clock that is never set.
    """

    def __init__(
        self,
        sound: Sound,
        language: str,
        ring: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name="announcer", daemon=True)
        self._sound, self._voice = sound, Voice(sound, language)
        self._ring, self._now = ring, now
        self._due: SimpleQueue[_Due | None] = SimpleQueue()
        self._called: frozenset[tuple[str, str]] = frozenset()
        self._programs = Programs()
        self._halt = threading.Event()

    def tell(self, calls: Iterable[Call], news: Iterable[Call]) -> None:
        """What is called now, and which of the calls are new, in order. Returns at once."""
        self._called = frozenset((call.number, call.window) for call in calls)
        for call in news:
            self._due.put(_Due(call.number, call.window, self._now()))

    def stop(self) -> None:
        """End, in the middle of a word if need be. Returns at once."""
        self._halt.set()
        self._programs.stop()
        self._due.put(None)

    def run(self) -> None:
        while (due := self._due.get()) is not None and not self._halt.is_set():
            if self._stands(due):
                self._chime()
                self._speak(due)

    def _stands(self, due: _Due) -> bool:
        return (due.number, due.window) in self._called

    def _chime(self) -> None:
        if isinstance(self._sound.chime, tuple):
            self._programs.run(self._sound.chime, CHIME)
        elif self._sound.chime:
            self._ring()
            self._halt.wait(PAUSE)

    def _speak(self, due: _Due) -> None:
        if self._now() - due.since > LATE:
            return
        for command in self._voice.commands(due.number, due.window):
            if self._stands(due):
                self._programs.run(command, SPEECH)

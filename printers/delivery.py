"""One job from its first byte to the word that it is printed."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.jobs import Reason
from kiosk.printing import USABLE, Word
from printers.devices import Attendant, Interrupted, NotStarted, Prepared
from printers.skills import Skills
from printers.talk import Talk
from printers.wires import SLICE, Patience

SLOWEST = 30.0
"""Millimetres a second that any printer prints, pictures over a slow line included."""

BLINK = 0.05
"""Seconds between two looks at what no event announces."""


class GivenUp(Exception):
    """The job is not waited for any longer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Delivery:
    """One job from its first byte to the word that it is printed."""

    def __init__(
        self, talk: Talk, skills: Skills, attendant: Attendant, patience: Patience
    ) -> None:
        self._talk, self._skills = talk, skills
        self._attendant, self._patience = attendant, patience
        self._handed = 0
        self.whole = self.ended = False
        """Every byte was handed over; nothing more is to be expected."""
        self._moved = self._asked = time.monotonic()
        self._held_since: float | None = None
        self._next_question = 0

    @property
    def begun(self) -> bool:
        """May the printer have something of it?"""
        return self._handed > 0

    def run(self, prepared: Prepared) -> bool:
        """Send it and wait; whether the printer said that it is printed."""
        for part in prepared.parts:
            self._send(part)
        self.whole = True
        if self._skills.proof is None:
            self._until_taken()
            self._talk.wire.finish(self._patience.hang_up)
            self.ended = True
            return False
        printed = self._talk.mark(self._skills)
        self._attendant.handed()
        self._await(printed, prepared.millimetres / SLOWEST + self._patience.grace)
        self.ended = True
        return True

    def broken(self, error: Exception) -> Interrupted | NotStarted:
        """What to say of a job that did not end well."""
        if not self.begun:
            return NotStarted(Word.NO_ANSWER, f"{error}")
        reason = error.reason if isinstance(error, GivenUp) else Reason.INTERRUPTED
        return Interrupted(reason, f"{error}", self._handed)

    def _send(self, part: bytes) -> None:
        rest = memoryview(part)
        while rest:
            taken = self._talk.pump(self._patience.poll, rest[:SLICE])
            self._handed += taken
            rest = rest[taken:]
            self._watch(moved=taken > 0, limit=self._patience.mute, reason=Reason.STALLED)

    def _until_taken(self) -> None:
        """Until the other side has every byte; what never left this machine is no slip."""
        left = self._talk.wire.untaken()
        while left:
            self._talk.pump(BLINK)
            before, left = left, self._talk.wire.untaken()
            self._watch(moved=left != before, limit=self._patience.mute, reason=Reason.STALLED)

    def _await(self, printed: Callable[[], bool], seconds: float) -> None:
        self._moved = time.monotonic()
        while not printed():
            left = self._talk.wire.untaken()
            self._talk.pump(self._patience.poll)
            self._wonder()
            moved = left != self._talk.wire.untaken()
            self._watch(moved=moved, limit=seconds, reason=Reason.NOT_ACKNOWLEDGED)

    def _wonder(self) -> None:
        """Ask how it is now and then; what it says by itself is not said by every printer."""
        now = time.monotonic()
        if not self._skills.real_time or self._talk.asking or self._talk.wire.untaken():
            return
        if now - self._asked >= self._patience.poll:
            self._asked = now
            self._next_question = self._next_question % 4 + 1
            self._talk.wonder(self._next_question)

    def _watch(self, *, moved: bool, limit: float, reason: Reason) -> None:
        """Tell what holds the job up; give it up when it takes too long, or we have to leave."""
        now = time.monotonic()
        word = self._talk.status.word
        if word not in USABLE:
            self._held_since = self._held_since or now
            self._moved = now
            self._attendant.says(word)
            if self._attendant.leaving():
                raise GivenUp(Reason.STOPPED)
            if now - self._held_since > self._patience.hold:
                raise GivenUp(reason)
            return
        if moved or self._held_since is not None:
            self._held_since = None
            self._moved = now
            self._attendant.says(word)
            return
        still = now - self._moved
        if still > limit:
            raise GivenUp(reason)
        if still > self._patience.stall:
            self._attendant.says(Word.NO_ANSWER)
            if self._attendant.leaving():
                raise GivenUp(Reason.STOPPED)

"""What somebody has typed and nobody has been given yet: in this process's memory alone.

Python cannot overwrite a string; so an answer is kept as bytes, which are zeroed when it goes, and
is a string only while a screen shows it or the hall checks it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

LONGEST = 15 * 60.0
"""Seconds a draft may live (items-and-rules.md 8), however busily somebody types."""

HURRY = 3 * 60.0
"""Seconds before it must go, from which on the time left is said."""


class Draft(Mapping[str, str]):
    """Answers by their names; never written to disk, never shown by ``repr``."""

    def __init__(self, item: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.item, self._clock = item, clock
        self.begun = clock()
        self._answers: dict[str, bytearray] = {}
        self._aside: dict[str, bytearray] = {}
        self.consent = ""
        """The version of the notice that was agreed to; empty: none."""
        self.sensitive_consent = False
        """Whether it was agreed to separately that the answers are sensitive."""
        self.for_another: bool | None = None
        """Whether somebody asks on another's behalf; ``None``: they have not said."""
        self.has: set[str] = set()
        """The papers that he says he has with him."""
        self.reviewing = False
        """Whether he has seen all of it, and goes back only to change one answer."""

    def __getitem__(self, name: str) -> str:
        return self._answers[name].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return f"Draft({self.item}, {len(self)} answers)"

    def keep(self, name: str, value: str) -> None:
        """Keep an answer in place of the one before."""
        self.drop(name)
        self._answers[name] = bytearray(value.encode())

    def drop(self, name: str) -> None:
        """Forget one answer."""
        _zero(self._answers.pop(name, None))

    def set_aside(self, name: str, typed: str) -> None:
        """Keep what was typed and not confirmed, for when this is asked again."""
        _zero(self._aside.pop(name, None))
        self._aside[name] = bytearray(typed.encode())

    def taken(self, name: str) -> str:
        """What was typed before and not confirmed; it is not kept twice."""
        held = self._aside.pop(name, bytearray())
        typed = held.decode()
        _zero(held)
        return typed

    def wipe(self) -> None:
        """Forget all of it."""
        for name in list(self._answers):
            self.drop(name)
        for name in list(self._aside):
            self.taken(name)
        self.has.clear()
        self.consent, self.sensitive_consent = "", False
        self.for_another, self.reviewing = None, False

    @property
    def left(self) -> float:
        """Seconds until it must go."""
        return max(0.0, self.begun + LONGEST - self._clock())


def _zero(held: bytearray | None) -> None:
    if held is not None:
        held[:] = bytes(len(held))

"""Whether the server can be reached, as every screen of one terminal says it."""

from __future__ import annotations

import time
from datetime import datetime
from enum import StrEnum

from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.store.wire import CUT
from kiosk.wording import refusal, say

NEWS = 30.0
"""Seconds for which it is said that the server is back."""

UNCERTAIN = "outcome_unknown"
"""The one refusal of a store that does not mean "not recorded"."""


class Where(StrEnum):
    """Which terminal says it: each goes on, while cut off, with something else."""

    LOBBY = "lobby"
    DESK = "desk"
    BOARD = "board"


class Wire:
    """Since when a terminal is cut off, or since when no longer. One a terminal."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._cut = False
        self._back: tuple[datetime, float] | None = None
        self.kept = False
        """Whether what this machine has kept by itself can be asked for without waiting."""

    def look(self) -> bool:
        """See how it is; whether that is news. From the app's own thread."""
        cut = self._hall.cut_off is not None
        if cut == self._cut:
            return False
        self._cut = cut
        self._back = None if cut else (self._hall.clock.now().at, time.monotonic())
        return True

    def lately(self, seconds: float) -> bool:
        """Is it cut off, or was it so short a time ago? What comes in then happened before."""
        if self._cut or self._back is None:
            return self._cut
        return time.monotonic() - self._back[1] < seconds

    @property
    def unsent(self) -> int:
        """How much of what this machine has kept by itself the server does not have yet."""
        return self._hall.outbox.unsent if self.kept else 0

    def served(self) -> set[str]:
        """Numbers that were noted here as served, and of which the server does not know yet."""
        facts = self._hall.outbox.facts() if self.kept else []
        return {fact.about for fact in facts if fact.kind == "served"}

    def words(self, language: str, where: Where) -> list[str]:
        """What to say of it, each in one line; nothing when all is as ever."""
        cut = self._hall.cut_off
        if cut is not None:
            known = self.moment(cut.known)
            words = say(f"cut_off.{where}", language, since=self.moment(cut.since), known=known)
            return [words + self._kept("kept", language, where)]
        if self._back is None:
            return []
        at, ticked = self._back
        if time.monotonic() - ticked > NEWS and not self.unsent:
            self._back = None
            return []
        words = say("cut_off.back", language, time=self.moment(at))
        return [words + self._kept("uploading", language, where)]

    def _kept(self, what: str, language: str, where: Where) -> str:
        count = self.unsent if where is Where.DESK or what == "uploading" else 0
        return f" {say(f'cut_off.{what}', language, count=count)}" if count else ""

    def moment(self, at: datetime) -> str:
        """``09:02``; with its date, where that is not today."""
        now = self._hall.clock.now().at
        at = at.astimezone(now.tzinfo)
        return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%m-%d %H:%M}"


def instead(hall: Hall, why: Refused, what: str) -> Refused:
    """What a person is told where the store's own words are for whoever maintains the server.

    ``what`` they wanted: a word of ``refused.cut_off_…``.
    """
    if not isinstance(why, StoreError) or why.code not in CUT | {UNCERTAIN}:
        return why
    if why.code == UNCERTAIN:
        return refusal("cut_off_uncertain", phone=hall.config.centre.phone)
    return refusal(f"cut_off_{what}", phone=hall.config.centre.phone)

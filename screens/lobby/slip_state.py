"""What becomes of a slip: said only as far as the printer itself has said it."""

from __future__ import annotations

from textual.timer import Timer
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.slips import Job, JobState
from kiosk.wording import say

PATIENCE = 4.0
"""Seconds after which a slip that no spooler has taken up is not promised any longer."""

WORDS = {
    JobState.QUEUED: "lobby.printing",
    JobState.SENDING: "lobby.printing",
    JobState.SENT: "lobby.sent",
    JobState.PRINTED: "lobby.printed",
    JobState.FAILED: "lobby.not_printed",
    JobState.UNKNOWN: "lobby.not_printed",
}
"""What is said of a slip in each state. Only the printer itself can say that it is printed."""


class SlipState(Static):
    """One line about one slip. Its screen says ``follow``, ``look`` on news, and ``rest``."""

    def __init__(self, hall: Hall, *, id: str = "paper-state") -> None:  # noqa: A002 -- Textual's
        super().__init__(markup=False, id=id)
        self._hall, self._language = hall, "zh-Hans"
        self._about: str | None = None
        self._alone = False
        self._late = False
        self._patience: Timer | None = None

    def follow(self, about: str | None, *, alone: bool = False) -> None:
        """Speak of the slip that proves this (``hall.slips.about``) from now on.

        ``alone``: it is in this machine's own book, for it was cut off.
        """
        self._alone = alone
        if about != self._about:
            self._about, self._late = about, False

    def speak(self, language: str) -> None:
        """Say it in a language."""
        self._language = language
        self.look()

    def look(self) -> None:
        """Say how it stands now."""
        self.update(self._words())

    def begin(self) -> None:
        """It is shown now: whoever looks at it has patience for a few seconds."""
        self.rest()
        self._patience = self.set_timer(PATIENCE, self._be_honest)

    def rest(self) -> None:
        """Nobody looks any longer."""
        if self._patience is not None:
            self._patience.stop()

    @property
    def job(self) -> Job | None:
        """The slip, or ``None`` where none is printed."""
        book = self._hall.outbox.slips if self._alone else self._hall.slips
        jobs = book.about(self._about) if self._about else []
        return jobs[0] if jobs else None

    def _be_honest(self) -> None:
        self._late = True
        self.look()

    def _words(self) -> str:
        job = self.job
        if job is None:
            return say("lobby.remember", self._language)
        stuck = job.state is JobState.QUEUED and (self._late or job.reason is not None)
        return say("lobby.not_printed" if stuck else WORDS[job.state], self._language)

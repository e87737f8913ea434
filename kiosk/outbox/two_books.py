"""The job book of a spooler whose machine may be cut off: the records' and this machine's own.

Own slips go first: somebody stands there who was just given a number. Those of the records wait
while the wire is cut; what became of one that was on its way is written down when it is back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import Refused, StoreError
from kiosk.jobs import Job, JobState
from kiosk.outbox.going_on import LOST
from kiosk.printing import Tier, Word

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.slips import Slips

OWN = "+"
"""Before the id of a job of this machine's own book."""

_TABLES = {"ticket": "tickets", "acceptance": "requests"}
"""Where the act is that a kind of slip proves."""

log = logging.getLogger(__name__)


class TwoBooks:
    """See ``printers.jobs.JobBook``."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._own, self._theirs = hall, hall.outbox.slips, hall.slips
        self._owed: list[Callable[[], object]] = []
        self._owed_words: dict[str, tuple[Word, Tier | None]] = {}

    def queued(self, printer: str) -> Job | None:
        """The oldest queued job of that printer; while cut off only of the own book."""
        self._hall.outbox.refresh()
        own = self._own.queued(printer)
        if own is not None:
            return _marked(own)
        if self._hall.cut_off is not None:
            return None
        self._pay()
        lost = {
            fact.said["instead"] for fact in self._hall.outbox.facts() if "instead" in fact.said
        }
        if not lost:
            return self._theirs.queued(printer)
        waiting = [
            job
            for job in self._theirs.jobs()
            if job.printer == printer and job.state is JobState.QUEUED
            if self._key(job) not in lost
        ]
        return min(waiting, key=lambda job: (job.at, job.id), default=None)

    def _key(self, job: Job) -> str | None:
        """By which the act of a slip is found when its answer was lost.

        Another one may stand for it, and nobody is to hold two slips.
        """
        if job.kind not in _TABLES:
            return None
        document = self._hall.store.table(_TABLES[job.kind]).get(doc_id=job.about)
        return document.get("key") if document else None

    def sending(self, printer: str) -> list[Job]:
        """Jobs of that printer, of both books, that have begun and not ended."""
        own = [_marked(job) for job in self._own.sending(printer)]
        return own + self._theirs.sending(printer)

    def begin(self, job_id: str, printer: str | None = None) -> Job:
        """Queued → sending, before the first byte leaves; what this raises keeps it here."""
        book, id_ = self._book(job_id)
        try:
            return book.begin(id_, printer)
        except StoreError as error:
            if error.code == LOST:
                # It may be down as begun, and is not.
                self._owed.append(partial(book.back, id_, Word.UNKNOWN))
            raise

    def sent(self, job_id: str, *, awaits: bool = False, millimetres: float = 0.0) -> None:
        """All bytes were handed over."""
        book, id_ = self._book(job_id)
        self._write(book, partial(book.sent, id_, awaits=awaits, millimetres=millimetres))

    def printed(self, job_id: str, *, millimetres: float = 0.0) -> None:
        """The device itself knows that the slip exists."""
        book, id_ = self._book(job_id)
        self._write(book, partial(book.printed, id_, millimetres=millimetres))

    def back(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """Nothing reached the printer; it will be tried again."""
        book, id_ = self._book(job_id)
        self._write(book, partial(book.back, id_, reason, detail))

    def unknown(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """It broke after the first byte, or was found begun at start: a person must look."""
        book, id_ = self._book(job_id)
        self._write(book, partial(_unless_over, book, id_, reason, detail))

    def failed(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """It can never be printed."""
        book, id_ = self._book(job_id)
        self._write(book, partial(book.failed, id_, reason, detail))

    def says(self, printer: str, word: Word, tier: Tier | None) -> None:
        """How a printer is, in both books: whoever is cut off too wants to know."""
        self._own.says(printer, word, tier)
        self._owed_words[printer] = word, tier
        self._pay_words()

    def hand_over(self, job_id: str) -> str | None:
        """Give a queued job to its printer's stand-in, if there is one that can print."""
        book, id_ = self._book(job_id)
        try:
            return book.hand_over(id_)
        except StoreError:
            return None

    # --- what the records are owed -------------------------------------------------------------

    def _book(self, job_id: str) -> tuple[Slips, str]:
        if job_id.startswith(OWN):
            return self._own, job_id.removeprefix(OWN)
        return self._theirs, job_id

    def _write(self, book: Slips, write: Callable[[], object]) -> None:
        if book is self._own:
            write()
            return
        self._owed.append(write)
        self._pay()

    def _pay(self) -> None:
        while self._owed:
            try:
                self._owed[0]()
            except StoreError as error:
                log.warning("written down later: %s", error)
                return
            except Refused as refused:  # somebody else decided, or it was written after all
                log.warning("%s", refused)
            self._owed.pop(0)
        self._pay_words()

    def _pay_words(self) -> None:
        if self._hall.cut_off is not None:
            return
        try:
            while self._owed_words:
                printer, (word, tier) = next(iter(self._owed_words.items()))
                self._theirs.says(printer, word, tier)
                self._owed_words.pop(printer)
        except StoreError as error:
            log.warning("written down later: %s", error)


def _marked(job: Job) -> Job:
    return msgspec.structs.replace(job, id=f"{OWN}{job.id}")


def _unless_over(book: Slips, job_id: str, reason: str, detail: str | None) -> None:
    """What was last known of a job may be out of date: its end may have been written since."""
    if book.job(job_id).begun:
        book.unknown(job_id, reason, detail)

"""What each piece of paper says, and its way to a printer: ``hall.slips``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.hours import Clock
from kiosk.store import Store
from kiosk.store.rows import Change
from kiosk.wording import refusal

TABLE = "jobs"
"""The store's table of print jobs."""


class JobState(StrEnum):
    """How far a receipt has come. Only the printer itself can say ``printed``."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


PENDING = frozenset({JobState.QUEUED, JobState.SENDING})
"""States of a job that its spooler still has work with."""

_SETTLED = frozenset({JobState.SENT, JobState.PRINTED, JobState.FAILED})

_BEFORE: dict[JobState, frozenset[JobState]] = {
    JobState.SENDING: frozenset({JobState.QUEUED}),
    JobState.QUEUED: frozenset({JobState.SENDING}),
    JobState.SENT: frozenset({JobState.SENDING}),
    JobState.PRINTED: frozenset({JobState.SENDING, JobState.SENT}),
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.SENDING}),
    JobState.UNKNOWN: frozenset({JobState.SENDING, JobState.SENT}),
}
"""From which states a job may come to each. A job that had begun never goes back by itself."""


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """One receipt on its way to one printer: what it says, and the act it proves (``about``)."""

    id: str
    printer: str
    kind: str
    about: str
    fields: dict[str, str]
    state: JobState
    at: datetime
    day: str
    changed: datetime | None = None
    reason: str | None = None


_decode = msgspec.json.Decoder(Job).decode


class Slips:
    """The print jobs. A slip is written in the transaction of the act it proves."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._table = store.table(TABLE)
        self._jobs: dict[str, Job] = {}
        self._pending: dict[str, Job] = {}
        self._follow(store.rows.live(TABLE).values())
        store.rows.derived.append(self._apply)

    def _follow(self, docs: Iterable[bytes]) -> None:
        for doc in docs:
            self._put(_decode(doc))

    def _put(self, job: Job) -> None:
        self._jobs[job.id] = job
        if job.state in PENDING:
            self._pending[job.id] = job
        else:
            self._pending.pop(job.id, None)

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table != TABLE:
                continue
            if change.after is not None:
                self._put(_decode(change.after))
            else:
                self._jobs.pop(change.id, None)
                self._pending.pop(change.id, None)

    def write(
        self, printer: str, kind: str, about: str, day: str, fields: Mapping[str, str]
    ) -> None:
        """Queue a slip, as part of the caller's transaction.

        ``kind`` names the template, ``about`` the id of what it proves. The job's id is the same
        every time, so one act can never queue its slip twice.
        """
        id_ = f"{kind}/{about}"
        now = self._clock.now().at
        job = Job(id_, printer, kind, about, dict(fields), JobState.QUEUED, now, day)
        self._table.add(id_, job)

    def jobs(self) -> list[Job]:
        """The live jobs: those of the business day, and older ones that are not settled."""
        with self._store.rows.reading:
            return list(self._jobs.values())

    def about(self, about: str) -> list[Job]:
        """The live jobs that prove one thing."""
        return [job for job in self.jobs() if job.about == about]

    def queued(self, printer: str) -> Job | None:
        """The oldest job that waits for this printer."""
        waiting = self._of(printer, JobState.QUEUED)
        return min(waiting, key=lambda job: (job.at, job.id), default=None)

    def sending(self, printer: str) -> list[Job]:
        """Jobs that had begun; at a spooler's start nobody knows what became of them."""
        return self._of(printer, JobState.SENDING)

    def _of(self, printer: str, state: JobState) -> list[Job]:
        with self._store.rows.reading:
            pending = list(self._pending.values())
        return [job for job in pending if job.printer == printer and job.state is state]

    def settle(self, day: str) -> None:
        """As part of closing a day: its jobs that are over become history."""
        self._table.retire(
            job.id for job in self.jobs() if job.day == day and job.state in _SETTLED
        )

    def begin(self, job_id: str) -> Job:
        """About to send the first byte."""
        return self._turn(job_id, JobState.SENDING)

    def sent(self, job_id: str) -> None:
        """All bytes were handed over. That is no proof of paper."""
        self._turn(job_id, JobState.SENT)

    def printed(self, job_id: str) -> None:
        """The printer itself said so."""
        self._turn(job_id, JobState.PRINTED)

    def back(self, job_id: str, reason: str) -> None:
        """Nothing reached the printer; it will be tried again."""
        self._turn(job_id, JobState.QUEUED, reason)

    def unknown(self, job_id: str, reason: str) -> None:
        """It had begun and nobody knows whether it came out; never sent again by itself."""
        self._turn(job_id, JobState.UNKNOWN, reason)

    def failed(self, job_id: str, reason: str) -> None:
        """It can never be printed."""
        self._turn(job_id, JobState.FAILED, reason)

    def _turn(self, job_id: str, state: JobState, reason: str | None = None) -> Job:
        with self._store.transaction():
            document = self._table.get(doc_id=job_id)
            if document is None:
                raise refusal("unknown_job", job=job_id)
            job = msgspec.convert(document, Job)
            if job.state not in _BEFORE[state]:
                raise refusal("job_state", job=job_id, state=job.state.value)
            now = self._clock.now().at
            job = msgspec.structs.replace(job, state=state, changed=now, reason=reason)
            self._table.put(job_id, job)
        return job

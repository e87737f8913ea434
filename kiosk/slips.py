"""What each piece of paper says, and its way to a printer: ``hall.slips``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import get_args

import msgspec

from kiosk.config import Printer
from kiosk.hours import Clock
from kiosk.jobs import BEFORE, PENDING, Decision, Job, JobState, Reason
from kiosk.printing import USABLE, Printers, PrinterState, Tier, Word
from kiosk.store import Store
from kiosk.store.rows import Change
from kiosk.wording import refusal

__all__ = ["PENDING", "Decision", "Job", "JobState", "Reason", "Slips"]

TABLE = "jobs"
"""The store's table of print jobs."""

SHEETS = frozenset({"certificate", "statement"})
"""Kinds of job that only a printer of sheets prints."""


_decode = msgspec.json.Decoder(Job).decode


class Slips:
    """The print jobs. A slip is written in the transaction of the act it proves."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        printers: Mapping[str, Printer] | None = None,
        spool: Path | None = None,
    ) -> None:
        self._store, self._clock = store, clock
        self._settings = printers or {}
        self._printers = Printers(store, clock, self._settings, spool)
        self._table = store.table(TABLE)
        self._jobs: dict[str, Job] = {}
        self._pending: dict[str, Job] = {}
        self._follow(store.rows.live(TABLE).values())
        store.rows.derived.append(self._apply)
        self.transaction: Callable[[], AbstractContextManager[None]] = store.transaction

    def _follow(self, docs: Iterable[bytes]) -> None:
        for doc in docs:
            self._put(_decode(doc))

    def _put(self, job: Job) -> None:
        self._jobs[job.id] = job
        if job.state is JobState.QUEUED or job.begun:
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

    def elsewhere(self, spooled: Callable[[str], bool | None]) -> None:
        """Ask this whether another machine's spooler holds a printer (``Machines.spooled``)."""
        self._printers.elsewhere = spooled

    # --- what the hall asks for ----------------------------------------------------------------

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

    def job(self, job_id: str) -> Job:
        """One job, of today or of the history. Refuses: ``unknown_job``."""
        document = self._table.get(doc_id=job_id)
        if document is None:
            raise refusal("unknown_job", job=job_id)
        return msgspec.convert(document, Job)

    def about(self, about: str) -> list[Job]:
        """The live jobs that prove one thing, first copy first."""
        return sorted((job for job in self.jobs() if job.about == about), key=lambda job: job.copy)

    def undecided(self) -> list[Job]:
        """Jobs that somebody has to look for and decide about, oldest first."""
        return sorted((job for job in self.jobs() if job.doubtful), key=_age)

    def printers(self) -> list[PrinterState]:
        """How each configured printer is, as its spooler last saw it."""
        return self._printers.states()

    def printer(self, name: str) -> PrinterState:
        """How one printer is."""
        return self._printers.state(name)

    def new_roll(self, printer: str) -> None:
        """Count this printer's paper from a full roll again."""
        self._printers.new_roll(printer)

    # --- what the desk decides -----------------------------------------------------------------

    def decide(self, job_id: str, decision: Decision, by: str) -> Job:
        """Settle a job that is in doubt or failed, or cancel one that still waits.

        ``came_out``: somebody holds the slip. ``cancel``: it is no longer wanted. ``reprint``:
        another copy is queued, marked 补打; the answer is that copy.
        Refuses: ``unknown_job``, ``unknown_decision``, ``job_state``, ``job_decided``.
        """
        if decision not in get_args(Decision):
            raise refusal("unknown_decision", decision=decision[:40])
        with self._store.transaction():
            job = self.job(job_id)
            waits = job.state is JobState.QUEUED and decision == "cancel"
            if job.decided is not None:
                raise refusal("job_decided", job=job_id, decision=job.decided)
            if not (job.doubtful or waits):
                raise refusal("job_state", job=job_id, state=job.state.value)
            state = JobState.FAILED if waits else job.state
            if decision == "came_out":
                state = JobState.PRINTED
            reason = Reason.CANCELLED.value if decision == "cancel" else job.reason
            job = self._change(job, state=state, decided=decision, by=by, reason=reason)
            return self._copy(job, by, None) if decision == "reprint" else job

    def reprint(self, job_id: str, by: str, printer: str | None = None) -> Job:
        """Queue another copy of a slip that was lost, or that nobody is sure about.

        ``job_id`` is that of any of its copies; the new one says 补打, its copy number and who
        asked. It goes where the last copy went, or to ``printer``.
        Refuses: ``unknown_job``, ``slip_on_its_way`` (a copy is still waiting or being printed),
        ``unknown_printer``, ``sheets_need_a4`` (a certificate, and the printer is one of rolls).
        """
        with self._store.transaction():
            last = self._last_copy(self.job(job_id))
            if last.state is JobState.QUEUED or last.begun:
                raise refusal("slip_on_its_way", job=last.id)
            if printer is not None and printer not in self._settings:
                names = "、".join(self._settings) or "-"
                raise refusal("unknown_printer", printer=printer, printers=names)
            if last.doubtful:
                last = self._change(last, decided="reprint", by=by)
            return self._copy(last, by, printer)

    def _last_copy(self, job: Job) -> Job:
        while (after := self._table.get(doc_id=_copy_id(job, job.copy + 1))) is not None:
            job = msgspec.convert(after, Job)
        return job

    def _copy(self, job: Job, by: str, printer: str | None) -> Job:
        now, copy = self._clock.now().at, self._last_copy(job).copy + 1
        offices = [name for name, one in self._settings.items() if one.office]
        name = printer or job.meant_for or job.printer or next(iter(offices), "")
        if job.kind in SHEETS and name in self._settings and name not in offices:
            raise refusal("sheets_need_a4", printer=name, printers="、".join(offices) or "-")
        marked = {"copy": str(copy), "copy_by": by, "copy_time": f"{now:%Y-%m-%d %H:%M}"}
        again = Job(
            _copy_id(job, copy),
            name,
            job.kind,
            job.about,
            job.fields | marked,
            JobState.QUEUED if name else JobState.FAILED,
            now,
            job.day,
            copy=copy,
            by=by,
            reason=None if name else Reason.NO_OFFICE_PRINTER.value,
        )
        self._table.add(again.id, again)
        return again

    # --- what the spooler records --------------------------------------------------------------

    def queued(self, printer: str) -> Job | None:
        """The oldest job that waits for this printer."""
        waiting = [job for job in self._of(printer) if job.state is JobState.QUEUED]
        return min(waiting, key=_age, default=None)

    def sending(self, printer: str) -> list[Job]:
        """Jobs that had begun; at a spooler's start nobody knows what became of them."""
        return [job for job in self._of(printer) if job.begun]

    def _of(self, printer: str) -> list[Job]:
        with self._store.rows.reading:
            pending = list(self._pending.values())
        return [job for job in pending if job.printer == printer]

    def settle(self, day: str) -> None:
        """As part of closing a day: its jobs that are over become history."""
        self._table.retire(job.id for job in self.jobs() if job.day == day and job.over)

    def begin(self, job_id: str, printer: str | None = None) -> Job:
        """About to send the first byte. Refuses: ``job_state`` if it is another printer's now."""
        with self._store.transaction():
            job = self.job(job_id)
            if printer is not None and job.printer != printer:
                raise refusal("job_state", job=job_id, state=job.printer)
            return self._turn(job_id, JobState.SENDING)

    def sent(self, job_id: str, *, awaits: bool = False, millimetres: float = 0.0) -> None:
        """All bytes were handed over. That is no proof of paper; some printers give it later."""
        with self._store.transaction():
            job = self._turn(job_id, JobState.SENT, awaits=awaits)
            self._printers.used(job.printer, millimetres)

    def printed(self, job_id: str, *, millimetres: float = 0.0) -> None:
        """The printer itself said so."""
        with self._store.transaction():
            job = self._turn(job_id, JobState.PRINTED)
            self._printers.used(job.printer, millimetres)

    def back(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """Nothing reached the printer; it will be tried again. Written only when it is news."""
        job = self._jobs.get(job_id)
        if job is None or job.state is not JobState.QUEUED or job.reason != reason:
            self._turn(job_id, JobState.QUEUED, reason, detail)

    def unknown(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """It had begun and nobody knows whether it came out; never sent again by itself."""
        self._turn(job_id, JobState.UNKNOWN, reason, detail)

    def failed(self, job_id: str, reason: str, detail: str | None = None) -> None:
        """It can never be printed."""
        self._turn(job_id, JobState.FAILED, reason, detail)

    def says(self, printer: str, word: Word, tier: Tier | None) -> None:
        """How a printer is; written only when it changed."""
        self._printers.says(printer, word, tier)

    def hand_over(self, job_id: str) -> str | None:
        """Give a job that never began to its printer's stand-in, if that one can print now.

        Returns the stand-in's name. A job is handed over once: two printers that stand in for
        each other do not pass it to and fro.
        """
        with self._store.transaction():
            job = self.job(job_id)
            setting = self._settings.get(job.printer)
            other = setting.stand_in if setting else None
            able = other is not None and self._printers.state(other).word in USABLE
            if other is None or not able or job.meant_for or job.state is not JobState.QUEUED:
                return None
            self._change(job, printer=other, meant_for=job.printer, reason=None, detail=None)
        return other

    def _turn(
        self,
        job_id: str,
        state: JobState,
        reason: str | None = None,
        detail: str | None = None,
        *,
        awaits: bool = False,
    ) -> Job:
        with self._store.transaction():
            job = self.job(job_id)
            if job.state not in BEFORE[state]:
                raise refusal("job_state", job=job_id, state=job.state.value)
            return self._change(job, state=state, reason=reason, detail=detail, awaits=awaits)

    def _change(self, job: Job, **changes: object) -> Job:
        now = self._clock.now().at
        job = msgspec.structs.replace(job, changed=now, **changes)
        self._table.put(job.id, job)
        return job


def _age(job: Job) -> tuple[datetime, str]:
    return job.at, job.id


def _copy_id(job: Job, copy: int) -> str:
    first = f"{job.kind}/{job.about}"
    return first if copy == 1 else f"{first}#{copy}"

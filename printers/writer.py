"""The one thread that writes to one printer."""

from __future__ import annotations

import enum
import logging
import threading
from collections.abc import Sequence

from kiosk.errors import Refused
from printers.devices import Device, Interrupted, NotStarted
from printers.jobs import Job, JobBook
from printers.page import Page, draw
from printers.receipt import receipt

log = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """How one look into the job book ended."""

    NOTHING = enum.auto()
    DONE = enum.auto()
    TROUBLE = enum.auto()


class Writer(threading.Thread):
    """Takes the queued jobs of one printer, oldest first, until stopped.

    ``idle`` is the longest time in seconds between two looks; ``backoff`` are the pauses after
    the first, second … trouble in a row. ``guard`` lets one thread at a time into the book.
    """

    def __init__(
        self,
        name: str,
        device: Device,
        book: JobBook,
        guard: threading.Lock,
        *,
        idle: float,
        backoff: Sequence[float],
    ) -> None:
        super().__init__(name=f"printer-{name}", daemon=True)
        self.printer = name
        self.device = device
        self.book = book
        self.guard = guard
        self.idle = idle
        self.backoff = backoff
        self.settled = False
        self._news = threading.Event()
        self._stop_asked = threading.Event()

    def wake(self) -> None:
        """Something changed in the hall."""
        self._news.set()

    def stop(self) -> None:
        """Finish the job in hand and end."""
        self._stop_asked.set()
        self._news.set()

    def run(self) -> None:
        """Look, print, look again; whatever goes wrong with one job, the next one gets its turn."""
        troubles = 0
        while not self._stop_asked.is_set():
            self._news.clear()
            outcome = self._look()
            if outcome is Outcome.TROUBLE:
                # News must not shorten this pause: giving a job back is itself news.
                self._stop_asked.wait(self.backoff[min(troubles, len(self.backoff) - 1)])
                troubles += 1
                continue
            troubles = 0
            if outcome is Outcome.NOTHING:
                self._news.wait(self.idle)

    def _look(self) -> Outcome:
        try:
            if not self.settled:
                self._settle()
            with self.guard:
                job = self.book.queued(self.printer)
            return Outcome.NOTHING if job is None else self._handle(job)
        except Exception:
            log.exception("printer %s: the job book could not be kept", self.printer)
            return Outcome.TROUBLE

    def _settle(self) -> None:
        """Jobs begun when the last spooler died may be on paper: only a person can tell."""
        with self.guard:
            for job in self.book.sending(self.printer):
                self.book.unknown(job.id, "打印中途程序停止，请看纸上是否已打印")
        self.settled = True

    def _handle(self, job: Job) -> Outcome:
        try:
            page = draw(receipt(job.kind, job.fields), self.device.paper)
        except Refused as refusal:
            log.warning("job %s: %s", job.id, refusal)
            return self._fail(job, str(refusal))
        except Exception:
            log.exception("job %s cannot be drawn", job.id)
            return self._fail(job, "凭条无法排版，请联系维护人员")
        with self.guard:
            self.book.begin(job.id)
        return self._deliver(job, page)

    def _fail(self, job: Job, reason: str) -> Outcome:
        with self.guard:
            self.book.failed(job.id, reason)
        return Outcome.DONE

    def _deliver(self, job: Job, page: Page) -> Outcome:
        number = job.fields.get("number")
        try:
            self.device.print(page, f"{job.id}-{number}" if number else job.id)
        except NotStarted as trouble:
            log.warning("job %s: %s", job.id, trouble.reason)
            with self.guard:
                self.book.back(job.id, trouble.reason)
            return Outcome.TROUBLE
        except Interrupted as trouble:
            log.warning("job %s: %s after %d bytes", job.id, trouble.reason, trouble.sent)
            return self._doubt(job, trouble.reason)
        except Exception:
            log.exception("job %s: the device failed", job.id)
            return self._doubt(job, "打印机出现意外错误，请看纸上是否已打印")
        with self.guard:
            (self.book.printed if self.device.proves else self.book.sent)(job.id)
        return Outcome.DONE

    def _doubt(self, job: Job, reason: str) -> Outcome:
        """A printer that broke a job gets a pause, or it would spoil the whole queue behind it."""
        with self.guard:
            self.book.unknown(job.id, reason)
        return Outcome.TROUBLE

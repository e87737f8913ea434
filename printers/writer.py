"""The one thread that writes to one printer."""

from __future__ import annotations

import enum
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import Refused, StoreError
from kiosk.jobs import Reason
from kiosk.printing import Word
from printers.devices import Device, DrawsSheets, Interrupted, NotStarted, Prepared
from printers.jobs import Job, JobBook
from printers.receipt import receipt

if TYPE_CHECKING:
    from kiosk.certificates.paper import Sheet

log = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """How one look into the job book ended."""

    NOTHING = enum.auto()
    DONE = enum.auto()
    TROUBLE = enum.auto()


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are done, in seconds."""

    idle: float = 1.0
    """The longest a job waits when the wake-up was lost."""
    look: float = 5.0
    """Between two looks at a printer that has nothing to do."""
    backoff: Sequence[float] = (1.0, 2.0, 4.0, 8.0, 15.0)
    """Pauses after the first, second … trouble in a row."""
    stand_in: float = 5.0
    """Trouble that lasted so long is another printer's chance: a cover may be open for less."""


class Writer(threading.Thread):
    """Takes the queued jobs of one printer, oldest first, until stopped.

    ``guard`` lets one thread of this process at a time into the book.
    """

    def __init__(
        self, name: str, device: Device, book: JobBook, guard: threading.Lock, pace: Pace
    ) -> None:
        super().__init__(name=f"printer-{name}", daemon=True)
        self.printer, self.device, self.book, self.guard = name, device, book, guard
        self.pace = pace
        self._settled = False
        self._said: tuple[Word, object] | None = None
        self._looked = -self.pace.look
        self._unwritten: Callable[[], object] | None = None
        self._ready: tuple[str, Sheet | None, Prepared] | None = None
        self._trouble_since: float | None = None
        self._news = threading.Event()
        self._stop_asked = threading.Event()

    def wake(self) -> None:
        """Something changed in the hall."""
        self._news.set()

    def stop(self) -> None:
        """Finish the job in hand, unless somebody has to mend the printer first, and end."""
        self._stop_asked.set()
        self._news.set()

    def leaving(self) -> bool:
        """Were we asked to stop?"""
        return self._stop_asked.is_set()

    def run(self) -> None:
        """Look, print, look again; whatever goes wrong with one job, the next one gets its turn."""
        troubles = 0
        while not self._stop_asked.is_set():
            self._news.clear()
            outcome = self._turn()
            if outcome is Outcome.TROUBLE:
                # News must not shorten this pause: giving a job back is itself news.
                pauses = self.pace.backoff
                self._stop_asked.wait(pauses[min(troubles, len(pauses) - 1)])
                troubles += 1
                continue
            troubles = 0
            if outcome is Outcome.NOTHING:
                self._news.wait(self.pace.idle)
        self.device.close()

    def says(self, word: Word) -> None:
        """Write down how the printer is, when that is news."""
        saying = (word, self.device.tier)
        if saying == self._said:
            return
        with self.guard:
            self.book.says(self.printer, word, self.device.tier)
        self._said = saying

    def _turn(self) -> Outcome:
        try:
            self._catch_up()
            if not self._settled:
                self._settle()
            with self.guard:
                job = self.book.queued(self.printer)
            if job is None:
                self._trouble_since = None
                self._look_around()
                return Outcome.NOTHING
            outcome = self._handle(job)
            if outcome is Outcome.DONE:
                self._looked = time.monotonic()
        except Exception:
            log.exception("printer %s: the job book could not be kept", self.printer)
            return Outcome.TROUBLE
        return outcome

    def _record(self, write: Callable[[], object]) -> None:
        """Write down what became of a job; when the store is away, before anything else later."""
        self._unwritten = write
        self._catch_up()

    def _catch_up(self) -> None:
        if self._unwritten is None:
            return
        try:
            with self.guard:
                self._unwritten()
        except Refused as refusal:  # it was written after all, or somebody else decided
            log.warning("%s", refusal)
        self._unwritten = None

    def _settle(self) -> None:
        """Jobs begun when the last spooler died may be on paper: only a person can tell."""
        with self.guard:
            for job in self.book.sending(self.printer):
                self.book.unknown(job.id, Reason.STOPPED)
                self.device.distrust()
        self._settled = True

    def _look_around(self) -> None:
        """With nothing to print: is the printer well? The lobby should know before it is asked."""
        if time.monotonic() - self._looked < self.pace.look:
            return
        self.says(self.device.look())
        self._looked = time.monotonic()

    def _handle(self, job: Job) -> Outcome:
        try:
            prepared = self._prepared(job)
        except Refused as refusal:
            log.warning("job %s: %s", job.id, refusal)
            return self._fail(job, str(refusal))
        except Exception as error:
            log.exception("job %s cannot be drawn", job.id)
            return self._fail(job, repr(error))
        return self._deliver(job, prepared)

    def _prepared(self, job: Job) -> Prepared:
        """A slip that waits for its printer is drawn once; a sheet anew when it says other things.

        A certificate may become void while it waits.
        """
        sheet = None
        if isinstance(self.device, DrawsSheets):
            with self.guard:
                sheet = self.device.reads(job)
        if self._ready is None or self._ready[:2] != (job.id, sheet):
            self._ready = job.id, sheet, self._drawn(job, sheet)
        return self._ready[2]

    def _drawn(self, job: Job, sheet: Sheet | None) -> Prepared:
        if sheet is not None and isinstance(self.device, DrawsSheets):
            return self.device.draws(sheet, job)
        return self.device.prepare(receipt(job.kind, job.fields))

    def _fail(self, job: Job, detail: str) -> Outcome:
        with self.guard:
            self.book.failed(job.id, Reason.SLIP_INVALID, detail)
        return Outcome.DONE

    def _deliver(self, job: Job, prepared: Prepared) -> Outcome:
        number = job.fields.get("number")
        beside = _Beside(self, job)
        try:
            proven = self.device.print(prepared, f"{job.id}-{number}" if number else job.id, beside)
        except NotStarted as trouble:
            return self._wait(job, trouble)
        except Interrupted as trouble:
            log.warning("job %s: %s after %d bytes", job.id, trouble, trouble.sent)
            return self._doubt(job, trouble.reason, trouble.detail)
        except Exception as error:
            if isinstance(error, StoreError) and not beside.begun:
                log.warning("job %s waits, nothing was sent: %s", job.id, error)
            else:
                log.exception("job %s: the device failed", job.id)
            if not beside.begun:
                return Outcome.TROUBLE
            return self._doubt(job, Reason.DEVICE_FAILED, repr(error))
        ended = self.book.printed if proven else self.book.sent
        self._ready = self._trouble_since = None
        self._record(lambda: ended(job.id, millimetres=prepared.millimetres))
        if self._said is None:
            self.says(self.device.look())
        return Outcome.DONE

    def _wait(self, job: Job, trouble: NotStarted) -> Outcome:
        """Nothing was sent: the job keeps its place, or goes to the stand-in after a while."""
        now = time.monotonic()
        if self._trouble_since is None:
            log.warning("job %s waits: %s", job.id, trouble)
            self._trouble_since = now
        self.says(trouble.word)
        with self.guard:
            self.book.back(job.id, trouble.word, trouble.detail or None)
            if now - self._trouble_since >= self.pace.stand_in:
                other = self.book.hand_over(job.id)
                if other is not None:
                    log.warning("job %s: %s prints it instead of %s", job.id, other, self.printer)
                    return Outcome.DONE
        return Outcome.TROUBLE

    def _doubt(self, job: Job, reason: Reason, detail: str) -> Outcome:
        """A printer that broke a job gets a pause, or it would spoil the whole queue behind it."""
        self._ready = None
        self._looked = -self.pace.look
        self._record(lambda: self.book.unknown(job.id, reason, detail or None))
        return Outcome.TROUBLE


class _Beside:
    """Stands beside one job; see ``printers.devices.Attendant``."""

    def __init__(self, writer: Writer, job: Job) -> None:
        self._writer, self._job = writer, job
        self.begun = False

    def starting(self) -> None:
        with self._writer.guard:
            self._writer.book.begin(self._job.id, self._writer.printer)
        self.begun = True

    def handed(self) -> None:
        # A store that is away does not stop a slip that is half printed; what counts is its end.
        try:
            with self._writer.guard:
                self._writer.book.sent(self._job.id, awaits=True)
        except Exception:
            log.exception("job %s: that it was sent could not be written", self._job.id)

    def says(self, word: Word) -> None:
        try:
            self._writer.says(word)
        except Exception:
            log.exception("%s is %s: could not be written", self._writer.printer, word)

    def leaving(self) -> bool:
        return self._writer.leaving()

"""A hall, its spooler and fake printers; the paper that comes out is read back to its jobs."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

from kiosk.config import Printer
from kiosk.hall import Hall
from kiosk.jobs import Job, JobState
from kiosk.printing import Word
from printers.escpos import encode
from printers.opening import open_printer
from printers.page import draw
from printers.receipt import receipt
from printers.spooler import Spooler
from printers.wires import Patience
from printers.writer import Pace
from tests.printers.beside import QUICK
from tests.printers.conftest import TICKET
from tests.printers.escpos_parser import parse
from tests.printers.fake import FakePrinter, Slip
from tests.waiting import until

PACE = Pace(idle=0.05, look=0.1, backoff=(0.05,), stand_in=0.3)
TORN = "?"
"""What part of a slip is read as."""


class PaperHall:
    """``ask`` queues numbers, ``read`` says which came out; ``start`` and ``stop`` the spooler."""

    def __init__(self, hall: Hall, locks: Path, patience: Patience = QUICK) -> None:
        self.hall, self._locks, self._patience = hall, locks, patience
        self.spooler: Spooler | None = None
        self._numbers = itertools.count(1)
        self._inks: dict[str, bytes] = {}

    def start(self, *names: str) -> None:
        printers: dict[str, Printer] = self.hall.config.printers
        devices = {
            name: open_printer(name, printers[name], self._patience) for name in names or printers
        }
        self.spooler = Spooler(self.hall.slips, devices, self._locks, PACE)
        self.spooler.start()

    def stop(self) -> None:
        if self.spooler is not None:
            assert self.spooler.stop(30)
            self.spooler = None

    def ask(self, printer: str = "lobby", **fields: str) -> str:
        """Queue a ticket; the id of its job."""
        about = f"2026-11-23/A{next(self._numbers):03}"
        number = about[-4:]
        said = TICKET | {"number": number, "code": number[1:]} | fields
        with self.hall.store.transaction():
            self.hall.slips.write(printer, "ticket", about, "2026-11-23", said)
        return f"ticket/{about}"

    def state(self, job_id: str) -> JobState:
        self.hall.refresh()
        return self.hall.slips.job(job_id).state

    def reason(self, job_id: str) -> str | None:
        self.hall.refresh()
        return self.hall.slips.job(job_id).reason

    def comes_to(self, state: JobState, *job_ids: str) -> None:
        until(
            lambda: {self.state(job_id) for job_id in job_ids} == {state},
            f"{[str(self.hall.slips.job(job_id)) for job_id in job_ids]} {state}",
        )

    def says(self, word: Word, printer: str = "lobby") -> None:
        until(lambda: self.word(printer) is word, f"{printer} says {word}")

    def word(self, printer: str = "lobby") -> Word:
        self.hall.refresh()
        return self.hall.slips.printer(printer).word

    def read(self, printer: FakePrinter) -> list[str]:
        """What was cut off, in order: numbers, with #2 for a second copy, or TORN."""
        for job in self.hall.slips.jobs():
            if job.id not in self._inks:
                self._inks[job.id] = _ink(job)
        known = {self._inks[job.id]: _name(job) for job in self.hall.slips.jobs()}
        return [known.get(slip.ink, TORN) for slip in printer.slips]

    def honest(self, *printers: FakePrinter) -> None:
        """What was ever promised: each paper at most once, and every job that says printed is.

        A slip in doubt may be on paper once, whole or torn.
        """
        papers = Counter(name for printer in printers for name in self.read(printer))
        torn = papers.pop(TORN, 0)
        jobs = {_name(job): job for job in self.hall.slips.jobs()}
        assert not {name for name, count in papers.items() if count > 1}, papers
        printed = {name for name, job in jobs.items() if job.state is JobState.PRINTED}
        assert {name for name in printed if not jobs[name].by} <= papers.keys()
        doubtful = [job for job in jobs.values() if job.state is JobState.UNKNOWN]
        assert torn <= len(doubtful), papers
        for printer in printers:
            assert printer.recovered == 0, "a drawer was opened or a fault waved through"


def _name(job: Job) -> str:
    number = job.fields["number"]
    return number if job.copy == 1 else f"{number}#{job.copy}"


def _ink(job: Job) -> bytes:
    """The dots of a job's slip as its bytes carry them."""
    paper = parse(encode(draw(receipt(job.kind, job.fields), 80)))
    slip = Slip(72, rows=paper.rows)
    return slip.ink

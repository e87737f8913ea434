"""The real spooler, killed in every state of a job and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.claims import SPOOL
from kiosk.hall import Hall
from kiosk.jobs import Decision, JobState, Reason
from kiosk.printing import Word
from tests.printers.fake import EPSON, NO_ASB, Dialect, FakePrinter, TcpFace
from tests.printers.paper_hall import TORN, PaperHall
from tests.waiting import until

ROOT = Path(__file__).parents[2]


class Running:
    """``kiosk spooler`` in a process of its own."""

    def __init__(self, config: Path, data: Path) -> None:
        clock = ("--clock", "2026-11-23T09:00:00+08:00")
        words = ("--config", str(config), "--data", str(data), *clock, "spooler")
        self.process = subprocess.Popen([sys.executable, "-m", "kiosk", *words], cwd=ROOT)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture
def start(config_file: Callable[..., Path], tmp_path: Path) -> Iterator[Callable[[int], Running]]:
    with ExitStack() as stack:

        def started(port: int) -> Running:
            lobby = {"device": "network", "host": "127.0.0.1", "port": port}
            running = Running(config_file(printers={"lobby": lobby}), tmp_path / "data")
            stack.callback(running.end)
            return running

        yield started


@pytest.fixture
def hall(open_hall: Callable[..., Hall], tmp_path: Path) -> PaperHall:
    return PaperHall(open_hall(), tmp_path / "data" / SPOOL)


def test_killed_with_jobs_that_wait(hall: PaperHall, start: Callable[[int], Running]) -> None:
    printer = FakePrinter()
    with TcpFace(printer) as face:
        printer.run_out()
        jobs = [hall.ask(), hall.ask()]
        first = start(face.port)
        hall.says(Word.PAPER_OUT)
        until(lambda: hall.reason(jobs[0]) == Word.PAPER_OUT, "the job waits")
        first.kill()
        until(lambda: hall.word() is Word.NO_SPOOLER, "nobody watches the printer")
        printer.load()
        start(face.port)
        hall.comes_to(JobState.PRINTED, *jobs)
        assert hall.read(printer) == ["A001", "A002"]
        hall.honest(printer)


MOMENTS = [
    pytest.param(EPSON, lambda p, kill: p.when_rows(1, kill), True, id="first row"),
    pytest.param(EPSON, lambda p, kill: p.when_rows(300, kill), True, id="middle"),
    pytest.param(NO_ASB, lambda p, kill: p.when_rows(300, kill), True, id="middle, clone"),
    pytest.param(EPSON, lambda p, kill: p.when_cut(kill), False, id="cut"),
    pytest.param(NO_ASB, lambda p, kill: p.when_marked(kill), False, id="acknowledging"),
]


@pytest.mark.parametrize(("dialect", "at", "torn"), MOMENTS)
def test_killed_in_the_middle_of_a_job(
    hall: PaperHall,
    start: Callable[[int], Running],
    dialect: Dialect,
    at: Callable[[FakePrinter, Callable[[], None]], None],
    torn: bool,
) -> None:
    printer = FakePrinter(dialect)
    with TcpFace(printer) as face:
        first = start(face.port)
        hall.says(Word.READY)
        at(printer, first.kill)
        jobs = [hall.ask(), hall.ask()]
        first.process.wait(60)
        assert hall.state(jobs[0]) in {JobState.SENDING, JobState.SENT}
        assert hall.state(jobs[1]) is JobState.QUEUED
        start(face.port)
        hall.comes_to(JobState.PRINTED, jobs[1])
        doubted = hall.hall.slips.job(jobs[0])
        assert (doubted.state, doubted.reason) == (JobState.UNKNOWN, Reason.STOPPED)
        papers = hall.read(printer)
        assert papers in ([TORN, "A002"], ["A001", "A002"], ["A002"])
        assert torn or papers == ["A001", "A002"]
        decision: Decision = "came_out" if "A001" in papers else "reprint"
        again = hall.hall.slips.decide(jobs[0], decision, by="0007")
        hall.comes_to(JobState.PRINTED, again.id)
        until(
            lambda: hall.read(printer)[len(papers) :] == ["A001#2"] * (decision == "reprint"),
            "a copy only where it was asked for",
        )
        assert hall.hall.slips.undecided() == []
        hall.honest(printer)


def test_asked_to_end_it_ends_its_slip_first(
    hall: PaperHall, start: Callable[[int], Running]
) -> None:
    printer = FakePrinter()
    with TcpFace(printer) as face:
        running = start(face.port)
        hall.says(Word.READY)
        printer.when_rows(300, running.process.terminate)
        job = hall.ask()
        running.process.wait(60)
        assert hall.state(job) is JobState.PRINTED
        assert hall.read(printer) == ["A001"]


def test_two_spoolers_at_once_print_everything_once(
    hall: PaperHall, start: Callable[[int], Running]
) -> None:
    printer = FakePrinter()
    with TcpFace(printer) as face:
        one, other = start(face.port), start(face.port)
        hall.says(Word.READY)
        jobs = [hall.ask() for _ in range(4)]
        hall.comes_to(JobState.PRINTED, *jobs)
        assert hall.read(printer) == ["A001", "A002", "A003", "A004"]
        until(lambda: {one.process.poll(), other.process.poll()} == {None, 1}, "one goes away")

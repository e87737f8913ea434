"""Every fault, before, in the middle of and after a job: nothing lost, nothing silently doubled.

On the hall's own records and through the real spooler; the printer is fake, its line is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.claims import SPOOL
from kiosk.hall import Hall
from kiosk.jobs import JobState, Reason
from kiosk.printing import Word
from tests.printers.beside import patience
from tests.printers.fake import (
    BLIND,
    CLONE,
    EPSON,
    NO_ASB,
    Dialect,
    FakePrinter,
    TcpFace,
)
from tests.printers.paper_hall import TORN, PaperHall
from tests.waiting import until

PRINTED, UNKNOWN, QUEUED, SENT = (
    JobState.PRINTED,
    JobState.UNKNOWN,
    JobState.QUEUED,
    JobState.SENT,
)
MIDDLE = 300
"""Rows of a ticket (it has about 900) after which the middle of a job is reached."""


@dataclass
class Scene:
    hall: PaperHall
    printer: FakePrinter
    face: TcpFace


@pytest.fixture
def scene(open_hall: Callable[..., Hall], tmp_path: Path) -> Iterator[Callable[..., Scene]]:
    """A hall with one network printer, and its spooler, running and acquainted with it."""
    with ExitStack() as stack:

        def staged(dialect: Dialect = EPSON, **printer: object) -> Scene:
            fake = FakePrinter(dialect)
            face = stack.enter_context(TcpFace(fake))
            lobby = {"device": "network", "host": "127.0.0.1", "port": face.port} | printer
            opened = open_hall(printers={"lobby": lobby})
            hall = PaperHall(opened, tmp_path / "data" / SPOOL, patience(dialect))
            stack.callback(hall.stop)
            hall.start()
            hall.says(Word.READY if dialect.real_time else Word.UNKNOWN)
            return Scene(hall, fake, face)

        yield staged


MENDABLE = [
    pytest.param(FakePrinter.run_out, FakePrinter.load, Word.PAPER_OUT, id="paper"),
    pytest.param(FakePrinter.open_cover, FakePrinter.close_cover, Word.COVER_OPEN, id="cover"),
    pytest.param(FakePrinter.jam, lambda printer: printer.jam(False), Word.CUTTER, id="cutter"),
    pytest.param(
        FakePrinter.overheat, lambda printer: printer.overheat(False), Word.OVERHEATED, id="heat"
    ),
    pytest.param(
        FakePrinter.break_down, lambda printer: printer.break_down(False), Word.BROKEN, id="broken"
    ),
]
Hurt = Callable[[FakePrinter], None]


@pytest.mark.parametrize(("hurt", "mend", "word"), MENDABLE)
@pytest.mark.parametrize("dialect", [EPSON])
def test_what_is_broken_before_a_job_keeps_it_waiting(
    scene: Callable[..., Scene], dialect: Dialect, hurt: Hurt, mend: Hurt, word: Word
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    hurt(printer)
    hall.says(word)  # before anybody asks for paper
    first, second = hall.ask(), hall.ask()
    until(lambda: hall.hall.slips.job(first).reason == word, f"the job waits for {word}")
    assert hall.state(first) is QUEUED
    assert hall.read(printer) == []
    mend(printer)
    hall.comes_to(PRINTED, first, second)
    hall.says(Word.READY)
    assert hall.read(printer) == ["A001", "A002"]
    hall.honest(printer)


@pytest.mark.parametrize(("hurt", "mend", "word"), MENDABLE)
@pytest.mark.parametrize("dialect", [EPSON, CLONE])
def test_what_breaks_in_the_middle_is_mended_and_the_job_ends(
    scene: Callable[..., Scene], dialect: Dialect, hurt: Hurt, mend: Hurt, word: Word
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    printer.when_rows(MIDDLE, lambda: hurt(printer))
    first, second = hall.ask(), hall.ask()
    hall.says(word)
    assert hall.state(first) in {JobState.SENDING, SENT}
    assert hall.state(second) is QUEUED
    mend(printer)
    hall.comes_to(PRINTED, first, second)
    assert hall.read(printer) == ["A001", "A002"]
    hall.honest(printer)


@pytest.mark.parametrize(("hurt", "mend", "word"), MENDABLE)
@pytest.mark.parametrize("dialect", [CLONE])
def test_what_breaks_before_it_is_acknowledged_is_waited_for(
    scene: Callable[..., Scene], dialect: Dialect, hurt: Hurt, mend: Hurt, word: Word
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    printer.when_cut(lambda: hurt(printer))
    first, second = hall.ask(), hall.ask()
    hall.says(word)
    assert hall.state(first) is SENT
    assert hall.hall.slips.job(first).awaits
    mend(printer)
    hall.comes_to(PRINTED, first, second)
    assert hall.read(printer) == ["A001", "A002"]
    hall.honest(printer)


LOST = [
    pytest.param(lambda scene: scene.face.reset(), Reason.INTERRUPTED, id="reset"),
    pytest.param(lambda scene: scene.printer.power_cycle(), Reason.INTERRUPTED, id="power"),
]


@pytest.mark.parametrize(("lose", "reason"), LOST)
@pytest.mark.parametrize("dialect", [EPSON, CLONE, BLIND])
def test_a_line_that_breaks_in_the_middle_leaves_the_job_to_the_desk(
    scene: Callable[..., Scene],
    dialect: Dialect,
    lose: Callable[[Scene], None],
    reason: Reason,
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    printer.when_rows(MIDDLE, lambda: lose(stage))
    first = hall.ask()
    hall.comes_to(UNKNOWN, first)
    assert hall.hall.slips.job(first).reason == reason
    second = hall.ask()
    end = PRINTED if dialect.paper_status else SENT
    hall.comes_to(end, second)
    until(lambda: hall.read(printer) == [TORN, "A002"], "the torn slip is cut off the next")
    again = hall.hall.slips.decide(first, "reprint", by="0007")
    hall.comes_to(end, again.id)
    until(lambda: hall.read(printer) == [TORN, "A002", "A001#2"], "the copy says that it is one")
    assert hall.hall.slips.undecided() == []
    hall.honest(printer)


@pytest.mark.parametrize(("lose", "reason"), LOST)
@pytest.mark.parametrize("dialect", [EPSON, CLONE])
def test_a_line_that_breaks_before_the_word_came_leaves_the_job_to_the_desk(
    scene: Callable[..., Scene],
    dialect: Dialect,
    lose: Callable[[Scene], None],
    reason: Reason,
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    printer.when_marked(lambda: lose(stage))
    first = hall.ask()
    hall.comes_to(UNKNOWN, first)
    hall.hall.slips.decide(first, "came_out", by="0007")
    second = hall.ask()
    hall.comes_to(PRINTED, first, second)
    assert hall.read(printer) == ["A001", "A002"]
    hall.honest(printer)


@pytest.mark.parametrize("dialect", [EPSON, NO_ASB])
def test_a_cable_pulled_in_the_middle_without_a_word(
    scene: Callable[..., Scene], dialect: Dialect
) -> None:
    stage = scene(dialect)
    hall, printer = stage.hall, stage.printer
    printer.when_rows(MIDDLE, printer.go_deaf)
    first = hall.ask()
    hall.says(Word.NO_ANSWER)
    hall.comes_to(UNKNOWN, first)
    printer.hear_again()
    second = hall.ask()
    hall.comes_to(PRINTED, second)
    hall.says(Word.READY)
    assert hall.read(printer)[-1] == "A002"
    hall.honest(printer)


def test_a_cable_put_back_in_time_lets_the_job_end(scene: Callable[..., Scene]) -> None:
    stage = scene()
    hall, printer = stage.hall, stage.printer
    printer.when_rows(MIDDLE, printer.go_deaf)
    first = hall.ask()
    until(lambda: printer.rows >= MIDDLE, "the middle")
    printer.hear_again()
    hall.comes_to(PRINTED, first)
    assert hall.read(printer) == ["A001"]


def test_a_clone_that_reports_no_change_is_waited_for_while_it_takes_nothing(
    scene: Callable[..., Scene],
) -> None:
    """Out of paper in the middle, its buffer full: it can neither say so nor be asked."""
    stage = scene(NO_ASB)
    hall, printer = stage.hall, stage.printer
    printer.when_rows(MIDDLE, printer.run_out)
    first = hall.ask()
    until(lambda: hall.word() is not Word.READY, "something is seen to be wrong")
    printer.load()
    hall.comes_to(PRINTED, first)
    assert hall.read(printer) == ["A001"]
    hall.honest(printer)


def test_a_printer_that_is_switched_off_for_a_while_loses_nothing(
    scene: Callable[..., Scene],
) -> None:
    stage = scene()
    hall, printer = stage.hall, stage.printer
    printer.switch_off()
    first, second = hall.ask(), hall.ask()
    until(lambda: hall.hall.slips.job(first).reason, "the job waits")
    assert hall.state(first) is QUEUED
    printer.switch_on()
    hall.comes_to(PRINTED, first, second)
    assert hall.read(printer) == ["A001", "A002"]


def test_little_paper_is_shown_and_printed_on(scene: Callable[..., Scene]) -> None:
    stage = scene()
    stage.printer.near_the_end()
    stage.hall.says(Word.NEAR_END)
    assert stage.hall.hall.slips.printer("lobby").low
    stage.hall.comes_to(PRINTED, stage.hall.ask())


def test_a_slow_printer_is_waited_for(scene: Callable[..., Scene]) -> None:
    """60 mm/s is slower than any clone; the line is full all the time."""
    stage = scene()
    stage.printer.speed = 60
    stage.hall.comes_to(PRINTED, stage.hall.ask())
    assert stage.hall.read(stage.printer) == ["A001"]


def test_many_jobs_and_copies_never_interleave(scene: Callable[..., Scene]) -> None:
    stage = scene()
    hall, printer = stage.hall, stage.printer
    jobs = [hall.ask() for _ in range(6)]
    hall.comes_to(PRINTED, *jobs)
    copies = [hall.hall.slips.reprint(job, by="0007").id for job in jobs[:2]]
    late = hall.ask()
    hall.comes_to(PRINTED, *copies, late)
    numbers = [f"A00{n}" for n in range(1, 7)]
    assert hall.read(printer)[:6] == numbers
    assert sorted(hall.read(printer)[6:]) == ["A001#2", "A002#2", "A007"]
    assert printer.unknown == []
    hall.honest(printer)


def test_paper_out_twice_in_one_job(scene: Callable[..., Scene]) -> None:
    stage = scene()
    hall, printer = stage.hall, stage.printer
    printer.load(MIDDLE)
    first = hall.ask()
    for _ in range(2):
        hall.says(Word.PAPER_OUT)
        printer.load(MIDDLE)
        until(lambda: printer.empty, "this piece of paper is used up")
    printer.load()
    hall.comes_to(PRINTED, first)
    assert hall.read(printer) == ["A001"]


# --- another printer stands in -----------------------------------------------------------------


@pytest.fixture
def two(
    open_hall: Callable[..., Hall], tmp_path: Path
) -> Iterator[tuple[PaperHall, FakePrinter, FakePrinter]]:
    lobby, desk = FakePrinter(), FakePrinter(CLONE)
    with TcpFace(lobby) as lobby_face, TcpFace(desk) as desk_face:
        printers = {
            name: {"device": "network", "host": "127.0.0.1", "port": face.port, "stand_in": other}
            for name, face, other in (("lobby", lobby_face, "desk"), ("desk", desk_face, "lobby"))
        }
        hall = PaperHall(open_hall(printers=printers), tmp_path / "data" / SPOOL)
        hall.start()
        hall.says(Word.READY)
        hall.says(Word.READY, "desk")
        yield hall, lobby, desk
        hall.stop()


def test_another_printer_stands_in_for_what_never_began(
    two: tuple[PaperHall, FakePrinter, FakePrinter],
) -> None:
    hall, lobby, desk = two
    lobby.run_out()
    first = hall.ask()
    hall.comes_to(PRINTED, first)
    assert hall.read(desk) == ["A001"]
    assert hall.read(lobby) == []
    job = hall.hall.slips.job(first)
    assert (job.printer, job.meant_for) == ("desk", "lobby")
    lobby.load()
    second = hall.ask()
    hall.comes_to(PRINTED, second)
    assert hall.read(lobby) == ["A002"]
    hall.honest(lobby, desk)


def test_nobody_stands_in_for_what_has_begun(
    two: tuple[PaperHall, FakePrinter, FakePrinter],
) -> None:
    hall, lobby, desk = two
    lobby.when_rows(MIDDLE, lobby.run_out)
    first, second = hall.ask(), hall.ask()
    hall.says(Word.PAPER_OUT)
    assert hall.state(first) in {JobState.SENDING, SENT}
    lobby.load()
    hall.comes_to(PRINTED, first, second)
    assert hall.read(lobby) == ["A001", "A002"]
    assert hall.read(desk) == []


def test_two_that_cannot_print_do_not_pass_a_job_to_and_fro(
    two: tuple[PaperHall, FakePrinter, FakePrinter],
) -> None:
    hall, lobby, desk = two
    desk.run_out()
    hall.says(Word.PAPER_OUT, "desk")
    lobby.run_out()
    first = hall.ask()
    until(lambda: hall.hall.slips.job(first).reason == Word.PAPER_OUT, "it waits")
    desk.load()
    hall.comes_to(PRINTED, first)
    desk.run_out()
    hall.says(Word.PAPER_OUT, "desk")
    second = hall.ask()
    lobby.load()
    hall.comes_to(PRINTED, second)
    assert (hall.read(lobby), hall.read(desk)) == (["A002"], ["A001"])
    hall.honest(lobby, desk)

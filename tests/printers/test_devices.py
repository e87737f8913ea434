"""What a device says happened is what happened, on every kind of line."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.config import Printer
from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from printers.devices import Interrupted, NotStarted, Prepared
from printers.escpos_printer import EscPosPrinter
from printers.opening import open_printer
from printers.receipt import receipt
from tests.printers.beside import QUICK, Notes, patience
from tests.printers.fake import (
    BLIND,
    CLONE,
    EPSON,
    NO_ASB,
    STATUS_ONLY,
    Dialect,
    FakePrinter,
    FileFace,
    SerialFace,
    TcpFace,
)
from tests.printers.wire import free_port, until

Connect = Callable[..., tuple[EscPosPrinter, FakePrinter]]
Face = TcpFace | SerialFace | FileFace


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    """A fake printer and the device that prints on it, over TCP, serial, lp or pipe."""
    with ExitStack() as stack:

        def connected(
            kind: str = "network", dialect: Dialect = EPSON, **settings: object
        ) -> tuple[EscPosPrinter, FakePrinter]:
            printer = FakePrinter(dialect)
            if kind == "pipe":
                dialect = BLIND
            face: Face
            if kind == "network":
                face = stack.enter_context(TcpFace(printer))
                setting = {"device": kind, "host": "127.0.0.1", "port": face.port}
            elif kind == "pipe":
                face = stack.enter_context(FileFace(printer, tmp_path / "lp"))
                setting = {"device": "file", "path": str(face.path)}
            else:
                face = stack.enter_context(SerialFace(printer))
                setting = {"device": kind, "path": face.path}
            device = open_printer("lobby", Printer(**setting, **settings), patience(dialect))  # type: ignore[arg-type]
            assert isinstance(device, EscPosPrinter)
            stack.callback(device.close)
            return device, printer

        yield connected


def slip(device: EscPosPrinter, ticket: dict[str, str]) -> Prepared:
    return device.prepare(receipt("ticket", ticket))


LINES = ["network", "serial", "file"]


@pytest.mark.parametrize("kind", ["network", "serial"])
@pytest.mark.parametrize(
    ("dialect", "tier", "proof"),
    [
        (EPSON, Tier.ACKNOWLEDGED, "process_id"),
        (CLONE, Tier.ACKNOWLEDGED, "paper_status"),
        (NO_ASB, Tier.ACKNOWLEDGED, "paper_status"),
        (STATUS_ONLY, Tier.STATUS, None),
        (BLIND, Tier.BLIND, None),
    ],
)
def test_every_printer_on_every_line_prints_and_is_believed_what_it_can_prove(
    connect: Connect, ticket: dict[str, str], kind: str, dialect: Dialect, tier: Tier, proof: str
) -> None:
    device, printer = connect(kind, dialect)
    assert device.look() is (Word.UNKNOWN if tier is Tier.BLIND else Word.READY)
    assert (device.tier, device.proof) == (tier, proof)
    for _ in range(2):
        notes = Notes()
        proven = device.print(slip(device, ticket), "1", notes)
        assert proven == (proof is not None)
        assert notes.moves == (["starting", "handed"] if proven else ["starting"])
    until(lambda: len(printer.slips) == 2)
    assert [paper.codes for paper in printer.slips] == [[ticket["code"]]] * 2
    assert printer.unknown == []
    assert printer.recovered == 0


@pytest.mark.parametrize("dialect", [EPSON, CLONE])
def test_a_printer_proves_only_when_the_paper_is_out(
    connect: Connect, ticket: dict[str, str], dialect: Dialect
) -> None:
    device, printer = connect(dialect=dialect)
    device.look()
    seen: list[int] = []
    printer.when_marked(lambda: seen.append(len(printer.slips)))
    assert device.print(slip(device, ticket), "1", Notes())
    assert seen == [1], "the slip was cut off before it was acknowledged"


@pytest.mark.parametrize("dialect", [EPSON, CLONE, BLIND])
def test_text_on_a_serial_line(connect: Connect, ticket: dict[str, str], dialect: Dialect) -> None:
    device, printer = connect("serial", dialect, mode="text", baud=9600, flow="none")
    device.look()
    proven = device.print(slip(device, ticket | {"line_name": "王𬭎"}), "1", Notes())
    assert proven == (dialect is not BLIND)
    until(lambda: printer.slips)
    (paper,) = printer.slips
    assert "Xingfu Community Service Centre" in paper.lines[1]
    assert paper.codes == [ticket["code"]]
    assert printer.unknown == []


def test_a_pipe_takes_everything_and_proves_nothing(
    connect: Connect, ticket: dict[str, str]
) -> None:
    device, printer = connect("pipe")
    assert device.look() is Word.UNKNOWN
    assert not device.print(slip(device, ticket), "1", Notes())
    until(lambda: printer.slips)
    assert device.tier is Tier.BLIND


@pytest.mark.parametrize(
    ("hurt", "word"),
    [
        (FakePrinter.run_out, Word.PAPER_OUT),
        (FakePrinter.open_cover, Word.COVER_OPEN),
        (FakePrinter.jam, Word.CUTTER),
        (FakePrinter.overheat, Word.OVERHEATED),
        (FakePrinter.break_down, Word.BROKEN),
        (FakePrinter.go_deaf, Word.NO_ANSWER),
    ],
)
@pytest.mark.parametrize("kind", ["network", "file"])
def test_a_printer_that_complains_gets_no_job(
    connect: Connect,
    ticket: dict[str, str],
    kind: str,
    hurt: Callable[[FakePrinter], None],
    word: Word,
) -> None:
    device, printer = connect(kind, NO_ASB)
    assert device.look() is Word.READY
    hurt(printer)
    assert device.look() is word
    notes = Notes()
    with pytest.raises(NotStarted) as waits:
        device.print(slip(device, ticket), "1", notes)
    assert waits.value.word is word
    assert notes.moves == []
    assert printer.slips == []
    assert printer.hanging.blank


def test_little_paper_is_said_and_printed_on(connect: Connect, ticket: dict[str, str]) -> None:
    device, printer = connect()
    printer.near_the_end()
    assert device.look() is Word.NEAR_END
    notes = Notes()
    assert device.print(slip(device, ticket), "1", notes)
    assert notes.words == [Word.NEAR_END]


def test_a_printer_that_is_asked_while_it_cannot_print_is_not_taken_for_a_dumb_one(
    connect: Connect,
) -> None:
    device, printer = connect()
    printer.run_out()
    assert device.look() is Word.PAPER_OUT
    assert device.tier is None
    printer.load()
    assert device.look() is Word.READY
    assert device.proof == "process_id"


def test_what_a_clone_does_not_know_of_the_questions_is_on_no_paper(
    connect: Connect, ticket: dict[str, str]
) -> None:
    device, printer = connect(dialect=CLONE)
    device.look()
    device.print(slip(device, ticket), "1", Notes())
    assert [paper.lines for paper in printer.slips] == [[]]


def test_a_late_answer_is_not_taken_for_one_to_the_next_question(connect: Connect) -> None:
    device, printer = connect("serial", NO_ASB)
    device.look()
    printer.run_out()
    printer.go_deaf()
    assert device.look() is Word.NO_ANSWER
    printer.hear_again()  # the question is still in the line, and is answered now
    assert device.look() is Word.PAPER_OUT
    printer.load()
    until(lambda: device.look() is Word.READY)


@pytest.mark.parametrize(
    "stray", [b"\x00\x00\x0f", b"\x12", b"\x37\x22ABCD\x00", b"\x00", b"\xff\x13"]
)
@pytest.mark.parametrize("dialect", [EPSON, CLONE])
def test_what_nobody_asked_for_proves_nothing(
    connect: Connect, ticket: dict[str, str], dialect: Dialect, stray: bytes
) -> None:
    """What is left of a status, an old answer, noise: before the job it is thrown away."""
    device, printer = connect("serial", dialect)
    device.look()
    printer.answer(stray)
    seen: list[int] = []
    printer.when_marked(lambda: seen.append(len(printer.slips)))
    assert device.print(slip(device, ticket), "1", Notes())
    assert seen == [1]


@pytest.mark.parametrize("dialect", [EPSON, CLONE])
def test_what_is_left_of_a_status_is_no_acknowledgement(
    connect: Connect, ticket: dict[str, str], dialect: Dialect
) -> None:
    """Three bytes, each of which alone would be the answer to GS r, after it was asked."""
    device, printer = connect(dialect=dialect)
    device.look()
    moments: list[str] = []

    def stray() -> None:
        moments.append("stray")
        printer.answer(b"\x00\x00\x0f")
        printer.open_cover()

    printer.when_cut(stray)
    notes = Notes()

    def mend() -> bool:
        if Word.COVER_OPEN in notes.words:
            moments.append("mended")
            printer.close_cover()
        return False

    notes.leaves = mend
    assert device.print(slip(device, ticket), "1", notes)
    assert "mended" in moments, "it was believed before the printer had said so"


def test_a_printer_that_is_off_has_not_started(ticket: dict[str, str]) -> None:
    setting = Printer(device="network", host="127.0.0.1", port=free_port())
    device = open_printer("lobby", setting, QUICK)
    with pytest.raises(NotStarted) as waits:
        device.print(device.prepare(receipt("ticket", ticket)), "1", Notes())
    assert waits.value.word is Word.UNREACHABLE
    assert device.look() is Word.UNREACHABLE


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        (Printer(device="serial", path="/dev/nothing-here"), Word.NOT_FOUND),
        (Printer(device="file", path="/dev/nothing-here"), Word.NOT_FOUND),
        (Printer(device="file", path=__file__), Word.NOT_FOUND),
        (Printer(device="usb", vendor=0x1234, product=0x5678), Word.NOT_FOUND),
        (Printer(device="cups", queue="nowhere"), Word.NOT_FOUND),
    ],
)
def test_a_printer_that_is_not_there_is_said_to_be_not_there(setting: Printer, word: Word) -> None:
    assert open_printer("lobby", setting, QUICK).look() is word


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_device_that_may_not_be_opened_is_said_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp", 0o000)
    setting = Printer(device="file", path=str(tmp_path / "lp"))
    assert open_printer("lobby", setting, QUICK).look() is Word.NO_PERMISSION


def test_a_printer_that_hangs_up_was_interrupted_and_works_again(
    connect: Connect, ticket: dict[str, str]
) -> None:
    device, printer = connect(dialect=BLIND)
    printer.when_received(1000, printer.power_cycle)
    with pytest.raises(Interrupted) as broken:
        device.print(slip(device, ticket), "1", Notes())
    assert broken.value.reason is Reason.INTERRUPTED
    assert broken.value.sent > 0
    device.print(slip(device, ticket), "2", Notes())
    until(lambda: printer.slips and printer.slips[-1].codes)
    assert [paper.codes for paper in printer.slips][-1] == [ticket["code"]]


@pytest.mark.parametrize("kind", LINES)
def test_a_printer_that_stops_reading_is_given_up_in_time(
    connect: Connect, ticket: dict[str, str], kind: str
) -> None:
    device, printer = connect(kind, BLIND)
    device.look()
    printer.when_received(2000, printer.go_deaf)
    notes = Notes()
    with pytest.raises(Interrupted) as broken:
        device.print(slip(device, ticket), "1", notes)
    assert broken.value.reason is Reason.STALLED
    assert Word.NO_ANSWER in notes.words


def test_whoever_has_to_leave_does_not_wait_for_paper(
    connect: Connect, ticket: dict[str, str]
) -> None:
    device, printer = connect()
    device.look()
    printer.when_rows(300, printer.run_out)
    told = threading.Event()
    notes = Notes(leaves=lambda: Word.PAPER_OUT in notes.words)
    with pytest.raises(Interrupted) as broken:
        device.print(slip(device, ticket), "1", notes)
    assert broken.value.reason is Reason.STOPPED
    assert not told.is_set()

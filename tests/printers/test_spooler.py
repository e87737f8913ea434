"""Every slip comes out once, in order, or somebody is told; no printer waits for another."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from printers.devices import Attendant, Device, Interrupted, Prepared, PreviewDevice
from printers.escpos import RasterEncoder
from printers.escpos_printer import EscPosPrinter
from printers.network import NetworkPort
from printers.receipt import AnyBlock
from printers.spooler import Spooler
from printers.writer import Pace
from tests.printers.beside import HASTY
from tests.printers.fake import BLIND, FakePrinter, TcpFace
from tests.printers.wire import Book, free_port, until

Begin = Callable[..., Spooler]


def network(port: int) -> EscPosPrinter:
    return EscPosPrinter(NetworkPort("127.0.0.1", port, HASTY), 80, RasterEncoder(), HASTY)


@pytest.fixture
def face() -> Iterator[TcpFace]:
    with TcpFace(FakePrinter(BLIND)) as face:
        yield face


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def begin(book: Book, tmp_path: Path) -> Iterator[Begin]:
    begun: list[Spooler] = []

    def begin(printers: Mapping[str, Device], idle: float = 0.02) -> Spooler:
        pace = Pace(idle=idle, look=600, backoff=(0.05,))
        spooler = Spooler(book, printers, tmp_path / "locks", pace)
        begun.append(spooler)
        spooler.start()
        return spooler

    yield begin
    assert all(spooler.stop() for spooler in begun)


def test_slips_come_out_once_and_in_order(
    book: Book, begin: Begin, face: TcpFace, ticket: dict[str, str]
) -> None:
    for number in range(5):
        book.add("lobby", "ticket", ticket | {"number": f"A00{number}"})
    begin({"lobby": network(face.port)})
    until(lambda: book.states() == ["sent"] * 5)
    begun = [job for job, state in book.moves if state == "sending"]
    assert begun == sorted(book.slips)
    until(lambda: len(face.printer.slips) == 5)
    assert face.printer.unknown == []


def test_a_picture_on_disk_is_proof_of_printing(
    book: Book, begin: Begin, tmp_path: Path, ticket: dict[str, str]
) -> None:
    book.add("lobby", "ticket", ticket)
    begin({"lobby": PreviewDevice(tmp_path / "slips")})
    until(lambda: book.states() == ["printed"])
    assert [path.name for path in (tmp_path / "slips").iterdir()] == ["ticket_001-A001.png"]


def test_a_slip_waits_for_a_printer_that_is_off(
    book: Book, begin: Begin, ticket: dict[str, str]
) -> None:
    port = free_port()
    book.add("lobby", "ticket", ticket)
    begin({"lobby": network(port)})
    until(lambda: ("ticket/001", "queued") in book.moves)
    assert book.slips["ticket/001"].reason == "unreachable"
    with TcpFace(FakePrinter(BLIND), port) as face:
        until(lambda: book.states() == ["sent"])
        until(lambda: len(face.printer.slips) == 1)


def test_a_dead_printer_holds_up_no_other(
    book: Book, begin: Begin, face: TcpFace, ticket: dict[str, str]
) -> None:
    book.add("dead", "ticket", ticket)
    book.add("alive", "ticket", ticket)
    begin(
        {
            "dead": network(free_port()),
            "alive": network(face.port),
        }
    )
    until(lambda: book.slips["ticket/002"].state == "sent")
    assert book.slips["ticket/001"].state in {"queued", "sending"}


def test_a_slip_that_broke_midway_is_unknown_and_not_printed_again(
    book: Book, begin: Begin, ticket: dict[str, str]
) -> None:
    book.add("lobby", "ticket", ticket)
    with TcpFace(FakePrinter(BLIND)) as face:
        face.printer.when_received(1000, face.reset)
        begin({"lobby": network(face.port)})
        until(lambda: book.states() == ["unknown"])
        book.add("lobby", "ticket", ticket)
        until(lambda: book.states() == ["unknown", "sent"])
        until(lambda: len(face.printer.slips) == 2)
        torn, whole = face.printer.slips
    assert not torn.codes, "what was printed of the first was cut off before the second"
    assert whole.codes == [ticket["code"]]


def test_what_had_begun_when_a_spooler_died_is_unknown(
    book: Book, begin: Begin, face: TcpFace, ticket: dict[str, str]
) -> None:
    book.add("lobby", "ticket", ticket, state="sending")
    book.add("lobby", "ticket", ticket)
    begin({"lobby": network(face.port)})
    until(lambda: book.states() == ["unknown", "sent"])
    until(lambda: len(face.printer.slips) == 1)


def test_a_bad_slip_stops_nothing(book: Book, begin: Begin, tmp_path: Path) -> None:
    book.add("lobby", "nonsense", {})
    book.add("lobby", "ticket", {"centre": "\x1b"})
    book.add("lobby", "test", {"centre": "社区", "printer": "lobby", "paper": "80", "time": "9:00"})
    begin({"lobby": PreviewDevice(tmp_path / "slips")})
    until(lambda: book.states() == ["failed", "failed", "printed"])
    assert "nonsense" in book.slips["nonsense/001"].reason


class Torn:
    """A device that breaks every job it has begun."""

    paper = 80
    tier = Tier.STATUS

    def __init__(self, error: Exception) -> None:
        self.error = error

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        return Prepared()

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        attendant.starting()
        raise self.error

    def look(self) -> Word:
        return Word.READY

    def distrust(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("device", [Torn(ZeroDivisionError()), Torn(Interrupted(Reason.STALLED))])
def test_a_device_that_fails_leaves_the_slip_in_doubt(
    book: Book, begin: Begin, ticket: dict[str, str], device: Device
) -> None:
    book.add("lobby", "ticket", ticket)
    book.add("lobby", "ticket", ticket)
    begin({"lobby": device})
    until(lambda: book.states() == ["unknown", "unknown"])


def test_a_store_that_is_away_is_asked_again(
    book: Book, begin: Begin, tmp_path: Path, ticket: dict[str, str]
) -> None:
    book.broken["queued"] = 3
    book.add("lobby", "ticket", ticket)
    begin({"lobby": PreviewDevice(tmp_path / "slips")})
    until(lambda: book.states() == ["printed"])


def test_a_wake_up_prints_at_once(
    book: Book, begin: Begin, face: TcpFace, ticket: dict[str, str]
) -> None:
    """The idle look comes after ten minutes: what is printed sooner was woken for."""
    spooler = begin({"lobby": network(face.port)}, idle=600)
    for count in range(1, 4):
        book.add("lobby", "ticket", ticket | {"number": f"A00{count}"})
        spooler.wake()
        until(lambda: len(face.printer.slips) == count)  # noqa: B023 - waited for here


def test_an_end_that_could_not_be_written_is_written_later(
    book: Book, begin: Begin, face: TcpFace, ticket: dict[str, str]
) -> None:
    book.broken["sent"] = 2
    book.add("lobby", "ticket", ticket)
    book.add("lobby", "ticket", ticket)
    begin({"lobby": network(face.port)})
    until(lambda: book.states() == ["sent", "sent"])
    assert [move for _, move in book.moves] == ["sending", "sent"] * 2


def test_a_printer_has_one_writer_and_a_second_spooler_says_so(
    book: Book, begin: Begin, tmp_path: Path, ticket: dict[str, str]
) -> None:
    lobby, desk = PreviewDevice(tmp_path / "lobby"), PreviewDevice(tmp_path / "desk")
    first = begin({"lobby": lobby})
    with pytest.raises(Refused) as refused:
        Spooler(book, {"lobby": lobby}, tmp_path / "locks").start()
    assert refused.value.code == "printer_taken"
    second = Spooler(book, {"lobby": lobby, "desk": desk}, tmp_path / "locks", Pace(idle=0.02))
    assert second.start() == ["desk"]
    book.add("lobby", "ticket", ticket)
    until(lambda: book.states() == ["printed"])
    assert second.stop()
    assert first.stop()
    third = Spooler(book, {"lobby": lobby}, tmp_path / "locks")
    assert third.start() == ["lobby"]
    assert third.stop()


def test_the_lock_of_a_killed_spooler_is_free(book: Book, tmp_path: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
from printers.devices import PreviewDevice
from printers.spooler import Spooler
from tests.printers.wire import Book
Spooler(Book(), {{"lobby": PreviewDevice(Path("slips"))}}, Path({str(tmp_path)!r})).start()
print("started", flush=True)
time.sleep(60)
"""
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root) as other:
        assert other.stdout
        assert other.stdout.readline() == b"started\n"
        mine = Spooler(book, {"lobby": PreviewDevice(tmp_path / "slips")}, tmp_path)
        with pytest.raises(Refused):
            mine.start()
        other.kill()
        other.wait()
        assert mine.start() == ["lobby"]
        assert mine.stop()


def test_run_ends_when_asked(book: Book, tmp_path: Path, ticket: dict[str, str]) -> None:
    stop = threading.Event()
    book.add("lobby", "ticket", ticket)
    spooler = Spooler(book, {"lobby": PreviewDevice(tmp_path / "slips")}, tmp_path, Pace(idle=600))
    running = threading.Thread(target=spooler.run, args=(stop,))
    running.start()
    until(lambda: book.states() == ["printed"])
    stop.set()
    running.join(5)
    assert not running.is_alive()

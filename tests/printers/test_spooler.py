"""Every slip comes out once, in order, or somebody is told; no printer waits for another."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.errors import Refused
from printers.devices import Device, Interrupted, PreviewDevice
from printers.network import NetworkDevice
from printers.page import Page
from printers.spooler import Spooler
from tests.printers.escpos_parser import parse
from tests.printers.wire import Book, Listener, free_port, until

Begin = Callable[..., Spooler]


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def begin(book: Book, tmp_path: Path) -> Iterator[Begin]:
    begun: list[Spooler] = []

    def begin(printers: Mapping[str, Device], idle: float = 0.02) -> Spooler:
        spooler = Spooler(book, printers, tmp_path / "locks", idle=idle, backoff=(0.05,))
        begun.append(spooler)
        spooler.start()
        return spooler

    yield begin
    assert all(spooler.stop() for spooler in begun)


def test_slips_come_out_once_and_in_order(
    book: Book, begin: Begin, listener: Listener, ticket: dict[str, str]
) -> None:
    for number in range(5):
        book.add("lobby", "ticket", ticket | {"number": f"A00{number}"})
    begin({"lobby": NetworkDevice("127.0.0.1", listener.port)})
    until(lambda: book.states() == ["sent"] * 5)
    begun = [job for job, state in book.moves if state == "sending"]
    assert begun == sorted(book.slips)
    until(lambda: len(listener.jobs) == 5)
    assert all(parse(job).cuts for job in listener.jobs)


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
    begin({"lobby": NetworkDevice("127.0.0.1", port)})
    until(lambda: ("ticket/001", "queued") in book.moves)
    assert "连接不上" in book.slips["ticket/001"].reason or book.states() == ["sending"]
    with Listener(port) as listener:
        until(lambda: book.states() == ["sent"])
        until(lambda: len(listener.jobs) == 1)


def test_a_dead_printer_holds_up_no_other(
    book: Book, begin: Begin, listener: Listener, ticket: dict[str, str]
) -> None:
    book.add("dead", "ticket", ticket)
    book.add("alive", "ticket", ticket)
    begin(
        {
            "dead": NetworkDevice("127.0.0.1", free_port()),
            "alive": NetworkDevice("127.0.0.1", listener.port),
        }
    )
    until(lambda: book.slips["ticket/002"].state == "sent")
    assert book.slips["ticket/001"].state in {"queued", "sending"}


def test_a_slip_that_broke_midway_is_unknown_and_not_printed_again(
    book: Book, begin: Begin, ticket: dict[str, str]
) -> None:
    book.add("lobby", "ticket", ticket)
    with Listener(hang_up_after=1000) as listener:
        begin({"lobby": NetworkDevice("127.0.0.1", listener.port)})
        until(lambda: book.states() == ["unknown"])
        listener.hang_up_after = None
        book.add("lobby", "ticket", ticket)
        until(lambda: book.states() == ["unknown", "sent"])
        until(lambda: len(listener.jobs) == 1)


def test_what_had_begun_when_a_spooler_died_is_unknown(
    book: Book, begin: Begin, listener: Listener, ticket: dict[str, str]
) -> None:
    book.add("lobby", "ticket", ticket, state="sending")
    book.add("lobby", "ticket", ticket)
    begin({"lobby": NetworkDevice("127.0.0.1", listener.port)})
    until(lambda: book.states() == ["unknown", "sent"])
    until(lambda: len(listener.jobs) == 1)


def test_a_bad_slip_stops_nothing(book: Book, begin: Begin, tmp_path: Path) -> None:
    book.add("lobby", "nonsense", {})
    book.add("lobby", "ticket", {"centre": "\x1b"})
    book.add("lobby", "test", {"centre": "社区", "printer": "lobby", "paper": "80", "time": "9:00"})
    begin({"lobby": PreviewDevice(tmp_path / "slips")})
    until(lambda: book.states() == ["failed", "failed", "printed"])
    assert "nonsense" in book.slips["nonsense/001"].reason


class Cursed:
    paper = 80
    proves = True

    def print(self, page: Page, name: str) -> None:
        raise ZeroDivisionError


class Torn:
    paper = 80
    proves = True

    def print(self, page: Page, name: str) -> None:
        raise Interrupted("纸卡住了", 17)


@pytest.mark.parametrize("device", [Cursed(), Torn()])
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
    book: Book, begin: Begin, listener: Listener, ticket: dict[str, str]
) -> None:
    spooler = begin({"lobby": NetworkDevice("127.0.0.1", listener.port)}, idle=600)
    delays = []
    for count in range(5):
        told = time.monotonic()
        book.add("lobby", "ticket", ticket | {"number": f"A00{count}"})
        spooler.wake()
        until(lambda: len(listener.jobs) > count)  # noqa: B023 - waited for here
        delays.append(listener.first_byte[count] - told)
    assert sorted(delays)[2] < 0.1


def test_a_printer_has_one_writer_and_a_second_spooler_says_so(
    book: Book, begin: Begin, tmp_path: Path, ticket: dict[str, str]
) -> None:
    lobby, desk = PreviewDevice(tmp_path / "lobby"), PreviewDevice(tmp_path / "desk")
    first = begin({"lobby": lobby})
    with pytest.raises(Refused) as refused:
        Spooler(book, {"lobby": lobby}, tmp_path / "locks").start()
    assert refused.value.code == "printer_taken"
    second = Spooler(book, {"lobby": lobby, "desk": desk}, tmp_path / "locks", idle=0.02)
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
    spooler = Spooler(book, {"lobby": PreviewDevice(tmp_path / "slips")}, tmp_path, idle=600)
    running = threading.Thread(target=spooler.run, args=(stop,))
    running.start()
    until(lambda: book.states() == ["printed"])
    stop.set()
    running.join(5)
    assert not running.is_alive()

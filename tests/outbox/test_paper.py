"""Paper while cut off: the spooler prints this machine's own slips, and the others' later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.jobs import JobState
from kiosk.outbox import going_on
from kiosk.outbox.two_books import OWN, TwoBooks
from kiosk.printing import Word
from printers.opening import open_printer
from printers.spooler import Spooler
from tests.outbox.conftest import TERMINALS, Machine, Wire
from tests.outbox.test_lost_answers import lost
from tests.printers.beside import QUICK
from tests.printers.fake import FakePrinter, TcpFace
from tests.printers.paper_hall import PACE
from tests.waiting import until


@pytest.fixture
def face() -> Iterator[TcpFace]:
    with TcpFace(FakePrinter()) as face:
        yield face


@pytest.fixture
def lobby(machine: Machine, face: TcpFace) -> Hall:
    device = {"device": "network", "host": "127.0.0.1", "port": face.port}
    return machine(printers={"lobby": device})


@pytest.fixture
def spooler(lobby: Hall, tmp_path: Path) -> Iterator[Spooler]:
    """As ``kiosk spooler`` runs it."""
    device = open_printer("lobby", lobby.config.printers["lobby"], QUICK)
    spooler = Spooler(TwoBooks(lobby), {"lobby": device}, tmp_path / "locks", PACE)
    lobby.follow(lambda _: spooler.wake())
    lobby.outbox.follow(lambda _: spooler.wake())
    lobby.on_wire(lambda _: spooler.wake())
    spooler.start()
    yield spooler
    assert spooler.stop(30)


def state(hall: Hall, job: str) -> JobState:
    return (
        (hall.outbox.slips if job.startswith(OWN) else hall.slips).job(job.removeprefix(OWN)).state
    )


@pytest.mark.usefixtures("spooler")
def test_it_prints_on_while_cut_off_and_the_rest_when_it_is_back(
    lobby: Hall, machine: Machine, wire: Wire, face: TcpFace
) -> None:
    going_on.take(lobby, "A")
    until(lambda: len(face.printer.slips) == 1, "the slip of the records is out")
    wire.cut()
    going_on.take(lobby, "A")
    own = f"{OWN}ticket/2026-11-23/AX001"
    until(lambda: state(lobby, own) is not JobState.QUEUED, "the own slip is begun")
    until(lambda: len(face.printer.slips) == 2, "and out")
    until(lambda: lobby.outbox.unprinted == 0, "and known to be")
    assert going_on.slips(lobby).printer("lobby").word is not Word.BROKEN
    wire.mend()
    lobby.outbox.send()
    going_on.take(lobby, "A")
    until(lambda: len(face.printer.slips) == 3, "the records' slips come out again")


def test_the_own_slips_go_first_and_the_records_wait(lobby: Hall, wire: Wire) -> None:
    books = TwoBooks(lobby)
    lobby.queue.take("A")
    lobby.outbox.take("A")
    first = books.queued("lobby")
    assert first is not None
    assert first.id == f"{OWN}ticket/2026-11-23/AX001"
    books.begin(first.id, "lobby")
    books.sent(first.id)
    second = books.queued("lobby")
    assert second is not None
    assert second.id == "ticket/2026-11-23/A001"
    wire.cut()
    assert books.queued("lobby") is None


def test_what_became_of_a_slip_on_its_way_is_written_down_later(lobby: Hall, wire: Wire) -> None:
    books = TwoBooks(lobby)
    going_on.take(lobby, "A")
    job = "ticket/2026-11-23/A001"
    books.begin(job, "lobby")
    wire.cut()
    books.printed(job, millimetres=100)  # refuses nobody
    books.says("lobby", Word.PAPER_OUT, None)
    assert lobby.slips.job(job).state is JobState.SENDING
    wire.mend()
    assert books.queued("lobby") is None
    assert lobby.slips.job(job).state is JobState.PRINTED
    row = lobby.store.table("printers").get(doc_id="lobby")
    assert row["word"] == "paper_out"


def test_a_spooler_that_starts_while_cut_off_leaves_no_job_begun(
    lobby: Hall, machine: Machine, wire: Wire
) -> None:
    going_on.take(lobby, "A")
    job = "ticket/2026-11-23/A001"
    lobby.slips.begin(job)
    wire.cut()
    books = TwoBooks(lobby)
    for each in books.sending("lobby"):
        books.unknown(each.id, "stopped")
    lobby.outbox.take("A")
    assert books.queued("lobby") is not None
    wire.mend()
    books.begin(f"{OWN}ticket/2026-11-23/AX001")
    books.printed(f"{OWN}ticket/2026-11-23/AX001")
    assert books.queued("lobby") is None
    assert lobby.slips.job(job).state is JobState.UNKNOWN


@pytest.mark.parametrize("recorded", [True, False])
def test_a_begin_whose_answer_was_lost_keeps_the_slip_here(lobby: Hall, *, recorded: bool) -> None:
    books = TwoBooks(lobby)
    going_on.take(lobby, "A")
    job = "ticket/2026-11-23/A001"
    with lost(lobby, recorded=recorded), pytest.raises(StoreError):
        books.begin(job, "lobby")
    waiting = books.queued("lobby")
    assert waiting is not None
    assert waiting.id == job
    books.begin(job, "lobby")
    books.printed(job)
    assert lobby.slips.job(job).state is JobState.PRINTED


def test_it_comes_out_on_this_machine_or_not_at_all(machine: Machine) -> None:
    """A printer that hangs on another machine cannot be told of a slip while cut off."""
    settings = {
        "printers": {"lobby": {"device": "preview", "machine": "hall2"}, "here": {}},
        "terminals": TERMINALS | {"desk": {"role": "desk", "printer": "here"}},
    }
    lobby = machine(**settings)
    lobby.machines.enrol_first(name="lobby", terminal="lobby")
    lobby.outbox.take("A")
    assert lobby.outbox.printer is None
    assert lobby.outbox.slips.jobs() == []
    lobby.machines.admit("desk", shows=True)
    assert lobby.outbox.printer == "here"
    lobby.outbox.take("A")
    (slip,) = lobby.outbox.slips.jobs()
    assert slip.printer == "here"


def test_the_last_slip_again(lobby: Hall, wire: Wire) -> None:
    with pytest.raises(Refused) as refused:
        going_on.reprint_last(lobby, "007")
    assert refused.value.code == "nothing_printed"
    going_on.take(lobby, "A")
    last = going_on.last_slip(lobby)
    assert last is not None
    assert (last.job.fields["number"], last.offline) == ("A001", False)
    wire.cut()
    with pytest.raises(StoreError):
        lobby.slips.reprint(last.job.id, "007")
    going_on.take(lobby, "A")
    last = going_on.last_slip(lobby)
    assert last is not None
    assert (last.job.fields["number"], last.offline) == ("AX001", True)
    lobby.outbox.slips.begin(last.job.id)
    lobby.outbox.slips.unknown(last.job.id, "stopped")

    copy = going_on.reprint_last(lobby, "007")

    assert (copy.fields["number"], copy.copy, copy.fields["copy_by"]) == ("AX001", 2, "007")

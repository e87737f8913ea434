"""Sheets come out where they should, for nobody else to read, and never among the records."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2
import pytest
import zxingcpp

from kiosk.certificates.register import Register, read_sheet
from kiosk.claims import SPOOL
from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.jobs import Job, JobState
from kiosk.printing import Tier, Word
from printers.a4.devices import FolderPrinter, OfficeQueue, open_office
from printers.devices import NotStarted, open_device
from printers.receipt import receipt
from printers.spooler import Spooler
from printers.writer import Pace
from tests.printers.a4.papers import issued, issuing
from tests.printers.beside import Notes
from tests.printers.test_templates import example
from tests.waiting import until

PACE = Pace(idle=0.05, look=600, backoff=(0.05,))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with issuing(tmp_path) as (hall, _):
        yield hall


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path / "papers"


class Spooling:
    """A spooler of the hall's A4 printer; stopped at the end of the block."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        printer = hall.config.printers["office"]
        device = open_device("office", printer, folder / "data" / "preview", read_sheet(hall))
        locks = folder / "data" / SPOOL
        self._spooler = Spooler(hall.slips, {"office": device}, locks, PACE)

    def __enter__(self) -> Spooler:
        self._spooler.start()
        return self._spooler

    def __exit__(self, *_: object) -> None:
        assert self._spooler.stop(60)


def job(hall: Hall, number: str, copy: int = 1) -> Job:
    hall.refresh()
    return next(one for one in hall.slips.about(number) if one.copy == copy)


def settled(hall: Hall, number: str, copy: int = 1) -> Job:
    states = {JobState.PRINTED, JobState.FAILED, JobState.SENT}
    until(lambda: job(hall, number, copy).state in states, "the job is settled", 120)
    return job(hall, number, copy)


def said(file: Path) -> str:
    return "".join(pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range().split())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_issued_certificate_is_printed_by_the_spooler(
    hall: Hall, tmp_path: Path, papers: Path
) -> None:
    with Spooling(hall, tmp_path):
        one = issued(hall)
        assert settled(hall, one.number).state is JobState.PRINTED
    (file,) = papers.iterdir()
    assert file.name == f"{one.number}.pdf"
    assert (mode(papers), mode(file)) == (0o700, 0o600)
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(file)[0].render(scale=2).to_pil())
    assert code.text == one.code


def test_no_sheet_is_left_among_the_records(hall: Hall, tmp_path: Path) -> None:
    with Spooling(hall, tmp_path):
        one = issued(hall)
        settled(hall, one.number)
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            found = file.read_bytes()
            assert b"%PDF" not in found and "欧阳".encode() not in found, file


def test_another_copy_says_that_it_is_one(hall: Hall, tmp_path: Path, papers: Path) -> None:
    with Spooling(hall, tmp_path):
        one = issued(hall)
        hall.slips.reprint(settled(hall, one.number).id, "007")
        settled(hall, one.number, copy=2)
    assert "补打" not in said(papers / f"{one.number}.pdf")
    assert "补打第2份007" in said(papers / f"{one.number}_2.pdf")


def test_what_became_void_before_it_was_printed_says_so(
    hall: Hall, tmp_path: Path, papers: Path
) -> None:
    """It had been drawn while its folder was not private; nothing of that drawing comes out."""
    papers.mkdir(mode=0o755)
    papers.chmod(0o755)
    with Spooling(hall, tmp_path):
        one = issued(hall)
        until(lambda: job(hall, one.number).reason == Word.NO_PERMISSION, "it waits", 120)
        assert "chmod 700" in (job(hall, one.number).detail or "")
        assert list(papers.iterdir()) == []
        Register(hall).void(one.number, "001", "地址写错")
        papers.chmod(0o700)
        settled(hall, one.number)
    assert "已作废" in said(papers / f"{one.number}.pdf")


def test_without_the_key_the_job_fails_in_words_and_can_be_asked_for_again(
    hall: Hall, tmp_path: Path, papers: Path
) -> None:
    one = issued(hall)
    key = hall.sealed.file.path
    away = key.rename(tmp_path / "away")
    with Spooling(hall, tmp_path):
        failed = settled(hall, one.number)
        assert failed.state is JobState.FAILED
        assert "hall.key" in (failed.detail or "")
        away.rename(key)
        hall.slips.decide(failed.id, "reprint", "007")
        assert settled(hall, one.number, copy=2).state is JobState.PRINTED
    assert len(list(papers.iterdir())) == 1


def test_among_the_records_nothing_is_written(hall: Hall, tmp_path: Path) -> None:
    inside = tmp_path / "data" / "papers"
    setting = Printer(device="folder", paper="A4", path=str(inside))
    device = open_office("office", setting, tmp_path / "data")
    assert device.look() is Word.NO_PERMISSION
    with pytest.raises(NotStarted) as trouble:
        device.print(device.prepare(receipt("test", example("test"))), "test", Notes())
    assert str(inside) in trouble.value.detail
    assert not inside.exists()


def test_a_slip_can_stand_on_a_sheet(papers: Path, tmp_path: Path) -> None:
    device = FolderPrinter(papers, tmp_path / "data")
    kind, fields = "acceptance", example("acceptance")
    notes = Notes()
    assert device.print(device.prepare(receipt(kind, fields)), f"{kind}/1", notes)
    assert notes.moves == ["starting"]
    (file,) = papers.iterdir()
    page = pypdfium2.PdfDocument(file)[0]
    assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.1)
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert code.text == fields["code"]


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Programs ``lp`` and ``lpstat`` that write down what they are given."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "lp").write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/words\ncat > {tmp_path}/given\n'
    )
    (folder / "lpstat").write_text("#!/bin/sh\necho printer office is idle.\n")
    for program in folder.iterdir():
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return tmp_path


def test_a_queue_of_the_print_system_gets_the_sheet_and_how_many(hall: Hall, cups: Path) -> None:
    one = issued(hall)
    waiting = job(hall, one.number)
    device = OfficeQueue("office", read_sheet(hall))
    sheet = device.reads(waiting)
    assert sheet is not None
    copies = msgspec.structs.replace(waiting, fields=waiting.fields | {"copies": "3"})
    assert device.tier is Tier.BLIND
    assert device.print(device.draws(sheet, copies), "a job", Notes()) is False
    words = (cups / "words").read_text().split("\n")
    assert words[words.index("-n") + 1] == "3"
    assert words[words.index("-t") + 1] == one.number
    assert "media=A4" in words and "raw" not in words
    assert (cups / "given").read_bytes().startswith(b"%PDF")


def test_a_certificate_is_not_sent_to_a_roll(tmp_path: Path) -> None:
    with issuing(tmp_path) as (hall, _):
        one = issued(hall)
        hall.slips.failed(job(hall, one.number).id, "cancelled")
        with pytest.raises(Refused) as refused:
            hall.slips.reprint(job(hall, one.number).id, "007", "lobby")
        assert refused.value.code == "sheets_need_a4"
        assert [each.copy for each in hall.slips.about(one.number)] == [1]

"""Setting a printer up: what is there is found, and one slip shows what it can do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.claims import claim
from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.printing import Tier, Word
from printers.finding import in_devices, on_network, on_usb, own_network
from printers.trial import try_out
from tests.printers.fake import EPSON, FakePrinter, TcpFace
from tests.printers.fake.usb import FakeUsb
from tests.printers.wire import free_port

FIELDS = {"centre": "幸福社区", "time": "2026-11-23 09:00", "code": "0123456789"}


def test_a_printer_of_the_network_is_found() -> None:
    with TcpFace(FakePrinter(EPSON)) as face:
        found = on_network("127.0.0.0/30", face.port)
        assert found == [Printer(device="network", host="127.0.0.1", port=face.port)]
        assert face.printer.received == 0, "nothing was sent to it"
    assert on_network("127.0.0.0/30", free_port()) == []


def test_a_whole_city_is_not_asked() -> None:
    with pytest.raises(ValueError, match="more than"):
        on_network("10.0.0.0/8")


def test_the_own_network_is_one() -> None:
    assert own_network() is None or str(own_network()).endswith(".0/24")


def test_a_printer_on_usb_is_found_by_its_class() -> None:
    bus = FakeUsb(FakePrinter())
    assert on_usb(bus) == [Printer(device="usb", vendor=bus.vendor, product=bus.product)]
    bus.present = False
    assert on_usb(bus) == []
    bus.printer.close()


def test_device_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    for name in ("usb/lp1", "usb/lp0", "lp0", "tty0"):
        (tmp_path / name).touch()
    paths = [printer.path for printer in in_devices(tmp_path)]
    assert paths == [str(tmp_path / name) for name in ("usb/lp0", "usb/lp1", "lp0")]


def test_a_trial_shows_what_a_printer_can_do(tmp_path: Path) -> None:
    with TcpFace(FakePrinter(EPSON)) as face:
        setting = Printer(device="network", host="127.0.0.1", port=face.port)
        trial = try_out("lobby", setting, FIELDS, tmp_path / "spool", tmp_path)
        assert (trial.word, trial.tier) == (Word.READY, Tier.ACKNOWLEDGED)
        assert trial.proven
        assert [slip.codes for slip in face.printer.slips] == [["0123456789"]]
        face.printer.open_cover()
        trial = try_out("lobby", setting, FIELDS, tmp_path / "spool", tmp_path)
        assert (trial.word, trial.sent) == (Word.COVER_OPEN, False)


def test_a_trial_does_not_write_between_the_lines_of_a_spooler(tmp_path: Path) -> None:
    held = claim("lobby", tmp_path / "spool")
    assert held is not None
    with pytest.raises(Refused) as refused:
        try_out("lobby", Printer(), FIELDS, tmp_path / "spool", tmp_path)
    assert refused.value.code == "printer_in_use"
    os.close(held)

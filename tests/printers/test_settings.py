"""Print queues and previews; and what a configured printer can be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.printing import Tier, Word
from printers.devices import NotStarted, PreviewDevice, open_device
from printers.opening import open_printer
from printers.page import draw
from printers.receipt import receipt
from tests.printers.beside import QUICK, Notes
from tests.printers.escpos_parser import parse
from tests.printers.fake import FakePrinter, TcpFace
from tests.printers.wire import free_port

# --- the print system --------------------------------------------------------------------------

LP = """#!/bin/sh
test "$1 $2 $3 $4" = "-d receipt -o raw" || exit 9
cat > "{out}"
test -e "{refuse}" && {{ echo "lp: queue full" >&2; exit 1; }}
exit 0
"""
LPSTAT = """#!/bin/sh
test "$1" = -p || exit 9
test "$2" = receipt || {{ echo "lpstat: Invalid destination" >&2; exit 1; }}
test -e "{disabled}" && {{ echo "printer receipt disabled since today -"; exit 0; }}
echo "printer receipt is idle.  enabled since today"
"""


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``lp`` and ``lpstat`` that speak as CUPS 2.4 does."""
    names = {name: tmp_path / name for name in ("out", "refuse", "disabled")}
    for name, text in (("lp", LP), ("lpstat", LPSTAT)):
        program = tmp_path / name
        program.write_text(text.format(**names))
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def test_a_print_queue_is_given_the_bytes_and_believed_nothing(
    lp: Path, ticket: dict[str, str]
) -> None:
    device = open_printer("lobby", Printer(device="cups", queue="receipt"))
    assert device.look() is Word.UNKNOWN
    prepared = device.prepare(receipt("ticket", ticket))
    assert not device.print(prepared, "ticket/1-A001", Notes())
    assert (lp / "out").read_bytes() == b"".join(prepared.parts)
    assert device.tier is Tier.BLIND


def test_a_print_queue_that_takes_nothing_has_not_started(lp: Path, ticket: dict[str, str]) -> None:
    device = open_printer("lobby", Printer(device="cups", queue="receipt"))
    prepared = device.prepare(receipt("ticket", ticket))
    for reason in ("refuse", "disabled"):
        (lp / reason).touch()
        with pytest.raises(NotStarted) as waits:
            device.print(prepared, "1", Notes())
        assert waits.value.word is Word.OFFLINE
        (lp / reason).unlink()


# --- previews and settings ---------------------------------------------------------------------


def test_a_preview_is_a_picture_named_after_its_job(tmp_path: Path, ticket: dict[str, str]) -> None:
    device = PreviewDevice(tmp_path / "slips", 80)
    prepared = device.prepare(receipt("ticket", ticket))
    assert device.print(prepared, "../ticket/20261123-1-A001", Notes())
    (picture,) = (tmp_path / "slips").iterdir()
    assert picture.name.endswith("ticket_20261123-1-A001.png")
    with Image.open(picture) as image:
        assert image.width == 576


def test_a_preview_folder_that_cannot_be_written_has_not_started(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    device = PreviewDevice(tmp_path / "file")
    with pytest.raises(NotStarted):
        device.print(device.prepare([]), "1", Notes())


def test_one_page_goes_three_ways(tmp_path: Path, ticket: dict[str, str]) -> None:
    """The same dots are drawn, saved and printed."""
    blocks = receipt("ticket", ticket)
    with TcpFace(FakePrinter()) as face:
        setting = Printer(device="network", host="127.0.0.1", port=face.port)
        device = open_printer("lobby", setting, QUICK)
        assert device.print(device.prepare(blocks), "1", Notes())
        paper = face.printer.slips[0].image
    preview = PreviewDevice(tmp_path / "slips", 80)
    preview.print(preview.prepare(blocks), "1", Notes())
    with Image.open(tmp_path / "slips" / "1.png") as saved:
        page = draw(blocks, 80).image
        assert saved.tobytes() == page.tobytes()
    box = (0, 0, 576, min(paper.height, page.height))
    assert paper.crop(box).tobytes() == page.crop(box).tobytes()


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        (Printer(device="network"), "device_incomplete"),
        (Printer(device="serial"), "device_incomplete"),
        (Printer(device="usb", vendor=1), "device_incomplete"),
        (Printer(device="cups"), "device_incomplete"),
        (Printer(device="network", host="x", profile="LP-1"), "unknown_profile"),
        (Printer(device="network", host="x", profile="TM-U220"), "profile_too_narrow"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(tmp_path: Path, setting: Printer, code: str) -> None:
    with pytest.raises(Refused, match=r"printers\.lobby") as refused:
        open_device("lobby", setting, tmp_path)
    assert refused.value.code == code


def test_a_model_without_a_knife_is_not_told_to_cut(tmp_path: Path, ticket: dict[str, str]) -> None:
    setting = Printer(device="network", host="x", paper=58, profile="POS-5890")
    device = open_device("lobby", setting, tmp_path)
    data = b"".join(device.prepare(receipt("ticket", ticket)).parts)
    assert not parse(data).cuts
    assert parse(data).fed_lines >= 4


def test_the_printer_library_leaves_no_trace(tmp_path: Path) -> None:
    """Imported and used, for a line that works and one that does not."""
    code = f"""
import logging, os, socket, tempfile
from kiosk.config import Printer
from printers.opening import open_printer
with socket.create_server(("127.0.0.1", 0)) as server:
    port = server.getsockname()[1]
    open_printer("x", Printer(device="network", host="127.0.0.1", port=port)).look()
open_printer("x", Printer(device="network", host="127.0.0.1", port={free_port()})).look()
open_printer("x", Printer(device="serial", path="/dev/nothing")).look()
open_printer("x", Printer(device="network", host="x", profile="TM-T20II"))
assert not logging.getLogger().handlers
assert not os.listdir(tempfile.gettempdir()), os.listdir(tempfile.gettempdir())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == done.stderr == b""

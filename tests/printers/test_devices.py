"""What a device says happened is what happened."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from kiosk.config import Printer
from kiosk.errors import Refused
from printers.devices import Interrupted, NotStarted, PreviewDevice, open_device
from printers.network import NetworkDevice
from printers.page import draw
from printers.receipt import receipt
from tests.printers.escpos_parser import parse
from tests.printers.wire import Listener, free_port, until


def test_a_network_printer_gets_every_byte_of_the_page(
    listener: Listener, ticket: dict[str, str]
) -> None:
    page = draw(receipt("ticket", ticket), 58)
    NetworkDevice("127.0.0.1", listener.port, 58).print(page, "1")
    until(lambda: listener.jobs)
    assert parse(listener.jobs[0]).image.width == 384


def test_a_large_job_arrives_whole(listener: Listener) -> None:
    data = bytes(range(256)) * 8000
    NetworkDevice("127.0.0.1", listener.port).send(data)
    until(lambda: listener.jobs)
    assert listener.jobs == [data]


def test_a_printer_that_is_off_has_not_started() -> None:
    with pytest.raises(NotStarted, match="连接不上"):
        NetworkDevice("127.0.0.1", free_port()).send(b"x")


def test_a_printer_that_hangs_up_was_interrupted() -> None:
    with Listener(hang_up_after=1000) as listener:
        device = NetworkDevice("127.0.0.1", listener.port)
        with pytest.raises(Interrupted) as broken:
            device.send(b"x" * 4_000_000)
    assert 0 < broken.value.sent < 4_000_000


def test_a_printer_that_stops_reading_was_interrupted_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Listener() as listener:
        done = threading.Event()
        monkeypatch.setattr(listener, "_take", lambda peer: done.wait(30))
        device = NetworkDevice("127.0.0.1", listener.port, stall_seconds=0.2)
        with pytest.raises(Interrupted) as broken:
            device.send(b"x" * 20_000_000)
        done.set()
    assert broken.value.sent < 20_000_000


def test_a_printer_works_again_after_trouble(listener: Listener) -> None:
    device = NetworkDevice("127.0.0.1", listener.port)
    listener.hang_up_after = 1
    with pytest.raises(Interrupted):
        device.send(b"x" * 4_000_000)
    listener.hang_up_after = None
    device.send(b"again")
    until(lambda: listener.jobs)
    assert listener.jobs == [b"again"]


def test_a_preview_is_a_picture_named_after_its_job(tmp_path: Path, ticket: dict[str, str]) -> None:
    device = PreviewDevice(tmp_path / "slips", 80)
    device.print(draw(receipt("ticket", ticket), 80), "../ticket/20261123-1-A001")
    (picture,) = (tmp_path / "slips").iterdir()
    assert picture.name.endswith("ticket_20261123-1-A001.png")
    with Image.open(picture) as image:
        assert image.width == 576


def test_a_preview_folder_that_cannot_be_written_has_not_started(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotStarted):
        PreviewDevice(tmp_path / "file").print(draw([], 80), "1")


@pytest.mark.parametrize("kind", ["usb", "serial", "file", "cups"])
def test_other_devices_are_refused_with_what_works(tmp_path: Path, kind: str) -> None:
    setting = Printer(device=kind)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"printers\.lobby.*preview.*network") as refused:
        open_device("lobby", setting, tmp_path)
    assert refused.value.code == "device_not_supported"


def test_the_configuration_opens_devices(tmp_path: Path) -> None:
    preview = open_device("lobby", Printer(paper=58), tmp_path)
    network = open_device("desk", Printer(device="network", host="127.0.0.1"), tmp_path)
    assert (preview.paper, preview.proves) == (58, True)
    assert (network.paper, network.proves) == (80, False)
    with pytest.raises(Refused) as refused:
        open_device("desk", Printer(device="network"), tmp_path)
    assert refused.value.code == "device_without_host"


def test_the_printer_library_leaves_no_trace(tmp_path: Path) -> None:
    code = """
import logging, os, tempfile
from printers.network import NetworkDevice
NetworkDevice("127.0.0.1")
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

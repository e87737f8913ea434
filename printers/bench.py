"""What ``kiosk printer`` needs of this room: finding printers, trying them, printing meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kiosk.certificates.register import read_sheet
from kiosk.claims import SPOOL
from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.hall import Hall
from printers import finding, trial
from printers.devices import open_device
from printers.spooler import Spooler

SERIAL = ("serial/by-id/*", "ttyUSB[0-9]*", "ttyACM[0-9]*")
"""Serial lines that somebody plugged in. A machine's own (ttyS0) are there with nothing on them."""


class Bench:
    """See ``kiosk.cli.printer.Bench``."""

    def __init__(self, dev: Path = Path("/dev")) -> None:
        self._dev = dev

    def attached(self) -> list[Printer]:
        """See ``kiosk.cli.printer_setup.Tester``."""
        return [*finding.in_devices(self._dev), *finding.on_usb(), *self._on_serial()]

    def _on_serial(self) -> Iterator[Printer]:
        known: set[Path] = set()
        for pattern in SERIAL:
            for path in sorted(self._dev.glob(pattern)):
                if path.resolve() not in known:
                    known.add(path.resolve())
                    yield Printer(device="serial", path=str(path))

    def own_network(self) -> str | None:
        """See ``kiosk.cli.printer_setup.Tester``."""
        return finding.own_network()

    def on_network(self, network: str, port: int) -> list[Printer]:
        """See ``kiosk.cli.printer_setup.Tester``."""
        return finding.on_network(network, port)

    def try_out(
        self, name: str, setting: Printer, fields: Mapping[str, str], locks: Path, folder: Path
    ) -> trial.Trial:
        """See ``printers.trial.try_out``."""
        return trial.try_out(name, setting, fields, locks, folder)

    @contextmanager
    def spooling(self, hall: Hall, printer: str, records: Path) -> Iterator[None]:
        """Print this printer's jobs meanwhile; nothing if another process does already."""
        device = open_device(
            printer, hall.config.printers[printer], records / "preview", read_sheet(hall)
        )
        spooler = Spooler(hall.slips, {printer: device}, records / SPOOL)
        try:
            spooler.start()
        except Refused:
            yield
            return
        hall.follow(lambda _: spooler.wake())
        try:
            yield
        finally:
            spooler.stop()

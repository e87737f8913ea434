"""A test slip straight to a printer that need not be configured yet: ``printer setup``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.claims import claim
from kiosk.config import Printer
from kiosk.jobs import Reason
from kiosk.printing import USABLE, Tier, Word
from kiosk.wording import refusal
from printers.devices import Device, Interrupted, NotStarted, open_device
from printers.receipt import receipt


@dataclass(frozen=True, slots=True)
class Trial:
    """How a trial went. ``proven``: the printer itself said that the slip is printed."""

    word: Word
    tier: Tier | None
    sent: bool = False
    proven: bool = False
    reason: Reason | None = None
    """Why a slip that was begun did not end."""


def try_out(
    name: str, setting: Printer, fields: Mapping[str, str], locks: Path, folder: Path
) -> Trial:
    """Print one slip of the kind ``test`` on a printer, as nobody else writes to it meanwhile.

    ``fields`` are the template's (``centre``, ``time``, ``code`` …). A printer that another process
    writes to is better tried with a job: ``hall.slips.write(name, "test", …)``.
    Refuses: ``printer_in_use``, and what ``open_device`` refuses.
    """
    held = claim(name, locks)
    if held is None:
        raise refusal("printer_in_use", printer=name)
    try:
        device = open_device(name, setting, folder)
        try:
            said = {**fields, "printer": name, "paper": str(setting.paper)}
            return _tried(device, said)
        finally:
            device.close()
    finally:
        os.close(held)


def _tried(device: Device, fields: Mapping[str, str]) -> Trial:
    word = device.look()
    if word not in USABLE:
        return Trial(word, device.tier)
    beside = _Alone()
    try:
        proven = device.print(device.prepare(receipt("test", fields)), "test", beside)
    except NotStarted as trouble:
        return Trial(trouble.word, device.tier)
    except Interrupted as trouble:
        return Trial(device.look(), device.tier, sent=True, reason=trouble.reason)
    return Trial(beside.word, device.tier, sent=True, proven=proven)


class _Alone:
    """Stands beside a slip nobody keeps a record of."""

    def __init__(self) -> None:
        self.word = Word.UNKNOWN

    def starting(self) -> None:
        """Nobody is told."""

    def handed(self) -> None:
        """Nobody is told."""

    def says(self, word: Word) -> None:
        self.word = word

    def leaving(self) -> bool:
        """Whoever waits before the printer mends it, or gives up with Ctrl+C."""
        return self.word not in USABLE

"""Where finished slips go: a printer behind a port, a print queue, PNG files in a folder.

A device prints one slip at a time and is owned by one writer; none of them tries again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kiosk.config import Printer
from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from printers.page import Page, draw
from printers.receipt import AnyBlock
from printers.wires import NotStarted

if TYPE_CHECKING:
    from kiosk.certificates.paper import Sheet
    from printers.a4.devices import ReadSheet
    from printers.jobs import Job

__all__ = ["Attendant", "Device", "Interrupted", "NotStarted", "Prepared", "PreviewDevice"]


class Interrupted(Exception):
    """It broke after the first byte; ``sent`` bytes were handed over, perhaps printed."""

    def __init__(self, reason: Reason, detail: str = "", sent: int = 0) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.sent = reason, detail, sent


@dataclass(frozen=True, slots=True)
class Prepared:
    """A slip ready to go: its bytes in parts that must not be divided, or its picture."""

    parts: tuple[bytes, ...] = ()
    page: Page | None = None
    millimetres: float = 0.0
    """Length of its paper."""
    title: str = ""
    """What a sheet's file or queue entry is called; says nothing of a person."""
    copies: int = 1


class Attendant(Protocol):
    """Whoever stands beside a job and writes down how far it came."""

    def starting(self) -> None:
        """The first byte is about to leave; what this raises keeps it here."""

    def handed(self) -> None:
        """The printer has every byte, and has still to say that the slip is printed."""

    def says(self, word: Word) -> None:
        """How the printer is; called often, mostly with no news."""

    def leaving(self) -> bool:
        """Must we end soon?"""


class Device(Protocol):
    """A printer of one kind. ``paper`` is in millimetres."""

    paper: int

    @property
    def tier(self) -> Tier | None:
        """What it can be believed; ``None`` while nobody knows."""

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        """One slip as this device takes it. Refuses what cannot be laid out."""

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        """Print one slip; ``name`` tells jobs apart. Whether it certainly exists.

        Raises ``NotStarted`` or ``Interrupted``.
        """

    def look(self) -> Word:
        """How it is, in bounded time. Never raises."""

    def distrust(self) -> None:
        """An earlier process may have left half a job in it."""

    def close(self) -> None:
        """Let go of it."""


class PreviewDevice:
    """Draws each slip as ``<name>.png`` into a folder."""

    tier = Tier.ACKNOWLEDGED

    def __init__(self, folder: Path, paper: int = 80) -> None:
        self.folder, self.paper = folder, paper

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        """The page. Refuses: ``slip_code_too_long``."""
        page = draw(blocks, self.paper)
        return Prepared(page=page, millimetres=page.image.height / 8)

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        """Returns when the picture is on disk; a repeated name replaces it, so nothing doubles."""
        if prepared.page is None:
            raise TypeError("a preview needs a picture")
        safe = re.sub(r"[^\w.-]+", "_", name).lstrip(".") or "slip"
        attendant.starting()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            prepared.page.png(self.folder / f"{safe}.png")
        except OSError as error:
            raise NotStarted(Word.NO_PERMISSION, f"{self.folder}: {error.strerror}") from error
        return True

    def look(self) -> Word:
        """A folder is always ready; whether it can be written, the first slip tells."""
        return Word.READY

    def distrust(self) -> None:
        """A picture that is not whole is not there."""

    def close(self) -> None:
        """Nothing is held."""


@runtime_checkable
class DrawsSheets(Protocol):
    """A device for jobs that say no more than a number: their sheet comes from the register."""

    def reads(self, job: Job) -> Sheet | None:
        """The sheet of a job; ``None``: its fields say it all."""

    def draws(self, sheet: Sheet, job: Job) -> Prepared:
        """The sheet as this device takes it."""


def open_device(name: str, setting: Printer, folder: Path, read: ReadSheet | None = None) -> Device:
    """The device of a configured printer; previews go to ``folder``, or to the setting's ``path``.

    ``folder`` is one of the data folder; ``read`` gives an office printer its sheets.
    Nothing is connected yet. Refuses: ``device_incomplete``, ``unknown_profile``.
    """
    if setting.office:
        from printers.a4.devices import open_office  # noqa: PLC0415 - few centres have one

        return open_office(name, setting, folder.parent, read)
    if setting.device == "preview":
        return PreviewDevice(Path(setting.path) if setting.path else folder, setting.roll)
    from printers.opening import open_printer  # noqa: PLC0415 - python-escpos, only where one is used

    return open_printer(name, setting)

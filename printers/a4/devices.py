"""Where sheets go: a queue of the print system, or PDF files in a private folder.

A sheet is never kept among the records: its job holds only a number, and it is drawn anew from the
sealed entry each time. Slips that come here (a test page) are drawn as they are on a roll.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from kiosk.certificates.paper import Sheet
from kiosk.config import Printer
from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from kiosk.wording import refusal
from printers.cups import CupsDevice
from printers.devices import Attendant, Device, Interrupted, NotStarted, Prepared
from printers.escpos import RasterEncoder
from printers.jobs import Job
from printers.page import draw as draw_slip
from printers.receipt import AnyBlock

KINDS = frozenset({"certificate", "statement"})
"""Kinds of job whose sheet comes from the register."""

SLIP = 80
"""Millimetres of the roll that a slip on A4 is drawn for."""

ReadSheet = Callable[[str, Mapping[str, str]], Sheet]
"""A paper's number and its job's fields → its sheet (``kiosk.certificates.register``)."""


class _Sheets:
    """What both devices share: sheets from the register, slips as pictures."""

    paper = SLIP
    _read: ReadSheet | None

    def reads(self, job: Job) -> Sheet | None:
        """The sheet of a job, from the register; ``None``: its fields say it all.

        Refuses: ``unknown_certificate``, ``key_missing``, ``key_wrong``, ``not_sealed``.
        """
        if job.kind not in KINDS or self._read is None:
            return None
        return self._read(job.fields["number"], job.fields)

    def draws(self, sheet: Sheet, job: Job) -> Prepared:
        """The sheet, ready to go."""
        from printers.a4.certificate import draw  # noqa: PLC0415 - fpdf2, only where sheets are

        copy = job.fields.get("copy")
        title = f"{sheet.paper.number}_{copy}" if copy else sheet.paper.number
        copies = int(job.fields.get("copies", "1"))
        return Prepared((draw(sheet).pdf,), title=title, copies=copies)

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        """A slip in the middle of a sheet. Refuses: ``slip_code_too_long``."""
        from printers.a4.slip import on_a4  # noqa: PLC0415 - fpdf2

        png = BytesIO()
        draw_slip(blocks, SLIP).image.save(png, "PNG")
        return Prepared((on_a4(png),))


class FolderPrinter(_Sheets):
    """Puts each sheet as ``<number>.pdf`` into a folder that only its owner can read.

    Not among the records (``records`` is their folder): what is personal is sealed there.
    """

    tier = Tier.ACKNOWLEDGED

    def __init__(self, folder: Path, records: Path, read: ReadSheet | None = None) -> None:
        self.folder, self._records, self._read = folder, records, read

    def look(self) -> Word:
        """Whether the folder is there, or can be, and is private."""
        try:
            self._ready()
        except NotStarted as trouble:
            return trouble.word
        return Word.READY

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        """Returns when the file is on disk, whole; a repeated name replaces it."""
        self._ready()
        safe = re.sub(r"[^\w.-]+", "_", prepared.title or name).lstrip(".") or "sheet"
        attendant.starting()
        try:
            write_private(self.folder / f"{safe}.pdf", b"".join(prepared.parts), over=True)
        except OSError as error:
            raise Interrupted(Reason.DEVICE_FAILED, f"{self.folder}: {error.strerror}") from error
        return True

    def distrust(self) -> None:
        """A file that is not whole is not there."""

    def close(self) -> None:
        """Nothing is held."""

    def _ready(self) -> None:
        if self.folder.resolve().is_relative_to(self._records.resolve()):
            said = str(refusal("office_folder_inside", folder=str(self.folder)))
            raise NotStarted(Word.NO_PERMISSION, said)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            found = self.folder.stat()
        except OSError as error:
            raise NotStarted(Word.NO_PERMISSION, f"{self.folder}: {error.strerror}") from error
        if found.st_mode & 0o077:
            # A folder that somebody else made is not changed behind their back.
            said = str(refusal("office_folder_open", folder=str(self.folder)))
            raise NotStarted(Word.NO_PERMISSION, said)


class OfficeQueue(_Sheets, CupsDevice):
    """A queue of CUPS that takes PDF; what it took is *sent*, never known to be printed.

    CUPS keeps what it printed for a while unless ``PreserveJobFiles No`` is in its cupsd.conf.
    """

    def __init__(self, queue: str, read: ReadSheet | None = None) -> None:
        CupsDevice.__init__(self, queue, SLIP, RasterEncoder("none"))
        self._read = read

    def _options(self, prepared: Prepared) -> tuple[str, ...]:
        return (
            *("-n", str(prepared.copies)),
            *("-o", "media=A4"),
            *("-o", "sides=one-sided"),
            *("-o", "print-scaling=none"),
        )


def open_office(
    name: str, setting: Printer, records: Path, read: ReadSheet | None = None
) -> Device:
    """The device of an A4 printer; ``records`` is the data folder, where no sheet may be.

    Refuses: ``device_incomplete``.
    """
    key = "queue" if setting.device == "cups" else "path"
    where = getattr(setting, key)
    if not where:
        raise refusal("device_incomplete", printer=name, device=setting.device, key=key)
    if setting.device == "cups":
        return OfficeQueue(where, read)
    return FolderPrinter(Path(where), records, read)


def write_private(path: Path, data: bytes, *, over: bool = False) -> None:
    """Write a file of mode 0600, whole or not at all.

    Raises:
        FileExistsError: it is there, and not to be written over.
    """
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if over:
            part.replace(path)
        else:
            os.link(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)

"""What the command line needs of this room: see ``kiosk.cli.certificates_paper.Drawing``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.certificates.paper import Sheet
from kiosk.signing import PublicKey


class Drawing:
    """Draws sheets and writes them down; fpdf2 is loaded with the first."""

    def certificate(self, sheet: Sheet) -> tuple[bytes, tuple[str, ...]]:
        """A PDF, and the characters that it shows as 〓."""
        from printers.a4.certificate import draw  # noqa: PLC0415

        drawn = draw(sheet)
        return drawn.pdf, drawn.missing

    def wall(self, centre: str, keys: Sequence[PublicKey]) -> bytes:
        """The public key, as a PDF to hang up."""
        from printers.a4.wall import draw  # noqa: PLC0415

        return draw(centre, keys)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that only its owner can read; ``FileExistsError`` where one is."""
        from printers.a4.devices import write_private  # noqa: PLC0415

        write_private(path, data)

"""QR codes as a matrix of modules; how they are drawn is the page's and the preview's affair."""

from __future__ import annotations

QUIET = 4
"""White modules around the code (ISO/IEC 18004)."""


def modules(payload: str) -> list[list[bool]]:
    """Rows of modules, True is black, without the quiet zone; error correction level M.

    Level M because module size, not level, decides what scanners read (domain/printing.md, 5).
    """
    # qrcode loads Pillow; the lobby imports our preview and must stay light until a code is shown.
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415
    from qrcode.main import QRCode  # noqa: PLC0415

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload.encode("ascii", "replace"))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]

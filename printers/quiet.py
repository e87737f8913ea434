"""python-escpos, imported without its side effects (domain/printing.md, 1.1)."""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def network_class() -> Any:
    """``escpos.printer.Network``.

    Importing it installs a log handler on the root, leaves a folder in the temporary directory
    and may print; here it does none of that. It takes half a second: call it before work begins.
    """
    root = logging.getLogger()
    handlers, folder = root.handlers[:], tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="kiosk-escpos-") as scratch:
        tempfile.tempdir = scratch
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                from escpos.printer import Network  # noqa: PLC0415 - 26 MB that only the spooler needs
        finally:
            tempfile.tempdir = folder
            root.handlers[:] = handlers
    return Network

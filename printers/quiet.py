"""python-escpos, imported and used without its side effects (domain/printing.md, 1.1)."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import tempfile
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

PACKAGE = "escpos"


@lru_cache(maxsize=8)
def device_class(name: str) -> Any:
    """``escpos.printer.<name>``: a connection that python-escpos knows how to open.

    It takes half a second the first time: call it before work begins.
    """
    return getattr(_quietly("escpos.printer"), name)


@lru_cache(maxsize=32)
def profile(name: str) -> dict[str, Any] | None:
    """What python-escpos knows of a model: ``features``, ``media``; ``None``: not this model."""
    found = _quietly("escpos.capabilities").CAPABILITIES["profiles"].get(name)
    return dict(found) if found is not None else None


def _quietly(module: str) -> ModuleType:
    """Import one of its modules.

    It installs a log handler on the root, leaves a folder in the temporary directory and may
    print; here it does none of that. Later it logs through the root logger, which would install
    that handler again: its modules get a logger of their own.
    """
    root = logging.getLogger()
    handlers, folder = root.handlers[:], tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="kiosk-escpos-") as scratch:
        tempfile.tempdir = scratch
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                loaded = import_module(module)
        finally:
            tempfile.tempdir = folder
            root.handlers[:] = handlers
    own = logging.getLogger(PACKAGE)
    own.setLevel(logging.WARNING)
    for name, part in list(sys.modules.items()):
        if name.partition(".")[0] == PACKAGE and getattr(part, "logging", None) is logging:
            part.logging = own  # type: ignore[attr-defined]
    return loaded

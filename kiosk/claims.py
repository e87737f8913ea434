"""Who may write to a printer: one process of this machine, by a lock the system frees for us."""

from __future__ import annotations

import fcntl
import os
import struct
from pathlib import Path
from urllib.parse import quote

SPOOL = "spool"
"""Folder of the claims, beside the records; each machine has its own."""

_LOCK = "hhqqi4x"
"""``struct flock`` of fcntl(2): type, whence, start, length (0: all of it), process."""

_WHOLE = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)


def claim(printer: str, locks: Path) -> int | None:
    """Take a printer's lock in the folder ``locks``; a descriptor to close, ``None`` if taken."""
    locks.mkdir(parents=True, exist_ok=True)
    held = os.open(_path(printer, locks), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.fcntl(held, fcntl.F_OFD_SETLK, _WHOLE)
    except (BlockingIOError, PermissionError):
        os.close(held)
        return None
    return held


def is_free(printer: str, locks: Path) -> bool:
    """Does nobody write to this printer? Asks without taking: nobody's own claim fails by it."""
    try:
        asked = os.open(_path(printer, locks), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        said = fcntl.fcntl(asked, fcntl.F_OFD_GETLK, _WHOLE)
    finally:
        os.close(asked)
    return bool(struct.unpack_from("h", said)[0] == fcntl.F_UNLCK)


def _path(printer: str, locks: Path) -> Path:
    return locks / f"{quote(printer, safe='')}.lock"

"""Who may write to a printer: one process of this machine, by a lock the system frees for us."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from urllib.parse import quote


def claim(printer: str, locks: Path) -> int | None:
    """Take a printer's lock in the folder ``locks``; a descriptor to close, ``None`` if taken."""
    locks.mkdir(parents=True, exist_ok=True)
    path = locks / f"{quote(printer, safe='')}.lock"
    held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held


def is_free(printer: str, locks: Path) -> bool:
    """Does nobody write to this printer?"""
    held = claim(printer, locks)
    if held is None:
        return False
    os.close(held)
    return True

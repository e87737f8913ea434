"""kiosk in a network of its own: ``python -m tests.partition.inside NAME WORDS…``."""

from __future__ import annotations

import ctypes
import os
import sys

NETWORK = 0x40000000
"""CLONE_NEWNET of unshare(2): the namespace is one of networks."""


def main(name: str, *words: str) -> None:
    """Go into the namespace that ``ip netns add`` made, and become the program."""
    namespace = os.open(f"/run/netns/{name}", os.O_RDONLY | os.O_CLOEXEC)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, NETWORK):
        raise OSError(ctypes.get_errno(), f"setns {name}")
    os.execv(sys.executable, [sys.executable, "-m", "kiosk", *words])


if __name__ == "__main__":
    main(*sys.argv[1:])

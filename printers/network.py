"""A network printer's port: one connection a job, so that others may share the printer."""

from __future__ import annotations

import socket
import struct
import time

from kiosk.printing import Word
from printers.quiet import device_class
from printers.wires import FdWire, NotStarted, Patience, Wire

SENDING_ROOM = 16384
"""Bytes of a job the kernel may hold: what is still here when a printer stops can be withdrawn."""


class NetworkPort:
    """TCP, usually port 9100."""

    keeps = False

    def __init__(self, host: str, port: int = 9100, patience: Patience | None = None) -> None:
        self.address = f"{host}:{port}"
        seconds = (patience or Patience()).connect
        self._printer = device_class("Network")(host, port, timeout=seconds)

    def open(self) -> Wire:
        """Connect. Raises ``NotStarted``: ``unreachable``."""
        try:
            self._printer.open()
        except Exception as error:
            raise NotStarted(Word.UNREACHABLE, f"{self.address}: {error}") from error
        line: socket.socket = self._printer.device
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENDING_ROOM)
        return FdWire(
            line.fileno(),
            self._printer.close,
            aborting=lambda: _reset(line),
            finishing=lambda seconds: _hang_up(line, seconds),
        )


def _reset(line: socket.socket) -> None:
    """Throw away what waits in the kernel.

    It would reach the printer after the paper was changed, as the ghost of a job called unknown
    (domain/printing.md, 3.3).
    """
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def _hang_up(line: socket.socket, seconds: float) -> None:
    """Say that nothing follows and read what the printer still says.

    Closing over unread bytes would reset the connection, and some printers then drop the job.
    A printer that resets by itself raises ``ConnectionResetError``: its job is in doubt.
    """
    line.shutdown(socket.SHUT_WR)
    until = time.monotonic() + seconds
    while (rest := until - time.monotonic()) > 0:
        line.settimeout(rest)
        try:
            if not line.recv(4096):
                return
        except TimeoutError:
            return

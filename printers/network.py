"""A network printer: one job, one connection, and an honest word about how far it came."""

from __future__ import annotations

import fcntl
import socket
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from printers.devices import Interrupted, NotStarted
from printers.escpos import encode
from printers.page import Page
from printers.quiet import network_class

CONNECT_SECONDS = 3.0

STALL_SECONDS = 5.0
"""How long a printer may take no byte before the job counts as broken (domain/printing.md, 3.5)."""

HANGUP_SECONDS = 0.5
"""How long to wait for the printer to hang up after the last byte; many never do."""

POLL_SECONDS = 0.005

SLICE = 8192
"""Bytes handed over at a time, so that a stall is noticed and what was sent is known."""


class NetworkDevice:
    """An ESC/POS printer behind a TCP port; one connection a job, so that others may share it."""

    proves = False

    def __init__(
        self,
        host: str,
        port: int = 9100,
        paper: int = 80,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        self.paper = paper
        self.address = f"{host}:{port}"
        self.stall_seconds = stall_seconds
        self._printer: Any = network_class()(host, port, timeout=connect_seconds)

    def print(self, page: Page, name: str) -> None:
        """Returns when the printer's network interface has taken every byte."""
        self.send(encode(page))

    def send(self, data: bytes) -> None:
        """Hand over one job's bytes in order. Raises ``NotStarted`` or ``Interrupted``."""
        handed = 0
        with self._connected() as line:
            try:
                for start in range(0, len(data), SLICE):
                    self._printer._raw(data[start : start + SLICE])
                    handed = min(start + SLICE, len(data))
                self._until_taken(line)
                _hang_up(line)
            except OSError as error:
                left = _untaken(line)
                # Throw away what waits in the kernel. It would reach the printer after the paper
                # was changed, as the ghost of a job called unknown (domain/printing.md, 3.3).
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                what = "停止接收数据" if isinstance(error, TimeoutError) else "中途断开"
                reason = f"打印机 {self.address} {what}，请看纸上是否已打印"
                raise Interrupted(reason, max(0, handed - left)) from error

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        try:
            self._printer.open()
        except Exception as error:
            raise NotStarted(f"打印机 {self.address} 连接不上，请检查电源和网线") from error
        line: socket.socket = self._printer.device
        line.settimeout(self.stall_seconds)
        try:
            yield line
        finally:
            self._printer.close()

    def _until_taken(self, line: socket.socket) -> None:
        """Wait until the other side has acknowledged every byte."""
        left, since = _untaken(line), time.monotonic()
        while left:
            if time.monotonic() - since > self.stall_seconds:
                raise TimeoutError
            time.sleep(POLL_SECONDS)
            if code := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(code, "the connection broke")
            before, left = left, _untaken(line)
            if left != before:
                since = time.monotonic()


def _untaken(line: socket.socket) -> int:
    """Bytes that were handed to the kernel and not yet acknowledged by the other side."""
    answer = fcntl.ioctl(line, termios.TIOCOUTQ, b"\0" * 4)
    return int(struct.unpack("i", answer)[0])


def _hang_up(line: socket.socket) -> None:
    """Say that nothing follows and read what the printer still says.

    Closing over unread bytes would reset the connection, and some printers then drop the job.
    A printer that resets by itself raises ``ConnectionResetError``: its job is in doubt.
    """
    line.shutdown(socket.SHUT_WR)
    until = time.monotonic() + HANGUP_SECONDS
    while (rest := until - time.monotonic()) > 0:
        line.settimeout(rest)
        try:
            if not line.recv(4096):
                return
        except TimeoutError:
            return

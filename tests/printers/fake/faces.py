"""The printer's sockets: a TCP port, a serial line or device (a pty), a pipe."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import threading
import tty
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from tests.printers.fake.printer import FakePrinter

AT_A_TIME = 512


class Face:
    """A thread that carries bytes; ``with`` opens and closes it, and its printer."""

    def __init__(self, printer: FakePrinter) -> None:
        self.printer = printer
        self._closed = False
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        with self.printer.news:
            self.printer.news.notify_all()
        self._shut()
        self._thread.join(10)
        self.printer.close()

    def _serve(self) -> None:
        raise NotImplementedError

    def _shut(self) -> None:
        raise NotImplementedError

    def _carry(self, fd: int, read: Callable[[int], bytes], goes_on: Callable[[], bool]) -> None:
        """From the line to the buffer as long as there is room; ends with the line."""
        while goes_on():
            with self.printer.news:
                room = self.printer.room()
                if room <= 0:
                    self.printer.news.wait(0.2)
                    continue
            if select.select([fd], [], [], 0.05)[0]:
                data = read(min(room, AT_A_TIME))
                if not data:
                    return
                self.printer.receive(data)


class TcpFace(Face):
    """Port 9100 of a printer: one host at a time, the next one waits.

    ``refuses``: nobody listens. ``pull``: the host is cut off, with a reset or without a word.
    """

    def __init__(self, printer: FakePrinter, port: int = 0) -> None:
        super().__init__(printer)
        self._listener = self._listening(port)
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self._peer: socket.socket | None = None
        printer.dropped.append(self.reset)

    def _listening(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        listener.bind(("127.0.0.1", port))
        listener.listen()
        return listener

    def _serve(self) -> None:
        while not self._closed:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._peer = peer
            self.printer.reception = partial(_send, peer)
            with contextlib.suppress(OSError, ValueError), peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._carry(peer.fileno(), peer.recv, partial(self._serves, peer))
            if self._peer is peer:
                self._peer = self.printer.reception = None

    def _serves(self, peer: socket.socket) -> bool:
        return self._peer is peer and not self._closed

    def reset(self) -> None:
        """The connection breaks, and the host is told."""
        peer, self._peer = self._peer, None
        self.printer.reception = None
        if peer is not None:
            with contextlib.suppress(OSError):
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                peer.close()

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _send(peer: socket.socket, data: bytes) -> None:
    with contextlib.suppress(OSError):
        peer.sendall(data)


class SerialFace(Face):
    """A serial line, or a character device such as /dev/usb/lp0; ``path`` is the host's end."""

    def __init__(self, printer: FakePrinter) -> None:
        super().__init__(printer)
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self.printer.reception = self._say

    def _say(self, data: bytes) -> None:
        os.write(self._ours, data)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            self._carry(
                self._ours, lambda room: os.read(self._ours, room), lambda: not self._closed
            )

    def _shut(self) -> None:
        self._thread.join(10)
        os.close(self._ours)
        os.close(self._theirs)


class FileFace(Face):
    """A named pipe: it takes bytes and never says anything."""

    def __init__(self, printer: FakePrinter, path: Path) -> None:
        super().__init__(printer)
        os.mkfifo(path)
        self.path = path
        self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self._keep = os.open(path, os.O_WRONLY | os.O_NONBLOCK)

    def _serve(self) -> None:
        self._carry(self._fd, lambda room: os.read(self._fd, room), lambda: not self._closed)

    def _shut(self) -> None:
        self._thread.join(10)
        os.close(self._fd)
        os.close(self._keep)

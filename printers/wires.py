"""Bytes to a printer and back, never longer than asked: what every kind of connection can do."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
import struct
import termios
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.printing import Word

SLICE = 4096
"""Bytes offered at a time, so that a stall is noticed and what was sent is known."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each thing may take, in seconds (domain/printing.md, 3.5)."""

    connect: float = 3.0
    answer: float = 1.0
    """To a question that is answered when it arrives."""
    stall: float = 5.0
    """Taking no byte without a word; then the screens are told."""
    mute: float = 30.0
    """Taking no byte without a word; then the job is given up."""
    hold: float = 900.0
    """Waiting for somebody to mend what the printer complains of, in the middle of a job."""
    grace: float = 5.0
    """For the word that a slip is printed, beyond the time its paper takes."""
    hang_up: float = 0.5
    """For the printer to hang up after the last byte; many never do."""
    poll: float = 0.5
    """Between two questions while waiting."""


class NotStarted(Exception):
    """Nothing of a job reached the printer; it may safely be tried again."""

    def __init__(self, word: Word, detail: str = "") -> None:
        super().__init__(word, detail)
        self.word, self.detail = word, detail


class Wire(Protocol):
    """An open connection. Every method raises ``OSError`` when it is broken."""

    def exchange(self, data: bytes | memoryview, seconds: float) -> tuple[int, bytes]:
        """Wait until some of ``data`` can be written or something is to be read.

        Returns how many bytes were taken and what was read; ``(0, b"")`` when the time is over.
        """

    def untaken(self) -> int:
        """Bytes that were taken from us and have not left this machine, where that is known."""

    def finish(self, seconds: float) -> None:
        """Say that nothing follows, and wait a little for the other side to agree."""

    def abort(self) -> None:
        """Throw away what has not left this machine, and close."""

    def close(self) -> None:
        """Close."""


class Port(Protocol):
    """Where a printer is connected, and how to get there."""

    keeps: bool
    """Stay connected between jobs: nobody else could use the line anyway."""

    def open(self) -> Wire:
        """Connect, in bounded time. Raises ``NotStarted``."""


class FdWire:
    """A connection that is a file descriptor: socket, serial line, character device, pipe.

    ``closing`` closes it; ``aborting`` is called before that when what waits must not be sent.
    """

    def __init__(
        self,
        fd: int,
        closing: Callable[[], object],
        *,
        aborting: Callable[[], object] = lambda: None,
        finishing: Callable[[float], object] = lambda _: None,
        reads: bool = True,
    ) -> None:
        self._fd, self._closing, self._aborting = fd, closing, aborting
        self._finishing, self._reads = finishing, reads
        os.set_blocking(fd, False)
        self._poll = select.poll()
        self._poll.register(fd, 0)

    def exchange(self, data: bytes | memoryview, seconds: float) -> tuple[int, bytes]:
        """See ``Wire``."""
        wanted = (select.POLLIN if self._reads else 0) | (select.POLLOUT if data else 0)
        self._poll.modify(self._fd, wanted)
        events = sum(event for _, event in self._poll.poll(max(0.0, seconds) * 1000))
        heard = self._read() if self._reads and events & ~select.POLLOUT else b""
        if not self._reads and events & (select.POLLERR | select.POLLHUP):
            raise BrokenPipeError(errno.EPIPE, "nobody reads")
        return (self._write(data) if data and events & select.POLLOUT else 0), heard

    def _read(self) -> bytes:
        try:
            heard = os.read(self._fd, SLICE)
        except BlockingIOError:
            return b""
        if not heard:
            raise ConnectionAbortedError(errno.ECONNABORTED, "the printer hung up")
        return heard

    def _write(self, data: bytes | memoryview) -> int:
        try:
            return os.write(self._fd, data[:SLICE])
        except BlockingIOError:
            return 0

    def untaken(self) -> int:
        """See ``Wire``; for a socket: what the other side has not acknowledged."""
        try:
            answer = fcntl.ioctl(self._fd, termios.TIOCOUTQ, b"\0" * 4)
        except OSError:
            return 0
        return int(struct.unpack("i", answer)[0])

    def finish(self, seconds: float) -> None:
        """See ``Wire``."""
        self._finishing(seconds)

    def abort(self) -> None:
        """See ``Wire``."""
        try:
            self._aborting()
        except OSError:
            pass  # it is gone, and what waited with it
        finally:
            self.close()

    def close(self) -> None:
        """See ``Wire``."""
        with contextlib.suppress(OSError):
            self._closing()

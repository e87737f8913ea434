"""Ports of this machine that are files: a serial line, a printer's character device."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import termios
from pathlib import Path
from typing import Any, Literal

from kiosk.printing import Word
from printers.quiet import device_class
from printers.wires import FdWire, NotStarted, Wire

WORDS = {
    errno.EACCES: Word.NO_PERMISSION,
    errno.EPERM: Word.NO_PERMISSION,
    errno.EBUSY: Word.BUSY,
    errno.EAGAIN: Word.BUSY,
}
"""Why a device file cannot be opened, where it is not simply absent."""


class SerialPort:
    """A serial line of 8 data bits, no parity; pyserial, opened by python-escpos."""

    keeps = True

    def __init__(
        self,
        path: str,
        baud: int = 9600,
        flow: Literal["hardware", "software", "none"] = "hardware",
    ) -> None:
        self._path, self._flow = path, flow
        self._printer: Any = device_class("Serial")(
            path, baud, timeout=0, xonxoff=flow == "software", dsrdtr=False
        )

    def open(self) -> Wire:
        """Open the line. Raises ``NotStarted``: ``not_found``, ``no_permission``, ``busy``."""
        try:
            self._printer.open()
        except Exception as error:
            cause = error.__context__
            number = getattr(cause, "errno", None) or 0
            word = WORDS.get(number, Word.NOT_FOUND)
            raise NotStarted(word, f"{self._path}: {cause or error}") from error
        line = self._printer.device
        line.exclusive = True
        line.rtscts = self._flow == "hardware"
        line.reset_input_buffer()
        # Not python-escpos' own close(): it waits, perhaps for ever, until a stalled line is empty.
        return FdWire(line.fileno(), line.close, aborting=lambda: _flush(line.fileno()))


class FilePort:
    """A character device like /dev/usb/lp0, or a pipe to a program; never a plain file.

    python-escpos opens it for writing only and waits for ever when the paper is out.
    """

    keeps = True

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def open(self) -> Wire:
        """Open it. Raises ``NotStarted``: ``not_found``, ``no_permission``, ``busy``."""
        try:
            kind = self._path.stat().st_mode
            reads = stat.S_ISCHR(kind)
            if not reads and not stat.S_ISFIFO(kind):
                # A /dev/usb/lp0 that is a plain file was made by somebody's redirection while the
                # printer was off; it would swallow slips for ever.
                raise NotStarted(Word.NOT_FOUND, f"{self._path} is not a device")
            flags = (os.O_RDWR if reads else os.O_WRONLY) | os.O_NONBLOCK | os.O_NOCTTY
            fd = os.open(self._path, flags | os.O_CLOEXEC)
        except OSError as error:
            word = WORDS.get(error.errno or 0, Word.NOT_FOUND)
            raise NotStarted(word, f"{self._path}: {error.strerror}") from error
        if os.isatty(fd):
            _raw(fd)
        return FdWire(fd, lambda: os.close(fd), aborting=lambda: _flush(fd), reads=reads)


def _raw(fd: int) -> None:
    """No line of ours may change bytes: a terminal line would turn 0A into 0D 0A."""
    mode = termios.tcgetattr(fd)
    mode[0] = mode[1] = mode[3] = 0
    termios.tcsetattr(fd, termios.TCSANOW, mode)


def _flush(fd: int) -> None:
    with contextlib.suppress(termios.error, OSError):
        termios.tcflush(fd, termios.TCOFLUSH)

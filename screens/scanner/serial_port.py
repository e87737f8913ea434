"""A scanner on a serial line: RS-232, or USB set to "virtual COM port"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import serial

from screens.scanner.attended import WAKE, Attended, Heard
from screens.scanner.scanned import LONGEST


class Lines:
    """Bytes as they come, cut into texts at CR, LF or both; never holds more than a scan may be."""

    def __init__(self) -> None:
        self._text = bytearray()

    def feed(self, data: bytes) -> Iterator[str]:
        """The texts that these bytes end; a byte beyond ASCII becomes a character beyond it."""
        for byte in data:
            if byte in b"\r\n":
                if text := self.rest():
                    yield text
            elif len(self._text) <= LONGEST:
                self._text.append(byte)

    def rest(self) -> str:
        """What has come without an end so far, and forget it."""
        text = self._text.decode("latin-1")
        self._text.clear()
        return text


class SerialScanner(Attended[serial.Serial]):
    """Reads 8 data bits, no parity, 1 stop bit."""

    def __init__(self, path: str, baud: int, heard: Heard) -> None:
        super().__init__(path, heard)
        self._baud = baud

    @contextmanager
    def opened(self) -> Iterator[serial.Serial]:
        """The line, for us alone."""
        with serial.Serial(self.path, self._baud, timeout=WAKE, exclusive=True) as port:
            yield port

    def listen(self, device: serial.Serial) -> None:
        """Hear every line of text; silence in the midst of one makes it a broken scan."""
        lines = Lines()
        while not self.leaving:
            data = device.read(device.in_waiting or 1)
            for text in lines.feed(data):
                self.heard(text, True)
            if not data and (text := lines.rest()):
                self.heard(text, False)

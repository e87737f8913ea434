"""Commands in the order they were sent → paper: the half of a printer behind its buffer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from tests.printers.fake.paper import Slip

LINE = 30
"""Dots of a line of text."""


class Dialect(NamedTuple):
    """What a model answers."""

    real_time: bool = True
    asb: bool = True
    paper_status: bool = True
    process_id: bool = True
    clears: bool = True


EPSON = Dialect()
CLONE = Dialect(process_id=False, clears=False)
NO_ASB = Dialect(asb=False, process_id=False, clears=False)
STATUS_ONLY = Dialect(asb=False, paper_status=False, process_id=False, clears=False)
BLIND = Dialect(real_time=False, asb=False, paper_status=False, process_id=False, clears=False)


class Works(Protocol):
    """What the mechanism needs of the printer around it."""

    dialect: Dialect

    def take(self, count: int) -> bytes:
        """The next bytes of the buffer; waits for them."""

    def row(self, dots: bytes) -> None:
        """One row goes by under the head; waits while it cannot."""

    def cut(self) -> None:
        """The knife falls."""

    def ready(self) -> None:
        """Waits until commands are executed: not while offline."""

    def answer(self, data: bytes) -> None:
        """Say something to the host."""

    def watch(self, mask: int) -> None:
        """Say how it is now and whenever that changes."""

    def near_end(self) -> bool:
        """Is there little paper?"""

    def marked(self) -> None:
        """A question was reached that is answered when all before it is printed."""


class Mechanism:
    """Executes commands; ``log`` is their names in order, ``unknown`` what it did not know."""

    def __init__(self, works: Works, across: int) -> None:
        self.works, self.across = works, across
        self.slips: list[Slip] = []
        self.log: list[str] = []
        self.unknown: list[bytes] = []
        self.bands: list[tuple[int, int]] = []
        self.slip = Slip(across)
        self.reset()

    def reset(self) -> None:
        """As after power-on."""
        self.line: list[tuple[str, int]] = []
        self.kanji, self.size, self.unit = True, 0, 0.5

    def step(self) -> None:
        """Execute the next command."""
        byte = self.works.take(1)
        # Status questions that were answered at reception are skipped here, even offline.
        if byte == b"\x10":
            self._data_link()
            return
        self.works.ready()
        match byte:
            case b"\x00":
                pass
            case b"\n":
                self._end_line()
            case b"\x1b":
                self._escape()
            case b"\x1d":
                self._group()
            case b"\x1c":
                self._chinese()
            case _:
                self._text(byte)

    def _note(self, name: str) -> None:
        self.log.append(name)

    def _data_link(self) -> None:
        kind = self.works.take(1)
        if kind == b"\x14":
            function = self.works.take(1)
            self.works.take(7 if function == b"\x08" else 2)
        else:
            self.works.take(1)

    def _escape(self) -> None:
        command = self.works.take(1)
        if command == b"@":
            self._note("init")
            self.reset()
        elif command == b"d":
            self._feed(self.works.take(1)[0] * LINE)
        elif command == b"J":
            self._feed(int(self.works.take(1)[0] * self.unit))
        elif command in b"Ea3":
            self.works.take(1)
        else:
            self._strange(b"\x1b" + command)

    def _group(self) -> None:
        command = self.works.take(1)
        takers: dict[bytes, Callable[[], None]] = {
            b"v": self._raster,
            b"V": self._cut,
            b"a": lambda: self.works.watch(self.works.take(1)[0]),
            b"r": self._paper,
            b"(": self._extended,
            b"P": self._units,
            b"!": self._big,
        }
        if command in takers:
            takers[command]()
        else:
            self._strange(b"\x1d" + command)

    def _raster(self) -> None:
        head = self.works.take(6)
        across, tall = int.from_bytes(head[2:4], "little"), int.from_bytes(head[4:6], "little")
        if head[:2] != b"0\0" or across > self.across or not tall:
            self._strange(b"\x1dv" + head)
            return
        self._note("raster")
        self.bands.append((across, tall))
        for _ in range(tall):
            self._row(self.works.take(across))

    def _row(self, dots: bytes) -> None:
        self.works.row(dots)
        self.slip.rows.append(dots.ljust(self.across, b"\0"))

    def _feed(self, rows: int) -> None:
        for _ in range(rows):
            self._row(b"")

    def _cut(self) -> None:
        self.works.take(1)
        self._note("cut")
        self.works.cut()
        self.slips.append(self.slip)
        self.slip = Slip(self.across)

    def _paper(self) -> None:
        self.works.take(1)
        if self.works.dialect.paper_status:
            self._note("GS r")
            self.works.marked()
            self.works.answer(b"\x03" if self.works.near_end() else b"\x00")

    def _extended(self) -> None:
        if not self.works.dialect.process_id:
            # As many clones do: the head is skipped, what follows is text.
            self.line.append(("(", 1))
            return
        name, low, high = self.works.take(1), *self.works.take(2)
        body = self.works.take(low + 256 * high)
        if name != b"H" or body[:2] != b"00":
            self._strange(b"\x1d(" + name + body)
            return
        self._note("GS ( H")
        self.works.marked()
        self.works.answer(b"\x37\x22" + body[2:6] + b"\0")

    def _units(self) -> None:
        self.unit = 1.0 if self.works.take(2)[1] == 203 else 0.5

    def _big(self) -> None:
        self.size = self.works.take(1)[0]

    def _chinese(self) -> None:
        command = self.works.take(1)
        if command in b"&.":
            self.kanji = command == b"&"
        elif command == b"S":
            self.works.take(2)
        else:
            self._strange(b"\x1c" + command)

    def _text(self, byte: bytes) -> None:
        wide = 1 + (self.size >> 4)
        if byte < b"\x80":
            if byte >= b" ":
                self.line.append((byte.decode("ascii"), wide))
            elif self.works.dialect.process_id or byte not in b"\x06":
                self._strange(byte)
            return
        second = self.works.take(1) if self.kanji else b""
        try:
            char = (byte + second).decode("gbk")
        except UnicodeDecodeError:
            self._strange(byte + second)
            return
        self.line.append((char, 2 * wide))

    def _end_line(self) -> None:
        self.slip.lines.append("".join(char for char, _ in self.line))
        self.slip.cells.append(sum(cells for _, cells in self.line))
        self.line.clear()
        for _ in range(LINE * (1 + (self.size & 0x0F))):
            self._row(b"")

    def _strange(self, command: bytes) -> None:
        self.unknown.append(command)

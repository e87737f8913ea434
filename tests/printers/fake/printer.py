"""A printer: what it receives, how it is, what it says, and how it can be hurt."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable

from tests.printers.fake.mechanism import EPSON, Dialect, Mechanism
from tests.printers.fake.paper import Slip

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

Action = Callable[[], object]


class _Restarted(Exception):
    """What the mechanism was doing is lost."""


class FakePrinter:
    """``speed`` is millimetres a second (None: as fast as it can), ``paper`` rows of paper.

    The buffer holds 4 KB; when it is full, nothing more is read from the line, so that the host
    feels it. Status questions (DLE EOT) are answered when they are read, wherever they stand,
    inside pictures too. Everything else happens in order, and not while the printer is offline.
    Faults come from the test: at once, or by the ``when_…`` methods.
    """

    ROOM = 4096

    def __init__(
        self,
        dialect: Dialect = EPSON,
        *,
        across: int = 72,
        speed: float | None = None,
        paper: float = float("inf"),
    ) -> None:
        self.dialect, self.speed = dialect, speed
        self.news = threading.Condition(threading.RLock())
        self.buffer = bytearray()
        self.received = self.rows = 0
        self.questions: list[int] = []
        """Real-time questions in the order they were read."""
        self.recovered = 0
        """DLE ENQ and drawer pulses: nobody ever asks for them."""
        self.reception: Callable[[bytes], object] | None = None
        """How to speak to the host that is connected just now."""
        self.dropped: list[Action] = []
        """What happens on the line when the power goes."""
        self._paper = paper
        self._cover = self._knife = self._hot = self._broken = self._low = False
        self._off = self._deaf = self._closed = False
        self._watching = 0
        self._era = itertools.count()
        self._now_era = next(self._era)
        self._tail = b""
        self._at_rows: list[tuple[int, Action]] = []
        self._at_bytes: list[tuple[int, Action]] = []
        self._at_cut: list[Action] = []
        self._at_mark: list[Action] = []
        self._inked = False
        self._due = 0.0
        self.mechanism = Mechanism(self, across)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self.news:
            self._closed = True
            self.news.notify_all()
        self._thread.join(10)

    # --- what a test looks at ------------------------------------------------------------------

    @property
    def slips(self) -> list[Slip]:
        """Slips that were cut off, without those that are only white."""
        with self.news:
            return [slip for slip in self.mechanism.slips if not slip.blank]

    @property
    def hanging(self) -> Slip:
        """The paper that is not cut off yet."""
        return self.mechanism.slip

    @property
    def unknown(self) -> list[bytes]:
        return self.mechanism.unknown

    # --- faults --------------------------------------------------------------------------------

    def run_out(self) -> None:
        self._now(lambda: setattr(self, "_paper", 0))

    def load(self, rows: float = float("inf")) -> None:
        self._now(lambda: setattr(self, "_paper", rows))

    def near_the_end(self, low: bool = True) -> None:
        self._now(lambda: setattr(self, "_low", low))

    def open_cover(self) -> None:
        self._now(lambda: setattr(self, "_cover", True))

    def close_cover(self) -> None:
        self._now(lambda: setattr(self, "_cover", False))

    def jam(self, jammed: bool = True) -> None:
        self._now(lambda: setattr(self, "_knife", jammed))

    def overheat(self, hot: bool = True) -> None:
        self._now(lambda: setattr(self, "_hot", hot))

    def break_down(self, broken: bool = True) -> None:
        self._now(lambda: setattr(self, "_broken", broken))

    def go_deaf(self) -> None:
        """Reads nothing more and says nothing more, as behind a pulled cable."""
        self._now(lambda: setattr(self, "_deaf", True))

    def hear_again(self) -> None:
        self._now(lambda: setattr(self, "_deaf", False))

    def switch_off(self) -> None:
        """Everything in the buffer is lost, and what the host had set."""
        with self.news:
            self._off, self._watching = True, 0
            self._forget()
        for drop in self.dropped:
            drop()

    def switch_on(self) -> None:
        self._now(lambda: setattr(self, "_off", False))

    def power_cycle(self) -> None:
        self.switch_off()
        self.switch_on()

    def when_rows(self, rows: int, action: Action) -> None:
        """When so many more rows are printed."""
        self._at_rows.append((self.rows + rows, action))

    def when_received(self, count: int, action: Action) -> None:
        """When so many more bytes were read."""
        self._at_bytes.append((self.received + count, action))

    def when_cut(self, action: Action) -> None:
        """When the next slip is cut off."""
        self._at_cut.append(action)

    def when_marked(self, action: Action) -> None:
        """When a printed slip is about to be acknowledged."""
        self._at_mark.append(action)

    def _now(self, change: Action) -> None:
        with self.news:
            before = self._asb()
            change()
            if self._watching and before != self._asb():
                self.answer(self._asb())
            self.news.notify_all()

    def _forget(self) -> None:
        self.buffer.clear()
        self._now_era = next(self._era)
        self.news.notify_all()

    # --- the line ------------------------------------------------------------------------------

    def room(self) -> int:
        """How many bytes may be read now."""
        with self.news:
            return 0 if self._deaf or self._off else self.ROOM - len(self.buffer)

    def receive(self, data: bytes) -> None:
        """What was read from the line."""
        with self.news:
            for byte in data:
                self.buffer.append(byte)
                self._real_time(byte)
            self.received += len(data)
            self.news.notify_all()
        self._fire(self._at_bytes, self.received)

    def _real_time(self, byte: int) -> None:
        self._tail = (self._tail + bytes((byte,)))[-len(CLEAR) :]
        command = self._tail[-3:-1]
        if command == b"\x10\x04" and 1 <= byte <= 8:
            self.questions.append(byte)
            if self.dialect.real_time and byte <= 4:
                self.answer(bytes((self._status(byte),)))
        elif (command == b"\x10\x14" and byte != 8) or (command == b"\x10\x05" and byte <= 2):
            self.recovered += 1
        elif self._tail == CLEAR and self.dialect.clears:
            self._forget()
            self.answer(b"\x37\x25\x00")

    def answer(self, data: bytes) -> None:
        if self.reception is not None and not self._deaf and not self._off:
            self.reception(data)

    def watch(self, mask: int) -> None:
        if self.dialect.asb:
            with self.news:
                self._watching = mask
                self.answer(self._asb())

    # --- how it is -----------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        return self._paper <= 0

    def near_end(self) -> bool:
        return self._low

    @property
    def _offline(self) -> bool:
        return self.empty or self._cover or self._knife or self._hot or self._broken

    def _status(self, question: int) -> int:
        bits = {
            1: 0x08 * self._offline,
            2: 0x04 * self._cover
            | 0x20 * self.empty
            | 0x40 * (self._knife or self._hot or self._broken),
            3: 0x08 * self._knife | 0x20 * self._broken | 0x40 * self._hot,
            4: 0x0C * (self._low or self.empty) | 0x60 * self.empty,
        }
        return 0x12 | bits[question]

    def _asb(self) -> bytes:
        return bytes(
            (
                0x10 | 0x08 * self._offline | 0x20 * self._cover,
                0x08 * self._knife | 0x20 * self._broken | 0x40 * self._hot,
                0x03 * (self._low or self.empty) | 0x0C * self.empty,
                0x0F,
            )
        )

    # --- the mechanism's side ------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closed:
            try:
                self.mechanism.step()
            except _Restarted:
                self.mechanism.reset()

    def take(self, count: int) -> bytes:
        era, taken = self._now_era, bytearray()
        with self.news:
            while len(taken) < count:
                self._until(lambda: bool(self.buffer), era)
                part = self.buffer[: count - len(taken)]
                del self.buffer[: len(part)]
                taken += part
                self.news.notify_all()
        return bytes(taken)

    def ready(self) -> None:
        era = self._now_era
        with self.news:
            self._until(lambda: not self._offline, era)

    def row(self, dots: bytes) -> None:
        self._pace()
        era = self._now_era
        with self.news:
            self._until(lambda: not self._offline, era)
            self.rows += 1
            self._inked = self._inked or any(dots)
            if self._paper <= 1:
                self.run_out()
            else:
                self._paper -= 1
        self._fire(self._at_rows, self.rows)

    def _pace(self) -> None:
        """A row is an eighth of a millimetre; slept off a millimetre at a time."""
        if self.speed is not None and self.rows % 8 == 0:
            self._due = max(self._due, time.monotonic()) + 1 / self.speed
            time.sleep(max(0.0, self._due - time.monotonic()))

    def cut(self) -> None:
        while self._at_cut:
            self._at_cut.pop()()
        self.ready()

    def marked(self) -> None:
        if self._inked:
            self._inked = False
            while self._at_mark:
                self._at_mark.pop()()
            self.ready()

    def _until(self, so: Callable[[], bool], era: int) -> None:
        while not so() or self._off:
            if self._closed or era != self._now_era:
                raise _Restarted
            self.news.wait(0.5)
        if era != self._now_era:
            raise _Restarted

    def _fire(self, waiting: list[tuple[int, Action]], reached: int) -> None:
        for entry in [entry for entry in waiting if entry[0] <= reached]:
            waiting.remove(entry)
            entry[1]()

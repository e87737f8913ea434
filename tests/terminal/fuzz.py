"""A lobby on a live hall under everything a keyboard, scanner, mouse or vandal can send.

``python -m tests.terminal.fuzz --events 200000 [--seed 7]``; ``make fuzz``. It prints what it saw,
and fails when the program ended or fell, shows another session's text, cannot be brought back to
its start screen, or keeps memory.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pexpect
import psutil
import pyte

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from tests.terminal.noise import Noise
from tests.terminal.pseudo import SHIPPED, TERMINAL, end, shown
from tests.waiting import until

SESSION = 250
"""Events a person causes before the next one comes, on average; some never go back."""

HUMAN = 0.9
"""Seconds a person leaves between two touches; faster ones are a scanner's, or a shaking hand's."""

GROWTH = 5.0
"""Megabytes that the second half may keep."""

PATIENCE = 150.0
"""Seconds until a lobby that nobody touches must be on its start screen: twice what it allows."""

BACKLOG = 240.0
"""Seconds a lobby may be at work on what was typed and pasted into it, both cores busy."""

ROW = re.compile(rb"\x1b\[(\d+);\d+H")
"""Where the program begins to draw a row, counted from 1."""

WORDS = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{3,}")


class Seen(NamedTuple):
    """How much memory the program held after so many events."""

    events: int
    rss: float


def hall_folder(folder: Path) -> tuple[Path, Path]:
    """A live hall that never closes, with somebody who has a PIN; its settings and its records."""
    text = SHIPPED.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(\w+day\s*=).*$", r'\1 ["00:00-24:00"]', text)
    hours = text.index("[hours]") + len("[hours]")
    weekend = "".join(
        f'\n{day} = ["00:00-24:00"]' for day in ("saturday", "sunday") if f"\n{day}" not in text
    )
    config, data = folder / "config.toml", folder / "data"
    text = re.sub(r"(?m)^quota.*$", "", text[:hours] + "@" + text[hours:])
    line_end = text.index("\n", text.index("@"))
    text = (text[:line_end] + weekend + text[line_end:]).replace("@", "", 1)
    config.write_text(text, encoding="utf-8")
    with Hall.open(config, data) as hall:
        hall.staff.add("7", "王建国", "839201746251")
    return config, data


class Fuzz:
    """One run. ``seed`` makes the same events again, though not at the same moments."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.config, self.data = hall_folder(folder)
        self.noise = Noise(seed)
        self.sent = self.sessions = self.taken = self.drawn = 0
        self.memory: list[Seen] = []
        self._marks: list[str] = []
        self._gone: re.Pattern[bytes] | None = None
        self._latest: deque[bytes] = deque(maxlen=60)
        self._recorded: bytearray | None = None
        self._tail = b""
        self._told: list[str] = []
        self._terminal: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "kiosk", "--config", str(self.config), "--data", str(self.data), "lobby"],
            dimensions=(31, 120),
            env={**os.environ, **TERMINAL},
        )
        threading.Thread(target=self._read, daemon=True).start()
        supervisor = psutil.Process(self._terminal.pid)
        self._recorded = bytearray()
        until(lambda: supervisor.children() and WORDS.search(self._seen()), "a start screen", 60)
        self.program = supervisor.children()[0]
        self._quiet()
        self.start = set(WORDS.findall(self._seen()))

    def run(self, events: int, looks: int) -> None:
        """Send so many events; look ``looks`` times whether all is well."""
        for n in range(1, looks + 1):
            while self.sent < events * n // looks:
                self._session()
            self._look()
            print(
                f"{self.sent:8} events  {self.memory[-1].rss:6.1f} MB  {self.taken} tickets",
                flush=True,
            )

    def close(self) -> None:
        """End the lobby as its supervisor would be told to."""
        end(self._terminal)

    @property
    def growth(self) -> float:
        """Megabytes kept between the middle and the end."""
        middle = self.memory[(len(self.memory) - 1) // 2]
        return self.memory[-1].rss - middle.rss

    def _session(self) -> None:
        """What one person does; then the next one comes, perhaps to an unfinished screen."""
        chance = self.noise.chance
        self.noise.mark = "vvq" + "".join(chance.choices("vuiaoe", k=5)) + str(chance.random())[2:9]
        for _ in range(int(chance.expovariate(1 / SESSION)) + 1):
            self._event()
        self.sessions += 1
        self._marks.append(self.noise.mark)

    def _event(self) -> None:
        chance = self.noise.chance
        roll = chance.random()
        if roll < 0.008:
            columns, rows = self.noise.size()
            self._terminal.setwinsize(rows, columns)
            self._count(f"size {columns} {rows}".encode())
            self._calm()
        elif roll < 0.0105:  # by hand
            threading.Event().wait(HUMAN)
            self._send(self.noise.by_hand())
            threading.Event().wait(HUMAN / 10)
        elif roll < 0.0125:  # a key that is held
            key = self.noise.event()[:12]
            for _ in range(30):
                self._send(key)
        else:
            self._send(self.noise.event())
            if self.sent % 16 == 0 or chance.random() < 0.02:
                self._calm()

    def _send(self, data: bytes) -> None:
        self._count(data)
        while data:
            data = data[os.write(self._terminal.child_fd, data) :]

    def _count(self, what: bytes) -> None:
        self.sent += 1
        self._latest.append(what[:200])
        self._check_alive()

    def _look(self) -> None:
        """Everybody has gone: is the start screen there, and nothing of theirs?"""
        self._terminal.setwinsize(31, 120)
        self.noise.columns, self.noise.rows = 120, 31
        self._send(b"\x1b[201~")
        self._caught_up()
        self._draw_or_fail()
        time_out = time.monotonic() + PATIENCE
        tries = 0
        while not self._home():
            if time.monotonic() > time_out:
                self._fail(f"not on the start screen:\n{self._seen()}")
            if tries < 4:  # afterwards nobody touches it, and it should go home by itself
                self._send(b"\x1b")
                tries += 1
            else:
                threading.Event().wait(0.5)
            self._quiet()
            self._draw_or_fail()
        self._gone = re.compile("|".join(self._marks).encode())
        self._end_tickets()
        log = (self.data / "kiosk.log").read_text(encoding="utf-8")
        if " ERROR " in log or " CRITICAL " in log:
            self._fail(f"errors in the log:\n{log[-4000:]}")
        self.memory.append(Seen(self.sent, self.program.memory_info().rss / 2**20))

    def _draw_or_fail(self) -> None:
        try:
            self._redraw()
        except AssertionError:
            self._fail(f"it does not draw its whole screen any more:\n{self._seen()}")

    def _home(self) -> bool:
        seen = self._seen()
        words = set(WORDS.findall(seen))
        return len(words & self.start) >= 0.7 * len(self.start)

    def _take_a_ticket(self) -> None:
        """After all that, the next person just presses the number on the first tile."""
        with Hall.open(self.config, self.data) as hall:
            before = len(hall.queue.tickets())
            threading.Event().wait(HUMAN)
            self._send(b"1")

            def taken() -> bool:
                hall.refresh()
                return len(hall.queue.tickets()) > before

            until(taken, "a ticket", 60)

    def _end_tickets(self) -> None:
        with Hall.open(self.config, self.data) as hall:
            for ticket in hall.queue.tickets():
                if ticket.state is State.WAITING:
                    self.taken += 1
                    hall.queue.void(ticket.number)

    def _redraw(self) -> None:
        """Have the whole screen drawn again, and keep it; fails when it does not come.

        A busy program may see two sizes as none: the second is then that which it had. So they are
        told again, until it has drawn its last row.
        """
        deadline = time.monotonic() + 60
        while True:
            for columns in (119, 120):
                self._recorded = bytearray()
                self._terminal.setwinsize(31, columns)
                drawn = self._comes(self._whole, 10)
                self._quiet()
            if drawn:
                return
            assert time.monotonic() < deadline, "the whole screen"

    def _whole(self) -> bool:
        """Whether every row was drawn since the size changed."""
        rows = ROW.findall(bytes(self._recorded or b""))
        return {int(row) for row in rows} >= set(range(1, 32))

    def _comes(self, what: Callable[[], bool], seconds: float) -> bool:
        try:
            until(what, "", seconds)
        except AssertionError:
            return False
        return True

    def _seen(self) -> str:
        screen = pyte.Screen(120, 31)
        pyte.ByteStream(screen).feed(bytes(self._recorded or b""))
        return shown(screen)

    def _quiet(self) -> None:
        """Until nothing was drawn for a moment."""
        drawn, since = self.drawn, time.monotonic()
        while time.monotonic() - since < 0.15:
            if self.drawn != drawn:
                drawn, since = self.drawn, time.monotonic()
            threading.Event().wait(0.01)

    def _calm(self) -> None:
        """Until the program has nothing to do, or for a while: nobody types faster than that."""
        deadline = time.monotonic() + 5
        busy = self._cpu()
        while time.monotonic() < deadline:
            threading.Event().wait(0.002)
            now = self._cpu()
            if now - busy < 200_000:
                return
            busy = now

    def _caught_up(self) -> None:
        """Until the program has worked through all it was sent: 200,000 characters at once last."""
        deadline = time.monotonic() + BACKLOG
        idle = 0
        while idle < 5:
            busy = self._cpu()
            threading.Event().wait(0.1)
            idle = idle + 1 if self._cpu() - busy < 10_000_000 else 0
            if time.monotonic() > deadline:
                self._fail(f"it is still at work after {BACKLOG:.0f} s:\n{self._seen()}")

    def _cpu(self) -> int:
        """Nanoseconds the program's main thread has run."""
        self._check_alive()
        return int(Path(f"/proc/{self.program.pid}/schedstat").read_text().split()[0])

    def _check_alive(self) -> None:
        if self._told:
            self._fail(self._told[0])
        if not self.program.is_running() or self.program.status() == psutil.STATUS_ZOMBIE:
            self._fail("the program ended")

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._terminal.child_fd, 1 << 16)
            except (OSError, ValueError):
                return
            self.drawn += len(data)
            recorded = self._recorded
            if recorded is not None:
                recorded += data
                if len(recorded) > 1 << 20:
                    self._recorded = None
            text = self._tail + data
            if b"Traceback" in text:
                self._told.append("a traceback on the screen")
            if self._gone is not None and (found := self._gone.search(text)):
                self._told.append(f"another session's text on the screen: {found[0]!r}")
            self._tail = text[-40:]

    def _fail(self, what: str) -> None:
        with suppress(psutil.Error):
            self.program.send_signal(signal.SIGABRT)  # the log then says where it stands
            self.program.wait(10)
        log = self.data / "kiosk.log"
        latest = "\n".join(repr(event) for event in self._latest)
        said = log.read_text(encoding="utf-8")[-9000:] if log.exists() else ""
        raise AssertionError(f"after {self.sent} events: {what}\n{latest}\n{said}")


def main() -> None:
    """One long run."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--events", type=int, default=200_000)
    words.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    words.add_argument("--looks", type=int, default=10)
    asked = words.parse_args()
    print(f"seed {asked.seed}")
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder), asked.seed)
        began = time.monotonic()
        try:
            fuzz.run(asked.events, asked.looks)
        finally:
            fuzz.close()
    print(f"{fuzz.sent} events of {fuzz.sessions} people in {time.monotonic() - began:.0f} s")
    print(f"{fuzz.taken} tickets, {fuzz.drawn / 1e6:.0f} MB drawn, seed {asked.seed}")
    print(f"memory kept by the second half: {fuzz.growth:+.1f} MB")
    sys.exit(fuzz.growth >= GROWTH)


if __name__ == "__main__":
    main()

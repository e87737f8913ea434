"""What a person at a screen feels, in a real terminal, against a bare Textual app in the same run.

``python -m tests.benchmarks.bench_screens``; every figure is from programs in a pty of 120 × 31.
"""

from __future__ import annotations

import os
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pexpect
import psutil
import pyte
from tinydb.table import Document

from kiosk.hall import Hall
from tests.benchmarks import bench_memory
from tests.terminal.pseudo import SHIPPED, network_config, shown

NINE = "2026-11-23T09:00:00+08:00"
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    seen = 0
    def compose(self):
        yield Static("READY")
    def on_key(self):
        self.seen += 1
        self.query_one(Static).update(f"K{self.seen:03d}")
    def on_click(self):
        self.on_key()
Bare().run()
"""
"""The least that Textual can do: it starts, and a key or a click changes a word."""


class Watched:
    """A program in a pty, its screen read as fast as it is drawn."""

    def __init__(self, *command: str) -> None:
        self._screen = pyte.Screen(120, 31)
        self._stream = pyte.ByteStream(self._screen)
        self.began = time.perf_counter()
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(31, 120),
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )

    def until(self, there: Callable[[str], bool], patience: float = 30.0) -> float:
        """The moment at which the screen shows something; what was drawn is read until then."""
        deadline = time.perf_counter() + patience
        while time.perf_counter() < deadline:
            if there(shown(self._screen)):
                return time.perf_counter()
            ready, _, _ = select.select([self.child.child_fd], [], [], 0.5)
            if ready:
                self._stream.feed(os.read(self.child.child_fd, 65536))
        raise TimeoutError(shown(self._screen))

    def until_sent(self, text: str, patience: float = 30.0) -> float:
        """The moment at which the terminal was sent these characters; the emulator is slower."""
        drawn = b""
        deadline = time.perf_counter() + patience
        while text.encode() not in drawn:
            if time.perf_counter() > deadline:
                raise TimeoutError(text)
            ready, _, _ = select.select([self.child.child_fd], [], [], 0.5)
            if ready:
                drawn += os.read(self.child.child_fd, 1 << 20)
        sent = time.perf_counter()
        self._stream.feed(drawn)
        return sent

    def key(self, key: str) -> float:
        """Press a key; the moment at which it was pressed."""
        pressed = time.perf_counter()
        self.child.send(key)
        return pressed

    def touch(self, column: int, row: int) -> float:
        """Touch a cell; the moment at which it was touched."""
        touched = time.perf_counter()
        self.child.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
        return touched

    def rss(self) -> float:
        """Memory in MB: what was started, and its child where it is a supervisor."""
        started = psutil.Process(self.child.pid)
        programs = [started, *started.children()]
        return sum(float(program.memory_info().rss) for program in programs) / 2**20

    def close(self) -> None:
        self.child.close(force=True)


@contextmanager
def watched(*command: str) -> Iterator[Watched]:
    program = Watched(*command)
    try:
        yield program
    finally:
        program.close()


def lobby(folder: Path, config: Path = SHIPPED) -> tuple[str, ...]:
    """The words that start a lobby."""
    words = ("--config", str(config), "--data", str(folder), "--clock", NINE)
    return (sys.executable, "-m", "kiosk", *words, "lobby")


def filled(folder: Path, documents: int) -> None:
    """A data folder with this many tickets of history."""
    with Hall.open(SHIPPED, folder, clock=lambda: datetime.fromisoformat(NINE)) as hall:
        table = hall.store.table("tickets")
        pad = {"line": "A", "state": "done", "log": ["x" * 400]}
        for start in range(0, documents, 20_000):
            with hall.store.transaction():
                ids = [f"2025-01-01/A{n:07d}" for n in range(start, min(start + 20_000, documents))]
                for id_ in ids:
                    table.insert(Document({"day": id_[:10], "number": id_[11:], **pad}, id_))  # type: ignore[arg-type]
                table.retire(ids)


def start_and_memory(documents: int, rounds: int = 7) -> dict[str, float]:
    """Start → first painted frame and memory, lobby against bare app, alternating."""
    ours, bare, ours_mb, bare_mb = [], [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        filled(folder, documents)
        for _ in range(rounds):
            with watched(sys.executable, "-c", BARE) as program:
                bare.append(program.until(lambda screen: "READY" in screen) - program.began)
                bare_mb.append(program.rss())
            with watched(*lobby(folder)) as program:
                ours.append(program.until(lambda screen: "综" in screen) - program.began)
                ours_mb.append(program.rss())
    return {
        "documents": documents,
        "start_bare_ms": statistics.median(bare) * 1000,
        "start_lobby_ms": statistics.median(ours) * 1000,
        "start_ratio": statistics.median(ours) / statistics.median(bare),
        "start_ratio_of_minima": min(ours) / min(bare),
        "memory_bare_mb": statistics.median(bare_mb),
        "memory_lobby_mb": statistics.median(ours_mb),
        "memory_ratio": statistics.median(ours_mb) / statistics.median(bare_mb),
    }


def bare_touches(touches: int = 40) -> dict[str, float]:
    """Key, and click, → word painted, in a bare Textual app."""
    figures: dict[str, float] = {}
    with watched(sys.executable, "-c", BARE) as program:
        program.until(lambda screen: "READY" in screen)
        for name in ("key", "tap"):
            waits = []
            for n in range(1, touches + 1):
                at = program.key("x") if name == "key" else program.touch(3, 1)
                seen = n if name == "key" else touches + n
                waits.append(program.until_sent(f"K{seen:03d}") - at)
                time.sleep(0.05)
            figures |= _figures(f"bare_{name}", waits)
    return figures


def key_to_painted(keys: int = 40) -> dict[str, float]:
    """A digit typed where a number is asked for → painted; a printable key waits for a scanner."""
    waits = []
    with tempfile.TemporaryDirectory() as scratch, watched(*lobby(Path(scratch))) as program:
        program.until(lambda screen: "综" in screen)
        time.sleep(1)
        program.key("8")
        program.until(lambda screen: "查询" in screen)
        time.sleep(1)
        program.key("b")
        for n in range(keys):
            digit = str(n % 9 + 1)
            at = program.key(digit)
            waits.append(program.until_sent(f"B{digit}") - at)
            program.key("\x7f")
            time.sleep(0.2)
    return _figures("key", waits)


def _figures(name: str, waits: list[float]) -> dict[str, float]:
    waits = sorted(waits)
    return {
        f"{name}_p50_ms": statistics.median(waits) * 1000,
        f"{name}_p95_ms": waits[int(len(waits) * 0.95)] * 1000,
    }


def ticket(config: Path = SHIPPED, taps: int = 60, *, by_key: bool) -> dict[str, float]:
    """Touch or key on a line → number on screen, and how memory grows over these tickets."""
    waits, grown = [], []
    with (
        tempfile.TemporaryDirectory() as scratch,
        watched(*lobby(Path(scratch), config)) as program,
    ):
        program.until(lambda screen: "综" in screen)
        time.sleep(0.6)
        for n in range(1, taps + 1):
            at = program.key("1") if by_key else program.touch(20, 12)
            waits.append(program.until_sent(f"A{n:03d}") - at)
            time.sleep(0.9)  # the ticket screen ignores touches this long, against double taps
            program.key("\r")
            program.until(lambda screen: "社" in screen)
            time.sleep(0.6)  # a touch right after a screen change is taken for the one before
            grown.append(program.rss())
    name = "key_to_ticket" if by_key else "tap_to_ticket"
    return _figures(name, waits) | {f"{name}_growth_mb": grown[-1] - grown[len(grown) // 4]}


def unplugged() -> dict[str, float]:
    """The same touches where the network printer does not answer."""
    with tempfile.TemporaryDirectory() as scratch:
        config = network_config(Path(scratch), 1)
        return {f"unplugged_{k}": v for k, v in ticket(config, 30, by_key=False).items()}


def first_byte(acts: int = 40) -> dict[str, float]:
    """An act returned → the first byte of its slip at the printer's port."""
    arrived: list[float] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                if line.recv(1):
                    arrived.append(time.perf_counter())
                while line.recv(65536):
                    pass

    threading.Thread(target=listen, daemon=True).start()
    waits = []
    with tempfile.TemporaryDirectory() as scratch:
        config = network_config(Path(scratch), server.getsockname()[1])
        folder = str(Path(scratch) / "data")
        words = ("--config", str(config), "--data", folder, "--clock", NINE, "spooler")
        with Hall.open(config, folder, clock=lambda: datetime.fromisoformat(NINE)) as hall:
            spooler = subprocess.Popen([sys.executable, "-m", "kiosk", *words])
            try:
                while not arrived:  # the spooler asks a printer first what it can answer
                    time.sleep(0.01)
                for n in range(1, acts + 4):
                    hall.queue.take("A")
                    done = time.perf_counter()
                    while len(arrived) <= n:
                        time.sleep(0.0005)
                    waits.append(arrived[n] - done)
                    time.sleep(0.1)
            finally:
                spooler.terminate()
                spooler.wait()
    server.close()
    return _figures("first_byte", waits[3:])


def elsewhere(acts: int = 40) -> dict[str, float]:
    """An act of this process returned → its ticket painted on a board and listed at a desk."""
    waits = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        with (
            Hall.open(SHIPPED, folder, clock=lambda: datetime.fromisoformat(NINE)) as hall,
            watched(*lobby(folder)[:-1], "board") as board,
        ):
            board.until(lambda screen: "Please" in screen)
            for n in range(1, acts + 1):
                hall.queue.take("B")
                done = time.perf_counter()
                shown = f" {n} 人"
                seen = board.until(lambda screen, shown=shown: shown in screen)  # type: ignore[misc]
                waits.append(seen - done)
                time.sleep(0.1)
    return _figures("elsewhere", waits)


def measure(*, short: bool = False) -> dict[str, float]:
    """Every figure of this page; ``short`` for a look."""
    figures = start_and_memory(200_000 if not short else 2_000, 7 if not short else 3)
    figures |= bare_touches() | key_to_painted()
    for by_key in (False, True):
        figures |= ticket(taps=60 if not short else 8, by_key=by_key)
    figures |= unplugged() if not short else {}
    figures |= bench_memory.measure(10_000 if not short else 500)
    figures |= elsewhere(40 if not short else 8)
    return figures | first_byte(40 if not short else 8)


if __name__ == "__main__":
    for name, value in measure(short="--short" in sys.argv).items():
        print(f"{name:28} {value:10.2f}")

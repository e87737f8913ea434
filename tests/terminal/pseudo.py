"""A real terminal for tests: a pty, a terminal emulator behind it, and a person's keys."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import pexpect
import pyte

SHIPPED = Path(__file__).parents[2] / "config.toml"
"""The settings the project ships."""

SIZES = [(80, 24), (120, 31), (160, 48)][: 3 if os.environ.get("KIOSK_FLOWS") == "all" else 2]
"""Columns and rows of a small terminal and a kiosk; of a hall's screen too with ``make flows``."""

TERMINAL = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "COLUMNS": "77",  # what somebody left in the environment; the terminal itself knows better
    "LINES": "11",
}
"""The environment of a program in a terminal."""

PATIENCE = 30.0
"""Seconds until a screen that does not come is an error; a slow machine is not."""


READING = 0.5
"""Seconds a person takes to see what is there now; what is touched sooner does not count."""


Seen = TypeVar("Seen")


class Terminal:
    """A command running in a pty, its screen kept by an emulator."""

    def __init__(
        self, *words: str, columns: int = 120, rows: int = 31, module: str = "kiosk"
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", module, *words],
            dimensions=(rows, columns),
            env={**os.environ, **TERMINAL},
            timeout=PATIENCE,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            # Not pexpect's own reading: of a program that has ended it leaves what is on its way.
            try:
                data = os.read(self._child.child_fd, 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            with self._lock:
                self._stream.feed(data)

    @property
    def text(self) -> str:
        """The screen as lines; the second cell of a wide character is left out."""
        with self._lock:
            return shown(self._screen)

    def look(self, eye: Callable[[pyte.Screen], Seen]) -> Seen:
        """What an eye makes of the cells themselves; nothing is drawn meanwhile."""
        with self._lock:
            return eye(self._screen)

    @property
    def pid(self) -> int:
        """The process that was started: in a terminal, the supervisor."""
        assert self._child.pid is not None
        return self._child.pid

    def on(self, private_mode: int) -> bool:
        """Whether the program has left one of the terminal's private modes switched on."""
        with self._lock:
            return private_mode << 5 in self._screen.mode

    @property
    def cursor(self) -> bool:
        """Whether the cursor can be seen."""
        with self._lock:
            return not self._screen.cursor.hidden

    def ended(self) -> int:
        """Wait for the program's end; its exit status."""
        self._reader.join(PATIENCE)
        self._child.wait()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def keys(self, text: str) -> None:
        """Type."""
        self._child.send(text)

    def touch(self, text: str) -> None:
        """Tap the first place on the screen where a text stands, in the middle of it."""
        with self._lock:
            row, column = place(self._screen, text)
        for end in "Mm":
            self._child.send(f"\x1b[<0;{column + 1};{row + 1}{end}")

    def persist(self, act: Callable[[], None], *texts: str, start: str = "") -> str:
        """Act as a person does: again, after a while, if nothing came of it; the screen then.

        All of ``texts`` must stand on it, and a row must begin with ``start``.
        """
        for _ in range(10):
            threading.Event().wait(READING)
            act()
            deadline = time.monotonic() + PATIENCE / 10
            while time.monotonic() < deadline:
                screen = self.text
                rows = [f"{row.strip()} " for row in screen.splitlines()]
                begun = any(row.startswith(start) for row in rows)
                if begun and all(text in screen for text in texts):
                    return screen
                threading.Event().wait(0.01)
        raise AssertionError(f"no {' and '.join((*texts, start))} on the screen\n{self.text}")

    def wait_for(self, *texts: str) -> str:
        """Wait until all of these stand on the screen; the screen then."""
        return self.wait(lambda screen: all(text in screen for text in texts), " and ".join(texts))

    def wait(self, there: Callable[[str], bool], what: str) -> str:
        """Wait until a condition holds for the screen; the screen then."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            screen = self.text
            if there(screen):
                return screen
            if not self._child.isalive():
                raise AssertionError(f"the program ended, waiting for {what}\n{self.text}")
            threading.Event().wait(0.01)
        raise AssertionError(f"no {what} on the screen\n{self.text}")

    def close(self) -> None:
        """End the program as a supervisor would."""
        end(self._child)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def end(child: pexpect.spawn[bytes]) -> None:
    """Hang up, kill what stays, and wait for its end; pexpect alone gives up 0.1 s after that."""
    try:
        child.close(force=True)
    except pexpect.ExceptionPexpect:
        child.wait()


def wait_until(there: Callable[[], bool], what: str) -> None:
    """Wait for something outside the screen."""
    deadline = time.monotonic() + PATIENCE
    while not there():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        threading.Event().wait(0.01)


def pictures(folder: Path) -> list[Path]:
    """The receipts a preview printer has drawn."""
    return sorted((folder / "preview").glob("*.png"))


def shown(screen: pyte.Screen) -> str:
    """The screen as lines; the second cell of a wide character is left out."""
    columns = range(screen.columns)
    rows = (screen.buffer[row] for row in range(screen.lines))
    return "\n".join("".join(row[column].data for column in columns) for row in rows)


def place(screen: pyte.Screen, text: str) -> tuple[int, int]:
    """Row and column of the middle of a text that stands on the screen."""
    for row in range(screen.lines):
        cells = [screen.buffer[row][column].data for column in range(screen.columns)]
        at = "".join(cells).find(text)
        if at >= 0:
            # The second cell of a wide character holds nothing: cells and characters part ways.
            starts = [column for column, data in enumerate(cells) if data]
            return row, starts[at + len(text) // 2]
    raise AssertionError(f"nowhere: {text}\n{shown(screen)}")


def network_config(folder: Path, port: int) -> Path:
    """The shipped settings with a network printer on this machine's port."""
    text = SHIPPED.read_text(encoding="utf-8")
    device = f'device = "network"\nhost = "127.0.0.1"\nport = {port}'
    config = folder / "network.toml"
    config.write_text(text.replace('device = "preview"', device, 1), encoding="utf-8")
    return config

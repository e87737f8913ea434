"""A screen served to browsers by the real command, and a real Chromium that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--font-render-hinting=none",
]
"""For a machine without screen, graphics and network, where everything may run as root."""

PATIENCE = 60.0
"""Seconds until a page that does not come is an error; a slow machine is not."""


class Served:
    """``kiosk serve SCREEN`` in a process of its own."""

    def __init__(self, *words: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *words, "--port", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        until(lambda: self._listens() or self.process.poll() is not None, self.said, PATIENCE)
        assert self.process.poll() is None, self.said

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.append(line)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def said(self) -> str:
        """What the command printed."""
        return "".join(self._said)

    def link(self) -> str:
        """The one-time link a desk prints when it begins."""
        pattern = re.compile(r"http://\S+\?token=[\w-]+")
        until(lambda: pattern.search(self.said), "a link printed", PATIENCE)
        found = pattern.search(self.said)
        assert found is not None
        return found[0]

    def close(self) -> None:
        """End it as a supervisor would."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._reader.join(PATIENCE)

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; each context of it is a browser that knows nothing of the others."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, env={**os.environ, "TZ": "Asia/Shanghai"}
        )
        try:
            yield browser
        finally:
            browser.close()


class Shown:
    """A page with a terminal: its text is read from xterm.js, its cells are touched."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE * 1000)

    def open(self, url: str) -> Shown:
        self.page.goto(url)
        return self

    @property
    def lines(self) -> list[str]:
        """The rows of the terminal, as text; a wide character counts once."""
        found: list[str] = self.page.evaluate(_LINES)
        return found

    def wait_for(self, *texts: str) -> str:
        """Wait until all of these stand on the screen; the screen then."""
        for text in texts:
            self.page.wait_for_function(
                f"text => ({_LINES})().join('\\n').includes(text)", arg=text
            )
        return "\n".join(self.lines)

    def wait_gone(self, text: str) -> None:
        """Wait until this does not stand on the screen."""
        self.page.wait_for_function(f"text => !({_LINES})().join('\\n').includes(text)", arg=text)

    def place(self, text: str) -> tuple[float, float]:
        """Where on the page the middle of a text is, in CSS pixels."""
        self.wait_for(text)
        found: dict[str, Any] = self.page.evaluate(_PLACE, text)
        return found["x"], found["y"]

    def tap(self, text: str) -> None:
        """Touch the screen where this text stands."""
        self.page.touchscreen.tap(*self.place(text))

    def press(self, *keys: str) -> None:
        """Press keys, by Playwright's names."""
        for key in keys:
            self.page.keyboard.press(key)

    def grid(self) -> tuple[int, int]:
        """Columns and rows."""
        columns, rows = self.page.evaluate("[hall.terminal.cols, hall.terminal.rows]")
        return columns, rows


_LINES = """() => {
  const terminal = window.hall && hall.terminal;
  if (!terminal) return [];
  const screen = terminal.buffer.active;
  // A terminal that has become narrower keeps what stood beyond its edge.
  return Array.from({ length: terminal.rows }, (_, row) =>
    screen.getLine(screen.viewportY + row)?.translateToString(false, 0, terminal.cols) ?? "");
}"""

_PLACE = """text => {
  const terminal = hall.terminal, screen = terminal.buffer.active;
  const box = document.querySelector(".xterm-screen").getBoundingClientRect();
  for (let row = 0; row < terminal.rows; row++) {
    const line = screen.getLine(screen.viewportY + row);
    let shown = "", columns = [];
    for (let column = 0; column < terminal.cols; column++) {
      const cell = line.getCell(column), chars = cell.getWidth() ? cell.getChars() || " " : "";
      for (const _ of chars) columns.push(column);
      shown += chars;
    }
    const at = shown.indexOf(text);
    if (at < 0) continue;
    const first = columns[at], last = columns[at + text.length - 1];
    return {
      x: box.x + ((first + last) / 2 + 0.5) * box.width / terminal.cols,
      y: box.y + (row + 0.5) * box.height / terminal.rows,
    };
  }
}"""

"""What a person at a browser feels: the lobby through ``kiosk serve`` against a bare Textual app.

``python -m tests.benchmarks.bench_browser``; both in the same Chromium, in turns, in one run. The
bare app is served by textual-serve as it comes.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.served import CHROMIUM, Served, Shown, chromium, free_port
from tests.deploy.machines import running
from tests.terminal.pseudo import SHIPPED
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CLOCK = "2026-11-23T09:00:00+08:00"

APP = """
from textual.app import App
from textual.widgets import Button
class Bare(App):
    def compose(self):
        yield Button("READY 0")
    def on_button_pressed(self, event):
        n = int(str(event.button.label).split()[1]) + 1
        event.button.label = f"READY {n}"
Bare().run()
"""
"""A button that counts: the least that can be touched and shows it."""

SERVER = """
import shlex, sys
from textual_serve.server import Server
Server(shlex.join([sys.executable, sys.argv[1]]), port=int(sys.argv[2])).serve()
"""

FRAME = """text => new Promise(done => {
  const there = () => {
    const screen = hall.terminal.buffer.active;
    for (let row = 0; row < hall.terminal.rows; row++)
      if (screen.getLine(row)?.translateToString().includes(text))
        return requestAnimationFrame(() => done(performance.now()));
    setTimeout(there, 2);
  };
  there();
})"""
"""The moment at which the frame that shows a text is painted, by the page's own clock."""

# textual-serve's own page keeps its terminal to itself; this meets it as our page does.
MEET = """Object.defineProperty(Object.prototype, "fitAddon", { configurable: true, set(addon) {
  delete Object.prototype.fitAddon;
  this.fitAddon = addon;
  window.hall = { terminal: this.terminal };
} });"""


@contextmanager
def bare() -> Iterator[str]:
    """The address of the bare app."""
    with tempfile.TemporaryDirectory() as scratch:
        app, port = Path(scratch) / "bare.py", free_port()
        app.write_text(APP)
        words = [sys.executable, "-c", SERVER, str(app), str(port)]
        with running(words, stdout=-3, stderr=-3):
            url = f"http://localhost:{port}"
            until(lambda: _answers(url), "the bare app's server")
            yield url


def _answers(url: str) -> bool:
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(url, timeout=5):
            return True
    except (URLError, OSError):
        return False


def first_frame(
    browser: Browser, url: str, text: str, *, meet: bool = False
) -> tuple[Shown, float]:
    """A new browser that has come to the page, and seconds from going there to its first frame."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, has_touch=True)
    page = context.new_page()
    # Neither page may wait for a network that is not there.
    page.route("https://**", lambda route: route.abort())
    if meet:
        page.add_init_script(MEET)
    shown = Shown(page)
    began = time.perf_counter()
    shown.open(url).wait_for(text)
    page.evaluate(FRAME, text)
    return shown, time.perf_counter() - began


def taps(
    shown: Shown, touch: Callable[[int], str], comes: Callable[[int], str], count: int
) -> list[float]:
    """Seconds from each touch to the frame that shows what it did."""
    waits = []
    for n in range(count):
        x, y = shown.place(touch(n))
        shown.page.wait_for_timeout(700)  # a screen that has just come takes no touch
        pressed = time.perf_counter()
        shown.page.touchscreen.tap(x, y)
        shown.page.evaluate(FRAME, comes(n))
        waits.append(time.perf_counter() - pressed)
    return waits


def measure(*, short: bool = False) -> dict[str, float]:
    """Every figure of this page; nothing where chromium is missing."""
    if CHROMIUM is None:
        return {}
    rounds, count = (2, 4) if short else (5, 30)
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser, bare() as url:
        words = ["--config", str(SHIPPED), "--data", f"{scratch}/data", "--clock", CLOCK]
        with Served(*words, "serve", "lobby") as served:
            for _ in range(rounds):
                lobby, wait = first_frame(browser, served.url, "综合服务")
                ours.append(wait)
                app, bare_wait = first_frame(browser, url, "READY 0", meet=True)
                theirs.append(bare_wait)
                last = lobby, app
                if len(ours) < rounds:
                    lobby.page.context.close()
                    app.page.context.close()
            lobby, app = last
            bare_taps = taps(app, lambda n: f"READY {n}", lambda n: f"READY {n + 1}", count)
            our_taps = _tickets(lobby, count)
        shutil.rmtree(f"{scratch}/data", ignore_errors=True)
    return {
        "browser_first_frame_ms": statistics.median(ours) * 1000,
        "browser_bare_first_frame_ms": statistics.median(theirs) * 1000,
        "browser_first_frame_ratio": statistics.median(ours) / statistics.median(theirs),
        "browser_tap_p50_ms": statistics.median(our_taps) * 1000,
        "browser_tap_p95_ms": _p95(our_taps),
        "browser_bare_tap_p50_ms": statistics.median(bare_taps) * 1000,
        "browser_bare_tap_p95_ms": _p95(bare_taps),
    }


def _tickets(lobby: Shown, count: int) -> list[float]:
    """Touches of a line, each until its number is painted; then back to the start."""
    waits = []
    for n in range(1, count + 1):
        waits += taps(lobby, lambda _: "综合服务", lambda _, n=n: f"A{n:03d}", 1)  # type: ignore[misc]
        lobby.page.wait_for_timeout(1000)  # the ticket takes no key this long
        lobby.press("/")
        lobby.wait_for("请选择要办理的业务")
    return waits


def _p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)] * 1000


if __name__ == "__main__":
    for name, value in measure(short="--short" in sys.argv).items():
        print(f"{name:32} {value:10.2f}")

"""At the lobby, with as many entries as the sources know: from a key to the list, and its cost.

``python -m tests.benchmarks.bench_finding``. ``list``: all that is done between a key of the pad
and the results being there, by the clock and, as others may be at work on the machine, by the
processor; ``painted``: key pressed in a pty of 120 x 31 until the terminal was sent what is then
shown (a printable key waits a little for a scanner). Memory is that of a process with a hall.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil

from kiosk.hall import Hall
from kiosk.items.items import Items
from screens.lobby.app import LobbyApp
from tests.benchmarks.bench_items import BUDGET_MS, ITEMS, TYPED, generated
from tests.benchmarks.bench_screens import NINE, lobby, watched
from tests.terminal.pseudo import SHIPPED

SHIPPED_ENTRIES = 118
"""What is switched on as shipped; the rest is generated."""

LETTERS = [text for text in TYPED if text.isascii() and text.isalpha()]


ENTRY = """[{code}]
kind = "service"
category = "other"
name = "{name}"
name_en = "{name_en}"
materials = [{{ name = "居民身份证" }}]
also = [{also}]
"""


def settings(folder: Path, entries: int = ITEMS) -> Path:
    """The shipped settings beside a centre's own file with so many entries in all."""
    config = folder / "config.toml"
    config.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    rows = []
    for item in generated(entries - SHIPPED_ENTRIES):
        also = ", ".join(f'"{text}"' for text in item.also)
        fields = {"code": item.code, "name": item.name, "name_en": item.name_en}
        rows.append(ENTRY.format(**fields, also=also))
    (folder / "items.toml").write_text("\n".join(rows), encoding="utf-8")
    return config


async def _to_list(hall: Hall) -> tuple[list[float], list[float]]:
    """Milliseconds of every key, by the clock and by the processor."""
    app = LobbyApp(hall)
    waits, worked = [], []
    async with app.run_test(size=(120, 31)) as pilot:
        search = app.kept.finding.search
        app.go(search)
        while not (hall.items.prepared and app.screen is search and search.pad.ready):
            await asyncio.sleep(0.02)
            await pilot.pause()
        for _ in range(3):
            for text in LETTERS:
                search.wipe()
                for letter in text:
                    start, begun = time.perf_counter(), time.thread_time()
                    search.pad.press(letter, letter)
                    search.look_again()
                    worked.append((time.thread_time() - begun) * 1000)
                    waits.append((time.perf_counter() - start) * 1000)
                    await pilot.pause()
    return sorted(waits), sorted(worked)


def to_list(entries: int = ITEMS) -> dict[str, float]:
    """From a key of the pad to the list."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        clock = datetime.fromisoformat(NINE)
        with Hall.open(settings(folder, entries), folder / "data", clock=lambda: clock) as hall:
            waits, worked = asyncio.run(_to_list(hall))
            count = len(hall.items.all())
    return {
        "entries": count,
        "keys": len(waits),
        "list_p50_ms": statistics.median(waits),
        "list_p95_ms": waits[int(len(waits) * 0.95)],
        "list_max_ms": waits[-1],
        "list_cpu_p50_ms": statistics.median(worked),
        "list_cpu_p95_ms": worked[int(len(worked) * 0.95)],
    }


def painted(entries: int = ITEMS) -> dict[str, float]:
    """From a key pressed to what it shows, in a terminal."""
    waits = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with watched(*lobby(folder / "data", settings(folder, entries))) as program:
            program.until(lambda screen: "综" in screen)
            time.sleep(6)  # the search is made ready
            program.key("6")
            program.until(lambda screen: "想" in screen)
            time.sleep(0.6)
            program.key("7")
            program.until(lambda screen: "jzzm" in screen)
            time.sleep(1)
            for text in LETTERS:
                for end in range(1, len(text) + 1):
                    at = program.key(text[end - 1])
                    waits.append((program.until_sent(text[:end]) - at) * 1000)
                    time.sleep(0.15)
                program.key("\x7f" * len(text))
                time.sleep(0.5)
    waits.sort()
    return {
        "painted_p50_ms": statistics.median(waits),
        "painted_p95_ms": waits[int(len(waits) * 0.95)],
    }


def _lobby_memory(folder: Path) -> Iterator[float]:
    """Memory of an app and its hall in this process, before and after the search is ready."""
    clock = datetime.fromisoformat(NINE)
    with Hall.open(SHIPPED, folder, clock=lambda: clock) as hall:
        yield psutil.Process().memory_info().rss / 2**20
        items: Items = hall.items
        items.prepare()
        yield psutil.Process().memory_info().rss / 2**20


def memory() -> dict[str, float]:
    """What the lists and the search over the shipped entries take."""
    with tempfile.TemporaryDirectory() as scratch:
        before, after = _lobby_memory(Path(scratch) / "data")
    return {"memory_before_mb": before, "memory_search_mb": after - before}


def measure() -> dict[str, float]:
    """Every figure of this page."""
    return memory() | to_list() | painted()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:24} {value:10.2f}")
    print(f"budget: list_p95_ms <= {BUDGET_MS}")

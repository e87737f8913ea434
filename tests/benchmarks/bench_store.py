"""The store's budgets (DESIGN.md), each as a ratio of two things measured in one run.

``python -m tests.benchmarks.bench_store [--long]`` prints a table; ``--long`` adds 2,000,000
documents of history. Every number is one run on whatever else the machine is doing.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.cli.opening import engine_of
from kiosk.hall import Hall
from kiosk.store import files, sqlite
from kiosk.store.engine import Row
from tests.benchmarks.halls import (
    Numbers,
    Process,
    hall_with_history,
    seen_elsewhere,
    serve,
    start_up,
)
from tests.centre import MONDAY, standing_at

Act = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
"""The rows of one transaction as SQLite gets them: changed, new."""

SLOW = Path(__file__).with_name("slow_fsync.c")


def acts_against_raw(folder: Path, documents: int, people: int = 60, rounds: int = 7) -> Numbers:
    """Acts a second, and raw commits a second of the same rows into the same file's copy.

    Hall and raw SQLite take turns, ``rounds`` times; medians.
    """
    config, data = hall_with_history(folder, documents)
    copy = folder / "raw.db"
    shutil.copy(data / files.DATABASE, copy)
    hall_rates, raw_rates = [], []
    with (
        Hall.open(config, data, standing_at(MONDAY)) as hall,
        closing(sqlite3.connect(copy, isolation_level=None)) as raw,
    ):
        for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL"):
            raw.execute(f"PRAGMA {pragma}")
        written = _recorded(hall)
        serve(hall, "1", 10)
        for _ in range(rounds):
            _commit(raw, written)
            written.clear()
            start = time.perf_counter()
            serve(hall, "1", people)
            middle = time.perf_counter()
            _commit(raw, written)
            end = time.perf_counter()
            hall_rates.append(len(written) / (middle - start))
            raw_rates.append(len(written) / (end - middle))
            written.clear()
    ratios = [a / b for a, b in zip(hall_rates, raw_rates, strict=True)]
    return {
        "acts_per_s": round(statistics.median(hall_rates)),
        "raw_per_s": round(statistics.median(raw_rates)),
        "ratio": round(statistics.median(ratios), 3),
    }


def _recorded(hall: Hall) -> list[Act]:
    """From now on, the rows of every transaction of this hall."""
    engine: Any = engine_of(hall)
    commit, written = engine.commit, []

    def recording(ver: int, changed: Sequence[Row], new: Sequence[Row]) -> None:
        written.append(
            ([engine._values(ver, r) for r in changed], [engine._values(ver, r) for r in new])
        )
        commit(ver, changed, new)

    engine.commit = recording
    return written


def _commit(raw: sqlite3.Connection, acts: list[Act]) -> None:
    for changed, new in acts:
        raw.execute("BEGIN IMMEDIATE")
        if new:
            raw.executemany(sqlite._INSERT, new)
        if changed:
            raw.executemany(sqlite._UPSERT, changed)
        raw.execute("COMMIT")


def together(folder: Path, seconds: float = 4) -> Numbers:
    """One process alone, then four at once; the slowest's share of the fastest."""
    config, data = hall_with_history(folder, 1000)
    alone = _act_together(config, data, "1", seconds)[0]
    each = _act_together(config, data, "1234", seconds)
    return {
        "alone_per_s": round(alone),
        "four_per_s": round(sum(each)),
        "four_to_alone": round(sum(each) / alone, 3),
        "slowest_to_fastest": round(min(each) / max(each), 3),
    }


def _act_together(config: Path, data: Path, windows: str, seconds: float) -> list[float]:
    processes = [Process("act", config, data, window, seconds) for window in windows]
    for process in processes:
        process.hear()
    for process in processes:
        process.go()
    rates = [process.hear() / seconds for process in processes]
    for process in processes:
        process.end()
    return rates


def seen(folder: Path) -> Numbers:
    """Milliseconds until another process's listener is told, and its idle CPU in percent."""
    found = seen_elsewhere(*hall_with_history(folder, 1000))
    return {name if name.startswith("idle") else f"seen_{name}": n for name, n in found.items()}


def acts_on_a_slow_disk(folder: Path) -> Numbers:
    """``acts_against_raw`` where every fsync takes 5 ms more; empty without a C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return {}
    shim = folder / "slow_fsync.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", shim, SLOW], check=True)
    said = subprocess.run(
        [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--slow", str(folder)],
        env={**os.environ, "LD_PRELOAD": str(shim)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: Numbers = json.loads(said.stdout)
    return found


def measure(*, long: bool = False) -> dict[str, Numbers]:
    """All of it, each in a folder of its own."""
    sizes = [1000, 200_000, *([2_000_000] if long else [])]
    with tempfile.TemporaryDirectory() as base:
        place = Path(base)
        found = {f"acts, {n:,} documents": acts_against_raw(place / f"acts{n}", n) for n in sizes}
        (place / "slow").mkdir()
        found["acts, fsync + 5 ms"] = acts_on_a_slow_disk(place / "slow")
        found["four processes"] = together(place / "together")
        found["seen elsewhere"] = seen(place / "seen")
        found |= {
            f"start, {n:,} documents": start_up(*hall_with_history(place / f"start{n}", n))
            for n in sizes
        }
    return found


if __name__ == "__main__":
    if "--slow" in sys.argv:
        print(json.dumps(acts_against_raw(Path(sys.argv[-1]) / "hall", 1000, people=10)))
    else:
        for _name, _numbers in measure(long="--long" in sys.argv).items():
            print(f"{_name:26}", *(f"{key} {value:g}" for key, value in _numbers.items()), sep="  ")

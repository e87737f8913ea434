"""A burst of 1,760 people at one lobby (Longxi's figure): scan to recorded, killed in the middle.

``python -m tests.benchmarks.bench_volunteers`` prints a table.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kiosk.hall import Hall
from kiosk.volunteers.check import check
from tests.centre import MONDAY, standing_at
from tests.volunteers import crowd

PEOPLE = 1760
"""civic-systems.md LX-15: people who came forward in one county."""


def measure(people: int = PEOPLE) -> dict[str, float]:
    """Milliseconds from a scan to its record, and whether a kill lost anybody."""
    with tempfile.TemporaryDirectory(prefix="volunteers-") as folder:
        config, data, cards = crowd.prepare(Path(folder), people)
        acks = Path(folder) / "acks"
        words = [sys.executable, "-m", "tests.volunteers.crowd", config, data, cards, acks]
        lobby = subprocess.Popen([str(word) for word in words])
        while not acks.exists() or len(acks.read_bytes().splitlines()) < people / 2:
            time.sleep(0.01)
        lobby.kill()
        lobby.wait()
        after_kill = crowd.check(config, data, acks)
        told = _taken(acks)
        subprocess.run([str(word) for word in words], check=True)
        taken = [*told, *_taken(acks)[len(told) :]]
        inside = crowd.check(config, data, acks)
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            start = time.perf_counter()
            found = check(hall.volunteers)
            looked = (time.perf_counter() - start) * 1000
    parts = statistics.quantiles(taken, n=20)
    return {
        "scan_p50_ms": statistics.median(taken),
        "scan_p95_ms": parts[18],
        "scan_most_ms": max(taken),
        "told_before_the_kill": float(len(told)),
        "there_after_the_kill": float(after_kill),
        "inside": float(inside),
        "doctor_ms": looked,
        "rows_wrong": float(len(found.wrong)),
    }


def _taken(acks: Path) -> list[float]:
    rows = (line.split() for line in acks.read_text().splitlines())
    return [float(taken) for _, did, taken in rows if did == "in"]


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:24} {value:10.2f}")

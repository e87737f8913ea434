"""A request's whole way (request, review, approve, issue, hand over) at 200,000 documents.

``python -m tests.benchmarks.bench_certificates`` prints milliseconds: ``round_trip_ms`` is all five
acts as a caller waits for them; ``store_ms`` what the engine takes of it, commits on the disk among
it; ``raw_ms`` the same rows committed by SQLite alone into a copy of the file, for what the disk
itself takes; ``cpu_ms`` what the processor takes of the round trip, ciphers and all. Medians.
``my_data_ms`` is one search for all of a person's records.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kiosk.cli.opening import engine_of
from kiosk.hall import Hall
from kiosk.store import files
from tests.benchmarks.bench_store import _commit, _recorded
from tests.benchmarks.halls import hall_with_history
from tests.centre import MONDAY, standing_at
from tests.certificates.hall import LAN, fields, staffed

Numbers = dict[str, float]

DOCUMENTS = 200_000


def measure(documents: int = DOCUMENTS, rounds: int = 60) -> Numbers:
    """Milliseconds of one request's whole way."""
    with tempfile.TemporaryDirectory() as folder:
        config, data = hall_with_history(Path(folder), documents)
        copy = Path(folder) / "raw.db"
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            staffed(hall)
            version = hall.certificates.notice("C01").version
            for _ in range(5):
                _one(hall, version)
            shutil.copy(data / files.DATABASE, copy)
            numbers = _measured(hall, version, copy, rounds)
            start = time.perf_counter()
            found = hall.certificates.data_of(LAN, "007", "本人查询")
            assert len(found) == rounds + 5
            return numbers | {"my_data_ms": (time.perf_counter() - start) * 1000}


def _measured(hall: Hall, version: str, copy: Path, rounds: int) -> Numbers:
    whole, store, raw, cpu = [], [], [], []
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            other.execute(f"PRAGMA {pragma}")
        written = _recorded(hall)
        with _timed(hall) as spent:
            for _ in range(rounds):
                written.clear()
                spent.clear()
                start, busy = time.perf_counter(), time.process_time()
                _one(hall, version)
                cpu.append(time.process_time() - busy)
                middle = time.perf_counter()
                store.append(sum(spent))
                _commit(other, written)
                raw.append(time.perf_counter() - middle)
                whole.append(middle - start)
    return {
        "round_trip_ms": statistics.median(whole) * 1000,
        "store_ms": statistics.median(store) * 1000,
        "raw_ms": statistics.median(raw) * 1000,
        "cpu_ms": statistics.median(cpu) * 1000,
    }


@contextmanager
def _timed(hall: Hall) -> Iterator[list[float]]:
    """Seconds that the engine takes from the beginning to the end of each transaction's commit."""
    engine: Any = engine_of(hall)
    spent: list[float] = []
    originals = {name: getattr(engine, name) for name in ("begin", "commit", "one", "find")}

    def timed(name: str) -> Any:
        def run(*words: Any) -> Any:
            start = time.perf_counter()
            try:
                return originals[name](*words)
            finally:
                spent.append(time.perf_counter() - start)

        return run

    for name in originals:
        setattr(engine, name, timed(name))
    try:
        yield spent
    finally:
        for name, original in originals.items():
            setattr(engine, name, original)


def _one(hall: Hall, version: str) -> None:
    kept = hall.certificates
    request = kept.request("C01", fields(), version)
    kept.review(request.number, "007")
    kept.approve(request.number, "001")
    kept.issue(request.number, "007")
    kept.hand_over(kept.slip_code(request), "007")


def main() -> None:
    """Print the table."""
    for name, value in measure().items():
        print(f"{name:16} {value:.2f}")


if __name__ == "__main__":
    main()

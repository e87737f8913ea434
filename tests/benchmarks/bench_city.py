"""A city: the program's own halls on one server, at five times the city's peak.

``python -m tests.benchmarks.bench_city [--seconds 600] [--rows 5000000] [--processes 4]``. Every
hall is open and hears of its changes, in one of twelve databases, as docs/scale.md has it. Acts
come by chance and wait for nobody: what one takes counts from the moment it was wanted.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import date
from pathlib import Path

import psycopg

from kiosk.store.postgres import schema
from tests.benchmarks.bench_server import CENTRES, SETTINGS, add_history
from tests.benchmarks.halls import Numbers, Process
from tests.centre import settings
from tests.postgres import Server

PEAK = 270
"""Acts a second of that city at five times its peak (domain/storage.md 5)."""

DISTRICTS = 12
"""Databases; a hint wakes every listener of its database."""

MORE = tuple(one for one in SETTINGS if "connections" not in one)


def build(folder: Path, server: Server, rows: int) -> list[str]:
    """Databases with ten years of history, and each hall's settings; the halls' names."""
    halls = [f"hall{n}" for n in range(CENTRES)]
    for district in range(DISTRICTS):
        name, here = f"district{district}", halls[district::DISTRICTS]
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        with psycopg.connect(server.url(name), autocommit=True) as connection:
            schema.migrate(connection, name, schema.MIGRATIONS)
            schema.add_months(connection, date(2016, 11, 1), 121)
            for hall in here:
                schema.add_centre(connection, hall)
                store = f'[store]\nengine = "postgresql"\nurl = "{server.url(name)}"\n'
                settings(folder / hall, hall, store)
            if rows:
                add_history(connection, rows // DISTRICTS, here)
    return halls


def measure(seconds: float, rows: int, processes: int = 4) -> Numbers:
    """What an act took, in milliseconds; the city's budget is p95 of at most 50."""
    with tempfile.TemporaryDirectory() as base:
        folder, server = Path(base), Server((*MORE, "max_connections = 800"))
        try:
            halls = build(folder, server, rows)
            shares = [",".join(halls[n::processes]) for n in range(processes)]
            rate = PEAK / processes
            crowd = [Process("city", folder, share, rate, seconds, share) for share in shares]
            for one in crowd:
                one.hear()
            for one in crowd:
                one.go()
            said = [one.hear() for one in crowd]
            load = os.getloadavg()[0]
            for one in crowd:
                one.end()
        finally:
            server.remove()
    took = sorted(ms for acts, _ in said for ms in acts)
    heard = sum(hints for _, hints in said)
    parts = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "p99_9_ms": 0.999}
    return {
        "acts": len(took),
        "acts_per_s": round(len(took) / seconds),
        "hints_heard": heard,
        **{name: round(took[int(len(took) * part)], 1) for name, part in parts.items()},
        "slowest_ms": round(took[-1], 1),
        "load": round(load, 1),
    }


if __name__ == "__main__":
    _words = argparse.ArgumentParser()
    _words.add_argument("--seconds", type=float, default=60)
    _words.add_argument("--rows", type=int, default=0)
    _words.add_argument("--processes", type=int, default=4)
    print(measure(**vars(_words.parse_args())))

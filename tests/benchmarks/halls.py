"""Halls with years behind them, and processes that work in them, for the benches of stores.

``python -m tests.benchmarks.halls act|follow|start CONFIG DATA …`` is one such process;
``city FOLDER NUMBERS RATE SECONDS SEED`` has many halls open.
"""

from __future__ import annotations

import json
import select
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import psutil

from kiosk.hall import Hall
from kiosk.store import files
from tests.centre import MONDAY, settings, standing_at

Numbers = dict[str, float]

A_DAY = 1500
"""Tickets of a busy day."""


def hall_with_history(folder: Path, documents: int) -> tuple[Path, Path]:
    """A centre with this many documents of history, half tickets and half slips; config, data."""
    config, data = settings(folder, more='[windows.4]\nlines = ["A"]'), folder / "data"
    with Hall.open(config, data, standing_at(MONDAY, -1)) as hall:
        serve(hall, "1", 1)
        rows = {t: hall.store.rows.live(t).popitem()[1].decode() for t in ("tickets", "jobs")}
    with closing(sqlite3.connect(data / files.DATABASE)) as connection, connection:
        connection.executemany(
            "INSERT INTO docs VALUES ('xingfuli', ?, ?, 1, 0, ?)", _past(rows, documents // 2)
        )
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        serve(hall, "1", 1)
    return config, data


def _past(rows: dict[str, str], count: int) -> Iterator[tuple[str, str, str]]:
    yesterday = standing_at(MONDAY, -1)().date().isoformat()
    for n in range(count):
        day = standing_at(MONDAY, -2 - n // A_DAY)().date().isoformat()
        id_ = f"{day}/A{n % A_DAY + 1:03d}"
        for table, doc in rows.items():
            old = doc.replace(f"{yesterday}/A001", id_).replace(yesterday, day)
            yield table, id_ if table == "tickets" else f"ticket/{id_}", old


def serve(hall: Hall, window: str, people: int) -> None:
    """Take, call, arrive, finish: four acts, four transactions."""
    queue = hall.queue
    for _ in range(people):
        queue.take("A")
        queue.call(window)
        queue.arrive(window)
        queue.finish(window)


class Process:
    """One of the processes below, from the benchmark's side."""

    def __init__(self, *words: object) -> None:
        command = [sys.executable, "-m", __name__, *map(str, words)]
        self.run = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def hear(self) -> Any:
        """Its next word."""
        assert self.run.stdout is not None
        return json.loads(self.run.stdout.readline())

    def go(self) -> None:
        """Let it begin."""
        assert self.run.stdin is not None
        self.run.stdin.write("go\n")
        self.run.stdin.flush()

    def end(self) -> None:
        """Let it end, and wait for that."""
        self.run.communicate()


def seen_elsewhere(config: Path, data: Path, changes: int = 200, idle: float = 5) -> Numbers:
    """Milliseconds from an act's return to another process's listener, and its idle CPU."""
    follower = Process("follow", config, data)
    follower.hear()
    delays = []
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        for _ in range(changes):
            hall.queue.take("A")
            written = time.monotonic()
            delays.append((follower.hear() - written) * 1000)
    used = psutil.Process(follower.run.pid)
    before = sum(used.cpu_times()[:2])
    time.sleep(idle)  # idleness is what is measured
    percent = (sum(used.cpu_times()[:2]) - before) / idle * 100
    follower.end()
    delays.sort()
    return {
        "p50_ms": round(delays[len(delays) // 2], 1),
        "p95_ms": round(delays[int(len(delays) * 0.95)], 1),
        "idle_cpu_percent": round(percent, 2),
    }


def start_up(config: Path, data: Path) -> Numbers:
    """Milliseconds and megabytes of ``Hall.open`` in a fresh process; median of three."""
    found = []
    for _ in range(3):
        process = Process("start", config, data)
        found.append(process.hear())
        process.end()
    open_ms, memory_mb = (statistics.median(column) for column in zip(*found, strict=True))
    return {"open_ms": round(open_ms, 1), "memory_mb": round(memory_mb, 1)}


def _say(word: object) -> None:
    print(json.dumps(word), flush=True)


def _act(config: Path, data: Path, window: str, seconds: str) -> None:
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        serve(hall, window, 5)
        _say("ready")
        sys.stdin.readline()
        acts, end = 0, time.monotonic() + float(seconds)
        while time.monotonic() < end:
            serve(hall, window, 1)
            acts += 4
        _say(acts)


def _follow(config: Path, data: Path) -> None:
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        hall.follow(lambda _: _say(time.monotonic()))
        _say("ready")
        sys.stdin.read()


def _start(config: Path, data: Path) -> None:
    process = psutil.Process()
    before, start = process.memory_info().rss, time.perf_counter()
    with Hall.open(config, data, standing_at(MONDAY)):
        taken = time.perf_counter() - start
        _say([taken * 1000, (process.memory_info().rss - before) / 1e6])


def _city(folder: Path, numbers: str, rate: str, seconds: str, seed: str) -> None:
    """Acts that come by chance, whether or not the last one is done; milliseconds each took.

    Of the machines that only listen, one a hall is here, as the server has it: a session that every
    hint of its database wakes.
    """
    import psycopg

    chance = Random(seed)
    with ExitStack() as stack:
        halls, ears = [], []
        for number in numbers.split(","):
            here = folder / number
            hall = stack.enter_context(
                Hall.open(here / "config.toml", here / "data", standing_at(MONDAY))
            )
            ear = psycopg.connect(hall.config.store.url or "", autocommit=True)
            ears.append(stack.enter_context(ear))
            names = hall.store.rows.engine.names  # type: ignore[attr-defined]
            ear.execute(f"LISTEN {names[0].replace(':', '_')}".encode())
            halls.append(_people(hall))
            next(halls[-1])
        _say("ready")
        sys.stdin.readline()
        due = time.monotonic()
        end, heard, took = due + float(seconds), 0, list[float]()
        while (due := due + chance.expovariate(float(rate))) < end:
            while (left := due - time.monotonic()) > 0:
                for ear in select.select(ears, [], [], left)[0]:
                    ear.pgconn.consume_input()
                    while ear.pgconn.notifies():
                        heard += 1
            next(chance.choice(halls))
            took.append(round((time.monotonic() - due) * 1000, 2))
        _say([took, heard])


def _people(hall: Hall) -> Iterator[None]:
    """One after another takes a number, is called, comes and is served: an act each time."""
    queue = hall.queue
    while True:
        queue.take("A")
        yield
        for act in (queue.call, queue.arrive, queue.finish):
            act("1")
            yield


if __name__ == "__main__":
    _what, _first, *_more = sys.argv[1:]
    if _what == "city":
        _city(Path(_first), *_more)
    elif _what == "act":
        _act(Path(_first), Path(_more[0]), *_more[1:])
    else:
        (_follow if _what == "follow" else _start)(Path(_first), Path(_more[0]))

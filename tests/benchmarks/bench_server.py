"""Both engines in one run, and the server against pgbench doing the same rows.

``python -m tests.benchmarks.bench_server [--rows 5000000] [--seconds 4]`` prints a table. Every
number is one run on whatever else the machine is doing, so the load average comes with it; the
server flushes as a real one does.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import psycopg

from kiosk.hall import Hall
from kiosk.store.postgres import schema
from tests.benchmarks.halls import Numbers, Process, seen_elsewhere, serve, start_up
from tests.centre import MONDAY, settings, standing_at
from tests.postgres import Server

SETTINGS = (
    "listen_addresses = ''",
    "max_connections = 400",
    "shared_buffers = 256MB",
    "max_wal_size = 4GB",
)
"""An ordinary server's: fsync, full_page_writes and synchronous_commit are on."""

CENTRES = 258
"""Communities of the city that docs/scale.md reckons with."""

WINDOWS = [str(number) for number in range(1, 17)]

ACT = """
\\set c random(1, {centres})
BEGIN;
SELECT ver FROM kiosk.centres WHERE centre = 'c' || :c FOR UPDATE;
INSERT INTO kiosk.docs (centre, tbl, id, ver, live, month, day, doc)
    VALUES ('c' || :c, 'tickets', :client_id || '/' || random(), 1, true, NULL, '2026-11-23', :t),
           ('c' || :c, 'jobs', :client_id || '/' || random(), 1, true, NULL, '2026-11-23', :j);
INSERT INTO kiosk.docs (centre, tbl, id, ver, live, month, day, doc)
    VALUES ('c' || :c, 'floor', 'now', 1, true, NULL, NULL, :t)
    ON CONFLICT (centre, tbl, id) DO UPDATE SET ver = excluded.ver, doc = excluded.doc;
UPDATE kiosk.centres SET ver = ver + 1 WHERE centre = 'c' || :c;
INSERT INTO kiosk.writers (centre, writer, ver) VALUES ('c' || :c, :client_id::text, 1)
    ON CONFLICT (centre, writer) DO UPDATE SET ver = excluded.ver, at = excluded.at;
COMMIT;
SELECT set_config('synchronous_commit', 'off', true), pg_notify('kiosk_' || :c, '1');
"""
"""An act as the engine sends it: a ticket, its slip and the floor, step, signature, hint."""


class Hallway:
    """A server with a database of ours, and settings of halls on it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server = folder, Server(SETTINGS)
        self.url = self.server.url("postgres")
        self.connection: psycopg.Connection[Any] = psycopg.connect(self.url, autocommit=True)
        schema.migrate(self.connection, "bench", schema.MIGRATIONS)
        schema.add_months(self.connection, date(2016, 11, 1), 121)
        for n in range(1, CENTRES + 1):
            schema.add_centre(self.connection, f"c{n}")
            schema.add_centre(self.connection, f"hall{n}")

    def hall(self, name: str, *, engine: str, centre: int = 1) -> tuple[Path, Path]:
        """Settings and folder of a hall with sixteen windows on one of the engines."""
        more = "".join(f'[windows.{window}]\nlines = ["A"]\n' for window in WINDOWS[3:])
        if engine == "postgresql":
            more += f'[store]\nengine = "postgresql"\nurl = "{self.url}"\n'
        return settings(self.folder / name, f"hall{centre}", more), self.folder / name / "data"

    def pgbench(self, *words: str, clients: int, seconds: float, centres: int) -> str:
        """Run pgbench with the act above; what it says."""
        script = self.folder / "act.sql"
        ticket, slip = "'" + "x" * 420 + "'", "'" + "x" * 520 + "'"  # read by no hall
        text = (
            ACT.format(centres=centres).replace(":t)", f"{ticket})").replace(":t\n", f"{ticket}\n")
        )
        script.write_text(text.replace(":j)", f"{slip})"))
        command = [self.server.program("pgbench"), "-n", "-M", "prepared", "-f", script]
        command += ["-c", clients, "-j", 2, "-T", max(int(seconds), 2), *words]
        where = ["-h", self.server.folder, "-U", "postgres", "postgres"]
        run = subprocess.run(
            [str(word) for word in (*command, *where)],
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
        )
        return run.stdout

    def pgbench_rate(self, clients: int, seconds: float, centres: int) -> float:
        """Acts a second of pgbench."""
        said = self.pgbench(clients=clients, seconds=seconds, centres=centres)
        (rate,) = re.findall(r"tps = ([\d.]+)", said)
        return float(rate)

    def close(self) -> None:
        """End the server."""
        self.connection.close()
        self.server.remove()


def together(halls: list[tuple[Path, Path]], windows: list[str], seconds: float) -> Numbers:
    """Acts a second of one process for each window, in one hall or each in its own."""
    processes = [
        Process("act", *hall, window, seconds) for hall, window in zip(halls, windows, strict=True)
    ]
    for process in processes:
        process.hear()
    for process in processes:
        process.go()
    rates = [process.hear() / seconds for process in processes]
    for process in processes:
        process.end()
    return {"per_s": round(sum(rates)), "slowest_to_fastest": round(min(rates) / max(rates), 2)}


def one_hall(hallway: Hallway, clients: int, seconds: float, rounds: int = 3) -> Numbers:
    """Both engines and pgbench take turns; medians, and the ratio of those of one round."""
    embedded = hallway.hall(f"embedded{clients}", engine="sqlite", centre=clients)
    shared = hallway.hall(f"shared{clients}", engine="postgresql", centre=clients)
    found: list[tuple[float, float, float]] = []
    for _ in range(rounds):
        here = together([embedded] * clients, WINDOWS[:clients], seconds)["per_s"]
        there = together([shared] * clients, WINDOWS[:clients], seconds)["per_s"]
        found.append((here, there, hallway.pgbench_rate(clients, seconds, centres=1)))
    names = ("sqlite_per_s", "postgresql_per_s", "pgbench_per_s")
    medians = [round(statistics.median(column)) for column in zip(*found, strict=True)]
    ratio = statistics.median(there / raw for _, there, raw in found)
    return dict(zip(names, medians, strict=True)) | {"to_pgbench": round(ratio, 2)}


def own_halls(hallway: Hallway, clients: int, seconds: float, rounds: int = 3) -> Numbers:
    """The same where nobody waits for another one's centre."""
    halls = [
        hallway.hall(f"own{clients}-{n}", engine="postgresql", centre=100 + clients + n)
        for n in range(clients)
    ]
    found: list[tuple[float, float]] = []
    for _ in range(rounds):
        there = together(halls, ["1"] * clients, seconds)["per_s"]
        found.append((there, hallway.pgbench_rate(clients, seconds, centres=CENTRES)))
    there, raw = (round(statistics.median(column)) for column in zip(*found, strict=True))
    ratio = statistics.median(there / raw for there, raw in found)
    return {"postgresql_per_s": there, "pgbench_per_s": raw, "to_pgbench": round(ratio, 2)}


def add_history(connection: psycopg.Connection[Any], rows: int, centres: list[str]) -> None:
    """Fill ten years of these centres with tickets and slips of days gone by."""
    a_day, days = 2, 3650
    centre = f"(ARRAY{centres})[1 + n % {len(centres)}]"
    day = f"date '2016-11-01' + ((n / {len(centres)}) % {days})::int"
    connection.execute(
        f"CREATE TEMP VIEW past AS SELECT {centre} AS centre, {day} AS day, n"
        f" FROM generate_series(0, {rows // a_day - 1}) n"
    )
    for table, prefix, size in (("tickets", "", 420), ("jobs", "ticket/", 520)):
        id_ = f"'{prefix}' || day || '/' || n"
        connection.execute(
            f"INSERT INTO kiosk.docs SELECT centre, '{table}', {id_}, 1, false,"
            " to_char(day, 'YYYY-MM'), day::text, NULL FROM past"
        )
        connection.execute(
            f"INSERT INTO kiosk.history SELECT centre, to_char(day, 'YYYY-MM'), '{table}', {id_},"
            f" '{{\"day\":\"' || day || '\",\"x\":\"' || repeat('x', {size}) || '\"}}' FROM past"
        )
    connection.execute("UPDATE kiosk.centres SET ver = greatest(ver, 1)")
    connection.execute("VACUUM ANALYZE")


def measure(rows: int, seconds: float) -> Iterator[tuple[str, Numbers]]:
    """All of it, as it comes."""
    with tempfile.TemporaryDirectory() as base:
        hallway = Hallway(Path(base))
        try:
            yield from _measured(hallway, rows, seconds)
        finally:
            hallway.close()


def _measured(hallway: Hallway, rows: int, seconds: float) -> Iterator[tuple[str, Numbers]]:
    for clients in (1, 4, 16):
        yield f"one hall, {clients} clients", one_hall(hallway, clients, seconds)
    for clients in (4, 16):
        yield f"{clients} halls, a client each", own_halls(hallway, clients, seconds)
    rate = hallway.pgbench_rate(clients=64, seconds=seconds, centres=CENTRES)
    yield f"pgbench, {CENTRES} centres, 64 clients", {"per_s": round(rate)}
    for engine in ("sqlite", "postgresql"):
        hall = hallway.hall(f"seen-{engine}", engine=engine, centre=200)
        yield f"seen elsewhere, {engine}", seen_elsewhere(*hall)
        yield f"start, {engine}", start_up(*hall)
    add_history(hallway.connection, rows, ["hall201"])
    size = hallway.connection.execute("SELECT pg_database_size(current_database())").fetchone()
    hall = hallway.hall("late", engine="postgresql", centre=201)
    name = f"{rows:,} rows of history"
    with Hall.open(*hall, standing_at(MONDAY)) as opened:
        serve(opened, "1", 3)
    yield f"start, {name}", start_up(*hall) | {"gigabytes": round((size or [0])[0] / 1e9, 2)}
    yield f"one hall, 1 client, {name}", together([hall], ["1"], seconds)
    private = []
    assert hallway.server.process is not None
    for backend in psutil.Process(hallway.server.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            private.append(backend.memory_full_info().uss / 1e6)
    yield "a server process", {"own_mb": round(statistics.median(private), 1)}


if __name__ == "__main__":
    _words = argparse.ArgumentParser()
    _words.add_argument("--rows", type=int, default=1_000_000)
    _words.add_argument("--seconds", type=float, default=4)
    _given = _words.parse_args()
    for _name, _numbers in measure(_given.rows, _given.seconds):
        _numbers["load"] = round(os.getloadavg()[0], 1)
        print(f"{_name:40}", *(f"{k} {v:g}" for k, v in _numbers.items()), sep="  ", flush=True)

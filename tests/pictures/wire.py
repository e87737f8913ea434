"""A hall of the pictures whose records lie on a server, over a wire that is cut while one looks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.hall import Hall
from tests.postgres import Server
from tests.wire_proxy import Proxy


@contextmanager
def over_a_wire(
    config: Path, records: Path, moment: str, terminal: str
) -> Iterator[tuple[Path, Proxy]]:
    """Move embedded records to a server of their own; the settings for it, and the wire."""
    server = Server()
    try:
        with Proxy(server) as wire:
            text = config.read_text(encoding="utf-8")
            there = f'engine = "postgresql"\nurl = "{wire.url("postgres")}"'
            assert 'engine = "sqlite"' in text
            shared = records.parent / "shared.toml"
            shared.write_text(text.replace('engine = "sqlite"', there), encoding="utf-8")
            clock = lambda: datetime.fromisoformat(moment)  # noqa: E731
            words = ["--config", str(shared), "--data", str(records), "--clock", moment, "store"]
            for act in (["init"], ["move", "postgresql"]):
                run = [sys.executable, "-m", "kiosk", *words, *act]
                subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
            with Hall.open(shared, records, clock) as hall:
                hall.machines.enrol(hall.machines.code().digits, terminal=terminal)
                for other in {"lobby", "desk", "board"} - {terminal}:
                    with Hall.open(shared, records.parent / other, clock) as there_too:
                        code = hall.machines.code().digits
                        there_too.machines.enrol(code, terminal=other)
            yield shared, wire
            wire.mend()
    finally:
        server.remove()

"""Another program on the same records: ``python -m tests.store.neighbour FOLDER [URL]``.

Reads one word a line and does it: ``note`` writes a document and says when (``monotonic`` of all
processes), ``die`` writes one and is killed between the commit and the note beside it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

from kiosk.store import Store
from kiosk.store.engine import Engine
from kiosk.store.postgres import Postgres
from kiosk.store.sqlite import SQLite


def engine_at(folder: Path, url: str | None, centre: str = "xingfuli") -> Engine:
    """The embedded engine, or with a server's address the other one."""
    return SQLite(folder, centre) if url is None else Postgres(url, centre, folder)


def _main(folder: Path, url: str | None = None) -> None:
    engine = engine_at(folder, url)
    notes = Store(engine).table("notes")
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "die":
            cast(Any, engine).last.write = _killed
        notes.insert({"from": "neighbour"})
        print(time.monotonic(), flush=True)
    engine.close()


def _killed(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Neighbour:
    """The process, from the test's side."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder), *([url] if url else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def does(self, word: str) -> str:
        """Let it do something; its answer, empty when it died."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._answer()

    def leave(self) -> int:
        """Let it close the folder; its exit status."""
        self._process.communicate()
        return self._process.returncode


if __name__ == "__main__":
    _main(Path(sys.argv[1]), *sys.argv[2:])

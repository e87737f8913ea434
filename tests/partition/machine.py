"""One machine of the hall: a folder, a wire, a program that answers, one that prints."""

from __future__ import annotations

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from kiosk.store import files
from tests.wire_proxy import Proxy

Answer = dict[str, Any]

PATIENCE = 180.0
"""Seconds after which a program that does not answer is a failure; a busy machine is not."""

ROOT = Path(__file__).parents[2]

MOMENTS = ("server:before", "server:after", "server:lost", "outbox:before", "outbox:after")
"""Where a program is told to die (lost: to lose an answer), besides those that chance finds."""

LIFE = 40
"""Transactions after which it dies at the latest, if it was told to."""


class Program:
    """A process of a machine, killed and started again."""

    def __init__(self, words: list[str], log: Path) -> None:
        self.loses = log.with_name("loses")
        """The file with which it says that the next answer is to be lost."""
        self._words = [sys.executable, "-m", "tests.partition.program", *words]
        self._log = log
        self._guard = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.falls = 0
        """How often it was killed, or killed itself."""

    def start(self, dies: str = "") -> subprocess.Popen[bytes]:
        """Start it, if it does not run."""
        with self._guard:
            if self.process is None or self.process.poll() is not None:
                self._gone()
                with self._log.open("ab") as log:
                    self.process = subprocess.Popen(
                        self._words,
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=log,
                        bufsize=0,
                        cwd=ROOT,
                        env={**os.environ, "KIOSK_DIES": dies, "KIOSK_LOSES": str(self.loses)},
                    )
            return self.process

    def _gone(self) -> None:
        if self.process is not None:
            self.falls += self.process.returncode == -signal.SIGKILL
            for pipe in (self.process.stdin, self.process.stdout):
                assert pipe is not None
                pipe.close()

    def kill(self) -> None:
        """SIGKILL, wherever it is."""
        with self._guard:
            if self.process is not None and self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def end(self) -> None:
        """Let it end by itself."""
        with self._guard:
            if self.process is not None and self.process.poll() is None:
                self.process.terminate()
                self.process.wait(PATIENCE)
            if self.process is not None:
                self._gone()
            self.process = None


class Machine:
    """A terminal's machine. Only one thread asks it; any may kill it."""

    def __init__(self, name: str, config: Path, wire: Proxy, chance: Random) -> None:
        self.name, self.wire, self.chance = name, wire, chance
        self.folder = config.parent
        self.data = self.folder / "data"
        words = ["--config", str(config), "--data", str(self.data), "--terminal", name]
        self.batch = Program([*words, "batch"], self.folder / "said")
        self.spooler = Program([*words, "spooler"], self.folder / "said")
        self.mortal = True
        """Is it told to die now and then?"""
        self.asked = 0
        """How many answers it has given."""
        self._rest = b""
        self._of: subprocess.Popen[bytes] | None = None

    def ask(self, do: str, **fields: object) -> Answer | None:
        """The answer to an act; ``None``: the program ended before it gave one."""
        process = self.batch.start(self._fate())
        if process is not self._of:
            self._of, self._rest = process, b""
        line = json.dumps({"do": do, **fields}, ensure_ascii=False).encode() + b"\n"
        try:
            assert process.stdin is not None
            process.stdin.write(line)
        except (BrokenPipeError, ValueError):
            process.wait()
            return None
        return self._answer(process, do)

    def _fate(self) -> str:
        if not self.mortal or self.chance.random() < 0.4:
            return ""
        return f"{self.chance.choice(MOMENTS)}:{self.chance.randint(1, LIFE)}"

    def _answer(self, process: subprocess.Popen[bytes], do: str) -> Answer | None:
        assert process.stdout is not None
        while b"\n" not in self._rest:
            try:
                heard = select.select([process.stdout], [], [], PATIENCE)[0]
                piece = os.read(process.stdout.fileno(), 65536) if heard else b""
            except ValueError:
                return None
            assert heard, f"{self.name} does not answer to {do!r}; its folder: {self.folder}"
            if not piece:
                process.wait()
                return None
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        self.asked += 1
        answer: Answer = json.loads(line)
        return answer

    def own_slips(self) -> dict[str, str]:
        """The slips of this machine's own book, and where each stands."""
        file = self.data / "outbox" / files.DATABASE
        if not file.exists():
            return {}
        with closing(sqlite3.connect(file, timeout=60)) as book:
            rows = book.execute("SELECT id, doc FROM docs WHERE tbl = 'jobs'").fetchall()
        return {id_: json.loads(doc)["state"] for id_, doc in rows}

    def known(self) -> tuple[int, dict[tuple[str, str], Any]]:
        """The list this machine would open without the server: its last transaction, documents."""
        with closing(sqlite3.connect(self.data / files.LAST_KNOWN, timeout=60)) as file:
            facts = dict(file.execute("SELECT key, value FROM facts"))
            rows = file.execute("SELECT tbl, id, doc FROM docs").fetchall()
        return int(facts["ver"]), {(table, id_): json.loads(doc) for table, id_, doc in rows}

    def calm(self) -> None:
        """The wire is whole, and a program that dies once more is the last to do so."""
        self.mortal = False
        self.wire.mend()

    def leave(self) -> None:
        """Nothing more is asked: the program that answers ends by itself."""
        process = self.batch.process
        if process is not None and process.poll() is None:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(PATIENCE)

    def close(self) -> None:
        """End its programs and its wire."""
        self.batch.kill()
        self.batch.end()
        self.spooler.end()
        self.wire.close()

"""Three terminals under load, and what must hold afterwards whatever happened to them."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.hall import Hall
from kiosk.store import files
from kiosk.tickets.ticket import AT_WINDOW
from tests.centre import MONDAY, standing_at
from tests.waiting import until

WINDOWS = "123"

MOVES = {"take": "take", "call": "call", "arrive": "arrive", "finish": "finish"}


class Ack(NamedTuple):
    """An act somebody was told of; or ``refused`` with the word in place of the ticket."""

    act: str
    ticket: str
    window: str


class Load:
    """Worker processes, three if not said, on one data folder; acknowledgements lie elsewhere."""

    def __init__(
        self,
        config: Path,
        data: Path,
        acks: Path,
        days: int = 0,
        sync: str = "FULL",
        windows: str = WINDOWS,
    ) -> None:
        acks.mkdir(parents=True, exist_ok=True)
        self._files = [acks / f"{window}.acks" for window in windows]
        self._before = {file: file.stat().st_size if file.exists() else 0 for file in self._files}
        self._said = acks / "said"
        words = [sys.executable, "-m", "tests.faults.worker", str(config), str(data)]
        with self._said.open("ab") as said:
            self.workers = [
                subprocess.Popen([*words, str(file), window, str(days), sync], stderr=said)
                for file, window in zip(self._files, windows, strict=True)
            ]

    def __enter__(self) -> Load:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def acks(self) -> list[list[Ack]]:
        """What each worker was told since it started; half a line is none."""
        return [self._of(file) for file in self._files]

    def _of(self, file: Path) -> list[Ack]:
        if not file.exists():
            return []
        text = file.read_bytes()[self._before[file] :].decode()
        return [Ack(*line.split()) for line in text[: text.rfind("\n") + 1].splitlines()]

    def running(self, acts: int = 1) -> None:
        """Wait until every worker has done this many acts more."""
        goal = [len(acks) + acts for acks in self.acks()]

        def reached() -> bool:
            assert not any(worker.poll() for worker in self.workers), self._said.read_text()
            return all(len(acks) >= n for acks, n in zip(self.acks(), goal, strict=True))

        until(reached, f"{acts} acts of every worker", seconds=60)

    def refused(self) -> None:
        """Wait until every worker's store has refused."""
        until(
            lambda: all(any(ack.act == "refused" for ack in acks) for acks in self.acks()),
            "every worker is refused",
        )

    def words(self) -> set[str]:
        """The words the store refused with."""
        return {ack.ticket for acks in self.acks() for ack in acks if ack.act == "refused"}

    def told(self) -> list[Ack]:
        """All that was acknowledged so far."""
        return [ack for acks in self.acks() for ack in acks if ack.act != "refused"]

    def kill(self) -> list[Ack]:
        """SIGKILL; gives all that was acknowledged."""
        for worker in self.workers:
            worker.send_signal(signal.SIGKILL)
        for worker in self.workers:
            worker.wait()
        return self.told()


def missing(data: Path, acks: list[Ack]) -> list[Ack]:
    """The acknowledged acts of which the database knows nothing, or which have no slip."""
    with closing(sqlite3.connect(data / files.DATABASE)) as connection:
        found = connection.execute(
            "SELECT t.id, json_group_array(json_extract(e.value, '$.move') || ' '"
            " || ifnull(json_extract(e.value, '$.window'), '-'))"
            " FROM docs t, json_each(t.doc, '$.log') e WHERE t.tbl = 'tickets' GROUP BY t.id"
        ).fetchall()
        slips = {id_ for (id_,) in connection.execute("SELECT id FROM docs WHERE tbl = 'jobs'")}
    logs = dict(found)
    return [
        ack
        for ack in acks
        if f'"{MOVES[ack.act]} {ack.window}"' not in logs.get(ack.ticket, "")
        or f"ticket/{ack.ticket}" not in slips
    ]


def check(config: Path, data: Path, acks: list[Ack], days: int = 0) -> None:
    """What a hall may rely on after anything: fails with what does not hold."""
    with Hall.open(config, data, standing_at(MONDAY, days)) as hall:
        documents: list[Any] = hall.store.table("tickets").past("day", _day(days))
        hall.queue.tickets()
    with closing(sqlite3.connect(data / files.DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    assert missing(data, acks) == []
    _once(documents, acks)


def check_shared(config: Path, data: Path, acks: list[Ack]) -> None:
    """The same of records that lie elsewhere, as the hall itself reads them."""
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        documents: list[Any] = hall.store.table("tickets").past("day", _day(0))
        logs = {
            found.doc_id: [(entry["move"], entry.get("window") or "-") for entry in found["log"]]
            for found in documents
        }
        slips = hall.store.table("jobs")
        lost = [
            ack
            for ack in acks
            if (MOVES[ack.act], ack.window) not in logs.get(ack.ticket, [])
            or slips.get(doc_id=f"ticket/{ack.ticket}") is None
        ]
        hall.queue.tickets()
    assert lost == []
    _once(documents, acks)


def _once(documents: list[Any], acks: list[Ack]) -> None:
    taken = [ack.ticket for ack in acks if ack.act == "take"]
    assert len(taken) == len(set(taken)), "a number was given twice"
    told = Counter((ack.act, ack.ticket) for ack in acks)
    assert not [act for act, times in told.items() if times > 1], "one ticket, one call, one finish"

    numbers = [int(document["number"][1:]) for document in documents]
    assert sorted(numbers) == list(range(1, len(numbers) + 1)), "numbers 1 to n"
    busy = Counter(d["window"] for d in documents if d["state"] in AT_WINDOW)
    assert all(times == 1 for times in busy.values()), "a window has two tickets"
    calls = [[e for e in d["log"] if e["move"] == "call"] for d in documents]
    assert all(len(called) <= 1 for called in calls), "a ticket was called twice"


def _day(days: int) -> str:
    return standing_at(MONDAY, days)().date().isoformat()

"""This machine's own small store: facts, the series they are numbered by, and their slips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kiosk.claims import SPOOL
from kiosk.hours import Moment
from kiosk.jobs import Job, JobState
from kiosk.outbox.fact import Fact, Kind
from kiosk.retention_rules import rules
from kiosk.slips import TABLE as JOBS
from kiosk.slips import Slips
from kiosk.store import Store, files
from kiosk.store.feed import Follower
from kiosk.store.rows import Change, decode
from kiosk.store.sqlite import SQLite

if TYPE_CHECKING:
    from kiosk.hall import Hall

FOLDER = "outbox"
"""Beside this machine's other things."""

FACTS, SERIES = "facts", "series"

ANY_LETTER = "X"
"""The letter of a machine that was given none."""

_decode = msgspec.json.Decoder(Fact).decode


class Machine(NamedTuple):
    """Who makes the facts: an id that no other machine has, and the letter of its numbers."""

    id: str
    letter: str


class Kept:
    """What is kept, shared by this machine's processes."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.folder = hall.store.rows.engine.folder / FOLDER
        files.prepare(self.folder)
        with files.opening(self.folder):
            engine = SQLite(self.folder, hall.config.centre.code)
        self.store = Store(engine)
        spool = self.folder.parent / SPOOL
        self.slips = Slips(self.store, hall.clock, hall.config.printers, spool)
        self._facts, self._series = self.store.table(FACTS), self.store.table(SERIES)
        self._follower: Follower | None = None

    # --- who and what ------------------------------------------------------------------------

    @property
    def machine(self) -> Machine:
        """This machine, as it is known to the hall, or as its settings have it."""
        known = self.hall.machine
        terminal = self.hall.config.terminals.get(self.hall.queue.terminal)
        letter = known.letter if known else terminal.letter if terminal else None
        letter = letter if letter and len(letter) == 1 and "A" <= letter <= "Z" else ANY_LETTER
        return Machine(known.id if known else self._id, letter)

    @cached_property
    def _id(self) -> str:
        from kiosk.machines.identity import kept  # noqa: PLC0415 -- only who is cut off asks

        return kept(self.folder.parent).id

    def facts(self) -> list[Fact]:
        """What has not come to the records yet, in order."""
        found = [_decode(document) for document in self.store.rows.live(FACTS).values()]
        return sorted(found, key=lambda fact: (fact.seq, fact.id))

    @property
    def unsent(self) -> int:
        """How many facts these are."""
        return len(self.store.rows.live(FACTS))

    @property
    def unprinted(self) -> int:
        """Slips of these and earlier facts that are not on paper yet, or may not be."""
        waiting = {JobState.QUEUED, JobState.SENDING}
        return sum(job.state in waiting or job.doubtful for job in self.slips.jobs())

    def last_slip(self, printers: Iterable[str], kind: str = "ticket") -> Job | None:
        """The newest slip of a kind that was queued here for one of these printers."""
        of = set(printers)
        found = [job for job in self.slips.jobs() if job.kind == kind and job.printer in of]
        return max(found, key=lambda job: (job.at, job.id), default=None)

    def slips_of(self, fact: Fact) -> list[Job]:
        """The slips of a fact, each copy."""
        kind, _, about = str(fact.said.get("job", "")).partition("/")
        return [job for job in self.slips.about(about) if job.kind == kind]

    def refresh(self) -> None:
        """Take in what other processes of this machine wrote; cheap when there is nothing."""
        if self.store.rows.engine.stirred(self.store.rows.ver):
            self.store.rows.catch_up()

    def follow(self, listener: Callable[[list[Change]], None]) -> None:
        """Be told of every change, other processes' too; from another thread."""
        self.store.rows.told.append(listener)
        if self._follower is None:
            self._follower = Follower(self.store)
            self._follower.start()

    # --- keeping ------------------------------------------------------------------------------

    def add(self, kind: Kind, about: str, said: dict[str, Any], now: Moment) -> Fact:
        """Number a fact and keep it, as part of the caller's local transaction."""
        queue, machine = self.hall.queue, self.machine
        seq = self.count("seq")
        fact = Fact(
            id=f"{machine.id}/{seq:08d}",
            seq=seq,
            kind=kind,
            day=queue.days.today(now),
            at=now.at,
            terminal=queue.terminal,
            about=about,
            said=said,
            by=queue.actor,
            tick=now.tick,
            boot=now.boot,
        )
        self._facts.add(fact.id, fact)
        return fact

    def count(self, series: str, least: int = 0) -> int:
        """The next number of a series, more than ``least``; in the open local transaction."""
        found = self._series.get(doc_id=series)
        n = max(found["n"] if found else 0, least) + 1
        self._series.put(series, {"n": n})
        return n

    def write_slip(
        self, kind: str, about: str, day: str, fields: Mapping[str, str], *, large: bool
    ) -> str:
        """Queue a slip where this terminal prints; the id of its job, empty without a printer."""
        printer = self.printer
        if printer is None:
            return ""
        said = dict(fields) | ({"large": "1"} if large else {})
        self.slips.write(printer, kind, about, day, said)
        return f"{kind}/{about}"

    @property
    def printer(self) -> str | None:
        """Where slips come out while cut off: this terminal's printer, or another of this machine.

        One that hangs on another machine cannot be told of them.
        """
        hall = self.hall
        terminal = hall.config.terminals.get(hall.queue.terminal)
        if terminal is None or terminal.printer is None:
            return None
        if hall.machines.prints(terminal.printer):
            return terminal.printer
        rolls = (name for name, one in hall.config.printers.items() if not one.office)
        return next((name for name in rolls if hall.machines.prints(name)), None)

    def delivered(self, fact: Fact) -> None:
        """The server has it: it is no longer kept here. Its id stays taken."""
        with self.store.transaction():
            self._facts.remove(doc_ids=[fact.id])  # type: ignore[list-item]

    def tidy(self, today: str) -> None:
        """Slips of earlier days are history, and old history goes."""
        for day in {job.day for job in self.slips.jobs() if job.day < today}:
            with self.store.transaction():
                self.slips.settle(day)
        first = date.fromisoformat(today) - timedelta(days=rules()[JOBS].days)
        old = [
            row
            for row in self.store.rows.engine.everything()
            if row.table == JOBS and not row.live and row.doc is not None
            if decode(row.doc).get("day", "9999") < first.isoformat()
        ]
        if old:
            with self.store.transaction():
                for row in old:
                    self.store.rows.write_row(row._replace(doc=None), new=False)

    def close(self) -> None:
        """Stop following, and close the store."""
        if self._follower is not None:
            self._follower.stop()
        with suppress(OSError):
            self.store.close()

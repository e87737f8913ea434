"""What staff have printed besides tickets: ``hall.papers``."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.config import Config
from kiosk.jobs import Job, JobState
from kiosk.slip_frame import framed, listed
from kiosk.slips import TABLE as JOBS
from kiosk.tickets.day_sheet import day_sheet
from kiosk.tickets.queue import Queue
from kiosk.tickets.ticket import Ticket
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.signing import PublicKey

CODE_DIGITS = 8
"""Of a test slip: too many to guess, few enough to type."""


class Papers:
    """Each writes one job, recorded and printed like every other, and gives it back.

    A slip goes to the printer that is named, else to this terminal's, else to the hall's first.
    Refuses: ``unknown_printer``, ``no_printer``.
    """

    def __init__(self, config: Config, queue: Queue) -> None:
        self._config, self._queue, self._slips = config, queue, queue.slips

    def printer(self, name: str | None = None) -> str:
        """Where a slip that is asked for here would come out."""
        known = self._config.printers
        if name is not None and name not in known:
            raise refusal("unknown_printer", printer=name, printers="、".join(known) or "-")
        terminal = self._config.terminals.get(self._queue.terminal)
        rolls = (name for name, setting in known.items() if not setting.office)
        chosen = name or (terminal.printer if terminal else None) or next(rolls, None)
        if chosen is None:
            raise refusal("no_printer")
        return chosen

    def test(self, printer: str) -> Job:
        """A test page with a code of digits, to be scanned or typed back."""
        name = self.printer(printer)
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        paper = str(self._config.printers[name].paper)
        said = {"printer": name, "paper": paper, "code": code}
        return self._print(name, "test", code, said)

    def public_key(self, key: PublicKey, printer: str | None = None) -> Job:
        """The key by which anybody can check our certificates, on a slip."""
        name = self.printer(printer)
        shown = [key.fingerprint[n : n + 16] for n in range(0, len(key.fingerprint), 16)]
        groups = (" ".join(part[n : n + 4] for n in range(0, 16, 4)) for part in shown)
        said = listed("fingerprint", groups)
        said |= {"made": key.made, "code": key.base64}
        with self._queue.act():
            return self._print(name, "public_key", f"{key.name}/{self._next}", said)

    def day_sheet(self, day: str | None = None, printer: str | None = None) -> Job:
        """One business day in numbers (``2026-11-23``); without a day, today so far.

        Refuses: ``no_such_day`` (not a date, or no ticket was taken that day).
        """
        name, queue = self.printer(printer), self._queue
        with queue.act() as now:
            day = day or queue.days.today(now)
            tickets = self._tickets(day)
            if not tickets and day != queue.days.today(now):
                raise refusal("no_such_day", day=day[:20])
            said = day_sheet(self._config, day, tickets, now.at, queue.actor)
            said |= self._on_paper(day)
            return self._print(name, "day_sheet", f"{day}/{self._next}", said)

    def desk_slip(
        self,
        window: str,
        next_step: str = "",
        *,
        done: str = "",
        bring: Sequence[str] = (),
        where: str = "",
        printer: str | None = None,
    ) -> Job:
        """What the clerk at a window gives the resident there to go on with.

        It carries the number of the ticket at the window. Refuses: ``unknown_window``,
        ``empty_slip`` (nothing was done, and nothing is next).
        """
        name, queue = self.printer(printer), self._queue
        queue.lines(window)
        said = {"next": next_step.strip(), "done": done.strip(), "where": where.strip()}
        said |= listed("bring", filter(str.strip, bring))
        if not any(said.values()):
            raise refusal("empty_slip")
        with queue.act() as now:
            ticket = queue.floor.at_window.get(window)
            said |= {"window": window, "phone": self._config.centre.phone}
            if ticket is not None:
                line = self._config.lines.get(ticket.line)
                said |= {"number": ticket.number, "line_name": line.name if line else ""}
            about = f"{queue.days.today(now)}/{self._next}"
            return self._print(name, "desk_slip", about, said)

    def _on_paper(self, day: str) -> dict[str, str]:
        """Of how many tickets that were to be printed a printer, or a person, said they are."""
        jobs = [msgspec.convert(doc, Job) for doc in self._queue.store.table(JOBS).past("day", day)]
        jobs = [job for job in jobs if job.kind == "ticket"]
        asked = {job.about for job in jobs}
        there = {job.about for job in jobs if job.state is JobState.PRINTED}
        return {"paper": f"{len(there)}/{len(asked)}"} if asked else {}

    @property
    def _next(self) -> int:
        """The number of the act under way: no two slips are about the same."""
        return self._queue.store.rows.ver + 1

    def _tickets(self, day: str) -> list[Ticket]:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise refusal("no_such_day", day=day[:20]) from None
        return [msgspec.convert(doc, Ticket) for doc in self._queue.table.past("day", day)]

    def _print(self, printer: str, kind: str, about: str, said: Mapping[str, str]) -> Job:
        queue = self._queue
        with queue.act() as now:
            by, training = said.get("by"), queue.clock.training
            fields = framed(self._config, said, now.at, by=by, training=training)
            self._slips.write(printer, kind, about, queue.days.today(now), fields)
            return self._slips.job(f"{kind}/{about}")

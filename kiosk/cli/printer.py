"""``kiosk printer``: which printers there are, how they are, and what became of each slip."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Protocol

from kiosk.batch import refused_answer
from kiosk.claims import SPOOL, is_free
from kiosk.cli.opening import folder, open_hall, say_json
from kiosk.cli.printer_rows import job_line, job_row, not_printed, state_lines, state_row, where
from kiosk.cli.printer_setup import Tester, setup, tell
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.jobs import Job, JobState
from kiosk.printing import paper_in_words
from kiosk.wording import say

OUT = frozenset({JobState.PRINTED, JobState.SENT})
"""States of a test page that went as well as its printer can tell."""

LOOK_SECONDS = 0.05
"""Between two looks at how far a test page has come."""

GIVE_UP = 6.0
"""Seconds after which a printer that said what is wrong with it is not waited for."""


class Bench(Tester, Protocol):
    """What this command needs of ``printers``, which ``kiosk`` does not know."""

    def spooling(self, hall: Hall, printer: str, records: Path) -> AbstractContextManager[None]:
        """Print this printer's jobs meanwhile; ``records`` is the data folder."""


def printer(asked: Namespace, bench: Bench) -> int:
    """One act of ``kiosk printer``; its exit status."""
    with open_hall(asked) as hall:
        hall.refresh()
        if asked.act == "test":
            return _test(asked, hall, bench)
        if asked.act == "setup":
            return setup(asked, hall, bench)
        answer, rows = _ACTS[asked.act](asked, hall)
    if asked.json:
        say_json({"ok": True, **answer})
    else:
        tell(*rows)
    return 0


Answer = tuple[dict[str, Any], Iterable[str]]
"""What is said in JSON, and to a person."""


def _list(_: Namespace, hall: Hall) -> Answer:
    rows: list[dict[str, Any]] = []
    for name, setting in hall.config.printers.items():
        owner = hall.machines.printed_by(name)
        used = [key for key, entry in hall.config.terminals.items() if entry.printer == name]
        rows.append(
            {
                "printer": name,
                "device": setting.device,
                "where": where(setting),
                "paper": setting.paper,
                "mode": setting.mode,
                "stand_in": setting.stand_in,
                "terminals": used,
                "machine": owner.name if owner else None,
            }
        )
    lines = [
        f"{row['printer']}  {row['device']} {row['where']}  {row['paper']} mm"
        f"  {'、'.join(row['terminals']) or say('printer_cli.no_terminal')}"
        f"  {row['machine'] or ''}".rstrip()
        for row in rows
    ]
    return {"printers": rows}, lines


def _status(asked: Namespace, hall: Hall) -> Answer:
    if asked.printer is not None:
        hall.papers.printer(asked.printer)
    states = [s for s in hall.slips.printers() if asked.printer in {None, s.name}]
    jobs = hall.slips.jobs()
    rows = [state_row(state, jobs) for state in states]
    lines = [state_lines(state, row) for state, row in zip(states, rows, strict=True)]
    return {"printers": rows}, [line for said in lines for line in said]


def _jobs(asked: Namespace, hall: Hall) -> Answer:
    if asked.printer is not None:
        hall.papers.printer(asked.printer)
    jobs = sorted(hall.slips.jobs(), key=lambda job: (job.at, job.id))
    jobs = [
        job
        for job in jobs
        if asked.printer in {None, job.printer} and (job.doubtful or not asked.undecided)
    ]
    rows = [job_row(hall, job) for job in jobs]
    return {"jobs": rows}, [job_line(job) for job in jobs] or [say("printer_cli.no_jobs")]


def _reprint(asked: Namespace, hall: Hall) -> Answer:
    job = hall.slips.reprint(asked.job, asked.by or hall.queue.terminal, asked.printer)
    said = say("printer_cli.reprinted", copy=job.copy, printer=job.printer)
    return {"job": job_row(hall, job)}, [said]


def _decide(asked: Namespace, hall: Hall) -> Answer:
    job = hall.slips.decide(asked.job, asked.decision, asked.by or hall.queue.terminal)
    return {"job": job_row(hall, job)}, [say(f"printer_cli.decided_{asked.decision}")]


def _new_roll(asked: Namespace, hall: Hall) -> Answer:
    name = hall.papers.printer(asked.printer)
    hall.slips.new_roll(name)
    state = hall.slips.printer(name)
    said = "  ".join(filter(None, [name, say("printer_cli.new_roll"), paper_in_words(state)]))
    return {"printer": name, "metres_left": state.metres_left}, [said]


def _day_sheet(asked: Namespace, hall: Hall) -> Answer:
    job = hall.papers.day_sheet(asked.day, asked.printer)
    return {"job": job_row(hall, job)}, [say("printer_cli.queued", printer=job.printer)]


_ACTS: dict[str, Callable[[Namespace, Hall], Answer]] = {
    "list": _list,
    "status": _status,
    "jobs": _jobs,
    "reprint": _reprint,
    "decide": _decide,
    "new-roll": _new_roll,
    "day-sheet": _day_sheet,
}


def _test(asked: Namespace, hall: Hall, bench: Bench) -> int:
    """A test page by the way every slip goes; waits for what becomes of it."""
    job = hall.papers.test(asked.printer)
    records = folder(hall)
    ours = hall.machines.prints(job.printer)
    alone = ours and is_free(job.printer, records / SPOOL)
    with bench.spooling(hall, job.printer, records) if alone else nullcontext():
        job = _settled(hall, job, asked.wait)
    if job.state is JobState.QUEUED:  # a test page that comes out tomorrow helps nobody
        try:
            reason = job.reason or hall.slips.printer(job.printer).word.value
            job = hall.slips.decide(job.id, "cancel", hall.queue.terminal)
        except Refused:
            job = hall.slips.job(job.id)
    else:
        reason = job.reason or job.state.value
    answer = {"job": job_row(hall, job), "code": job.fields["code"]}
    if job.state in OUT:
        if asked.json:
            say_json({"ok": True, **answer})
        else:
            tell(say(f"printer_cli.test_{job.state}", printer=job.printer, code=answer["code"]))
        return 0
    refused = not_printed(job.printer, reason)
    if asked.json:
        say_json({**refused_answer(refused), **answer, "reason": reason})
        return 1
    raise refused


def _settled(hall: Hall, job: Job, seconds: float) -> Job:
    start = time.monotonic()
    while (since := time.monotonic() - start) < seconds:
        hall.refresh()
        job = hall.slips.job(job.id)
        waits = job.state is JobState.QUEUED
        if not (waits or job.begun) or (waits and job.reason and since > GIVE_UP):
            break
        time.sleep(LOOK_SECONDS)
    return job

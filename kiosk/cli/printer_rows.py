"""What ``kiosk printer`` says of printers and jobs, to programs and to people."""

from __future__ import annotations

from typing import Any

from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.jobs import Job, JobState
from kiosk.printing import PrinterState, Word, in_words, paper_in_words, what_to_do
from kiosk.wording import refusal, say


def where(setting: Printer) -> str:
    """How a printer is reached, in a word."""
    match setting.device:
        case "network":
            return f"{setting.host}:{setting.port}"
        case "usb":
            return f"{setting.vendor or 0:04x}:{setting.product or 0:04x}"
        case "cups":
            return setting.queue or ""
        case "serial":
            return f"{setting.path} {setting.baud}"
        case _:
            return setting.path or ""


def job_row(hall: Hall, job: Job) -> dict[str, Any]:
    """A job as ``--json`` gives it; ``copies`` is how many papers of this slip there may be."""
    copies = max((other.copy for other in hall.slips.about(job.about)), default=job.copy)
    return {
        "job": job.id,
        "kind": job.kind,
        "about": job.about,
        "state": job.state.value,
        "copies": max(copies, job.copy),
        "reason": job.reason,
        "copy": job.copy,
        "printer": job.printer,
        "at": job.at.isoformat(),
        "undecided": job.doubtful,
        "decided": job.decided,
        "by": job.by,
        "detail": job.detail,
    }


def job_line(job: Job) -> str:
    """A job in a line."""
    copy = say("printer_cli.copy", copy=job.copy) if job.copy > 1 else ""
    why = in_words(job.reason) if job.reason else ""
    decided = say(f"printer_cli.decided_{job.decided}") if job.decided else ""
    said = [job.id, copy, f"{job.at:%H:%M}", say(f"printer_cli.state_{job.state}"), why, decided]
    return "  ".join(filter(None, said))


def state_row(state: PrinterState, jobs: list[Job]) -> dict[str, Any]:
    """A printer as ``--json`` gives it."""
    of_it = [job for job in jobs if job.printer == state.name]
    return {
        "printer": state.name,
        "state": state.word.value,
        "says": in_words(state.word),
        "do": what_to_do(state.word),
        "usable": state.usable,
        "since": state.since.isoformat() if state.since else None,
        "tier": state.tier.value if state.tier else None,
        "metres_left": state.metres_left,
        "low": state.low,
        "waiting": sum(job.state is JobState.QUEUED for job in of_it),
        "undecided": sum(job.doubtful for job in of_it),
    }


def state_lines(state: PrinterState, row: dict[str, Any]) -> list[str]:
    """A printer in two or three lines."""
    tier = say(f"printer_cli.tier_{state.tier}") if state.tier else say("printer_cli.tier_none")
    since = f"{state.since:%m-%d %H:%M}" if state.since else ""
    counts = [
        say(f"printer_cli.count_{name}", count=row[name])
        for name in ("waiting", "undecided")
        if row[name]
    ]
    paper = "" if state.word is Word.NEAR_END else paper_in_words(state)
    first = [state.name, row["says"], since, paper, *counts]
    more = [text for text in (tier, row["do"]) if text]
    return ["  ".join(filter(None, first)), *(f"    {text}" for text in more)]


def not_printed(printer: str, reason: str) -> Refused:
    """The refusal for a page that did not come out, by a printer's word or a job's reason."""
    known = reason not in {state.value for state in JobState}
    why = in_words(reason) if known else say(f"printer_cli.state_{reason}")
    return refusal("not_printed", printer=printer, why=why, do=what_to_do(reason) if known else "")

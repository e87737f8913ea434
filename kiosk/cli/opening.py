"""What every command does first and last: open the hall, log to a file, say why it was refused."""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO, cast

from kiosk import incidents
from kiosk.batch import refused_answer
from kiosk.cli import supervise
from kiosk.errors import Refused
from kiosk.findings import Finding
from kiosk.hall import Hall
from kiosk.hours import running_from
from kiosk.incidents import Discreet
from kiosk.store.sqlite import SQLite
from kiosk.wording import refusal, say

LOG = "kiosk.log"
"""The log of a data folder's programs; the screen belongs to the people in the hall."""


def open_hall(asked: Namespace, terminal: str = "lobby", *, strangers: bool = False) -> Hall:
    """The hall the words ask for, acting as the named terminal.

    Where machines share a server, this one must be known there; with ``strangers`` it need not.

    Raises:
        Refused: as ``Hall.open``; ``unknown_terminal``, ``stranger``, ``first_machine``,
            ``machine_retired``.
    """
    clock = None
    if asked.clock:
        clock = running_from(asked.clock + timedelta(seconds=supervise.passed()))
    hall = Hall.open(asked.config, asked.data, clock)
    terminals = hall.config.terminals
    if asked.terminal is not None and asked.terminal not in terminals:
        hall.close()
        names = "、".join(terminals) or "—"
        raise refusal("unknown_terminal", terminal=asked.terminal, terminals=names)
    hall.queue.terminal = asked.terminal or terminal
    try:
        if not strangers and hall.machines.shared:
            _admit(hall, shows=(asked.command or "lobby") in supervise.SCREENS)
        keep_log(folder(hall), hall.queue.terminal)
    except BaseException:
        hall.close()
        raise
    return hall


def _admit(hall: Hall, *, shows: bool) -> None:
    from kiosk.cli import stranger  # noqa: PLC0415 -- where machines share a server

    terminal = hall.queue.terminal
    try:
        hall.machines.admit(terminal, shows=shows)
    except Refused as why:
        if not (shows and why.code in {"stranger", "first_machine"} and stranger.can_be_asked()):
            raise
        stranger.ask(hall, terminal, why)


def keep_log(where: Path, terminal: str) -> None:
    """Log to a data folder from now on, and note incidents there; the last one if need be."""
    logging.raiseExceptions = False  # A full disk is no reason to write on the screen.
    handler = logging.FileHandler(where / LOG, encoding="utf-8")
    handler.setFormatter(Discreet("%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    faulthandler.enable(
        cast(TextIO, handler.stream)
    )  # where it stood when it was killed for standing still
    book = incidents.begin(where, terminal, supervise.number())
    if supervise.current is not None and (fall := supervise.current.fall) is not None:
        book.note_fall(fall.number, fall.at, fall.status)


def fell(asked: Namespace, error: Exception) -> int:
    """An error nobody foresaw, outside a screen's own handlers: noted; its exit status."""
    if not incidents.kept():
        # Not even a hall was open: beside the records or the settings, if one may write there.
        for folder in filter(None, (asked.data, asked.config.parent)):
            with suppress(OSError):
                keep_log(folder, asked.terminal or "")
                break
    incidents.note(error)
    return supervise.FELL


def say_fell() -> None:
    """Tell whoever started a screen by hand that it fell; never a traceback."""
    said = {"number": incidents.kept(), "time": time.strftime("%H:%M")}
    print(say("incident.calm_staff", **said), file=sys.stderr)  # noqa: T201


def engine_of(hall: Hall) -> SQLite:
    """The engine below a hall's store."""
    return cast(SQLite, hall.store.rows.engine)


def folder(hall: Hall) -> Path:
    """The folder of a hall's records."""
    return engine_of(hall).folder


def common(asked: Namespace, hall: Hall) -> list[str]:
    """The words another process needs to open the same hall."""
    words = ["--config", str(asked.config), "--terminal", hall.queue.terminal]
    words += ["--data", str(folder(hall))]
    if asked.clock:
        words += ["--clock", hall.clock.now().at.isoformat()]
    return words


def refuse(asked: Namespace, refused: Refused) -> int:
    """Say why, and give the exit status of a refusal."""
    if getattr(asked, "json", False):
        say_json(refused_answer(refused))
    else:
        print(f"{refused}\n({refused.code})", file=sys.stderr)  # noqa: T201
    return 1


def say_json(answer: dict[str, Any]) -> None:
    """One JSON object on standard output."""
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201


def say_findings(asked: Namespace, findings: Sequence[Finding]) -> int:
    """What was looked at, a line each; 1 when something is wrong."""
    well = all(finding.ok for finding in findings)
    if asked.json:
        say_json({"ok": well, "findings": [finding._asdict() for finding in findings]})
    else:
        for finding in findings:
            print(f"[{'好' if finding.ok else '!!'}] {finding.what}:{finding.says}")  # noqa: T201
    return 0 if well else 1


def need_terminal() -> None:
    """Refuse to draw a screen where there is none to draw on.

    Raises:
        Refused: ``no_terminal``.
    """
    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused(
            "no_terminal", "这里不是终端，画不出界面。请在终端窗口里运行，或用 kiosk serve。"
        )

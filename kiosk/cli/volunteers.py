"""``kiosk volunteers``: the roster from a file, lists, cards, teams, and the national system."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from kiosk.cli import volunteers_hours, volunteers_statements
from kiosk.cli.opening import open_hall
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.roster_acts import row, team_row
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import refusal, say

Said = tuple[Any, list[str]]
"""What is said in JSON, and to a person."""


def volunteers(asked: Namespace) -> int:
    """One act of ``kiosk volunteers``; its exit status: 1 when a row of a file was left out."""
    with open_hall(asked) as hall:
        answer, rows = _ACTS[asked.act](asked, hall)
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    else:
        for line in rows:
            print(line)  # noqa: T201
    return 1 if isinstance(answer, dict) and answer.get("bad") else 0


def _list(asked: Namespace, hall: Hall) -> Said:
    roster = hall.volunteers.roster
    team = roster.teams.named(asked.team).number if asked.team else None
    return _people(roster.all(team=team))


def _find(asked: Namespace, hall: Hall) -> Said:
    return _people(hall.volunteers.roster.find(asked.tail, asked.name))


def _people(found: list[Volunteer]) -> Said:
    told = [f"{v.number}  {v.shown}  {v.phone_shown}  {'、'.join(v.skills)}" for v in found]
    count = say("volunteers.count", count=len(found))
    return {"ok": True, "volunteers": [row(v) for v in found]}, [*told, count]


def _import(asked: Namespace, hall: Hall) -> Said:
    found = hall.volunteers.roster.import_csv(asked.file, asked.staff)
    if asked.bad is not None:
        write_private(asked.bad, found.bad_csv())
    counts = {name: len(getattr(found, name)) for name in ("added", "known", "bad")}
    rows = [say("volunteers.imported", rows=found.rows, **counts)]
    if found.ignored:
        rows.append(say("volunteers.ignored", columns="、".join(found.ignored)))
    rows += [say("volunteers.bad_row", line=bad.line, reason=bad.reason) for bad in found.bad]
    return {"ok": True, **msgspec.to_builtins(found)}, rows


def _card(asked: Namespace, hall: Hall) -> Said:
    roster, number = hall.volunteers.roster, asked.number
    if asked.reprint is not None:
        roster.reprint(number, asked.staff, asked.reprint)
    code = roster.card(number)
    answer = {"ok": True, "volunteer": number, "card": code, "serial": roster.get(number).serial}
    if asked.no_print:
        return answer, [code]
    job = roster.print_card(number)
    said = say("volunteers.card_printing", volunteer=number, printer=job.printer)
    return answer | {"job": job.id, "printer": job.printer}, [said]


def _teams(_: Namespace, hall: Hall) -> Said:
    teams = hall.volunteers.roster.teams.all()
    rows = [
        f"{team.number}  {team.name}  {team.people}  {' '.join(team.leaders)}" for team in teams
    ]
    return {"ok": True, "teams": [team_row(team) for team in teams]}, rows


def _export(asked: Namespace, hall: Hall) -> Said:
    national = hall.volunteers.roster.national
    text, count = national.export(asked.staff, asked.reason, everything=asked.all)
    write_private(asked.file, text)
    rows = [say("volunteers.exported", count=count, file=asked.file)]
    return {"ok": True, "rows": count, "file": str(asked.file)}, rows


def _entered(asked: Namespace, hall: Hall) -> Said:
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        raise refusal("csv_missing", file=asked.file, reason=error.strerror) from None
    noted = hall.volunteers.roster.national.note(content, asked.staff)
    rows = [say("volunteers.noted", changed=noted.changed, same=noted.same)]
    rows += [say("volunteers.bad_row", line=bad.line, reason=bad.reason) for bad in noted.bad]
    return {"ok": True, **msgspec.to_builtins(noted)}, rows


def write_private(file: Path, text: str) -> None:
    """Write a new file that only its owner reads.

    Raises:
        Refused: ``export_exists``, ``csv_unwritten``.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    except FileExistsError:
        raise Refused("export_exists", say("refused.file_exists", file=file)) from None
    except OSError as error:
        raise refusal("csv_unwritten", file=file, reason=error.strerror) from None


_ACTS: dict[str, Callable[[Namespace, Hall], Said]] = {
    "list": _list,
    "find": _find,
    "import": _import,
    "card": _card,
    "teams": _teams,
    "export": _export,
    "entered": _entered,
    **volunteers_hours.ACTS,
    **volunteers_statements.ACTS,
}

"""``kiosk volunteers``: statements of service, the void list, and the yearly report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.acts import perform
from kiosk.certificates.register import office_printer
from kiosk.cli.certificates_paper import outside
from kiosk.hall import Hall
from kiosk.volunteers.report_rows import rows, title
from kiosk.volunteers.sums import ORIGINS
from kiosk.wording import say

Said = tuple[Any, list[str]]


def _asked(hall: Hall, act: str, asked: Namespace, *names: str) -> dict[str, Any]:
    """The act of ``batch``, with those of the words that were said."""
    fields = {name: given for name in names if (given := getattr(asked, name))}
    return {"ok": True, **perform(hall, act, fields)}


def _statement(asked: Namespace, hall: Hall) -> Said:
    asked.volunteer = asked.number
    names = ("volunteer", "staff", "first", "last", "full_id", "copies", "printer")
    answer = _asked(hall, "statement", asked, *names)
    told = [say("volunteers.statement_made", **_facts(answer))]
    told += [f"{say(f'volunteers.origin_{o}')}  {answer['minutes'][o]}" for o in ORIGINS]
    told.append(say("volunteers.hours_rule", unit=hall.volunteers.rules.unit_minutes))
    if office_printer(hall.config, hall.queue.terminal, asked.printer) is None:
        about = {"number": answer["statement"], "staff": asked.staff}
        told.append(say("volunteers.statement_no_printer", **about))
    return answer, told


def _statements(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(hall, "statements", asked, "volunteer", "year", "void")
    told = []
    for each in answer["statements"]:
        row = say("volunteers.statement_row", **_facts(each))
        if since := each["void_since"]:
            row += f"  {say('requests.void')} {since[:10]}"
        told.append(row)
    return answer, told or [say("volunteers.no_statements")]


def _void(asked: Namespace, hall: Hall) -> Said:
    asked.statement = asked.number
    answer = _asked(hall, "void", asked, "statement", "staff", "reason")
    return answer, [say("volunteers.statement_voided", **_facts(answer))]


def _report(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(hall, "volunteer_report", asked, "year")
    report, language = hall.volunteers.report(int(asked.year)), hall.config.centre.languages[0]
    told = [title(report, hall.config.centre.name, language)]
    told += [f"{line.what}  {line.number}" for line in rows(report, language)]
    return answer, told


def _my_data(asked: Namespace, hall: Hall) -> Said:
    from kiosk.cli.certificates import kept_rows, secret  # noqa: PLC0415 -- few ask
    from kiosk.cli.volunteers import write_private  # noqa: PLC0415 -- it has this act
    from kiosk.volunteers.kept import data_of  # noqa: PLC0415

    hall.staff.enter(asked.staff, secret("PIN: "), hall.queue.terminal)
    language = hall.config.centre.languages[0]
    found = data_of(hall.volunteers, asked.number, asked.staff, asked.reason, language)
    told = [row for kept in found for row in kept_rows(kept)]
    if asked.file is None:
        return {"ok": True, "kept": msgspec.to_builtins(found)}, told
    outside(asked.file, hall)
    head = [hall.config.centre.name, f"{hall.clock.now().at:%Y-%m-%d %H:%M}  {asked.staff}", ""]
    write_private(asked.file, "\n".join([*head, *told, ""]))
    said = say("volunteers.data_saved", file=asked.file)
    return {"ok": True, "file": str(asked.file)}, [said]


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    """What stands in one line about a statement."""
    names = ("statement", "volunteer", "holder", "issued", "first", "last", "total", "hours")
    return {name: row[name] for name in names}


ACTS: dict[str, Callable[[Namespace, Hall], Said]] = {
    "statement": _statement,
    "statements": _statements,
    "void-statement": _void,
    "report": _report,
    "my-data": _my_data,
}
"""By name, for ``kiosk.cli.volunteers``."""

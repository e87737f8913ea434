"""The acts of statements and of the yearly report in ``kiosk batch``, and their entries in JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.acts import Act, Answer
from kiosk.hall import Hall
from kiosk.volunteers.acts import sums_row
from kiosk.volunteers.acts_fields import Fields, day_in, flag_in, number_in
from kiosk.volunteers.report import Report
from kiosk.volunteers.statement import Statement


def statement_row(one: Statement) -> Answer:
    """A statement as ``batch`` gives it: minutes by origin, and their total."""
    row: Answer = msgspec.to_builtins(one)
    number, sums = row.pop("number"), row.pop("sums")
    said = sums_row(msgspec.convert(sums, type(one.sums)))
    kept = {name: said[name] for name in ("minutes", "total", "booked", "activities")}
    return {"statement": number, **row, **kept}


def report_row(report: Report) -> Answer:
    """The yearly report as ``batch`` gives it."""
    row: Answer = msgspec.to_builtins(report)
    return row


def _days(fields: Fields) -> dict[str, Any]:
    return {name: day_in(fields, name) for name in ("first", "last") if name in fields}


def _statement(hall: Hall, fields: Fields) -> Answer:
    more: dict[str, Any] = _days(fields)
    more["full_id"] = flag_in(fields, "full_id", default=False)
    if "copies" in fields:
        more["copies"] = number_in(fields, "copies")
    if "printer" in fields:
        more["printer"] = fields["printer"]
    statements = hall.volunteers.statements
    return statement_row(statements.issue(fields["volunteer"], fields["staff"], **more))


def _statements(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    statements = hall.volunteers.statements
    if "volunteer" in fields:
        found = statements.of(fields["volunteer"])
    else:
        found = statements.year(number_in(fields, "year") if "year" in fields else None)
    if flag_in(fields, "void", default=False):
        found = [one for one in found if one.void_since is not None]
    return {"statements": [statement_row(one) for one in found]}


def _void(hall: Hall, fields: Fields) -> Answer:
    given = (fields[name] for name in ("statement", "staff", "reason"))
    return statement_row(hall.volunteers.statements.void(*given))


def _slip(hall: Hall, fields: Fields) -> Answer:
    large = flag_in(fields, "large", default=False)
    job = hall.volunteers.statements.slip(fields["statement"], large=large)
    return {"job": job.id, "printer": job.printer}


def _want(hall: Hall, fields: Fields) -> Answer:
    return {"wanted": hall.volunteers.statements.ask(fields["volunteer"]).id}


def _wanted(hall: Hall, _: Fields) -> Answer:
    hall.refresh()
    return {"wanted": msgspec.to_builtins(hall.volunteers.statements.wanted())}


def _dismiss(hall: Hall, fields: Fields) -> Answer:
    given = (fields[name] for name in ("wanted", "staff", "reason"))
    return {"wanted": hall.volunteers.statements.dismiss(*given).id}


def _report(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    return report_row(hall.volunteers.report(number_in(fields, "year")))


def _data(hall: Hall, fields: Fields) -> Answer:
    from kiosk.volunteers.kept import data_of  # noqa: PLC0415 -- few ask

    given = (fields[name] for name in ("volunteer", "staff", "reason"))
    return {"kept": msgspec.to_builtins(data_of(hall.volunteers, *given))}


ACTS: dict[str, Act] = {
    "statement": Act(
        ("volunteer", "staff"),
        ("first", "last", "full_id", "copies", "printer"),
        _statement,
        frozenset({"full_id"}),
    ),
    "statements": Act((), ("volunteer", "year", "void"), _statements, frozenset({"void"})),
    "void_statement": Act(("statement", "staff", "reason"), (), _void),
    "statement_slip": Act(("statement",), ("large",), _slip, frozenset({"large"})),
    "want_statement": Act(("volunteer",), (), _want),
    "wanted_statements": Act((), (), _wanted),
    "dismiss_statement": Act(("wanted", "staff", "reason"), (), _dismiss),
    "volunteer_report": Act(("year",), (), _report),
    "volunteer_data": Act(("volunteer", "staff", "reason"), (), _data),
}
"""By name, as ``kiosk.acts.ACTS``. ``void`` with a ``statement`` is meant for these as well
(``kiosk.acts.MEANT``)."""

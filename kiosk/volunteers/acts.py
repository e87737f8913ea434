"""The acts of activities, attendance and hours in ``kiosk batch``, and their entries in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from kiosk.acts import Act, Answer, newest, offline
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.volunteers.activity import Activity, minutes_between
from kiosk.volunteers.acts_fields import (
    Fields,
    day_in,
    flag_in,
    moment_in,
    number_in,
    texts_in,
)
from kiosk.volunteers.record import Tally, attendance_id
from kiosk.volunteers.scanned import Scanned
from kiosk.volunteers.sums import ORIGINS, Sums
from kiosk.wording import refusal


def activity_row(activity: Activity) -> Answer:
    """An activity as ``batch`` gives it."""
    row: Answer = msgspec.to_builtins(activity)
    for rule in ("early", "late", "repeat"):
        row.pop(rule, None)
    return row | {"state": activity.state.value, "counts": activity.counts}


def scanned_row(scanned: Scanned) -> Answer:
    """What a scan did, as ``batch`` gives it: ``minutes`` on the way out."""
    row: Answer = {
        "did": scanned.did,
        "volunteer": scanned.volunteer,
        "name": scanned.shown,
        "at": scanned.at.isoformat(),
    }
    if scanned.activity is not None:
        row |= {"activity": scanned.activity.number, "counts": scanned.counts}
    if scanned.since is not None:
        row["since"] = scanned.since.isoformat()
    if scanned.minutes is not None:
        row |= {"minutes": scanned.minutes if scanned.counts else 0, "held": scanned.held}
        row |= {} if scanned.counts else {"duty": scanned.minutes}
    if scanned.proposed:
        row["proposed"] = True
    if scanned.did == "choose":
        row["choices"] = [{"activity": c.number, "name": c.name} for c in scanned.choices]
    return row


def sums_row(sums: Sums) -> Answer:
    """Minutes by origin, their total, and what is not among them."""
    row: Answer = msgspec.to_builtins(sums)
    minutes = {origin: row.pop(origin) for origin in ORIGINS}
    return {"minutes": minutes, **row}


def tally_row(attendance: str, tally: Tally) -> Answer:
    """What an attendance came to, after a decision."""
    minutes = {origin: getattr(tally, origin) for origin in ORIGINS}
    return {
        "attendance": attendance,
        "minutes": minutes,
        "total": tally.total,
        "original": tally.original,
        "pending": tally.pending,
    }


def _activity(hall: Hall, fields: Fields) -> Answer:
    said: dict[str, Any] = {
        name: fields[name]
        for name in ("name", "place", "content", "unit", "in_charge", "why_not", "risks")
        if name in fields
    }
    said |= {name: moment_in(fields, name, hall) for name in ("starts", "ends")}
    said["counts"] = flag_in(fields, "counts", default=True)
    said["offsite"] = flag_in(fields, "offsite", default=False)
    if "places" in fields:
        said["places"] = number_in(fields, "places")
    if "skills" in fields:
        said["skills"] = texts_in(fields["skills"])
    _agree(fields, said["starts"], said["ends"])
    staff = fields.get("staff")
    if "every" in fields:
        if fields["every"] not in {"day", "week", "fortnight", "month"}:
            raise refusal("wrong_field", field="every", kind="day, week, fortnight, month")
        until = day_in(fields, "until")
        made = hall.volunteers.activities.add_series(fields["every"], until, staff, **said)
        return {"activity": made[0].number, "activities": [each.number for each in made]}
    activity = hall.volunteers.activities.add(staff, **said)
    row: Answer = {"activity": activity.number}
    if activity.offsite:
        row["code"] = hall.volunteers.activities.code(activity.number)
    return row


def _agree(fields: Fields, starts: datetime, ends: datetime) -> None:
    """The lawful fields ``date`` and ``minutes`` may be said as well, but not otherwise."""
    if "date" in fields and day_in(fields, "date") != starts.date():
        raise refusal("wrong_field", field="date", kind=starts.date().isoformat())
    if "minutes" in fields and number_in(fields, "minutes") != minutes_between(starts, ends):
        raise refusal("wrong_field", field="minutes", kind=str(minutes_between(starts, ends)))


def _activities(hall: Hall, fields: Fields) -> Answer:
    known = newest(hall)
    on = hall.volunteers.activities.on
    found = on(day_in(fields, "day")) if "day" in fields else hall.volunteers.activities.today()
    return {"activities": [activity_row(each) for each in found], **known}


def _cancel(hall: Hall, fields: Fields) -> Answer:
    found = hall.volunteers.activities.cancel(fields["activity"], fields["staff"], fields["reason"])
    return {"activity": found.number, "state": found.state.value}


def _scan(hall: Hall, fields: Fields) -> Answer:
    went = going_on.scan(hall, fields["code"], fields.get("activity"))
    if went.done is not None:
        return scanned_row(went.done)
    at = went.fact.at.isoformat() if went.fact else ""
    about = went.fact.about if went.fact else ""
    return {"did": None, "volunteer": about, "at": at, **offline(went)}


def _group(hall: Hall, fields: Fields) -> Answer:
    numbers = texts_in(fields["volunteers"])
    out = flag_in(fields, "out", default=False)
    attendance = hall.volunteers.attendance
    listed = attendance.group(fields["activity"], numbers, fields["staff"], out=out)
    rows = [msgspec.to_builtins(each) for each in listed]
    return {"listed": [{n: v for n, v in row.items() if n != "fields"} for row in rows]}


def _present(hall: Hall, fields: Fields) -> Answer:
    known = newest(hall)
    attendance, activity = hall.volunteers.attendance, fields.get("activity")
    rows = {"present": attendance.present(activity), "pending": attendance.pending(activity)}
    return {name: msgspec.to_builtins(found) for name, found in rows.items()} | known


def _which(fields: Fields) -> str:
    """An attendance by its id, or by its activity and volunteer. Refuses: ``missing_field``."""
    if "attendance" in fields:
        return str(fields["attendance"])
    for name in ("activity", "volunteer"):
        if name not in fields:
            raise refusal("missing_field", field=name)
    return attendance_id(fields["activity"], fields["volunteer"])


def _confirm(hall: Hall, fields: Fields) -> Answer:
    which = _which(fields)
    minutes = number_in(fields, "minutes") if "minutes" in fields else None
    said = {name: fields[name] for name in ("reason", "second") if name in fields}
    tally = hall.volunteers.hours.confirm(which, fields["staff"], minutes, **said)
    return tally_row(which, tally)


def _backfill(hall: Hall, fields: Fields) -> Answer:
    names = ("volunteer", "activity", "staff", "second", "reason")
    said = {name: fields[name] for name in names}
    found = hall.volunteers.hours.backfill(**said, minutes=number_in(fields, "minutes"))
    return tally_row(found.id, hall.volunteers.attendance.tally(found))


def _correct(hall: Hall, fields: Fields) -> Answer:
    which, minutes = _which(fields), number_in(fields, "minutes")
    names = ("staff", "second", "reason")
    staff, second, reason = (fields[name] for name in names)
    tally = hall.volunteers.hours.correct(which, staff, second, minutes, reason)
    return tally_row(which, tally)


def _hours(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    days = {name: day_in(fields, name) for name in ("first", "last") if name in fields}
    volunteer = fields["volunteer"]
    sums = hall.volunteers.hours.of(volunteer, **days)
    return {
        "volunteer": volunteer,
        **sums_row(sums),
        "hours": hall.volunteers.rules.hours(sums.total),
    }


def _sheet(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    sheet = hall.volunteers.hours.amendments.sheet(fields.get("month"))
    return {"clerks": msgspec.to_builtins(sheet)}


def _wrong(hall: Hall, fields: Fields) -> Answer:
    asked = hall.volunteers.corrections.ask(
        fields["volunteer"], fields.get("words", ""), fields.get("attendance", "")
    )
    return {"correction": asked.id, "due": asked.due.isoformat()}


def _answer(hall: Hall, fields: Fields) -> Answer:
    if fields["outcome"] not in {"corrected", "unchanged"}:
        raise refusal("wrong_field", field="outcome", kind="corrected, unchanged")
    closed = hall.volunteers.corrections.answer(
        fields["correction"], fields["staff"], fields["outcome"], fields["reason"]
    )
    return {"correction": closed.id, "outcome": closed.outcome}


def _due(hall: Hall, _: Fields) -> Answer:
    hall.refresh()
    volunteers = hall.volunteers
    return {
        "activities": msgspec.to_builtins(volunteers.posting.clocks()),
        "corrections": msgspec.to_builtins(volunteers.corrections.clocks()),
    }


def _count(hall: Hall, fields: Fields) -> Answer:
    served = number_in(fields, "served") if "served" in fields else None
    people = number_in(fields, "people")
    counted = hall.volunteers.activities.count(fields["activity"], fields["staff"], people, served)
    return {"activity": counted.number, "people": counted.people, "served": counted.served}


def _post(hall: Hall, fields: Fields) -> Answer:
    found = hall.volunteers.posting.post(fields["activity"], fields["staff"])
    until = found.posted_until.isoformat() if found.posted_until else None
    return {"activity": found.number, "state": found.state.value, "until": until}


def _book(hall: Hall, fields: Fields) -> Answer:
    found = hall.volunteers.posting.book(fields["activity"], fields["staff"])
    return {"activity": found.number, "state": found.state.value}


_SEVEN = ("name", "place", "content", "unit", "in_charge", "starts", "ends")
_MORE = (
    "date", "minutes", "counts", "why_not", "places", "skills", "offsite", "risks", "every",
    "until", "staff",
)  # fmt: skip

ACTS: dict[str, Act] = {
    "activity": Act(_SEVEN, _MORE, _activity, frozenset({"counts", "offsite", "skills"})),
    "activities": Act((), ("day",), _activities),
    "cancel_activity": Act(("activity", "staff", "reason"), (), _cancel),
    "count": Act(("activity", "staff", "people"), ("served",), _count),
    "scan": Act(("code",), ("activity",), _scan),
    "group": Act(
        ("activity", "volunteers", "staff"), ("out",), _group, frozenset({"volunteers", "out"})
    ),
    "present": Act((), ("activity",), _present),
    "confirm": Act(
        ("staff",),
        ("attendance", "activity", "volunteer", "minutes", "reason", "second"),
        _confirm,
    ),
    "backfill": Act(
        ("volunteer", "activity", "staff", "second", "reason", "minutes"), (), _backfill
    ),
    "correct": Act(
        ("staff", "second", "reason", "minutes"), ("attendance", "activity", "volunteer"), _correct
    ),
    "hours": Act(("volunteer",), ("first", "last"), _hours),
    "sheet": Act((), ("month",), _sheet),
    "wrong": Act(("volunteer",), ("words", "attendance"), _wrong),
    "answer_wrong": Act(("correction", "staff", "outcome", "reason"), (), _answer),
    "due": Act((), (), _due),
    "post": Act(("activity", "staff"), (), _post),
    "book": Act(("activity", "staff"), (), _book),
}
"""By name, as ``kiosk.acts.ACTS``; ``kiosk volunteers`` has them in words."""

"""``kiosk volunteers``: activities, who is there, hours, what is due, and the public sheet."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from kiosk.acts import perform
from kiosk.hall import Hall
from kiosk.volunteers.sums import ORIGINS
from kiosk.wording import say

Said = tuple[Any, list[str]]


def _asked(asked: Namespace, hall: Hall, *names: str) -> dict[str, Any]:
    """The act of ``batch`` of the same name."""
    fields = {name: getattr(asked, name) for name in names if getattr(asked, name)}
    return {"ok": True, **perform(hall, asked.act, fields)}


def _activities(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(asked, hall, "day")
    rows = []
    for each in answer["activities"]:
        state, times = each["state"], f"{each['starts'][11:16]}-{each['ends'][11:16]}"
        said = (each["number"], times, each["name"], each["place"], each["in_charge"])
        rows.append("  ".join((*said, say(f"volunteers.state_{state}"))))
    return answer, rows or [say("volunteers.no_activities")]


def _present(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(asked, hall, "activity")
    rows = [
        f"{each['activity']}  {each['volunteer']}  {each['shown']}  {each['since'][11:16]}"
        for each in answer["present"]
    ]
    for each in answer["pending"]:
        why = "、".join(say(f"volunteers.pending_{word}") for word in each["why"])
        rows.append(f"{each['activity']}  {each['volunteer']}  {each['shown']}  {why}")
    return answer, rows or [say("volunteers.nobody")]


def _hours(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(asked, hall, "volunteer", "first", "last")
    minutes = answer["minutes"]
    rows = [f"{say(f'volunteers.origin_{origin}')}  {minutes[origin]}" for origin in ORIGINS]
    total = {"minutes": answer["total"], "hours": answer["hours"], "booked": answer["booked"]}
    rows.append(say("volunteers.hours_total", **total))
    rows.append(say("volunteers.hours_rule", unit=hall.volunteers.rules.unit_minutes))
    if answer["unconfirmed"]:
        rows.append(say("volunteers.hours_pending", count=answer["unconfirmed"]))
    return answer, rows


def _due(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(asked, hall)
    rows = []
    for what in ("activities", "corrections"):
        for each in answer[what]:
            red = f" {say('volunteers.due_red')}" if each["red"] else ""
            said = {name: each[name] for name in ("what", "due", "left")}
            rows.append(say(f"volunteers.due_{what}", **said) + red)
    return answer, rows or [say("volunteers.due_none")]


def _sheet(asked: Namespace, hall: Hall) -> Said:
    answer = _asked(asked, hall, "month")
    rows = [say("volunteers.sheet_row", **clerk) for clerk in answer["clerks"]]
    return answer, rows or [say("volunteers.sheet_empty")]


ACTS: dict[str, Callable[[Namespace, Hall], Said]] = {
    "activities": _activities,
    "present": _present,
    "hours": _hours,
    "due": _due,
    "sheet": _sheet,
}

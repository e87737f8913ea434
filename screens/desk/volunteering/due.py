"""How volunteering stands by its clocks, in words and in a colour; and all of it, in few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len

from kiosk.hall import Hall
from kiosk.volunteers.activity import TABLE as ACTIVITIES
from kiosk.volunteers.activity import Activity, State
from kiosk.volunteers.clocks import Clocked
from kiosk.volunteers.corrections import TABLE as CORRECTIONS
from kiosk.volunteers.record import TABLE as ATTENDANCE
from kiosk.wording import say

SIGNS = {"late": "!!", "today": "! ", "bring": "? "}
"""Before what needs an eye: seen without colour too."""

PLAIN = "  "
"""Before everything else."""


def standing(clocked: Clocked) -> str:
    """``late`` from the day on which it is red, else ``row``: a style of the list."""
    return "late" if clocked.red else "row"


def clock(clocked: Clocked, language: str) -> str:
    """How many working days have passed and how many are left, in words."""
    if clocked.left < 0:
        return say("volunteer_desk.late", language, days=-clocked.left)
    if clocked.left == 0:
        return say("volunteer_desk.last_day", language)
    return say("volunteer_desk.left", language, day=clocked.days, days=clocked.left)


def state(activity: Activity, now: datetime, language: str) -> str:
    """How an activity stands."""
    if activity.state is State.POSTED and (until := activity.posted_until):
        return say("volunteer_desk.posted_until", language, month=until.month, day=until.day)
    if activity.state is not State.PLANNED:
        return say(f"volunteers.state_{activity.state}", language)
    if now < activity.starts:
        return say("volunteer_desk.to_come", language)
    return say("volunteer_desk.on" if now < activity.ends else "volunteer_desk.over", language)


def times(activity: Activity) -> str:
    """From when to when."""
    return f"{activity.starts:%H:%M}-{activity.ends:%H:%M}"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns as wide as what stands in them; the last is as wide as it likes."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (width - cell_len(text))
            for text, width in zip(row, widths, strict=True)
            if width
        ).rstrip()
        for row in rows
    ]


def headline(hall: Hall, language: str, *, brief: bool = False) -> str:
    """What a desk should know of volunteering, in a few words; its key stands before it."""
    quiet = say("volunteer_desk.brief" if brief else "volunteer_desk.quiet", language)
    live = hall.store.rows.live
    if not any(map(live, (ACTIVITIES, ATTENDANCE, CORRECTIONS))):  # loaded for nothing otherwise
        return quiet
    volunteers = hall.volunteers
    asked = volunteers.corrections.clocks()
    red = sum(one.red for one in (*volunteers.posting.clocks(), *asked))
    wait = sum(waiting for _, waiting in volunteers.attendance.counts().values())
    counts = {"red": red, "asked": len(asked), "wait": wait}
    if brief:
        return f"{quiet} {sum(counts.values()) or ''}".rstrip()
    parts = [say(f"volunteer_desk.head_{key}", language, count=n) for key, n in counts.items() if n]
    return "  ".join([quiet, *parts])

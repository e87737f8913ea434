"""The keys of these screens, and which of them can do something just now."""

from __future__ import annotations

from datetime import datetime

from kiosk.volunteers.activity import Activity, State
from screens.desk.acts import Act

LIST = (
    Act("enter", "o", "open"),
    Act("f2", "f", "find"),
    Act("f3", "n", "plan"),
    Act("f4", "e", "enrol"),
    Act("f5", "c", "public"),
    Act("esc", "", "back"),
)
"""What there is to do, and the activities."""

ACTIVITY = (
    Act("f1", "s", "sign_in"),
    Act("f2", "u", "sign_out"),
    Act("f3", "g", "group"),
    Act("f4", "c", "confirm"),
    Act("f5", "b", "backfill"),
    Act("f6", "r", "correct"),
    Act("f7", "n", "count"),
    Act("f8", "p", "post"),
    Act("f9", "k", "book"),
    Act("f10", "w", "wall"),
    Act("f11", "i", "about"),
    Act("f12", "x", "cancel"),
    Act("enter", "o", "open"),
    Act("", "q", "code"),
    Act("esc", "", "back"),
)
"""One activity and its people."""

PERSON = (
    Act("f1", "s", "sign"),
    Act("f2", "c", "confirm"),
    Act("f3", "b", "backfill"),
    Act("f4", "r", "correct"),
    Act("f5", "w", "wrong"),
    Act("f6", "p", "reprint"),
    Act("f7", "q", "code"),
    Act("f8", "l", "full"),
    Act("f9", "e", "change"),
    Act("f10", "t", "statement"),
    Act("f12", "x", "leave"),
    Act("enter", "o", "open"),
    Act("esc", "", "back"),
)
"""One volunteer and their record."""

CORRECTION = (
    Act("f1", "l", "words"),
    Act("f2", "c", "confirm"),
    Act("f3", "b", "backfill"),
    Act("f4", "r", "correct"),
    Act("f5", "d", "done"),
    Act("f6", "n", "unchanged"),
    Act("enter", "o", "open"),
    Act("esc", "", "back"),
)
"""What somebody said is wrong."""

GROUP = (
    Act("space", "", "tick"),
    Act("f2", "a", "all"),
    Act("f3", "t", "team"),
    Act("f4", "f", "add"),
    Act("f5", "i", "sign_in"),
    Act("f6", "u", "sign_out"),
    Act("esc", "", "back"),
)
"""A leader's list."""

FORM = (Act("enter", "o", "write"), Act("f9", "s", "save"), Act("esc", "", "back"))
"""Something to be filled in."""

MONTH = (Act("left", "", "before"), Act("right", "", "after"), Act("esc", "", "back"))
"""The public sheet of a month."""

SHEET = (Act("esc", "", "back"),)
"""Something to be read."""


def possible(activity: Activity, now: datetime) -> set[str]:
    """What can be done with an activity that stands so, by name; the hall knows the rest."""
    able = {"about"} | ({"code"} if activity.offsite else set())
    if activity.state is State.POSTED:
        able.add("wall")
    if activity.cancelled:
        return able
    if now < activity.ends:
        able.add("cancel")
        return able if activity.offsite else able | {"sign_in", "sign_out", "group"}
    able |= {"sign_out", "group", "backfill", "count"}
    if activity.state is State.PLANNED:
        able |= {"post", "cancel"}
    return able | ({"book"} if activity.state is State.POSTED else set())

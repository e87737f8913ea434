"""What a scan did, or would do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from kiosk.volunteers.activity import Activity
from kiosk.volunteers.record import Attendance, Tally

Did = Literal["in", "out", "repeat", "choose"]


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan did.

    ``did``: ``in``, ``out``; ``repeat``: the same scan once more, ``since`` the first of them;
    ``choose``: several activities are open, nothing was recorded. ``minutes`` on the way out are
    those of this time there; ``total`` those of the attendance; ``held``: the day's limit was
    passed and a second clerk must confirm. ``counts``: volunteer service, not duty. ``proposed``:
    the activity was elsewhere, its person in charge must confirm.
    """

    did: Did
    at: datetime
    volunteer: str
    shown: str
    activity: Activity | None = None
    since: datetime | None = None
    minutes: int | None = None
    total: int | None = None
    held: bool = False
    counts: bool = True
    proposed: bool = False
    choices: tuple[Activity, ...] = ()


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at an activity, or who forgot to sign out of it, or waits for a clerk."""

    attendance: str
    activity: str
    volunteer: str
    shown: str
    since: datetime
    pending: int = 0
    why: tuple[str, ...] = ()


class Rolled(NamedTuple):
    """One line of an activity's roll: who, and what it came to; ``shown`` is the masked name."""

    attendance: Attendance
    shown: str
    tally: Tally


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a leader's list, written in: what was done, or the word it was refused with.

    ``fields`` are those of its sentence, to say it in another language.
    """

    volunteer: str
    did: Did | None = None
    minutes: int | None = None
    error: str = ""
    message: str = ""
    fields: dict[str, str] = {}


class Failed(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A scan that was refused. Of the code only its length and whether it was digits."""

    day: str
    at: datetime
    where: str
    reason: str
    length: int = 0
    digits: bool = True
    volunteer: str = ""
    activity: str = ""

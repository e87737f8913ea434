"""Minutes by origin, added up: whole minutes only, never rounded before the very total."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from kiosk.volunteers.activity import Activity, State
from kiosk.volunteers.record import Attendance, Tally


class Entry(NamedTuple):
    """One line of somebody's record."""

    attendance: Attendance
    activity: Activity
    tally: Tally


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """A volunteer's minutes. ``scan + desk + backfill + corrected == total``, always.

    ``booked`` of them are of activities whose posting is over. Not among them: ``pending`` wait for
    a clerk, of ``unconfirmed`` attendances; ``duty`` is what is no volunteer service.
    """

    scan: int = 0
    desk: int = 0
    backfill: int = 0
    corrected: int = 0
    total: int = 0
    booked: int = 0
    pending: int = 0
    unconfirmed: int = 0
    duty: int = 0
    activities: int = 0


ORIGINS = ("scan", "desk", "backfill", "corrected")
"""Where a minute can come from: a card, a clerk's list, a back-fill, a correction."""


def added(entries: Iterable[Entry]) -> Sums:
    """The sums of some attendances."""
    sums = dict.fromkeys(Sums.__struct_fields__, 0)
    for _, activity, tally in entries:
        sums["unconfirmed"] += bool(tally.why)
        if not activity.counts:
            sums["duty"] += tally.total
            continue
        sums["activities"] += tally.total > 0
        sums["pending"] += tally.pending
        sums["total"] += tally.total
        sums["booked"] += tally.total if activity.state is State.BOOKED else 0
        for origin in ORIGINS:
            sums[origin] += getattr(tally, origin)
    return Sums(**sums)

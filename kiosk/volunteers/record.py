"""One person's attendance at one activity: facts as they happened, and what they come to.

Stored are moves: that a card was read, that a clerk wrote somebody in, that the end came. In and
out are the order of the facts by their time; minutes derive from them, and each has an origin.
Nothing is ever taken away: what was counted first stays beside what it was corrected to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from kiosk.hours import Moment
from kiosk.volunteers.activity import Activity, minutes_between
from kiosk.volunteers.chain import Move

TABLE = "attendance"
"""The store's table of attendances, by activity and volunteer; live while something is to be done:
somebody is there, or has forgotten to sign out, or minutes wait for a clerk."""


class What(StrEnum):
    """What can happen to an attendance."""

    SCAN = "scan"
    """A card was read: in or out, by the order of such facts."""
    DESK = "desk"
    """A clerk wrote it, from the leader's list or for somebody without a card: in or out."""
    PROPOSED = "proposed"
    """The code of an activity elsewhere was shown on return."""
    CLOSED = "closed"
    """The activity ended and nobody had signed out."""
    CONFIRMED = "confirmed"
    BACKFILLED = "backfilled"
    CORRECTED = "corrected"


TOUCHES = frozenset({What.SCAN, What.DESK})


class Pending(StrEnum):
    """Why minutes do not count yet, and so what a confirmation is of."""

    FORGOTTEN = "forgotten"
    HELD = "held"
    PROPOSED = "proposed"


class Fact(Move, frozen=True, omit_defaults=True, kw_only=True):
    """One move of an attendance; ``at`` is when it happened, ``noted`` when later it was written.

    ``held``: with this sign-out the day's limit was passed. ``of``: what a confirmation is of.
    ``second`` is the other member of staff. ``minutes`` are those of a clerk's decision.
    """

    what: What
    noted: datetime | None = None
    tick: float | None = None
    boot: str | None = None
    held: bool = False
    of: Pending | None = None
    minutes: int | None = None
    second: str = ""
    reason: str = ""

    @property
    def moment(self) -> Moment:
        """When it happened."""
        return Moment(self.at, self.tick, self.boot)


class Attendance(msgspec.Struct, frozen=True):
    """One volunteer at one activity, as it is stored."""

    activity: str
    volunteer: str
    day: str
    moves: tuple[Fact, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the store."""
        return attendance_id(self.activity, self.volunteer)

    def touches(self, repeat: int = 0) -> list[Fact]:
        """The facts that make in and out, by time; one within ``repeat`` seconds is the same."""
        facts = sorted((m for m in self.moves if m.what in TOUCHES), key=lambda m: (m.at, m.n))
        kept: list[Fact] = []
        for fact in facts:
            if not kept or fact.at - kept[-1].at >= timedelta(seconds=repeat):
                kept.append(fact)
        return kept


class Period(NamedTuple):
    """From one sign-in to its sign-out (``None``: none). ``minutes`` are what would count."""

    start: Fact
    end: Fact | None
    minutes: int

    @property
    def origin(self) -> str:
        """``scan`` where cards alone said so, else ``desk``."""
        facts = [self.start, self.end] if self.end else [self.start]
        return "scan" if all(fact.what is What.SCAN for fact in facts) else "desk"


class Tally(NamedTuple):
    """What an attendance comes to, in minutes by origin.

    ``pending`` wait for a clerk (``why``); ``original`` is what counted before any correction.
    Of an activity that does not count, the same are minutes of duty and nobody's hours.
    """

    scan: int = 0
    desk: int = 0
    backfill: int = 0
    corrected: int = 0
    pending: int = 0
    original: int = 0
    why: frozenset[Pending] = frozenset()
    open: bool = False

    @property
    def total(self) -> int:
        """Minutes that count."""
        return self.scan + self.desk + self.backfill + self.corrected

    @property
    def settled(self) -> bool:
        """Is there nothing left to be done?"""
        return not self.open and not self.why


def attendance_id(activity: str, volunteer: str) -> str:
    """The id of an attendance."""
    return f"{activity}/{volunteer}"


def periods(attendance: Attendance, activity: Activity) -> list[Period]:
    """The times somebody was there, in order; only the last may be without an end."""
    facts = attendance.touches(activity.repeat)
    found = []
    for i in range(0, len(facts), 2):
        start, end = facts[i], facts[i + 1] if i + 1 < len(facts) else None
        found.append(Period(start, end, _counted(start, end, activity) if end else 0))
    return found


def tally(attendance: Attendance, activity: Activity) -> Tally:
    """What an attendance comes to."""
    moves, found = attendance.moves, periods(attendance, activity)
    ended = any(move.what is What.CLOSED for move in moves)
    is_open = bool(found) and found[-1].end is None and not ended
    given, why, pending = _given(moves, found, ended=ended)
    original = sum(minutes for _, _, minutes in given)
    corrections = [move for move in moves if move.what is What.CORRECTED]
    if corrections:
        last = corrections[-1]
        filled = any(move.what is What.BACKFILLED for move in moves if move.n < last.n)
        given = [each for each in given if each[0] > last.n]
        given.append((last.n, "backfill" if filled else "corrected", last.minutes or 0))
    by = dict.fromkeys(("scan", "desk", "backfill", "corrected"), 0)
    for _, origin, minutes in given:
        by[origin] += minutes
    return Tally(**by, pending=pending, original=original, why=why, open=is_open)


def _given(
    moves: Sequence[Fact], found: Sequence[Period], *, ended: bool
) -> tuple[list[tuple[int, str, int]], frozenset[Pending], int]:
    """Minutes with the number of the move that gave them; what is missing, and its minutes."""
    given: list[tuple[int, str, int]] = []
    why: set[Pending] = set()
    waiting, origins = 0, set()
    decided = {move.of: move.n for move in moves if move.what is What.CONFIRMED}
    # A correction says what all of it comes to: nothing from before it waits any longer.
    corrected = max((move.n for move in moves if move.what is What.CORRECTED), default=0)
    since = max(decided.get(Pending.HELD, 0), corrected)
    for period in found:
        if period.end is None:
            if ended and max(decided.get(Pending.FORGOTTEN, 0), corrected) < period.start.n:
                why.add(Pending.FORGOTTEN)
        elif not period.end.held:
            given.append((max(period.start.n, period.end.n), period.origin, period.minutes))
        elif period.end.n > since:
            why.add(Pending.HELD)
            waiting += period.minutes
        if period.end is not None and period.end.held:
            origins.add(period.origin)
    proposed = [move.n for move in moves if move.what is What.PROPOSED]
    if proposed and max(decided.get(Pending.PROPOSED, 0), corrected) < proposed[-1]:
        why.add(Pending.PROPOSED)
    for move in moves:
        if move.what is What.BACKFILLED:
            given.append((move.n, "backfill", move.minutes or 0))
        elif move.what is What.CONFIRMED:
            scanned = move.of is Pending.HELD and origins == {"scan"}
            given.append((move.n, "scan" if scanned else "desk", move.minutes or 0))
    return given, frozenset(why), waiting


def _counted(start: Fact, end: Fact, activity: Activity) -> int:
    """Time given: not before the activity (but for ``early``), not after it."""
    first = max(start.at, activity.starts - timedelta(minutes=activity.early))
    return minutes_between(first, min(end.at, activity.ends))

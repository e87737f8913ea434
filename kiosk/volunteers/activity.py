"""An activity: the seven lawful fields (第67号令第七条), what counts, and what became of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from kiosk.volunteers.chain import Move

TABLE = "activities"
"""The store's table of activities; live until their hours are booked or they are cancelled."""


class Plan(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is planned. Six of the lawful fields; the seventh, service time, is what is recorded.

    ``counts``: volunteer service; otherwise ``why_not`` says which rule's word. ``places`` 0: any
    number. ``offsite``: away from the terminals, signed with a code that only proposes. The last
    three are the rules of the day it was planned, so that a later change alters no past record.
    """

    name: str
    place: str
    content: str
    unit: str
    in_charge: str
    starts: datetime
    ends: datetime
    counts: bool = True
    why_not: str = ""
    places: int = 0
    skills: tuple[str, ...] = ()
    offsite: bool = False
    risks: str = ""
    series: str = ""
    early: int = 0
    late: int = 0
    repeat: int = 0

    @property
    def length(self) -> int:
        """Planned minutes."""
        return minutes_between(self.starts, self.ends)


class Did(StrEnum):
    """What can happen to an activity."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    COUNTED = "counted"
    POSTED = "posted"
    BOOKED = "booked"


class ActivityMove(Move, frozen=True, omit_defaults=True, kw_only=True):
    """One move of an activity; ``plan`` with the first two, ``people`` and ``served`` when counted.

    ``people`` is the headcount of the person in charge, ``served`` how many people were helped.
    """

    what: Did
    plan: Plan | None = None
    reason: str = ""
    people: int | None = None
    served: int | None = None
    until: date | None = None


class ActivityRecord(msgspec.Struct, frozen=True):
    """An activity as it is stored: everything else derives from its moves."""

    day: str
    moves: tuple[ActivityMove, ...]


class State(StrEnum):
    """Where an activity stands."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    POSTED = "posted"
    BOOKED = "booked"


class Activity(Plan, frozen=True, omit_defaults=True, kw_only=True):
    """An activity as it is now. ``number`` like ``20261123-01``: its day, and which of the day."""

    number: str
    day: str
    state: State = State.PLANNED
    reason: str = ""
    people: int | None = None
    served: int | None = None
    posted_until: date | None = None

    @property
    def cancelled(self) -> bool:
        """Will it not take place?"""
        return self.state is State.CANCELLED

    @property
    def forgotten_at(self) -> datetime:
        """From when on somebody still signed in has forgotten to sign out."""
        return self.ends + timedelta(minutes=self.late)


def activity_of(number: str, record: ActivityRecord) -> Activity:
    """What the moves of a record come to."""
    said: dict[str, object] = {}
    for move in record.moves:
        if move.plan is not None:
            said |= msgspec.structs.asdict(move.plan)
        match move.what:
            case Did.CANCELLED:
                said |= {"state": State.CANCELLED, "reason": move.reason}
            case Did.COUNTED:
                said |= {"people": move.people, "served": move.served}
            case Did.POSTED:
                said |= {"state": State.POSTED, "posted_until": move.until}
            case Did.BOOKED:
                said["state"] = State.BOOKED
            case _:
                pass
    return Activity(number=number, day=record.day, **said)  # type: ignore[arg-type]


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes between two moments, each to the minute; never negative."""
    return max(0, int(end.timestamp() // 60) - int(start.timestamp() // 60))

"""A volunteer: what is stored (all that says who it is sealed), and what anybody may see."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import msgspec

TABLE = "volunteers"
"""The store's table of volunteers; history as soon as somebody has left."""


class Guardian(msgspec.Struct, frozen=True):
    """Who agreed for somebody under age, and when. Name and phone are sealed."""

    name: str
    phone: str
    agreed: str


class CardMade(msgspec.Struct, frozen=True, omit_defaults=True):
    """One card: its serial, when it was made, and for a reprint by whom and why."""

    serial: int
    at: datetime
    by: str = ""
    reason: str = ""


class Left(msgspec.Struct, frozen=True, omit_defaults=True):
    """When somebody left, who recorded it, and why."""

    at: datetime
    by: str = ""
    reason: str = ""


class VolunteerRecord(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A volunteer as stored. ``…_print`` are fingerprints (``kiosk.sealed.FINGERPRINTS``).

    Sealed: ``name``, ``phone``, ``id_no``, ``born``, ``area``, ``national`` (the number of the
    national system) and the guardian's. ``day`` is that of enrolling, then that of leaving, from
    which the time of keeping is counted.
    """

    day: str
    enrolled: str
    consent: str
    name: str
    name_print: str
    phone: str
    phone_print: str
    phone_tail_print: str
    id_type: str = ""
    id_no: str = ""
    id_no_print: str = ""
    born: str = ""
    sex: str = ""
    area: str = ""
    national: str = ""
    guardian: Guardian | None = None
    skills: tuple[str, ...] = ()
    profession: str = ""
    teams: tuple[str, ...] = ()
    posted: bool = True
    by: str = ""
    cards: tuple[CardMade, ...] = ()
    left: Left | None = None


class Volunteer(msgspec.Struct, frozen=True, kw_only=True):
    """What may be seen of a volunteer: name and phone masked.

    ``posted``: may stand, masked, in lists on the wall. ``guarded``: a guardian agreed.
    ``serial`` and ``card_since`` are those of the card that is valid.
    """

    number: str
    shown: str
    phone_shown: str
    skills: tuple[str, ...] = ()
    profession: str = ""
    teams: tuple[str, ...] = ()
    posted: bool = True
    guarded: bool = False
    enrolled: date
    serial: int = 1
    card_since: datetime
    left: date | None = None


class Person(NamedTuple):
    """Who a volunteer is, in clear: canonical values, empty where nobody said. Never to a log."""

    number: str
    name: str
    phone: str
    id_type: str
    id_no: str
    born: str
    sex: str
    area: str
    national: str
    skills: tuple[str, ...]
    profession: str


def number_of(count: int) -> str:
    """``V000123``."""
    return f"V{count:06d}"


def count_of(number: str) -> int | None:
    """123 of ``V000123``; ``None`` where it is no volunteer's number."""
    digits = number[1:]
    right = number[:1] == "V" and len(digits) == 6 and digits.isascii() and digits.isdigit()  # noqa: PLR2004
    return int(digits) if right else None

"""A statement of service (志愿服务记录证明): what it counts, and all that stands on its paper.

The words are data (``kiosk/data/volunteers/statement.toml``), with the law they follow.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from kiosk import identity
from kiosk.certificates.paper import Paper, Said, day_in_words
from kiosk.identity.kinds import Kind
from kiosk.volunteers.activity import Activity, State
from kiosk.volunteers.rules import Rules
from kiosk.volunteers.sums import ORIGINS, Entry, Sums
from kiosk.volunteers.volunteer import Person
from kiosk.wording import say

FILE = Path(__file__).parents[1] / "data" / "volunteers" / "statement.toml"
"""The words of the paper."""

TABLE = "statements"
"""The store's table of what was stated: by number the sums, by volunteer the numbers; history at
once. What the paper says in clear is only in the register, sealed."""

TAIL = 4
"""Characters of a document's number that stand on the paper, unless the volunteer wants all."""


class StatementRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one statement stated, as it is stored: nothing that says who it is about.

    ``mac`` is the keyed check of all that (``chain.Chain.check``), for ``kiosk doctor``.
    """

    day: str
    volunteer: str
    first: date
    last: date
    sums: Sums
    hours: str
    mac: str = ""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement. ``sums``: by origin, and in all; ``hours`` is the total, rounded once.

    ``holder`` is a masked name, ``handler`` a staff number, ``sealed`` on how many of ``copies``
    the seal was used, ``void_since`` since when it is void.
    """

    number: str
    code: str
    volunteer: str
    holder: str
    issued: date
    at: datetime
    first: date
    last: date
    sums: Sums
    hours: str
    handler: str
    copies: int = 1
    sealed: int = 0
    void_since: datetime | None = None


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement would say now of somebody's service from one day to another.

    ``sums`` are those of ``entries``. ``entered`` of these are in the national system as they are
    here. ``served`` people were helped at ``served_at`` of the activities, by all who were there.
    """

    volunteer: str
    shown: str
    first: date
    last: date
    entries: tuple[Entry, ...]
    sums: Sums
    held: int
    hours: str
    entered: int
    not_entered: int
    served: int
    served_at: int


class _Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    unknown: str
    tail: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    title: str
    basis: tuple[str, ...]
    signatures: tuple[str, ...]
    body: tuple[Said, ...]
    head: tuple[str, ...]
    unit_head: str
    unbooked: str
    notes: tuple[Said, ...]
    origins: dict[str, str]
    person: _Person


def counted(entries: Iterable[Entry], *, booked: bool) -> tuple[Entry, ...]:
    """What can be stated: volunteer service with minutes in effect; with ``booked``, booked ones.

    Whatever waits for a clerk has no minutes yet; what is no service never has any here
    (第67号令第十九条).
    """
    return tuple(
        entry
        for entry in entries
        if entry.activity.counts and entry.tally.total and (not booked or is_booked(entry.activity))
    )


def is_booked(activity: Activity) -> bool:
    """Was it on the wall long enough, and then booked?"""
    return activity.state is State.BOOKED


def paper(
    stated: Stated,
    person: Person,
    rules: Rules,
    *,
    issuer: str,
    issued: date,
    handler_name: str,
    phone: str = "",
    full_id: bool = False,
) -> Paper:
    """The sheet of a statement, yet without number.

    Args:
        stated: what is stated.
        person: whom it is about, in clear.
        rules: how the total is rounded.
        issuer: the body that records and certifies: the residents' committee (第67号令第二十六条).
        issued: the day on it.
        handler_name: who made it out.
        phone: whom to call about it.
        full_id: the whole number of the document, as the volunteer wished; else its end.
    """
    words = _words()
    facts = _facts(stated, rules) | {
        "name": person.name,
        "person": _who(person, words.person, full_id=full_id),
        "national": person.national,
    }
    units = {entry.activity.unit for entry in stated.entries}
    facts["unit"] = units.pop() if len(units) == 1 else ""
    rows = tuple(_row(entry, words, unit=not facts["unit"]) for entry in stated.entries)
    head = words.head if facts["unit"] else (*words.head, words.unit_head)
    return Paper(
        title=words.title,
        body=_said(words.body, facts),
        issuer=issuer,
        issued=issued,
        basis="、".join(words.basis),
        head=head,
        rows=rows,
        notes=_said(words.notes, facts),
        handler=handler_name,
        phone=phone,
        signatures=words.signatures,
    )


def _facts(stated: Stated, rules: Rules) -> dict[str, str]:
    """Values by name; empty where there is nothing to say, so that a sentence is left out."""
    sums = stated.sums
    numbers = {origin: getattr(sums, origin) for origin in ORIGINS} | {
        "minutes": sums.total,
        "rounded": rules.rounded(sums.total),
        "step": rules.unit_minutes,
        "activities": len(stated.entries),
        "entered": stated.entered,
        "not_entered": stated.not_entered,
    }
    maybe = {
        "unbooked_minutes": sums.total - sums.booked,
        "held": stated.held,
        "served": stated.served,
        "served_at": stated.served_at,
    }
    return {
        **{name: str(value) for name, value in numbers.items()},
        **{name: str(value) if value else "" for name, value in maybe.items()},
        "volunteer": stated.volunteer,
        "hours": stated.hours,
        "first": day_in_words(stated.first),
        "last": day_in_words(stated.last),
    }


def _said(said: Iterable[Said], facts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(part.text.format_map(facts) for part in said if part.stands(facts))


def _who(person: Person, words: _Person, *, full_id: bool) -> str:
    """Sex, where it is known, and the document: its end alone tells it from a namesake's."""
    sex = [say(f"certificate_paper.{person.sex}")] if person.sex else []
    if not person.id_no:
        return "，".join([*sex, words.unknown])
    kind = say(f"identity.{Kind(person.id_type or identity.recognised(person.id_no) or '')}")
    if full_id:
        return "，".join([*sex, kind + person.id_no])
    return "，".join([*sex, words.tail.format(kind=kind, tail=person.id_no[-TAIL:])])


def _row(entry: Entry, words: _Words, *, unit: bool) -> tuple[str, ...]:
    _, activity, tally = entry
    given = [(words.origins[origin], getattr(tally, origin)) for origin in ORIGINS]
    given = [(name, minutes) for name, minutes in given if minutes]
    several = len(given) > 1
    origin = "、".join(f"{name}{minutes}" if several else name for name, minutes in given)
    day = activity.day if is_booked(activity) else activity.day + words.unbooked
    row = (day, activity.name, activity.place, activity.content, str(tally.total), origin)
    return (*row, activity.in_charge, *([activity.unit] if unit else ()))


@lru_cache(maxsize=1)
def _words() -> _Words:
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), _Words)

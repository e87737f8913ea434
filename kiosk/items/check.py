"""What a maintainer of the lists should look at: no basis, no date, older than a year, unsure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kiosk.items.item import Item
from kiosk.items.lists import KINDS, Lists
from kiosk.wording import say

UNFOUNDED = "INF"
"""The mark of a basis that no source gives: as good as none. Others are only to be confirmed."""


class Note(NamedTuple):
    """One thing about one entry.

    ``what``: ``no_basis``, ``no_source``, ``never_checked``, ``old``, ``to_confirm``.
    """

    code: str
    name: str
    what: str
    says: str


def notes(lists: Lists, today: date) -> list[Note]:
    """Everything to be looked at, of the entries that are switched on, in their order."""
    return [note for item in lists.all() for note in _of(item, today)]


def counts(lists: Lists) -> dict[str, int]:
    """How many entries of each list are switched on."""
    return {kind.value: len(lists.all(kind)) for kind in KINDS}


def _of(item: Item, today: date) -> list[Note]:
    found: list[tuple[str, str]] = []
    if not item.basis or item.marks.get("basis") == UNFOUNDED:
        found.append(("no_basis", say("items.no_basis")))
    if not item.source:
        found.append(("no_source", say("items.no_source")))
    if item.checked_on is None:
        found.append(("never_checked", say("items.never_checked")))
    elif _a_year_after(item.checked_on) < today:
        found.append(("old", say("items.old", day=item.checked_on)))
    if item.to_confirm:
        found.append(("to_confirm", say("items.to_confirm", fields="、".join(item.to_confirm))))
    return [Note(item.code, item.name, what, says) for what, says in found]


def _a_year_after(day: date) -> date:
    leap = day.month == 2 and day.day == 29  # noqa: PLR2004
    return day.replace(year=day.year + 1, day=28 if leap else day.day)

"""A fact comes to the records: what it is about there, and what somebody must look at."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from kiosk.hours import Moment
from kiosk.outbox.fact import Fact, Kind

if TYPE_CHECKING:
    from kiosk.hall import Hall


class Flag(NamedTuple):
    """Why somebody must look at a fact.

    ``word`` is of the catalogue's ``[conflicts]``, ``record`` the other side: what the records say.
    """

    word: str
    record: dict[str, Any] = {}  # noqa: RUF012 -- never changed


class Entered(NamedTuple):
    """What a fact is in the records: a ticket's id, a request's number, an attendance's id."""

    about: str
    flags: tuple[Flag, ...] = ()


_ROOMS = {
    Kind.TAKE: "kiosk.outbox.numbering",
    Kind.SCAN: "kiosk.outbox.scanning",
    Kind.REQUEST: "kiosk.outbox.asking",
    Kind.SERVED: "kiosk.outbox.serving",
}


def enter(hall: Hall, fact: Fact, now: Moment) -> Entered:
    """Enter a fact, in the open transaction of an act.

    Raises:
        Refused: it cannot be entered; then none of it may be kept.
    """
    room: Callable[[Hall, Fact, Moment], Entered] = import_module(_ROOMS[fact.kind]).enter
    return room(hall, fact, now)

"""A card is read: signed in or out, or, while this machine is cut off, only noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.scanned import Scanned

if TYPE_CHECKING:
    from kiosk.outbox import Fact


class Noted(NamedTuple):
    """A card was read while this machine is cut off; whose it is, as far as is known here."""

    fact: Fact
    name: str


def scan(hall: Hall, code: str, activity: str | None = None) -> Scanned | Noted:
    """What became of a card. Refuses: as ``kiosk.outbox.going_on.scan``."""
    from kiosk.outbox import going_on  # noqa: PLC0415 -- with the first card

    went = going_on.scan(hall, code, activity)
    if went.fact is None:
        assert went.done is not None  # noqa: S101 -- one of both
        return went.done
    try:
        name = hall.volunteers.roster.read_card(code).shown
    except Refused:
        name = ""  # an old card, or one that this machine has not heard of yet
    return Noted(went.fact, name)

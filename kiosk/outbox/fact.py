"""One fact of a machine that was cut off."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from kiosk.hours import Moment


class Kind(StrEnum):
    """What can be a fact without anybody's decision."""

    TAKE = "take"
    """A number was given out, from the terminal's own series."""
    SCAN = "scan"
    """A card was read. Whether that is in or out, the order of all scans will tell."""
    REQUEST = "request"
    """A request was handed in."""
    SERVED = "served"
    """A window has served a number."""


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact. ``id`` is the machine's and ``seq``, its place in the order of the machine's facts.

    ``about`` is the number that people know it by: on the ticket or the slip, of the volunteer.
    ``said`` is what the kind needs besides; personal data in it is sealed. ``by`` is the member of
    staff who was signed in. ``tick`` and ``boot`` as in ``kiosk.hours.Moment``.
    """

    id: str
    seq: int
    kind: Kind
    day: str
    at: datetime
    terminal: str
    about: str
    said: dict[str, Any] = {}
    by: str | None = None
    tick: float | None = None
    boot: str | None = None

    @property
    def digest(self) -> str:
        """Tells it from another one under the same id: a folder may be lost, or copied."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:16]

    def moment(self, now: Moment) -> Moment:
        """When it happened: never later than now, whatever this machine's clock said then."""
        return Moment(self.at, self.tick, self.boot) if self.at <= now.at else now


class Sent(NamedTuple):
    """What an upload came to.

    Facts that are in the records now, how many of them somebody must look at, and how many are
    still here.
    """

    sent: int
    flagged: int
    left: int

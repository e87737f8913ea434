"""One entry of the register of certificates."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kiosk.signing import Kind

TABLE = "certificates"
"""The store's table of entries; all of them are history, found by number."""


class Sealing(msgspec.Struct, frozen=True):
    """One use of the seal: when, by whom (a staff number), on how many copies."""

    at: datetime
    by: str
    copies: int


class Voided(msgspec.Struct, frozen=True):
    """Since when a paper is void, and by whom. ``reason`` is sealed."""

    at: datetime
    by: str
    reason: str


class Certificate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paper. ``contents`` is sealed: what is printed on it (``paper.Paper``), as JSON.

    ``request`` is the number of what asked for it, ``holder`` a masked name, ``handler`` and
    ``approver`` are staff numbers, ``code`` is what its QR code holds.
    """

    number: str
    item: str
    request: str
    day: str
    at: datetime
    code: str
    contents: str
    handler: str
    approver: str
    kind: Kind = "certificate"
    valid_until: date | None = None
    copies: int = 1
    holder: str = ""
    sealings: tuple[Sealing, ...] = ()
    void: Voided | None = None

    @property
    def issued(self) -> date:
        """The day on it."""
        return date.fromisoformat(self.day)

    @property
    def void_since(self) -> datetime | None:
        """The moment from which it is void."""
        return self.void.at if self.void else None

    @property
    def sealed_copies(self) -> int:
        """On how many copies the seal was used."""
        return sum(sealing.copies for sealing in self.sealings)

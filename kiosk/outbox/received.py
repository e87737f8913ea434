"""What the records have received of each machine's facts: each once, whatever is sent again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.hours import Moment
from kiosk.outbox.fact import Fact, Kind

if TYPE_CHECKING:
    from kiosk.hall import Hall

TABLE = "received"
"""The store's table of facts received, by machine and number; all of it history."""


class Received(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that came.

    ``issued`` is when it happened by its machine's clock, ``received`` when it came; ``became`` is
    what it is in the records, ``flags`` what is to be looked at. ``day`` is that of the receipt.
    """

    day: str
    kind: Kind
    about: str
    issued: datetime
    received: datetime
    terminal: str
    digest: str
    became: str
    flags: tuple[str, ...] = ()


class Receiving:
    """Asks and notes, in the open transaction of an act."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._table = hall.store.table(TABLE)

    def id_of(self, fact: Fact) -> str | None:
        """Under which id to note a fact, ``None`` when it has come already.

        A folder that was lost, or copied to another machine, counts from 1 again: then another
        fact stands under the same id, and both are kept.
        """
        for id_ in (fact.id, f"{fact.id}.{fact.digest}"):
            document = self._table.get(doc_id=id_)
            if document is None:
                return id_
            if document["digest"] == fact.digest:
                return None
        return None

    def note(self, id_: str, fact: Fact, became: str, flags: tuple[str, ...], now: Moment) -> None:
        """A fact has come."""
        received = Received(
            day=self._hall.queue.days.today(now),
            kind=fact.kind,
            about=fact.about,
            issued=fact.at,
            received=now.at,
            terminal=fact.terminal,
            digest=fact.digest,
            became=became,
            flags=flags,
        )
        self._table.add(id_, received)
        self._table.retire([id_])

    def get(self, id_: str) -> Received | None:
        """What came of a fact, if it has come."""
        document = self._table.get(doc_id=id_)
        return msgspec.convert(document, Received) if document else None

"""Facts that contradict the records, or each other: somebody looks, nothing is merged by itself.

``hall.conflicts``. One that is open is live; settling it says who looked and what was decided, and
changes nothing else: whatever is to be done is done with the ordinary acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.hours import Moment
from kiosk.identity.free_text import free_text
from kiosk.outbox.entering import Flag
from kiosk.outbox.fact import Fact, Kind
from kiosk.wording import DEFAULT, refusal, say

if TYPE_CHECKING:
    from kiosk.hall import Hall

TABLE = "conflicts"
"""The store's table of conflicts, by the fact they are about."""

SETTLED = "conflict_settled"
"""What the audit trail calls it."""

UNKNOWN = "unknown_number"
"""The word of "served" for a number that the records do not have, or not yet."""


WORDS = (
    UNKNOWN,
    *("served_twice", "served_void", "served_left", "served_else", "at_other_window"),
    *("acted_since", "number_taken", "given_twice", "two_slips", "over_limit", "internal"),
)
"""What can be the matter, besides what the hall refuses (``refused``)."""


class Settled(msgspec.Struct, frozen=True):
    """Who looked at a conflict, when, and what they say of it.

    ``by`` is empty where the ticket it waited for has come.
    """

    by: str
    at: datetime
    words: str


class Conflict(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact and what speaks against it.

    ``word`` is of the catalogue's ``[conflicts]``; ``fact`` is what was said, with personal data
    sealed; ``record`` what the records say. ``at`` is when it happened, ``received`` when the
    server heard of it, ``seq`` its place among the machine's facts.
    """

    id: str
    day: str
    kind: Kind
    word: str
    about: str
    at: datetime
    received: datetime
    terminal: str
    seq: int = 0
    by: str | None = None
    fact: dict[str, Any] = {}
    record: dict[str, Any] = {}
    settled: Settled | None = None

    def as_fact(self) -> Fact:
        """The fact it was made of."""
        id_ = self.id.partition("#")[0]
        said = self.fact
        return Fact(
            id_, self.seq, self.kind, self.day, self.at, self.terminal, self.about, said, self.by
        )


_decode = msgspec.json.Decoder(Conflict).decode


class Conflicts:
    """Those of one hall."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._table = hall.store.table(TABLE)

    def open(self) -> list[Conflict]:
        """What nobody has settled yet, oldest first."""
        found = [_decode(doc) for doc in self._hall.store.rows.live(TABLE).values()]
        return sorted(found, key=lambda each: (each.at, each.id))

    def get(self, id_: str) -> Conflict:
        """One, open or settled. Refuses: ``unknown_conflict``."""
        document = self._table.get(doc_id=id_)
        if document is None:
            raise refusal("unknown_conflict", conflict=id_[:40])
        return msgspec.convert(document, Conflict)

    def sentence(self, conflict: Conflict, language: str = DEFAULT) -> str:
        """What is the matter, in words: the fact, and what the records say."""
        if conflict.word == "refused":
            code, fields = conflict.record["error"], conflict.record["fields"]
            why = say(f"refused.{code}", language, **fields)
        else:
            why = say(f"conflicts.{conflict.word}", language, **_fields(conflict, language))
        when = f"{conflict.at:%m-%d %H:%M}"
        said = {"at": when, "terminal": conflict.terminal, "about": conflict.about}
        window = conflict.fact.get("window", "")
        return say(f"conflicts.{conflict.kind}", language, **said, window=window) + why

    def settle(self, id_: str, staff: str, words: str) -> Conflict:
        """Somebody has looked, and says what was decided.

        Refuses: ``unknown_conflict``, ``conflict_settled``, ``no_such_staff``; ``missing_field``,
        ``too_many_characters``, ``personal_number``.
        """
        by, plain = self._hall.staff.get(staff).number, free_text("words", words)
        with self._hall.queue.act() as now:
            conflict = self.get(id_)
            if conflict.settled is not None:
                raise refusal("conflict_settled", conflict=id_, staff=conflict.settled.by)
            self._hall.audit.record(SETTLED, by, self._hall.queue.terminal, conflict=id_)
            return self._close(conflict, Settled(by, now.at, plain))

    # --- of the upload, in its open transaction ------------------------------------------------

    def flag(self, id_: str, fact: Fact, flag: Flag, now: Moment) -> None:
        """Keep a fact for somebody to look at."""
        conflict = Conflict(
            id=f"{id_}#{flag.word}",
            day=fact.day,
            kind=fact.kind,
            word=flag.word,
            about=fact.about,
            at=fact.moment(now).at,
            received=now.at,
            terminal=fact.terminal,
            seq=fact.seq,
            by=fact.by,
            fact=fact.said,
            record=flag.record,
        )
        self._table.add(conflict.id, conflict)

    def about_unknown(self, day: str, number: str) -> list[Conflict]:
        """Windows that have served a number before the records had it."""
        return [
            each
            for each in self.open()
            if (each.word, each.day, each.about) == (UNKNOWN, day, number)
        ]

    def say(self, conflict: Conflict, flag: Flag) -> None:
        """It is known better now what is the matter."""
        changed = msgspec.structs.replace(conflict, word=flag.word, record=flag.record)
        self._table.put(conflict.id, changed)

    def resolve(self, conflict: Conflict, now: Moment) -> None:
        """What it waited for has come, and there is nothing left to look at."""
        self._close(conflict, Settled("", now.at, ""))

    def _close(self, conflict: Conflict, settled: Settled) -> Conflict:
        conflict = msgspec.structs.replace(conflict, settled=settled)
        self._table.put(conflict.id, conflict)
        self._table.retire([conflict.id])
        return conflict


def _fields(conflict: Conflict, language: str) -> dict[str, str]:
    """What a sentence of ``[conflicts]`` may say of the records."""
    record = conflict.record
    state = record.get("state")
    return {
        "number": str(record.get("number", conflict.about)),
        "state": say(f"states.{state}", language) if state else "",
        "window": str(record.get("window") or "-"),
        "at": str(record.get("at", ""))[11:16],
        "slip": say(f"printer_cli.state_{slip}", language) if (slip := record.get("slip")) else "",
        "minutes": str(record.get("minutes", "")),
        "reason": str(record.get("reason", "")),
    }

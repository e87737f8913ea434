"""Wrong PINs: counted for every number alike, whether somebody has it or not.

A pause only for numbers that exist would tell which do. What was typed as a number may have been a
PIN, so it is never stored: a counter's name is as costly to guess from as a PIN's own check.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from kiosk.codes import TABLE as KEYS
from kiosk.store import Store

TABLE = "tries"
"""The store's table of numbers with wrong PINs; a document is removed when it is forgotten."""

MOST = 5
"""Wrong PINs in a row before a number has to wait."""

PAUSE = timedelta(minutes=1)
"""How long it then waits; twice as long each time it happens again before the right PIN."""

LONGEST = timedelta(minutes=15)
"""The longest pause: whoever types another's number at a desk must not lock them out for a day.
Some 480 tries a day then remain, of ten thousand PINs of four digits."""

REMEMBERED = timedelta(hours=24)
"""How long after its last wrong PIN a number that had to wait waits longer next time."""

FORGOTTEN = timedelta(minutes=15)
"""How long wrong PINs are remembered after the last of them."""

SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""Cost of one name (about 50 ms, 16 MB): a stolen file does not give what was typed away at once
(RFC 7914). PINs of before argon2 were checked with it too (``kiosk.pins``)."""


class Count(msgspec.Struct, frozen=True, omit_defaults=True):
    """Wrong PINs of one number, and when the last of them was."""

    name: str
    wrong: int
    last: datetime
    locked: bool = False
    pauses: int = 0

    @property
    def pause(self) -> timedelta:
        """How long this number waits, or waited last."""
        return min(PAUSE * 2 ** min(self.pauses - 1, 10), LONGEST) if self.pauses else PAUSE

    def forgotten(self, now: datetime) -> bool:
        """Is it too long ago to count? So is what lies in the future: the clock was wrong."""
        return not now - (REMEMBERED if self.pauses else FORGOTTEN) < self.last <= now


def costly(text: str, salt: str) -> str:
    """A check of something short that takes long to guess from."""
    return hashlib.scrypt(text.encode(), salt=bytes.fromhex(salt), dklen=32, **SCRYPT).hex()


class Tries:
    """The counters; each method but ``name`` is part of its caller's transaction."""

    def __init__(self, store: Store) -> None:
        self._store, self._table = store, store.table(TABLE)

    def name(self, number: str) -> str:
        """The counter of a number. Costly: ask before the transaction."""
        keys = self._store.table(KEYS)
        if keys.get(doc_id=TABLE) is None:
            with self._store.transaction():
                if keys.get(doc_id=TABLE) is None:
                    keys.put(TABLE, {"kind": TABLE, "secret": secrets.token_hex(16)})
        return costly(number, keys.get(doc_id=TABLE)["secret"])

    def pause(self, name: str, now: datetime) -> int:
        """Seconds until another try is heard; 0 when it is now."""
        count = self._find(name)
        # Never longer than the pause: a clock set back must not lock anyone out for a year.
        if count is None or not count.locked or count.last > now:
            return 0
        return max(0, round((count.last + count.pause - now).total_seconds()))

    def wrong(self, name: str, now: datetime) -> None:
        """One more wrong PIN. The last one allowed begins the pause, and the count anew."""
        self._forget(lambda count: count.forgotten(now))
        before = self._find(name) or Count(name, 0, now)
        recent = now - FORGOTTEN < before.last
        wrong = before.wrong + 1 if recent else 1
        self.right(name)
        locked = wrong >= MOST
        count = Count(name, 0 if locked else wrong, now, locked, before.pauses + locked)
        self._table.insert(msgspec.to_builtins(count))

    def right(self, name: str) -> None:
        """The right one: nothing is held against this number."""
        self._forget(lambda count: count.name == name)

    def _find(self, name: str) -> Count | None:
        counts = (msgspec.convert(document, Count) for document in self._table.all())
        return next((count for count in counts if count.name == name), None)

    def _forget(self, which: Callable[[Count], bool]) -> None:
        gone = [d.doc_id for d in self._table.all() if which(msgspec.convert(d, Count))]
        if gone:
            self._table.remove(doc_ids=gone)

"""Signed codes of digits: what a card, ticket or slip carries for a scanner.

Digits only, because a scanner types keys and a Chinese input method eats letters. A code is a body
(kind, key, number, day) and a keyed check of it; it says nothing about any person.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import date
from typing import NamedTuple

from kiosk.store import Store
from kiosk.wording import refusal

TABLE = "keys"
"""The store's table of keys; the one table that is never exported."""

KINDS = {"ticket": 1, "request": 2, "card": 3, "activity": 4}
"""Kind of code → its digit. Each kind has its own key: none can be passed off as another."""

_TAG_BYTES = 10
_TAG_DIGITS = 25
_BODY_DIGITS = 20
_EPOCH = date(2020, 1, 1)

LENGTH = _BODY_DIGITS + _TAG_DIGITS
"""Digits of a whole code: 45 (guessing one: 2^-80), a 25-module QR at level M."""

_MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f]|\\0000(?:01|03|26|27)")
"""What scanners put around a code: control characters and ECI marks (civic-systems.md 3.1)."""


class Code(NamedTuple):
    """What a code says: a kind, a day, a letter and a number of five digits.

    Without a letter the number may have six digits. ``serial`` (0 to 9999) tells the codes of one
    number apart.
    """

    kind: str
    day: date
    letter: str
    number: int
    serial: int = 0


class Codes:
    """Makes and reads codes with this hall's keys; makes the keys when they are first needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._table = store.table(TABLE)
        self._keys: dict[str, bytes] = {}

    def prepare(self) -> None:
        """Make the keys that are missing; called once when a hall is opened."""
        missing = [kind for kind in KINDS if self._table.get(doc_id=kind) is None]
        if not missing:
            return
        with self._store.transaction():
            # Asked again in the act: another machine may have made them since.
            for kind in missing:
                if self._table.get(doc_id=kind) is None:
                    self._table.put(kind, {"kind": kind, "secret": secrets.token_hex(32)})

    def make(self, code: Code) -> str:
        """The digits of a code."""
        number = (ord(code.letter) if code.letter else 0) * 100_000 + code.number
        days = (code.day - _EPOCH).days
        # kind 1, key 2, days 5, letter and number 8, serial 4
        body = f"{KINDS[code.kind]:1d}{1:02d}{days:05d}{number:08d}{code.serial:04d}"
        return body + self._tag(code.kind, body)

    def read(self, digits: str) -> Code:
        """What a code says, once its check is right; nothing of it is believed before.

        Raises:
            Refused: ``not_our_code`` for anything this hall did not make.
        """
        if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
            raise refusal("not_our_code")
        body, tag = digits[:_BODY_DIGITS], digits[_BODY_DIGITS:]
        kind = next((kind for kind, digit in KINDS.items() if digit == int(body[0])), None)
        if kind is None or not hmac.compare_digest(tag, self._tag(kind, body)):
            raise refusal("not_our_code")
        number = int(body[8:16])
        day = date.fromordinal(_EPOCH.toordinal() + int(body[3:8]))
        serial = int(body[16:])
        if number < ord(" ") * 100_000:
            return Code(kind, day, "", number, serial)
        return Code(kind, day, chr(number // 100_000), number % 100_000, serial)

    def _tag(self, kind: str, body: str) -> str:
        if kind not in self._keys:
            self._keys[kind] = bytes.fromhex(self._table.get(doc_id=kind)["secret"])
        digest = hmac.digest(self._keys[kind], body.encode(), "sha256")
        return f"{int.from_bytes(digest[:_TAG_BYTES]):0{_TAG_DIGITS}d}"


def bare(scanned: str) -> str:
    """What was scanned without what scanners put around it; the first step of every check."""
    return _MARKS.sub("", scanned).strip()


__all__ = ["KINDS", "LENGTH", "TABLE", "Code", "Codes", "bare"]

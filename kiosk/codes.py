"""Signed codes of digits: what a card, ticket or slip carries for a scanner.

Digits only, because a scanner types keys and a Chinese input method eats letters. A code is a body
(kind, key, number, day) and a keyed check of it; it says nothing about any person.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import date
from typing import NamedTuple

from kiosk.store import Store
from kiosk.wording import refusal

TABLE = "keys"
"""The store's table of keys; the one table that is never exported."""

KINDS = {"ticket": 1}
"""Kind of code → its digit. Each kind has its own key: none can be passed off as another."""

_TAG_BYTES = 10
_TAG_DIGITS = 25
_BODY_DIGITS = 20
_EPOCH = date(2020, 1, 1)

LENGTH = _BODY_DIGITS + _TAG_DIGITS
"""Digits of a whole code: 45 (guessing one: 2^-80), a 25-module QR at level M."""


class Code(NamedTuple):
    """What a code says: a kind, the business day, and a line's letter and number."""

    kind: str
    day: date
    letter: str
    number: int


class Codes:
    """Makes and reads codes with this hall's keys; makes the keys when they are first needed."""

    def __init__(self, store: Store) -> None:
        self._table = store.table(TABLE)
        self._keys: dict[str, bytes] = {}

    def prepare(self) -> None:
        """Make the keys that are missing; called once when a hall is opened."""
        for kind in KINDS:
            if self._table.get(doc_id=kind) is None:
                self._table.put(kind, {"kind": kind, "secret": secrets.token_hex(32)})

    def make(self, code: Code) -> str:
        """The digits of a code."""
        number = ord(code.letter) * 100_000 + code.number
        days = (code.day - _EPOCH).days
        # kind 1, key 2, days 5, letter and number 8, spare 4
        body = f"{KINDS[code.kind]:1d}{1:02d}{days:05d}{number:08d}{0:04d}"
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
        return Code(kind, day, chr(number // 100_000), number % 100_000)

    def _tag(self, kind: str, body: str) -> str:
        if kind not in self._keys:
            self._keys[kind] = bytes.fromhex(self._table.get(doc_id=kind)["secret"])
        digest = hmac.digest(self._keys[kind], body.encode(), "sha256")
        return f"{int.from_bytes(digest[:_TAG_BYTES]):0{_TAG_DIGITS}d}"


__all__ = ["KINDS", "LENGTH", "TABLE", "Code", "Codes"]

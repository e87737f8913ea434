"""Codes that let one machine in: eight digits, ten minutes, once."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from kiosk.machines.machine import CODES, Code
from kiosk.store import Store
from kiosk.tries import Tries, costly
from kiosk.wording import refusal

DIGITS = 8

VALID = timedelta(minutes=10)

COUNTER = "machines"
"""All wrong codes count together: whoever guesses can pretend to be another machine each time."""


class Said(NamedTuple):
    """A code as it is told, once: the digits, and until when."""

    digits: str
    until: datetime

    @property
    def spoken(self) -> str:
        """The digits in two groups, as they are read out."""
        half = DIGITS // 2
        return f"{self.digits[:half]} {self.digits[half:]}"


class Codes:
    """Makes and takes them; ``now`` is the server's clock."""

    def __init__(self, store: Store) -> None:
        self._store, self._table = store, store.table(CODES)
        self._tries = Tries(store)

    def make(self, by: str, now: datetime, day: str) -> Said:
        """A new code, as part of the caller's transaction; those that are over become history."""
        for id_, code in self._open().items():
            if code.until <= now:
                self._close(id_, msgspec.structs.replace(code, day=day))
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        salt = secrets.token_hex(16)
        until = now + VALID
        self._table.add(secrets.token_hex(8), Code(costly(digits, salt), salt, until, by))
        return Said(digits, until)

    def counter(self) -> str:
        """Where wrong codes are counted. Costly: ask before the transaction."""
        return self._tries.name(COUNTER)

    def matching(self, typed: str) -> str:
        """The id of the code these digits are of, or nothing. Costly, likewise."""
        digits = re.sub(r"\D", "", typed)
        for id_, code in self._open().items():
            if hmac.compare_digest(costly(digits, code.salt), code.check):
                return id_
        return ""

    def take(self, id_: str, counter: str, now: datetime) -> int | None:
        """Is this code still good? 0; seconds to wait when too many were wrong; ``None``: no.

        In the caller's transaction, which must commit when the answer is no: the try is counted.
        """
        if pause := self._tries.pause(counter, now):
            return pause
        code = self._open().get(id_)
        if code is None or code.until <= now:
            self._tries.wrong(counter, now)
            return None
        self._tries.right(counter)
        return 0

    def spend(self, id_: str, machine: str, day: str) -> str:
        """The code has let a machine in; who had made it."""
        code = self._open()[id_]
        self._close(id_, msgspec.structs.replace(code, used=machine, day=day))
        return code.by

    def _open(self) -> dict[str, Code]:
        return {str(doc.doc_id): msgspec.convert(doc, Code) for doc in self._table.all()}

    def _close(self, id_: str, code: Code) -> None:
        self._table.put(id_, code)
        self._table.retire([id_])


def refused(pause: int | None) -> Exception:
    """Why a code let nobody in."""
    return refusal("staff_locked", seconds=pause) if pause else refusal("wrong_enrol_code")

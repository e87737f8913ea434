"""Who works here: numbers, roles, PINs and the audit trail. ``hall.staff``."""

from __future__ import annotations

import hmac
import secrets
from enum import StrEnum

import msgspec
from tinydb.table import Document

from kiosk.hours import Clock
from kiosk.store import Store
from kiosk.tries import Tries, costly
from kiosk.wording import refusal

TABLE = "staff"
AUDIT = "audit"
"""The store's tables of staff and of what they did; audit entries are history at once."""


class Role(StrEnum):
    """What someone may do."""

    CLERK = "clerk"
    HEAD = "head"
    ADMIN = "admin"


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Someone who works here. The PIN itself is never stored."""

    number: str
    name: str
    role: Role
    salt: str
    check: str


class Staff:
    """Adds people and lets them in."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._table = store.table(TABLE)
        self._tries = Tries(store)

    def __len__(self) -> int:
        return len(self._table)

    def people(self) -> list[Person]:
        """Everyone, by number."""
        people = [msgspec.convert(document, Person) for document in self._table.all()]
        return sorted(people, key=lambda person: person.number)

    def name_of(self, number: str) -> str:
        """What colleagues call someone; the number itself where nobody has it."""
        document = self._table.get(doc_id=number)
        return str(document["name"]) if document else number

    def add(
        self, number: str, name: str, pin: str, role: Role = Role.CLERK, *, first: bool = False
    ) -> Person:
        """Add someone; with ``first``, only if nobody works here yet.

        Raises:
            Refused: ``staff_exists``; ``weak_pin`` (4 to 12 digits, not all the same);
                ``not_first``.
        """
        _strong(pin)
        salt = secrets.token_hex(16)
        person = Person(number, name, role, salt, costly(pin, salt))
        with self._store.transaction():
            if first and len(self):
                raise refusal("not_first")
            if self._table.get(doc_id=number) is not None:
                raise refusal("staff_exists", number=number)
            self._table.insert(Document(msgspec.to_builtins(person), number))  # type: ignore[arg-type]
            self._record("added", number)
        return person

    def enter(self, number: str, pin: str, where: str) -> Person:
        """Check a PIN; every try is in the audit trail.

        Raises:
            Refused: ``unknown_staff`` (number or PIN wrong, which of them is not said);
                ``staff_locked`` after five wrong ones in a row, for any number, had by somebody or
                not.
        """
        document = self._table.get(doc_id=number)
        person = msgspec.convert(document, Person) if document else None
        # The costly check is made before the transaction (nobody waits for it), and for unknown
        # numbers too (the time taken tells nothing).
        salt = person.salt if person else "00" * 16
        right = hmac.compare_digest(costly(pin, salt), person.check if person else "")
        outcome = self._outcome(number, self._tries.name(number), where, right=right)
        if isinstance(outcome, Person):
            return outcome
        if outcome:
            raise refusal("staff_locked", seconds=outcome)
        raise refusal("unknown_staff")

    def _outcome(self, number: str, tries: str, where: str, *, right: bool) -> Person | int:
        """The person; or the seconds they must wait, 0 when they may try again."""
        with self._store.transaction():
            document = self._table.get(doc_id=number)
            now = self._clock.now().at
            known = number if document else ""  # an unknown one may be a PIN in the wrong field
            if pause := self._tries.pause(tries, now):
                self._record("locked", known, where)
                return pause
            if document and right:
                self._tries.right(tries)
                self._record("entered", number, where)
                return msgspec.convert(document, Person)
            self._tries.wrong(tries, now)
            self._record("wrong_pin" if document else "unknown", known, where)
        return 0

    def left(self, number: str, where: str) -> None:
        """Someone leaves a desk."""
        with self._store.transaction():
            self._record("left", number, where)

    def _record(self, what: str, who: str, where: str = "") -> None:
        now = self._clock.now().at
        table = self._store.table(AUDIT)
        entry = {"day": now.date().isoformat(), "at": now.isoformat(), "what": what}
        id_ = table.insert({**entry, "who": who, "where": where})
        table.retire([id_])


def _strong(pin: str) -> None:
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 12 and len(set(pin)) > 1):  # noqa: PLR2004
        raise refusal("weak_pin")

"""Who works here: numbers, roles, PINs, and how long a desk may stand alone. ``hall.staff``."""

from __future__ import annotations

import time
from datetime import datetime
from enum import StrEnum

import msgspec
from tinydb.table import Document

from kiosk import pins
from kiosk.audit import TABLE as AUDIT
from kiosk.audit import Audit
from kiosk.hours import Clock, Moment, seconds_between
from kiosk.store import Store
from kiosk.tries import MOST, PAUSE, Tries
from kiosk.wording import refusal

TABLE = "staff"
"""The store's table of staff; what they did is in the audit trail."""

IDLE_MINUTES = 15
"""Minutes without a key after which a desk asks for the PIN again ([staff] idle_minutes)."""


class Role(StrEnum):
    """What someone may do."""

    CLERK = "clerk"
    HEAD = "head"
    ADMIN = "admin"


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Someone who works here. The PIN itself is never stored.

    ``check`` is an Argon2id hash; one of before then is scrypt's, with its ``salt`` beside it.
    """

    number: str
    name: str
    role: Role
    check: str
    salt: str = ""
    ended: str = ""
    """The day they left; their number stays theirs for ever."""


class Staff:
    """Adds people and lets them in."""

    def __init__(
        self, store: Store, clock: Clock, audit: Audit, idle_minutes: int = IDLE_MINUTES
    ) -> None:
        self._store, self._clock, self._audit = store, clock, audit
        self._idle = idle_minutes
        self._table = store.table(TABLE)
        self._tries = Tries(store)
        self._failed = (0, 0.0)

    def __len__(self) -> int:
        return len(self._table)

    def people(self, *, ended: bool = False) -> list[Person]:
        """Everyone who works here, by number; with ``ended``, also those who did."""
        everyone = (msgspec.convert(document, Person) for document in self._table.all())
        people = [person for person in everyone if ended or not person.ended]
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
        pins.strong(pin)
        person = Person(number, name, role, pins.kept(pin))
        with self._store.transaction():
            if first and len(self):
                raise refusal("not_first")
            if self._table.get(doc_id=number) is not None:
                raise refusal("staff_exists", number=number)
            self._table.insert(Document(msgspec.to_builtins(person), number))  # type: ignore[arg-type]
            self._audit.record("added", number)
        return person

    def get(self, number: str) -> Person:
        """Someone who works here. Refuses: ``no_such_staff``."""
        document = self._table.get(doc_id=number)
        person = msgspec.convert(document, Person) if document else None
        if person is None or person.ended:
            raise refusal("no_such_staff", number=number[:20])
        return person

    def new_pin(self, number: str, pin: str, by: str = "") -> Person:
        """Give someone another PIN, which ends the old one.

        Refuses: ``no_such_staff``, ``weak_pin``.
        """
        pins.strong(pin)
        check = pins.kept(pin)
        with self._store.transaction():
            person = msgspec.structs.replace(self.get(number), check=check, salt="")
            self._table.put(number, person)
            self._tries.right(self._tries.name(number))
            self._audit.record("new_pin", number, **({"by": by} if by else {}))
        return person

    def end(self, number: str, by: str = "") -> Person:
        """Someone works here no longer: cannot enter, and the number is never given again.

        Refuses: ``no_such_staff``; ``last_admin`` (somebody must be able to let others in).
        """
        with self._store.transaction():
            person = self.get(number)
            admins = [p.number for p in self.people() if p.role is Role.ADMIN]
            if admins == [number]:
                raise refusal("last_admin", number=number)
            ended = self._clock.now().at.date().isoformat()
            person = msgspec.structs.replace(person, check="", salt="", ended=ended)
            self._table.put(number, person)
            self._audit.record("ended", number, **({"by": by} if by else {}))
        return person

    def enter(self, number: str, pin: str, where: str) -> Person:
        """Check a PIN; every try is in the audit trail.

        Raises:
            Refused: ``unknown_staff`` (number or PIN wrong, which of them is not said);
                ``staff_locked`` after five wrong ones in a row, for any number, had by somebody or
                not; for longer each time.
        """
        document = self._table.get(doc_id=number)
        person = msgspec.convert(document, Person) if document else None
        if person and person.ended:
            person = None
        # The costly check is made before the transaction (nobody waits for it), and for unknown
        # numbers too (the time taken tells nothing).
        right = pins.right(pin, person.check if person else "", person.salt if person else "")
        renewed = pins.kept(pin) if person and right and pins.old(person.check) else ""
        tries = self._tries.name(number)
        checked = person if right else None
        outcome = self._outcome(number, tries, where, checked, renewed)
        if isinstance(outcome, Person):
            return outcome
        if outcome:
            raise refusal("staff_locked", seconds=outcome)
        raise refusal("unknown_staff")

    def _outcome(
        self, number: str, tries: str, where: str, checked: Person | None, renewed: str
    ) -> Person | int:
        """The person; or the seconds they must wait, 0 when they may try again."""
        with self._store.transaction():
            document = self._table.get(doc_id=number)
            now = self._clock.now().at
            known = number if document else ""  # an unknown one may be a PIN in the wrong field
            if pause := self._tries.pause(tries, now):
                self._audit.record("locked", known, where)
                return pause
            # What was checked must still be so: another PIN may have been set meanwhile.
            if document and checked and document["check"] == checked.check:
                self._tries.right(tries)
                person = msgspec.convert(document, Person)
                if renewed:
                    person = msgspec.structs.replace(person, check=renewed, salt="")
                    self._table.put(number, person)
                self._audit.record("entered", number, where)
                return person
            self._tries.wrong(tries, now)
            self._audit.record("wrong_pin" if document else "unknown", known, where)
        return 0

    def still(self, number: str, pin: str) -> Person:
        """Whoever already sits at a desk shows that it is still they, while nothing can be written.

        Wrong PINs are counted by this process alone. Refuses: ``unknown_staff``, ``staff_locked``.
        """
        waits = PAUSE.total_seconds() - (time.monotonic() - self._failed[1])
        if self._failed[0] >= MOST and waits > 0:
            raise refusal("staff_locked", seconds=round(waits) or 1)
        document = self._table.get(doc_id=number)
        person = msgspec.convert(document, Person) if document else None
        check, salt = (person.check, person.salt) if person and not person.ended else ("", "")
        if not pins.right(pin, check, salt) or person is None:
            wrong = 0 if self._failed[0] >= MOST else self._failed[0]
            self._failed = wrong + 1, time.monotonic()
            raise refusal("unknown_staff")
        self._failed = 0, 0.0
        return person

    def left(self, number: str, where: str) -> None:
        """Someone leaves a desk."""
        self._audit.record("left", number, where)

    def timed_out(self, last: Moment | datetime) -> bool:
        """Must whoever sits at a desk enter again? ``last`` is when they last touched it.

        By the machine's own ticks where both moments have them: setting the clock does not end or
        prolong a session.
        """
        last = last if isinstance(last, Moment) else Moment(last)
        return 0 < self._idle * 60 <= seconds_between(last, self._clock.now())


__all__ = ["AUDIT", "IDLE_MINUTES", "TABLE", "Person", "Role", "Staff"]

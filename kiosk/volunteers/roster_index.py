"""Who may be meant by a fingerprint, a team: found in memory, made when first asked for."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.store import Store
from kiosk.store.rows import Change
from kiosk.volunteers.volunteer import TABLE, count_of

PRINTS = ("phone_print", "phone_tail_print", "name_print", "id_no_print")
"""The fields by which somebody is looked up."""


class _Keys(msgspec.Struct, frozen=True):
    phone_print: str = ""
    phone_tail_print: str = ""
    name_print: str = ""
    id_no_print: str = ""
    teams: tuple[str, ...] = ()

    def all(self) -> Iterable[tuple[str, str]]:
        """Every key a record can be found under."""
        for field in PRINTS:
            if value := getattr(self, field):
                yield field, value
        for team in self.teams:
            yield "team", team


_decode = msgspec.json.Decoder(_Keys).decode


class RosterIndex:
    """Numbers of live volunteers by what they can be found by.

    It may name too many (what was written and then undone); who asks looks at the record itself.
    It follows the store, other processes' changes too, so it never names too few.
    """

    def __init__(self, store: Store) -> None:
        self._reading = store.rows.reading
        self._found: dict[tuple[str, str], set[str]] = {}
        self._keys: dict[str, _Keys] = {}
        self.top = 0
        """The highest number among those that are on disk."""
        with self._reading:
            for number, doc in store.rows.live(TABLE).items():
                self._take(number, doc)
            store.rows.derived.append(self._apply)

    def find(self, field: str, values: Iterable[str]) -> list[str]:
        """Numbers that may have one of these values, in their order."""
        with self._reading:
            found = set[str]().union(*(self._found.get((field, value), ()) for value in values))
        return sorted(found)

    def note(self, number: str, doc: bytes) -> None:
        """Take in a record of an open transaction; what it had before stays too."""
        keys = _decode(doc)
        with self._reading:
            self._keys[number] = keys
            for key in keys.all():
                self._found.setdefault(key, set()).add(number)

    def _take(self, number: str, doc: bytes) -> None:
        self.note(number, doc)
        self.top = max(self.top, count_of(number) or 0)

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table != TABLE:
                continue
            if change.before is not None:
                self._forget(change.id, _decode(change.before))
            if change.after is not None:
                self._take(change.id, change.after)
            elif (noted := self._keys.pop(change.id, None)) is not None:
                self._forget(change.id, noted)

    def _forget(self, number: str, keys: _Keys) -> None:
        for key in keys.all():
            numbers = self._found.get(key, set())
            numbers.discard(number)
            if not numbers:
                self._found.pop(key, None)

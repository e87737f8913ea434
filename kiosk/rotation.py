"""Sealing everything anew with another key: in bounded steps, resumed when interrupted.

The key file gets the new key first and keeps the old one, so at no moment is there a token that no
key opens. Old keys stay, to open older backups, until they are forgotten on purpose.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from kiosk.audit import Audit
from kiosk.keyfile import Key, new_key
from kiosk.sealed import FINGERPRINTS, PREFIX, Sealed, is_sealed, key_of
from kiosk.store import Store
from kiosk.store.engine import Engine
from kiosk.store.rows import decode, encode
from kiosk.wording import refusal

BATCH = 200
"""Documents sealed anew in one transaction: others wait some 20 ms at most."""

_SOUGHT = f'"{PREFIX}'.encode()


class Rotated(NamedTuple):
    """What a rotation did: documents sealed anew, the key's name, keys forgotten."""

    documents: int
    key: str
    forgotten: int


class Rotation:
    """Rotates the keys of one hall."""

    def __init__(self, store: Store, engine: Engine, sealed: Sealed, audit: Audit) -> None:
        self._store, self._engine, self._sealed, self._audit = store, engine, sealed, audit

    def run(self, now: str, by: str = "", *, forget: bool = False) -> Rotated:
        """Seal all with a new key; where a rotation was interrupted, with that one's.

        Args:
            now: the moment, for the key file.
            by: who asked, for the audit trail.
            forget: throw the old keys away. Backups made before can then not be opened any more.

        Raises:
            Refused: ``key_missing``, ``key_wrong``; ``keys_in_use`` to forget while another program
                is open, since it may hold what it has not written yet.
        """
        if forget and not self._engine.in_use.alone():
            raise refusal("keys_in_use", folder=str(self._engine.folder))
        try:
            self._begin(now, by)
            documents = 0
            while stale := self._stale():
                for start in range(0, len(stale), BATCH):
                    documents += self._again(stale[start : start + BATCH])
            return Rotated(documents, self._end(by), self._forget(by) if forget else 0)
        finally:
            if forget:
                self._engine.in_use.share()

    def ages(self) -> tuple[list[Key], Counter[str]]:
        """The keys there are, the current one first, and how many texts each has sealed.

        Raises:
            Refused: ``key_missing``, ``key_wrong``.
        """
        if not self._sealed.used:
            return self._sealed.file.read(), Counter()
        self._sealed.keys()
        count: Counter[str] = Counter()
        for row in self._engine.everything():
            if row.doc is not None and row.table != "keys" and _SOUGHT in row.doc:
                count.update(key_of(token) for token in _tokens(decode(row.doc)))
        return self._sealed.file.read(), count

    def _begin(self, now: str, by: str) -> None:
        self._sealed.keys()  # the file is there and right, or refused before anything is touched
        with self._store.transaction():
            if self._sealed.rotating:
                return
            # The file before the mark: after a crash between them the mark opens with an old key.
            self._sealed.file.replace([new_key(now), *self._sealed.file.read()])
            self._sealed.note(self._sealed.keys()[0], rotating=True)
            self._audit.record("key_rotated", by)

    def _stale(self) -> list[tuple[str, str]]:
        current = self._sealed.keys()[0].name
        fresh = f'"{PREFIX}{current}.'.encode()
        return [
            (row.table, row.id)
            for row in self._engine.everything()
            if row.doc is not None
            and row.table != "keys"
            and row.doc.count(_SOUGHT) > row.doc.count(fresh)
        ]

    def _again(self, ids: list[tuple[str, str]]) -> int:
        done = 0
        with self._store.transaction():
            for table, id_ in ids:
                row = self._store.rows.row(table, id_)
                if row is None or row.doc is None:
                    continue
                document = decode(row.doc)
                self._renew(document)
                self._store.rows.write_row(row._replace(doc=encode(document)), new=False)
                done += 1
        return done

    def _renew(self, value: Any) -> Any:
        """A value with every token and fingerprint made anew; tables and lists are changed."""
        if is_sealed(value):
            return self._sealed.seal(self._sealed.open(value))
        if isinstance(value, list):
            value[:] = [self._renew(each) for each in value]
        elif isinstance(value, dict):
            for name, each in list(value.items()):
                if is_sealed(each):
                    text = self._sealed.open(each)
                    for suffix, part in FINGERPRINTS.items():
                        if name + suffix in value:
                            value[name + suffix] = self._sealed.fingerprint(part(text))
                if is_sealed(each) or isinstance(each, dict | list):
                    value[name] = self._renew(each)
        return value

    def _end(self, by: str) -> str:
        with self._store.transaction():
            current = self._sealed.keys()[0]
            self._sealed.note(current, rotating=False)
        return current.name

    def _forget(self, by: str) -> int:
        with self._store.transaction():
            current, *old = self._sealed.file.read()
            if old:
                self._sealed.file.replace([current])
                self._audit.record("keys_forgotten", by)
        return len(old)


def _tokens(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [token for each in value for token in _tokens(each)]
    return [value] if is_sealed(value) else []

"""Personal data encrypted at rest, with a key file beside the records. ``hall.sealed``.

A token is ``sealed1.<key>.<text>``: AES-256-GCM with a nonce of its own, so equal texts do not look
alike; what must be found by its value keeps a keyed hash beside it (``FINGERPRINTS``). A stolen
database, backup or export gives nothing away without the key file, which is in none of them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.codes import TABLE as KEYS
from kiosk.hours import Clock
from kiosk.keyfile import Key, KeyFile
from kiosk.store import Store
from kiosk.wording import refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = "sealed"
"""The document in the store's ``keys`` that says which key its records are sealed with."""

PREFIX = "sealed1."
"""How every token begins."""

FINGERPRINTS: dict[str, Callable[[str], str]] = {
    "_print": lambda text: text,
    "_tail_print": lambda text: text[-4:],
}
"""Beside a sealed field ``phone`` may stand ``phone_print``, the fingerprint of all of it, and
``phone_tail_print``, that of its last four characters. Rotation makes them anew by these rules, so
no other field may hold a fingerprint."""

_NONCE = 12
_KNOWN = "community-kiosk"


class _Open(NamedTuple):
    """A key ready for use."""

    name: str
    cipher: AESGCM
    printing: bytes


class Sealed:
    """Seals and opens; makes the key file when something is sealed for the first time.

    Nothing is loaded before: a lobby that only gives tickets never imports the cipher.
    """

    def __init__(self, store: Store, file: Path, clock: Clock) -> None:
        self.file = KeyFile(file)
        self._store, self._table, self._clock = store, store.table(KEYS), clock
        self._seen: object = None
        self._keys: list[_Open] = []

    def seal(self, text: str) -> str:
        """A token of a text.

        Inside a transaction, so that a rotation is wholly before or after it.

        Raises:
            Refused: ``key_missing``, ``key_wrong``; nothing was overwritten.
        """
        key = self.keys()[0]
        nonce = secrets.token_bytes(_NONCE)
        head = f"{PREFIX}{key.name}."
        sealed = key.cipher.encrypt(nonce, text.encode(), head.encode())
        return head + urlsafe_b64encode(nonce + sealed).decode()

    def open(self, token: str) -> str:
        """The text of a token.

        Raises:
            Refused: ``key_missing``, ``key_wrong`` (no key of ours sealed it), ``not_sealed`` (not
                a token, or altered).
        """
        if not is_sealed(token):
            raise refusal("not_sealed")
        name, _, body = token.removeprefix(PREFIX).partition(".")
        key = next((key for key in self.keys() if key.name == name), None)
        if key is None:
            raise refusal("key_wrong", file=str(self.file.path))
        return _text(key, token, body)

    def fingerprint(self, text: str) -> str:
        """A keyed hash of a text, to find it again by; the same for the same text and key."""
        return _print(self.keys()[0], text)

    def fingerprints(self, text: str) -> list[str]:
        """Every fingerprint a text may stand under, while a rotation is on its way."""
        return [_print(key, text) for key in self.keys()]

    def keys(self) -> list[_Open]:
        """Keys ready for use, the current one first; looked at again when the file changed.

        Raises:
            Refused: ``key_missing``, ``key_wrong``.
        """
        stamp = self.file.stamp()
        if stamp is not None and stamp == self._seen:
            return self._keys
        mark = self._table.get(doc_id=MARK)
        if stamp is None and mark is not None:
            raise refusal("key_missing", file=str(self.file.path))
        keys = self._ready(self.file.read()) if mark else self._first()
        if mark is not None and not self._opens(keys, mark["check"]):
            raise refusal("key_wrong", file=str(self.file.path))
        self._keys, self._seen = keys, self.file.stamp()
        return keys

    def _first(self) -> list[_Open]:
        """Something is sealed for the first time: the file, then the mark that there is one."""
        with self._store.transaction():
            if self._table.get(doc_id=MARK) is not None:
                return self.keys()  # another process was first
            now = self._clock.now().at.isoformat()
            # A file without a mark: a program ended between the two, or an older backup came back.
            keys = self._ready(self.file.read() or self.file.create(now))
            self.note(keys[0], rotating=False)
        return keys

    def note(self, key: _Open, *, rotating: bool) -> None:
        """Mark, in the open transaction, which key the records are sealed with."""
        nonce = secrets.token_bytes(_NONCE)
        head = f"{PREFIX}{key.name}."
        body = nonce + key.cipher.encrypt(nonce, _KNOWN.encode(), head.encode())
        check = head + urlsafe_b64encode(body).decode()
        self._table.put(MARK, {"kind": MARK, "check": check, "rotating": rotating})

    @property
    def used(self) -> bool:
        """Has anything here ever been sealed?"""
        return self._table.get(doc_id=MARK) is not None

    @property
    def rotating(self) -> bool:
        """Was a rotation begun that has not ended?"""
        mark = self._table.get(doc_id=MARK)
        return bool(mark and mark["rotating"])

    def _ready(self, keys: list[Key]) -> list[_Open]:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 14 ms

        return [
            _Open(key.name, AESGCM(_derived(key, b"seal")), _derived(key, b"print")) for key in keys
        ]

    def _opens(self, keys: list[_Open], check: str) -> bool:
        name, _, body = check.removeprefix(PREFIX).partition(".")
        return any(_text(key, check, body) == _KNOWN for key in keys if key.name == name)


def is_sealed(value: object) -> bool:
    """Is this a token?"""
    return isinstance(value, str) and value.startswith(PREFIX)


def key_of(token: str) -> str:
    """The name of the key that sealed a token."""
    return token.removeprefix(PREFIX).partition(".")[0]


def _text(key: _Open, token: str, body: str) -> str:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    head = token[: len(token) - len(body)]
    try:
        raw = urlsafe_b64decode(body)
        return key.cipher.decrypt(raw[:_NONCE], raw[_NONCE:], head.encode()).decode()
    except (InvalidTag, ValueError):
        raise refusal("not_sealed") from None


def _derived(key: Key, purpose: bytes) -> bytes:
    # HKDF-Expand of a uniformly random secret, one block (RFC 5869, 2.3).
    return hmac.digest(bytes.fromhex(key.secret), purpose + b"\x01", hashlib.sha256)


def _print(key: _Open, text: str) -> str:
    digest = hmac.digest(key.printing, text.encode(), hashlib.sha256)
    return f"{key.name}.{digest[:16].hex()}"

"""Signed codes that anybody can check: what certificates and statements carry. ``hall.signing``.

A code is 141 to 181 signs of ``ALPHABET``: what it says (``_BODY``), and an Ed25519 signature of
that (RFC 8032), which only this hall could make and everybody can check with its public key. It
says a kind, a key, a day, a number, and a digest of the paper's contents; nothing of any person.

The private key is sealed with the hall's key file (``kiosk.sealed``) and rotates with it. Public
keys stay in clear, and for ever: paper signed with an old key is as good as before.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from tinydb.table import Document

from kiosk.hours import Clock
from kiosk.sealed import Sealed
from kiosk.store import Store
from kiosk.wording import refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLE = "signing"
"""The store's table of signing keys: the public one in clear, the private one sealed."""

Kind = Literal["certificate", "statement"]
"""What a code may be about."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U to be taken for others. Capitals and digits are what QR codes
hold in 5.5 bits a sign, and what a scanner types without a layout of its own."""

LONGEST_NUMBER = 26
"""Characters of a number in a code."""

DIGEST = 16
"""Bytes of the digest of a paper's contents in its code (collisions: 2^64 papers of our own)."""

VERSION = 1

_EPOCH = date(2020, 1, 1)
_SIGNATURE = 64
_HEAD = 1 + 4 + 2
_BODY = _HEAD + DIGEST
"""Bytes before the number: version and kind 1, key 4, day 2 (from 2020-01-01), digest 16."""

_NUMBER = re.compile(rf"[A-Z0-9-]{{1,{LONGEST_NUMBER}}}")
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}


class Signed(NamedTuple):
    """What a code of ours says; ``digest`` is that of the contents it was made for."""

    kind: Kind
    number: str
    day: date
    digest: bytes


class PublicKey(NamedTuple):
    """A key by which codes are checked. ``pem`` is SubjectPublicKeyInfo (RFC 8410)."""

    name: str
    """Eight hexadecimal digits, in every code signed with it."""
    pem: str
    fingerprint: str
    """SHA-256 of the key in DER, hexadecimal: ``openssl pkey -pubin -outform DER | sha256sum``."""
    made: str
    """The day it was made."""
    current: bool

    @property
    def base64(self) -> str:
        """The key alone, as it stands between the lines of the PEM."""
        return self.pem.splitlines()[1]


class Signing:
    """Signs and reads; makes the key when something is signed for the first time."""

    def __init__(self, store: Store, sealed: Sealed, clock: Clock) -> None:
        self._store, self._sealed, self._clock = store, sealed, clock
        self._table = store.table(TABLE)
        self._ready: dict[str, Ed25519PublicKey] = {}

    def sign(self, kind: Kind, number: str, day: date, contents: bytes) -> str:
        """The code of a paper; the same paper and key give the same code.

        Args:
            kind: ``certificate`` or ``statement``.
            number: the paper's own, 1 to 26 of ``A-Z 0-9 -``.
            day: when it was issued, from 2020-01-01 on.
            contents: all that it says; only their digest goes into the code.

        Raises:
            Refused: ``key_missing``, ``key_wrong`` (the sealed private key cannot be opened).
        """
        if not _NUMBER.fullmatch(number):
            raise ValueError(f"{number!r} is no number for a code")
        name, secret = self._private()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - 14 ms
            Ed25519PrivateKey,
        )

        head = bytes([VERSION << 4 | get_args(Kind).index(kind)]) + bytes.fromhex(name)
        body = head + (day - _EPOCH).days.to_bytes(2) + digest(contents) + number.encode()
        return _written(body + Ed25519PrivateKey.from_private_bytes(secret).sign(body))

    def read(self, code: str) -> Signed:
        """What a code says, once its signature is right; nothing of it is believed before.

        There is one spelling of a code: what differs in any sign is another text.

        Raises:
            Refused: ``not_our_code`` (no such code, or not signed with a key of this hall);
                ``code_altered`` (it names our key, or was signed with it, but was changed).
        """
        raw = _bytes(code)
        if raw is None or raw[0] >> 4 != VERSION or raw[0] & 15 >= len(get_args(Kind)):
            raise refusal("not_our_code")
        body, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
        try:
            number = body[_BODY:].decode("ascii")
        except UnicodeDecodeError:
            number = ""
        named = body[1:5].hex()
        if not self._signed(named, body, signature):
            ours = {name: body[:1] + bytes.fromhex(name) + body[5:] for name in self._names()}
            changed = any(self._signed(name, text, signature) for name, text in ours.items())
            raise refusal("code_altered" if named in ours or changed else "not_our_code")
        if not _NUMBER.fullmatch(number):
            raise refusal("not_our_code")
        day = _EPOCH + timedelta(days=int.from_bytes(body[5:7]))
        return Signed(get_args(Kind)[raw[0] & 15], number, day, body[_HEAD:_BODY])

    def public_keys(self) -> list[PublicKey]:
        """The keys, the current one first; makes one where there is none yet.

        Raises:
            Refused: ``key_missing``, ``key_wrong`` when the first one cannot be sealed.
        """
        if not len(self._table):
            self._current()
        rows = sorted(self._table.all(), key=lambda row: row["n"], reverse=True)
        return [
            PublicKey(
                row["name"], _pem(_der(row)), _fingerprint(row), str(row["made"])[:10], n == 0
            )
            for n, row in enumerate(rows)
        ]

    def public_key(self) -> str:
        """The current public key, PEM."""
        return self.public_keys()[0].pem

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the current public key, 64 hexadecimal digits."""
        return self.public_keys()[0].fingerprint

    def renew(self) -> PublicKey:
        """Sign with a new key from now on; what the old ones signed stays as good as it was.

        Raises:
            Refused: ``key_missing``, ``key_wrong``.
        """
        with self._store.transaction():
            self._make()
        return self.public_keys()[0]

    def _private(self) -> tuple[str, bytes]:
        row = self._current()
        return row["name"], bytes.fromhex(self._sealed.open(row["private"]))

    def _current(self) -> Document:
        rows = self._table.all()
        if not rows:
            with self._store.transaction():  # another process may have been first
                rows = self._table.all() or [self._make()]
        return max(rows, key=lambda row: row["n"])

    def _make(self) -> Document:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )

        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        name = hashlib.sha256(public).hexdigest()[:8]
        row = Document(
            {
                "name": name,
                "n": len(self._table) + 1,
                "public": public.hex(),
                "private": self._sealed.seal(key.private_bytes_raw().hex()),
                "made": self._clock.now().at.isoformat(),
            },
            name,  # type: ignore[arg-type]
        )
        self._table.insert(row)
        return row

    def _names(self) -> list[str]:
        return [str(row["name"]) for row in self._table.all()]

    def _signed(self, name: str, body: bytes, signature: bytes) -> bool:
        """Whether the key of this name is ours and signed this."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )

        if name not in self._ready:
            row = self._table.get(doc_id=name)
            if row is None:
                return False
            self._ready[name] = Ed25519PublicKey.from_public_bytes(bytes.fromhex(row["public"]))
        try:
            self._ready[name].verify(signature, body)
        except InvalidSignature:
            return False
        return True


def digest(contents: bytes) -> bytes:
    """The digest of a paper's contents as its code holds it: SHA-256, the first 16 bytes."""
    return hashlib.sha256(contents).digest()[:DIGEST]


def _der(row: Document) -> bytes:
    # SubjectPublicKeyInfo of id-Ed25519 is these twelve bytes and the key (RFC 8410, 4).
    return bytes.fromhex("302a300506032b6570032100" + row["public"])


def _fingerprint(row: Document) -> str:
    return hashlib.sha256(_der(row)).hexdigest()


def _pem(der: bytes) -> str:
    from base64 import b64encode  # noqa: PLC0415 - one line, where it is needed

    return f"-----BEGIN PUBLIC KEY-----\n{b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"


def _written(raw: bytes) -> str:
    """Bytes in signs of five bits, the spare low bits of the last sign zero."""
    count = -(-len(raw) * 8 // 5)
    value = int.from_bytes(raw) << (count * 5 - len(raw) * 8)
    return "".join(ALPHABET[value >> 5 * n & 31] for n in reversed(range(count)))


def _bytes(code: str) -> bytes | None:
    """The bytes of a code in its one spelling; ``None`` for any other text."""
    size = len(code) * 5 // 8
    if not _BODY + 1 + _SIGNATURE <= size <= _BODY + LONGEST_NUMBER + _SIGNATURE:
        return None
    if len(code) != -(-size * 8 // 5) or any(sign not in _VALUES for sign in code):
        return None
    value = 0
    for sign in code:
        value = value << 5 | _VALUES[sign]
    spare = len(code) * 5 - size * 8
    return (value >> spare).to_bytes(size) if value & (1 << spare) - 1 == 0 else None

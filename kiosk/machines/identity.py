"""Who this machine is: an id and a random secret, kept beside its own things, never shown."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from kiosk.store.sqlite import explained
from kiosk.wording import refusal

FILE = "machine.json"
"""The file in a data folder, for its owner only."""


class Identity(msgspec.Struct, frozen=True):
    """``id``: 16 hexadecimal digits; ``secret``: 256 random bits, of which others have the hash."""

    id: str
    secret: str

    @property
    def check(self) -> str:
        """What the server knows of the secret (SHA-256: a random one needs no costly hash)."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


def kept(folder: Path) -> Identity:
    """The identity in a data folder; made at once where there is none, by one process of many.

    Raises:
        Refused: ``machine_file`` when the file cannot be read or is not one; or what the disk says.
    """
    file = folder / FILE
    if not file.exists():
        _make(file)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Identity)
    except (OSError, msgspec.DecodeError):
        raise refusal("machine_file", file=str(file)) from None


def _make(file: Path) -> None:
    made = Identity(secrets.token_hex(8), secrets.token_hex(32))
    part = file.with_name(f"{file.name}.{made.id}")
    with explained(file.parent):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(msgspec.json.encode(made) + b"\n")
                out.flush()
                os.fsync(out.fileno())
            os.link(part, file)  # whole or not at all, and never over another's
        except FileExistsError:
            return  # another process of this machine was first
        finally:
            part.unlink(missing_ok=True)

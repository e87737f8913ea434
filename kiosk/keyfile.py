"""The key file: outside the records, for its owner only, replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from kiosk.errors import StoreError
from kiosk.store.sqlite import explained
from kiosk.wording import refusal

NAME = "hall.key"
"""The key file's name in a data folder, where the configuration gives no other ([store] key)."""


class Key(msgspec.Struct, frozen=True):
    """A secret of 256 bits (hexadecimal), its public name and the day it was made."""

    name: str
    secret: str
    made: str


class KeyFile:
    """Keys in a file of mode 0600: the current one first, then those that only open."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the file is replaced; ``None`` when it is not there."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError:
            raise refusal("key_wrong", file=str(self.path)) from None
        return found.st_mtime_ns, found.st_ino

    def read(self) -> list[Key]:
        """The keys; none when there is no file.

        Raises:
            Refused: ``key_wrong`` when the file cannot be read or is not a key file.
        """
        try:
            keys = msgspec.json.decode(self.path.read_bytes(), type=list[Key])
            if keys and all(len(bytes.fromhex(key.secret)) == 32 for key in keys):  # noqa: PLR2004
                return keys
        except FileNotFoundError:
            return []
        except (OSError, ValueError, msgspec.DecodeError):
            pass
        raise refusal("key_wrong", file=str(self.path))

    def create(self, made: str) -> list[Key]:
        """Make the first key. Never over a file that is there."""
        keys = [new_key(made)]
        self._write(keys, self.path, over=False)
        return keys

    def replace(self, keys: list[Key]) -> None:
        """Put other keys in place of those there are, in one step."""
        self._write(keys, self.path, over=True)

    def copy_to(self, target: Path) -> None:
        """A copy, to be kept where the backups are not.

        Raises:
            Refused: ``key_missing``, ``key_wrong``, ``key_exists``; or what the disk says.
        """
        keys = self.read()
        if not keys:
            raise refusal("key_missing", file=str(self.path))
        if target.exists():
            raise refusal("key_exists", file=str(target))
        self._write(keys, target, over=False)

    @staticmethod
    def _write(keys: list[Key], target: Path, *, over: bool) -> None:
        part = target.with_name(target.name + ".part")
        with explained(target.parent):
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
                    file.flush()
                    os.fsync(file.fileno())
                if over:
                    part.replace(target)
                else:
                    os.link(part, target)  # fails where a file is, however it got there
                    part.unlink()
            except FileExistsError:
                part.unlink(missing_ok=True)
                raise StoreError(
                    "key_exists", str(refusal("key_exists", file=str(target)))
                ) from None
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def new_key(made: str) -> Key:
    """A fresh key."""
    return Key(secrets.token_hex(4), secrets.token_hex(32), made)

"""PINs: what is kept of them, and how one is checked.

Argon2id (RFC 9106, argon2-cffi). Checks made before were scrypt's; each becomes Argon2id at the
next right entry of its owner, who notices nothing.
"""

from __future__ import annotations

import hmac
from functools import cache
from typing import TYPE_CHECKING

from kiosk.tries import costly
from kiosk.wording import refusal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ITERATIONS, KIBIBYTES, LANES = 2, 32 * 1024, 1
"""Cost of one check: 32 MB and some 50 to 100 ms of one core of a small machine; OWASP asks for at
least 19 MB at two iterations."""

_NOBODY = (
    "$argon2id$v=19$m=32768,t=2,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""The check of nobody: no PIN fits, and looking takes as long as at anybody's."""


def strong(pin: str) -> None:
    """Refuse a PIN that is too easy.

    Raises:
        Refused: ``weak_pin`` (4 to 12 digits, not all the same).
    """
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 12 and len(set(pin)) > 1):  # noqa: PLR2004
        raise refusal("weak_pin")


def kept(pin: str) -> str:
    """What is stored of a PIN: an Argon2id hash with its salt and costs in it."""
    return _hasher().hash(pin)


def right(pin: str, check: str, salt: str = "") -> bool:
    """Is this the PIN? Costly: ask before a transaction, and for unknown numbers too."""
    from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415

    if check and not check.startswith("$"):
        return hmac.compare_digest(costly(pin, salt), check)
    try:
        return _hasher().verify(check or _NOBODY, pin)
    except (Argon2Error, InvalidHashError):
        return False


def old(check: str) -> bool:
    """Was this check made with another rule or cost than today's?"""
    return not check.startswith("$") or _hasher().check_needs_rehash(check)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - only desks need it, 18 ms

    return PasswordHasher(time_cost=ITERATIONS, memory_cost=KIBIBYTES, parallelism=LANES)

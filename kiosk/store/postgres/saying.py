"""What the server and the network say, as words a program and a clerk can act on."""

from __future__ import annotations

import psycopg

from kiosk.errors import StoreError
from kiosk.wording import say

_STATES = {
    "store_denied": ("28", "42501"),
    "store_not_ready": ("3D000", "3F000", "42P01", "42703"),
    "disk_full": ("53100",),
    "store_busy": ("53",),
    "store_slow": ("55P03", "57014", "25P03", "40"),
    "store_read_only": ("25006",),
    "store_damaged": ("XX001", "XX002"),
    "store_away": ("57P", "08"),
}
"""Error word → beginnings of SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html)."""

_WORDS = {
    "store_denied": ("authentication failed", "pg_hba.conf", "no password supplied", 'role "'),
    "store_not_ready": ('database "',),
    "store_busy": ("too many clients", "remaining connection slots", "too many connections"),
    "store_read_only": ("session is read-only", "session is not read-only"),
}
"""Error word → parts of a sentence: libpq tells no SQLSTATE of a connection that never was."""


def refusal(code: str, **fields: object) -> StoreError:
    """The refusal with this error word, from the catalogue."""
    return StoreError(code, say(f"refused.{code}", **fields), **fields)


def explanation(where: str, error: Exception) -> StoreError:
    """A refusal for what psycopg raised.

    ``store_away``, ``store_denied``, ``store_not_ready``, ``store_busy``, ``store_slow``,
    ``store_read_only``, ``disk_full``, ``store_damaged``, ``store_error``; nothing was written.
    """
    lines = str(error).strip().splitlines()
    reason = lines[0] if lines else type(error).__name__
    state = getattr(error, "sqlstate", None)
    word = _by_state(state) if state else _by_words(str(error))
    fields = {"where": where, "reason": f"{state} {reason}" if state else reason}
    if word in {"disk_full", "store_read_only", "store_damaged"}:
        return StoreError(word, say(f"refused.{word}_there", **fields), **fields)
    if word is None:
        away = state is None and isinstance(error, psycopg.OperationalError)
        word = "store_away" if away else "store_error"
    return refusal(word, **fields)


def _by_state(state: str) -> str | None:
    found = ((word, begin) for word, begins in _STATES.items() for begin in begins)
    return next((word for word, begin in found if state.startswith(begin)), None)


def _by_words(sentence: str) -> str | None:
    found = ((word, part) for word, parts in _WORDS.items() for part in parts)
    return next((word for word, part in found if part in sentence), None)

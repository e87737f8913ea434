"""What the hall says when it will not do a thing."""

from __future__ import annotations


class Refused(Exception):
    """An act the hall refuses; nothing was changed.

    ``code`` is the stable word that programs may rely on (``nobody_waiting``, ``line_closed`` …).
    ``str()`` is the sentence a person reads: what happened, what was kept, what to do next.
    ``fields`` are the values the sentence was made from, so that a screen can say it in another
    language.
    """

    def __init__(self, code: str, message: str, **fields: object) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields


class ConfigError(Refused):
    """A configuration or data file that cannot be used; names file, key and what is right."""


class StoreError(Refused):
    """The store cannot be opened, read or written; says what is safe and what to do."""

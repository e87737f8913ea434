"""What stands below the tables: rows, and the few things an engine must do with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Row(NamedTuple):
    """One document as the engine keeps it.

    ``ver`` is the number of the transaction that last wrote it. ``live`` rows are held in memory by
    every process; the others are history, read through when asked for. ``doc`` is JSON, or ``None``
    for a removed document: the row stays, so that its id is never given out again.
    """

    table: str
    id: str
    ver: int
    live: bool
    doc: bytes | None


class IdTaken(Exception):
    """A new document's id already belongs to one that is, or was, stored."""


class Engine(Protocol):
    """Rows of one centre, shared by any number of processes.

    All rows are written inside ``begin`` … ``commit``, which exclude every other writer. ``ver`` is
    taken under that exclusion, so that whoever asks for ``changes(after)`` can never skip one.
    """

    def load(self) -> tuple[int, list[Row]]:
        """The last ``ver`` and all live rows, of one moment."""

    def begin(self) -> None:
        """Wait for this process's turn to write."""

    def foreign(self) -> bool:
        """Inside a transaction: may another process have written since the last one of ours?"""

    def commit(self, ver: int, changed: Sequence[Row], new: Sequence[Row]) -> None:
        """Make the rows durable as transaction ``ver``, then let the next writer in.

        Raises:
            IdTaken: a row of ``new`` has an id that exists; nothing was written.
        """

    def rollback(self) -> None:
        """Let the next writer in; nothing was written."""

    def changes(self, after: int) -> list[Row]:
        """Rows written since transaction ``after``, live or not, in the order of ``ver``."""

    def stirred(self, seen: int) -> bool:
        """Outside a transaction, cheaply: may there be changes after ``seen``?"""

    def one(self, table: str, id_: str) -> Row | None:
        """A row by id, live or history."""

    def find(self, table: str, field: str, value: str) -> list[Row]:
        """Rows of a table whose document has this value in an indexed field, by id."""

    def close(self) -> None:
        """Give everything back."""

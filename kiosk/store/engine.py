"""What stands below the tables: rows, and the few things an engine must do with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from kiosk.store.last_known import LastKnown
    from kiosk.store.wire import Wire


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


class InUse(Protocol):
    """Who has the records open."""

    def alone(self) -> bool:
        """Are we the only one? Where the engine can, others are kept out until ``share``."""

    def share(self) -> None:
        """Let others in again."""


class Engine(Protocol):
    """Rows of one centre, shared by any number of processes.

    All rows are written inside ``begin`` … ``commit``, which exclude every other writer. ``ver`` is
    taken under that exclusion, so that whoever asks for ``changes(after)`` can never skip one.
    ``folder`` is this machine's own: the records themselves, or what is beside them (log, spool).
    """

    centre: str
    folder: Path
    wire: Wire

    @property
    def last_known(self) -> LastKnown | None:
        """This machine's list of what it last knew; ``None`` where the records are here."""

    @property
    def in_use(self) -> InUse:
        """Who else has the records open."""

    def load(self) -> tuple[int, list[Row]]:
        """The last ``ver`` and all live rows, of one moment."""

    def begin(self) -> None:
        """Wait for this process's turn to write."""

    def happened(self, act: str) -> bool | None:
        """Was the act recorded whose ``outcome_unknown`` carried this; see ``Store.happened``."""

    @property
    def owing(self) -> bool:
        """Was it opened without the server, so that its settings are still to be agreed?"""

    def facts(self) -> dict[str, str]:
        """What tells these records from all others, for this machine's list of them."""

    def agree(self) -> None:
        """Agree on the settings with the server; outside a transaction, nobody else in one."""

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

    def everything(self) -> Iterator[Row]:
        """All rows, live and history, of one moment, by table and id."""

    def copy_to(self, path: Path) -> None:
        """Write all rows, of one moment, as a new file of the embedded engine."""

    def close(self) -> None:
        """Give everything back."""

"""The server's clock, which is the same for all machines, and how far this one's is off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from kiosk.store.engine import Engine
    from kiosk.store.postgres.engine import Postgres
    from kiosk.store.postgres.link import Connection


class Reading(NamedTuple):
    """What the server's clock showed, and how many seconds this machine's was ahead of it."""

    at: datetime
    ahead: float


def read(engine: Engine) -> Reading:
    """Ask the server. The answer is taken to have come half way between question and arrival.

    Raises:
        StoreError: ``store_away`` …
    """

    def question(connection: Connection) -> Reading:
        before = datetime.now(UTC)
        found = connection.execute("SELECT clock_timestamp()").fetchone()
        after = datetime.now(UTC)
        at = cast(datetime, found[0] if found else before)
        return Reading(at, round((before + (after - before) / 2 - at).total_seconds(), 3))

    return cast("Postgres", engine).ask(question)


def may_make_tables(engine: Engine) -> bool:
    """Do we reach the server as the owner of the tables? Who may drop them may let machines in.

    Raises:
        StoreError: ``store_away`` …
    """

    def question(connection: Connection) -> bool:
        asked = "SELECT has_schema_privilege(current_user, 'kiosk', 'CREATE')"
        found = connection.execute(asked).fetchone()
        return bool(found and found[0])

    return cast("Postgres", engine).ask(question)

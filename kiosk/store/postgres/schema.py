"""The tables in PostgreSQL, their version, and how an older one becomes this one.

``centre`` leads every key, and there is no sequence, trigger or advisory lock: the same tables can
be distributed by ``centre`` over many servers unchanged (domain/storage.md 6). Rights to make and
change them belong to their owner (``kiosk store init``), never to a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from psycopg import sql

from kiosk.store.postgres.link import Connection
from kiosk.store.postgres.saying import refusal

SCHEMA = 1
"""The version this program writes and reads, noted as a comment on the schema."""

NAME = "community-kiosk"

MONTHS_AHEAD = 24
"""Months of history that get a partition of their own at each ``kiosk store init``."""

Migration = Callable[[Connection], None]
"""Takes the tables of version n to n + 1, inside a transaction that the caller commits."""

_KEY = 'centre text COLLATE "C" NOT NULL'

_TABLES = (
    "CREATE SCHEMA kiosk",
    # One row a centre: who acts holds its lock, so that ``ver`` never skips a late commit. It is
    # written by every act, so it has room to be rewritten on its own page.
    f"CREATE TABLE kiosk.centres ({_KEY} PRIMARY KEY, ver bigint NOT NULL) WITH (fillfactor = 20)",
    # The last transaction of each program: what is asked when an answer was lost.
    f'CREATE TABLE kiosk.writers ({_KEY}, writer text COLLATE "C" NOT NULL, ver bigint NOT NULL,'
    " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (centre, writer)) WITH (fillfactor = 50)",
    f'CREATE TABLE kiosk.meta ({_KEY}, key text COLLATE "C" NOT NULL, value text NOT NULL,'
    " PRIMARY KEY (centre, key))",
    # A row for every id there ever was. The text of what is history lies under its month.
    f'CREATE TABLE kiosk.docs ({_KEY}, tbl text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,'
    ' ver bigint NOT NULL, live boolean NOT NULL, month text COLLATE "C", day text COLLATE "C",'
    " doc text, PRIMARY KEY (centre, tbl, id)) WITH (fillfactor = 80)",
    "CREATE INDEX ver ON kiosk.docs (centre, ver)",
    "CREATE INDEX live ON kiosk.docs (centre, tbl) WHERE live",
    "CREATE INDEX day ON kiosk.docs (centre, tbl, day) WHERE day IS NOT NULL",
    f'CREATE TABLE kiosk.history ({_KEY}, month text COLLATE "C" NOT NULL,'
    ' tbl text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, doc text NOT NULL,'
    " PRIMARY KEY (centre, month, tbl, id)) PARTITION BY LIST (month)",
    "CREATE TABLE kiosk.history_rest PARTITION OF kiosk.history DEFAULT",
)


def _first(connection: Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)


MIGRATIONS: dict[int, Migration] = {0: _first}
"""From version n, the step to n + 1. Version 0 is a database without our tables."""


def version(connection: Connection) -> int:
    """The version of the tables there are; 0 without any.

    Raises:
        StoreError: ``store_not_ready`` when a schema of this name is somebody else's.
    """
    (said,) = connection.execute(
        "SELECT max(coalesce(obj_description(oid, 'pg_namespace'), 'nothing'))"
        " FROM pg_namespace WHERE nspname = 'kiosk'"
    ).fetchone() or (None,)
    if said is None:
        return 0
    name, _, number = str(said).rpartition(" ")
    if name != NAME or not number.isdecimal():
        raise refusal("store_not_ready", where="kiosk", reason=str(said))
    return int(number)


def check(connection: Connection, where: str, migrations: dict[int, Migration]) -> None:
    """Refuse tables that this program cannot use.

    Raises:
        StoreError: ``store_not_ready``, ``store_older``, ``store_newer``.
    """
    found, newest = version(connection), max(migrations) + 1
    if found == 0:
        raise refusal("store_not_ready", where=where, reason="schema kiosk")
    if found != newest:
        word = "store_newer" if found > newest else "store_older"
        raise _other_version(word, where, found, newest)


def _other_version(word: str, where: str, found: int, newest: int) -> Exception:
    if word == "store_newer":
        return refusal("store_newer", where=where, found=found, newest=newest)
    return refusal("store_older", where=where, found=found, newest=newest)


def migrate(connection: Connection, where: str, migrations: dict[int, Migration]) -> int:
    """Bring the tables to the newest version, all steps or none; returns the version they had.

    Raises:
        StoreError: ``store_newer``.
    """
    newest = max(migrations) + 1
    with connection.transaction():
        found = version(connection)
        if found > newest:
            raise _other_version("store_newer", where, found, newest)
        for step in range(found, newest):
            migrations[step](connection)
        said = sql.Literal(f"{NAME} {newest}")
        connection.execute(sql.SQL("COMMENT ON SCHEMA kiosk IS {}").format(said))
    return found


def add_months(connection: Connection, first: date, count: int = MONTHS_AHEAD) -> list[str]:
    """Give months from ``first`` on a partition each; returns those that are new.

    What lay in the common partition of a month moves to its own.
    """
    there = set(months(connection))
    added = []
    for month in _months(first, count):
        if month in there:
            continue
        table = sql.Identifier("kiosk", f"history_{month.replace('-', '_')}")
        with connection.transaction():
            connection.execute(
                sql.SQL("CREATE TABLE {} (LIKE kiosk.history INCLUDING DEFAULTS)").format(table)
            )
            connection.execute(
                sql.SQL(
                    "WITH moved AS (DELETE FROM kiosk.history_rest WHERE month = {} RETURNING *)"
                    " INSERT INTO {} SELECT * FROM moved"
                ).format(month, table)
            )
            connection.execute(
                sql.SQL("ALTER TABLE kiosk.history ATTACH PARTITION {} FOR VALUES IN ({})").format(
                    table, month
                )
            )
        added.append(month)
    return added


def months(connection: Connection) -> list[str]:
    """Months of history that have a partition of their own, in order."""
    found = connection.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'kiosk.history'::regclass AND c.relname <> 'history_rest' ORDER BY 1"
    )
    return [str(name).removeprefix("history_").replace("_", "-") for (name,) in found]


def _months(first: date, count: int) -> Iterator[str]:
    for ahead in range(count):
        years, month = divmod(first.month - 1 + ahead, 12)
        yield f"{first.year + years}-{month + 1:02d}"


def add_centre(connection: Connection, centre: str) -> bool:
    """Make room for a centre; ``False`` when it has some."""
    done = connection.execute(
        "INSERT INTO kiosk.centres (centre, ver) VALUES (%s, 0) ON CONFLICT (centre) DO NOTHING",
        (centre,),
    )
    return done.rowcount > 0


__all__ = ["MIGRATIONS", "SCHEMA", "add_centre", "add_months", "check", "migrate", "version"]

"""Which engine a test's hall stands on: tests of the records run on both of them.

``--engine both`` (``make test``) or ``--engine postgresql``; without a word, the file alone. The
server is started when the first test wants it, one for each process of the tests; its one database
is emptied between two tests, which is ten times as quick as a new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kiosk.store.postgres import schema
from tests.postgres import Server

SQLITE, POSTGRESQL = "sqlite", "postgresql"

ON_BOTH = (
    *("store", "tickets", "certificates", "volunteers"),
    *("test_audit.py", "test_codes.py", "test_help.py", "test_retention.py"),
    *("test_sealed.py", "test_staff.py"),
)
"""Beside this file: what runs on both engines. A test of one file's own things is ``embedded``."""

CENTRES = ("xingfuli", "elsewhere")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=[SQLITE, POSTGRESQL, "both"], default=SQLITE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--engine")
    inside = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
    both = inside in ON_BOTH and not any(metafunc.definition.iter_markers("embedded"))
    engines = [SQLITE, POSTGRESQL] if both else [SQLITE]
    chosen = engines if wanted == "both" else [e for e in engines if e == wanted]
    metafunc.parametrize("engine", chosen, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of this test."""
    return str(request.param)


class Database:
    """A database with our tables in it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection: psycopg.Connection[Any] = psycopg.connect(url, autocommit=True)
        schema.migrate(self.connection, url, schema.MIGRATIONS)
        schema.add_months(self.connection, date(2026, 10, 1), 3)

    def role(self, name: str) -> None:
        """A role without any rights, and without those it had in another test."""
        there = "SELECT FROM pg_roles WHERE rolname = %s"
        if self.connection.execute(there, (name,)).fetchone() is None:
            create = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name))
            self.connection.execute(create)
        self.connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))

    def as_role(self, name: str) -> str:
        """How a role reaches it."""
        return make_conninfo(self.url, user=name)

    def empty(self) -> None:
        """Leave it as ``kiosk store init`` does; whoever is still in it is shown out."""
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for table in ("docs", "history", "meta", "writers", "centres"):
            name = sql.Identifier("kiosk", table)
            self.connection.execute(sql.SQL("DELETE FROM {}").format(name))
        for centre in CENTRES:
            schema.add_centre(self.connection, centre)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of this test process's own, which a test may kill."""
    started = Server()
    yield started
    started.remove()


@pytest.fixture(scope="session")
def shared_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The database that tests of this process use one after the other."""
    given = os.environ.get("KIOSK_TEST_POSTGRES")
    if given is None:
        given = request.getfixturevalue("server").url("postgres")
    name = f"kiosk_tests_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        database = Database(make_conninfo(given, dbname=name))
        yield database
        database.connection.close()
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(shared_database: Database) -> Database:
    """The database, empty."""
    if shared_database.connection.broken:
        shared_database.connection = psycopg.connect(shared_database.url, autocommit=True)
    shared_database.empty()
    return shared_database


@pytest.fixture
def store_setting(engine: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    """``[store]`` of this test's settings."""
    if engine == SQLITE:
        return {}
    url: str = request.getfixturevalue("database").url
    return {"engine": POSTGRESQL, "url": url}

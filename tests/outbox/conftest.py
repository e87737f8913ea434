"""Machines of one hall on a server that can really be taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from kiosk.hall import Hall
from kiosk.machines import identity
from tests.engines import Database
from tests.halls import MONDAY, HandClock, Settings, settings
from tests.postgres import Server
from tests.waiting import until

TERMINALS = {
    "lobby": {"role": "lobby", "printer": "lobby", "letter": "X"},
    "hall2": {"role": "lobby", "printer": "lobby", "letter": "Y"},
    "desk": {"role": "desk"},
}


class Wire:
    """The server of these tests, and pulling its plug."""

    def __init__(self, server: Server, database: Database) -> None:
        self.server, self.database = server, database
        self.halls: list[Hall] = []

    def cut(self) -> None:
        """The server is gone: its process has ended."""
        self.server.stop()
        for hall in self.halls:
            until(lambda hall=hall: hall.cut_off is not None, "it is noticed")  # type: ignore[misc]

    def mend(self) -> None:
        """It is back."""
        self.server.start()
        for hall in self.halls:
            until(lambda hall=hall: hall.cut_off is None, "it is noticed")  # type: ignore[misc]


@pytest.fixture(scope="package")
def own_server() -> Iterator[Server]:
    """A server that these tests stop and start."""
    server = Server()
    yield server
    server.remove()


@pytest.fixture(scope="package")
def own_database(own_server: Server) -> Iterator[Database]:
    database = Database(own_server.url("postgres"))
    yield database
    database.connection.close()


@pytest.fixture
def wire(own_server: Server, own_database: Database) -> Iterator[Wire]:
    own_database.connection.close()  # the server was stopped since
    own_database.connection = psycopg.connect(own_database.url, autocommit=True)
    own_database.empty()
    yield Wire(own_server, own_database)
    assert own_server.process is not None
    if own_server.process.poll() is not None:
        own_server.start()


Machine = Callable[..., Hall]


@pytest.fixture
def machine(wire: Wire, tmp_path: Path, clock: HandClock) -> Iterator[Machine]:
    """Opens the hall on a machine: its folder, its terminal; again: another process of it."""

    def opened(
        name: str = "one", terminal: str = "lobby", *, listens: bool = True, **differs: Settings
    ) -> Hall:
        differs = {"terminals": TERMINALS} | differs
        # The key of personal data is one for all machines.
        store = {"engine": "postgresql", "url": wire.database.url, "key": "hall.key"}
        config = tmp_path / f"{name}.toml"
        config.write_text(settings(**differs, store=store), encoding="utf-8")
        hall = Hall.open(config, tmp_path / name, clock)
        hall.queue.terminal = terminal
        if listens:
            hall.on_wire(lambda _: None)
            wire.halls.append(hall)
        halls.append(hall)
        return hall

    halls: list[Hall] = []
    clock.now = MONDAY
    yield opened
    for hall in halls:
        hall.close()


def machine_id(hall: Hall) -> str:
    """What its facts are keyed with."""
    return identity.kept(hall.store.rows.engine.folder).id

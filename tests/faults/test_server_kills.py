"""Eight terminals on a server, killed at random moments, and the server too: 0 doubled, 0 lost.

``KIOSK_FAULT_ROUNDS=200`` (``make faults``) for the long form.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.centre import settings
from tests.engines import Database
from tests.faults.load import Load, check_shared
from tests.faults.racers import lobby, window
from tests.faults.test_kills import ROUNDS, SEED
from tests.faults.test_races import race
from tests.postgres import Server

WINDOWS = "12345678"

RACE = 100
"""Rounds in which four lobbies and four windows press at once; fewer than numbers of a day."""


@pytest.fixture
def config(tmp_path: Path, own: Database) -> Path:
    more = "".join(f'[windows.{name}]\nlines = ["A", "B"]\n' for name in WINDOWS[3:])
    return settings(tmp_path, more=f'{more}[store]\nengine = "postgresql"\nurl = "{own.url}"')


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that only this test kills."""
    server = Server()
    yield server
    server.remove()


@pytest.fixture
def own(own_server: Server) -> Iterator[Database]:
    database = Database(own_server.url("postgres"))
    database.empty()
    yield database
    database.connection.close()


def test_killed_terminals_and_servers_lose_nothing_and_repeat_nothing(
    config: Path, own_server: Server, own: Database, tmp_path: Path
) -> None:
    print(f"KIOSK_FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    acks = []
    words: set[str] = set()
    for number in range(max(2, ROUNDS // 4)):
        with Load(config, tmp_path / "data", tmp_path / "acks", windows=WINDOWS) as load:
            load.running()
            for _ in range(2):
                # The one wait for no condition: the moment of a kill is nobody's choice.
                threading.Event().wait(chance.uniform(0, 0.4))
                if number % 2:
                    own_server.kill()
                    own_server.start()
                    load.running(2)  # all of them go on by themselves
            chance.shuffle(load.workers)
            acks += load.kill()
            words |= load.words()
        check_shared(config, tmp_path / "data", acks)
    print(f"{len(acks)} acknowledged acts, none lost, none doubled; refused with {words}")
    assert words <= {"store_away", "store_slow", "outcome_unknown"}
    assert "Traceback" not in (tmp_path / "acks" / "said").read_text()


def test_eight_at_the_same_instant_get_each_ticket_and_each_number_once(
    config: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    rounds = RACE * max(1, ROUNDS // 12)

    told = race(config, data, *[(lobby,)] * 4, *((window, name) for name in "1234"), rounds=rounds)

    given = sorted((n for numbers in told[:4] for n in numbers), key=lambda n: int(n[1:]))
    called = [number for numbers in told[4:] for number in numbers if number != "nobody_waiting"]
    assert [len(numbers) for numbers in told] == [rounds] * 8
    assert given == [f"A{n:03d}" for n in range(1, 4 * rounds + 1)]
    assert len(called) == len(set(called)) >= rounds
    assert set(called) <= set(given)

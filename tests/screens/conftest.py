"""A real hall in a temporary folder, on a clock that the test moves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.claims import SPOOL, claim
from kiosk.hall import Hall
from kiosk.staff import Role
from tests.postgres import Server
from tests.screens.seen import CONFIG, HallClock
from tests.screens.wired import WiredHall


@pytest.fixture
def clock() -> HallClock:
    """Monday, nine o'clock: every line is open."""
    return HallClock()


@pytest.fixture
def hall(tmp_path: Path, clock: HallClock) -> Iterator[Hall]:
    """The centre as shipped; somebody attends to its printer, as beside a real lobby."""
    with Hall.open(CONFIG, tmp_path / "data", clock=clock) as opened:
        attended = claim("lobby", tmp_path / "data" / SPOOL)
        assert attended is not None
        yield opened
        os.close(attended)


@pytest.fixture
def staffed(hall: Hall) -> Hall:
    """The hall, where 101 works with PIN 2468."""
    hall.staff.add("101", "王芳", "2468", Role.CLERK)
    return hall


@pytest.fixture
def wired(server: Server, tmp_path: Path, clock: HallClock) -> Iterator[WiredHall]:
    """Halls over a wire that can be cut."""
    made = WiredHall(server, tmp_path, clock)
    yield made
    made.close()

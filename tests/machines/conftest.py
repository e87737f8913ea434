"""A hall on a server, and its machines: each a data folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall import Hall
from kiosk.machines.machine import Machine
from kiosk.staff import Role
from tests.engines import Database
from tests.halls import HandClock

Opens = Callable[..., Hall]


@pytest.fixture
def store_setting(database: Database) -> dict[str, Any]:
    """Machines share a server: there is nothing of this on the embedded engine."""
    return {"engine": "postgresql", "url": database.url}


@pytest.fixture
def machine(tmp_path: Path, config_file: Callable[..., Path], clock: HandClock) -> Iterator[Opens]:
    """Opens the hall on a machine of this name, let in or not."""
    opened: list[Hall] = []

    def at(name: str, **differs: Any) -> Hall:
        hall = Hall.open(config_file(**differs), tmp_path / name, clock)
        opened.append(hall)
        return hall

    yield at
    for hall in opened:
        hall.close()


@pytest.fixture
def first(machine: Opens) -> Hall:
    """The hall where 101 administers and 102 is a clerk; its lobby was let in first."""
    hall = machine("first")
    hall.machines.enrol_first("大厅机", "lobby")
    hall.staff.add("101", "王芳", "2468", Role.ADMIN)
    hall.staff.add("102", "李强", "1357", Role.CLERK)
    return hall


def let_in(first: Hall, other: Hall, name: str = "", terminal: str = "desk") -> Machine:
    """Let another machine in with a code of the first one's."""
    other.refresh()
    return other.machines.enrol(first.machines.code("101").digits, name, terminal)

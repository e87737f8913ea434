"""A machine that nobody knows, in a real terminal: it asks for a code, and is shown out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall import Hall
from kiosk.staff import Role
from tests.engines import Database
from tests.halls import HandClock
from tests.terminal.pseudo import Terminal


@pytest.fixture
def store_setting(database: Database) -> dict[str, Any]:
    return {"engine": "postgresql", "url": database.url}


@pytest.fixture
def office(config_file: Callable[..., Path], tmp_path: Path, clock: HandClock) -> Any:
    """Where 101 administers; a machine of which nobody knows yet."""
    with Hall.open(config_file(), tmp_path / "office", clock) as hall:
        hall.staff.add("101", "王芳", "2468", Role.ADMIN)
        yield hall


@pytest.fixture
def start(config_file: Callable[..., Path], tmp_path: Path) -> Callable[[str], Terminal]:
    """Starts a screen on the new machine."""
    words = ["--config", str(config_file()), "--data", str(tmp_path / "new")]
    words += ["--clock", "2026-11-23T09:00:00+08:00"]

    def started(screen: str) -> Terminal:
        return Terminal(*words, screen)

    return started


def test_it_asks_for_a_code_goes_on_and_ends_when_it_is_retired(
    office: Hall, start: Callable[[str], Terminal]
) -> None:
    office.machines.enrol_first("办公室", "desk", "101", "2468")
    code = office.machines.code("101").digits
    with start("lobby") as terminal:
        terminal.wait_for("这台机器没有登记", "登记码:")
        terminal.keys("00000000\r")
        terminal.wait_for("登记码不对")
        terminal.keys(f"{code[:4]} {code[4:]}\r")
        terminal.wait_for("综合服务")
        office.refresh()
        (lobby,) = [one for one in office.machines.all() if one.role == "lobby"]
        assert lobby.by == "101"
        office.machines.retire(lobby.id, "101")
        assert terminal.ended() == 1
        assert "(machine_retired)" in terminal.text


def test_whoever_has_no_code_goes(office: Hall, start: Callable[[str], Terminal]) -> None:
    office.machines.enrol_first("办公室", "desk", "101", "2468")
    with start("board") as terminal:
        terminal.wait_for("登记码:")
        terminal.keys("\r")
        assert terminal.ended() == 1
        assert "(stranger)" in terminal.text
    office.refresh()
    assert len(office.machines.all()) == 1


def test_the_first_machine_asks_for_a_pin_which_nobody_sees(
    office: Hall, start: Callable[[str], Terminal]
) -> None:
    with start("desk") as terminal:
        terminal.wait_for("还没有登记过机器", "工号:")
        terminal.keys("101\r")
        terminal.wait_for("PIN:")
        terminal.keys("2468\r")
        terminal.wait_for("输入工号和 PIN，按 Enter")
        assert "2468" not in terminal.text
    office.refresh()
    (first,) = office.machines.all()
    assert (first.role, first.by) == ("desk", "101")

"""An administrator looks after the machines from a desk: all of them, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from kiosk.config import Language
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.machines.heart import program_version
from kiosk.machines.machine import HEALTH, Health
from kiosk.staff import Role
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.machines.listing import Machines
from screens.desk.window import MachineCount, Window
from screens.desk.written import Written
from tests.engines import Database
from tests.halls import MONDAY
from tests.screens.at_requests import PIN, desk, on, see
from tests.screens.seen import LOOKS, until, words
from tests.screens.test_looks import _check

Opens = Callable[[str], Hall]


@pytest.fixture
def store_setting(database: Database) -> dict[str, Any]:
    return {"engine": "postgresql", "url": database.url}


@pytest.fixture
def at(config_file: Callable[..., Path], tmp_path: Path) -> Iterator[Opens]:
    """Opens the hall on a machine."""
    opened: list[Hall] = []

    def machine(name: str) -> Hall:
        opened.append(Hall.open(config_file(), tmp_path / name, lambda: MONDAY))
        return opened[-1]

    yield machine
    for hall in opened:
        hall.close()


@pytest.fixture
def hall(at: Opens) -> Hall:
    """007 administers, 101 is a clerk; the desk they sit at was let in first, a lobby after it."""
    hall, lobby = at("desk"), at("lobby")
    hall.machines.enrol_first("一号窗口机", "desk")
    for number, role in (("007", Role.ADMIN), ("101", Role.CLERK)):
        hall.staff.add(number, "王芳", PIN, role)
    lobby.machines.enrol(hall.machines.code("007").digits, "大厅机", "lobby")
    hall.refresh()
    for name in ("一号窗口机", "大厅机"):
        says(hall, name)
    return hall


def says(hall: Hall, name: str, **differs: Any) -> None:
    """What a machine is supposed to have said last."""
    sound = Health(hall.machines.server_now(), program_version(), 0.0)
    health = msgspec.structs.replace(sound, **differs)
    with hall.store.transaction():
        hall.store.table(HEALTH).put(hall.machines.find(name).id, health)


def shown(pilot: Pilot[Any]) -> str:
    """The line of a list in which the lobby stands."""
    return next(line for line in words(pilot.app).splitlines() if "大厅机" in line)


async def test_all_machines_are_seen_and_how_they_are(hall: Hall) -> None:
    async with desk(hall) as pilot:
        await pilot.press("k")
        await on(pilot, Machines)
        await see(pilot, "一号窗口机", "本机", "大厅机")
        assert shown(pilot).split() == ["大厅机", "Y", "开着"]
        says(hall, "大厅机", drift=5.2, unprinted=2, unsent=3)
        await see(pilot, "时钟快 5 秒", "2 张没打印", "3 笔没送出")
        silent = hall.machines.server_now() - timedelta(hours=1)
        says(hall, "大厅机", seen=silent)
        await see(pilot, "之后没有消息")


async def test_trouble_is_said_at_the_head_of_an_administrators_desk(hall: Hall) -> None:
    async with desk(hall) as pilot:
        count = pilot.app.screen.query_one(MachineCount)
        assert not count.display
        says(hall, "大厅机", drift=9.0)
        await until(pilot, lambda: count.display)
        assert "机器 1!" in words(pilot.app)
        await pilot.click(MachineCount)
        await on(pilot, Machines)


async def test_a_clerk_does_not_look_after_machines(hall: Hall) -> None:
    says(hall, "大厅机", drift=9.0)
    async with desk(hall, "101") as pilot:
        await pilot.press("k")
        await pilot.press("p")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Window))
        assert not isinstance(pilot.app.screen, Machines), "K did nothing; P shows the paper"


@pytest.mark.parametrize("key", ["c", "f1"])
async def test_a_code_lets_a_machine_in(hall: Hall, at: Opens, key: str) -> None:
    new = at("new")
    async with desk(hall) as pilot:
        await pilot.press("k")
        await on(pilot, Machines)
        await pilot.press(key)
        await on(pilot, Choice)
        await see(pilot, "登记码", "09:10 前有效")
        said = words(pilot.app).split("登记码 ")[1]
        code = said[:9]
        assert new.machines.enrol(code, "新来的").by == "007"
        await pilot.press("escape")
        await see(pilot, "新来的", "登记后还没有开过")


async def test_a_machine_is_renamed(hall: Hall) -> None:
    async with desk(hall) as pilot:
        await pilot.press("k")
        await on(pilot, Machines)
        await see(pilot, "大厅机")
        await pilot.press("end", "m")
        await on(pilot, Written)
        pilot.app.screen.dismiss("东门大厅机")
        await see(pilot, "已改名为 东门大厅机")
    assert hall.machines.find("东门大厅机").role == "lobby"


async def test_a_machine_is_retired_when_somebody_is_sure(hall: Hall, at: Opens) -> None:
    async with desk(hall) as pilot:
        await pilot.press("k")
        await on(pilot, Machines)
        await see(pilot, "大厅机")
        await pilot.press("end", "x")
        await on(pilot, Choice)
        await see(pilot, "停用 大厅机？")
        await pilot.press("escape")
        await on(pilot, Machines)
        assert len(hall.machines.all()) == 2
        await pilot.press("x")
        await on(pilot, Choice)
        await pilot.press("y")
        await see(pilot, "大厅机 已停用")
    assert [machine.name for machine in hall.machines.all()] == ["一号窗口机"]
    with pytest.raises(Refused) as refused:
        at("lobby").machines.admit("lobby", shows=True)
    assert refused.value.code == "machine_retired"


@pytest.mark.parametrize(("size", "language"), sorted({look[:2] for look in LOOKS}))
async def test_looks(hall: Hall, size: tuple[int, int], language: Language) -> None:
    says(hall, "大厅机", drift=61.0, unprinted=12, unsent=120)
    app = DeskApp(hall, window="1")
    app.language = language
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        await pilot.press(*"007", "enter", *PIN, "enter")
        await _check(pilot, Window)
        await pilot.press("k")
        await _check(pilot, Machines, "大厅机")
        await pilot.press("c")
        await _check(pilot, Choice)
        await pilot.press("escape")
        await on(pilot, Machines)
        await pilot.press("x")
        await _check(pilot, Choice)

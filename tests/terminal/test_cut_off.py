"""The wire is pulled in the middle of a day, and plugged in again: what people see at both ends.

A lobby and a desk, each a machine of its own in a real terminal, on one real PostgreSQL.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.hall import Hall
from kiosk.staff import Role
from kiosk.tickets.ticket import CUT_OFF
from tests.engines import Database
from tests.postgres import Server
from tests.terminal.pseudo import SHIPPED, Terminal, pictures, wait_until
from tests.terminal.test_three_terminals import NINE, log_in
from tests.wire_proxy import Proxy

CUT = "起连不上中心"
"""On the lobby's screen and on the desk's."""

START = "请选择要办理的业务"

OWN = re.compile(r"您的号码\s+(A[A-Z]001)")


class Machine:
    """A folder and settings of one machine, which the server knows."""

    def __init__(self, folder: Path, url: str, terminal: str) -> None:
        folder.mkdir()
        self.data, self.config, self.terminal = folder / "data", folder / "config.toml", terminal
        text = SHIPPED.read_text(encoding="utf-8")
        server = f'engine = "postgresql"\nurl = "{url}"\n'
        self.config.write_text(text.replace('engine = "sqlite" ', server, 1), encoding="utf-8")

    def hall(self) -> Hall:
        """The hall as this machine has it."""
        return Hall.open(self.config, self.data, clock=lambda: NINE)

    @property
    def words(self) -> list[str]:
        """How its terminal is started."""
        words = ["--config", str(self.config), "--data", str(self.data)]
        return [*words, "--clock", NINE.isoformat()]


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """The wire of both machines."""
    with Proxy(server) as made:
        yield made


@pytest.fixture
def machines(database: Database, proxy: Proxy, tmp_path: Path) -> tuple[Machine, Machine]:
    """The lobby and the desk, let in; 7 works there."""
    url = proxy.url(database.connection.info.dbname)
    lobby, desk = (Machine(tmp_path / name, url, name) for name in ("lobby", "desk"))
    with desk.hall() as hall:
        hall.staff.add("7", "王建国", "2468", Role.HEAD)
        for machine in (lobby, desk):
            with machine.hall() as here:
                code = hall.machines.code("7").digits
                here.machines.enrol(code, name=machine.terminal, terminal=machine.terminal)
    return lobby, desk


def test_both_ends_go_on_and_come_together_again(
    machines: tuple[Machine, Machine],
    proxy: Proxy,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    here, there = machines
    with (
        Terminal(*here.words, "lobby") as lobby,
        Terminal(*there.words, "desk", "--window", "1") as desk,
    ):
        log_in(desk)
        desk.wait_for("叫下一位", "等候 0")
        lobby.wait_for("综合服务")
        lobby.keys("1")
        lobby.wait_for("您的号码  A001")
        wait_until(lambda: len(pictures(here.data)) == 1, "its slip on paper")
        desk.wait_for("A001", "等候 1")
        lobby.wait_for(START)

        proxy.drop()  # the plug is pulled: no answer, and nobody is told
        pulled = time.monotonic()
        lobby.wait_for(CUT, "恢复后自动上传")
        record_testsuite_property("lobby_says_after", round(time.monotonic() - pulled, 2))
        desk.wait_for(CUT, "只能看")
        record_testsuite_property("desk_says_after", round(time.monotonic() - pulled, 2))

        screen = lobby.persist(lambda: take(lobby), "您的号码", "并入同一队列")
        found = OWN.search(screen)
        assert found is not None, screen
        own = found[1]
        assert "前面还有" not in screen, "nobody knows how many"
        wait_until(lambda: len(pictures(here.data)) == 2, "its slip on paper")
        screen = desk.persist(lambda: desk.keys("n"), "都要等恢复")
        assert "A001" in screen
        assert own not in screen

        proxy.mend()
        mended = time.monotonic()
        lobby.wait_for("已恢复")
        record_testsuite_property("lobby_back_after", round(time.monotonic() - mended, 2))
        desk.wait_for("已恢复", own, "等候 2")
        record_testsuite_property("desk_has_it_after", round(time.monotonic() - mended, 2))
        desk.persist(lambda: desk.keys("n"), "A001  已叫号")
        desk.persist(lambda: desk.keys("f"), "窗口空闲")
        desk.persist(lambda: desk.keys("n"), f"{own}  已叫号")
    with there.hall() as hall:
        ticket = hall.queue.ticket(own)
        assert (ticket.state, ticket.log[0].reason, ticket.log[-1].by) == ("called", CUT_OFF, "7")
        assert [each.number for each in hall.queue.tickets()] == ["A001", own]
        assert hall.conflicts.open() == []


def take(lobby: Terminal) -> None:
    """Touch the first line, as long as the lines are shown."""
    if START in lobby.text:
        lobby.keys("1")

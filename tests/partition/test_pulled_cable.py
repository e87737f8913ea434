"""A lobby and a desk in networks of their own: cables out in the middle of a ticket, and in again.

``make wire``; needs root and iproute2. What the screens showed, and when, is printed.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.hall import Hall
from kiosk.staff import Role
from kiosk.tickets.slip import number_of
from tests.centre import settings
from tests.engines import Database
from tests.partition.namespaces import Cable, NetServer, Unable
from tests.terminal.pseudo import READING, Terminal, pictures, wait_until

TERMINALS = """
[terminals.desk]
role = "desk"
letter = "P"
[store]
engine = "postgresql"
url = "{url}"
"""

CUT, BACK = "起连不上中心", "已恢复，连上中心了"

NOTED = 2.0
"""Seconds within which a terminal must say that it is cut off."""


class Watch:
    """What happened, and how long after the cable was pulled or plugged in."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.start("begin")

    def start(self, what: str) -> None:
        self._from = time.monotonic()
        self.seen.append(f"--- {what}")

    def note(self, what: str) -> float:
        taken = time.monotonic() - self._from
        self.seen.append(f"{taken:6.2f} s  {what}")
        return taken

    def both(self, terminals: dict[str, Terminal], *texts: str) -> float:
        """Note when each of these says each of these; seconds until the last does."""
        left = {(name, text) for name in terminals for text in texts}
        last = 0.0

        def said() -> bool:
            nonlocal left, last
            screens = {name: terminal.text for name, terminal in terminals.items()}
            for name, text in sorted(left):
                if text in screens[name]:
                    last = self.note(f"{name}: {text}")
                    left -= {(name, text)}
            return not left

        wait_until(said, f"{left}")
        return last

    def show(self, name: str, screen: str) -> None:
        rows = [row.rstrip() for row in screen.splitlines()]
        self.seen += [f"[{name}]", *(f"    {row}" for row in rows if row)]


class Place:
    """A server, and two machines that are let in."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.cables = {name: Cable(n) for n, name in enumerate(("lobby", "desk"))}
        for cable in self.cables.values():
            stack.callback(cable.remove)
        self.server = NetServer(*self.cables.values())
        stack.callback(self.server.remove)
        self.database = Database(self.server.url("postgres"))
        self.database.empty()
        stack.callback(self.database.connection.close)
        self.office = settings(folder / "office", more=TERMINALS.format(url=self.database.url))
        with self.look() as hall:
            hall.staff.add("7", "王建国", "2468", Role.ADMIN)
        self.configs = {}
        for name, cable in self.cables.items():
            url = self.server.url_at(cable, "postgres")
            config = settings(folder / name, more=TERMINALS.format(url=url))
            # At first over the server's socket: this process is in no namespace.
            here = settings(folder / name / "first", more=TERMINALS.format(url=self.database.url))
            with self.look() as hall:
                code = hall.machines.code("7").digits
            with Hall.open(here, folder / name / "data") as hall:
                hall.machines.enrol(code, name=name, terminal=name)
            self.configs[name] = config

    def look(self) -> Hall:
        return Hall.open(self.office, self.office.parent / "data")

    def terminal(self, name: str, *words: str) -> Terminal:
        config = self.configs[name]
        given = ["--config", str(config), "--data", str(config.parent / "data")]
        return Terminal(
            self.cables[name].name, *given, "--terminal", name, name, *words,
            module="tests.partition.inside",
        )  # fmt: skip

    def both(self, act: str) -> None:
        for cable in self.cables.values():
            getattr(cable, act)()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    if os.environ.get("KIOSK_WIRE") != "1":
        pytest.skip("cables are pulled by `make wire` only")
    with ExitStack() as stack:
        try:
            made = Place(tmp_path, stack)
        except Unable as why:
            pytest.skip(str(why))
        yield made


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    print("\n".join(watch.seen))


def states(place: Place) -> dict[str, str]:
    with place.look() as hall:
        return {ticket.number: ticket.state.value for ticket in hall.queue.tickets()}


def ready(lobby: Terminal) -> None:
    """Whoever comes next has read what there is; what is pressed sooner does not count."""
    lobby.wait_for("请选择要办理的业务")
    threading.Event().wait(READING)


def test_a_cable_pulled_in_the_middle_of_a_ticket_and_plugged_in_again(
    place: Place, watch: Watch
) -> None:
    with place.terminal("lobby") as lobby, place.terminal("desk", "--window", "2") as desk:
        both = {"lobby": lobby, "desk": desk}
        _an_ordinary_ticket(lobby, desk)

        watch.start("both cables out, at once a key for a ticket")
        place.both("pull")
        lobby.keys("1")
        noted = watch.both(both, CUT)
        lobby.wait_for("您的号码  AX001")
        watch.note("lobby: 您的号码  AX001")
        _both_go_on_alone(place, watch, lobby, desk)

        watch.start("both cables in")
        place.both("plug")
        watch.both(both, BACK)
        desk.wait_for("AX001", "BX001", "等候 2")
        watch.note("desk: AX001 and BX001 wait in line")
        watch.show("desk", desk.text)
        done = {"A001": "done", "AX001": "waiting", "BX001": "waiting"}
        wait_until(lambda: states(place) == done, "all of it on the server")

        ready(lobby)
        watch.start("a key for a ticket, at once the lobby's cable out")
        lobby.keys("1")
        place.cables["lobby"].pull()
        noted = max(noted, watch.both({"lobby": lobby}, CUT))
        watch.show("lobby", lobby.text)
        lobby.wait(lambda s: "您的号码  A002" in s or "您的号码  AX002" in s, "a number")
        watch.note("lobby: a number")
        watch.show("lobby", lobby.text)
        number = "A002" if "您的号码  A002" in lobby.text else "AX002"
        place.cables["lobby"].plug()
        wait_until(lambda: states(place).get(number) == "waiting", f"{number} waits in line")
        waiting = [n for n, state in states(place).items() if state == "waiting"]
        assert sorted(waiting) == sorted(["AX001", "BX001", number]), "one number for one person"
    watch.seen.append(f"all had said so after {noted:.2f} s; the budget is {NOTED} s")


def _an_ordinary_ticket(lobby: Terminal, desk: Terminal) -> None:
    desk.wait_for("工号", "PIN")
    desk.keys("7\r")
    desk.keys("2468\r")
    desk.wait_for("叫下一位")
    lobby.wait_for("请选择要办理的业务")
    lobby.persist(lambda: lobby.keys("1"), "您的号码  A001")
    lobby.wait_for("凭条已打印")
    desk.wait_for("A001", "等候 1")
    desk.persist(lambda: desk.keys("n"), "已叫 A001")
    ready(lobby)


def _both_go_on_alone(place: Place, watch: Watch, lobby: Terminal, desk: Terminal) -> None:
    """A slip of the lobby's own, a desk that may look and note; the server knows of nothing."""
    data = place.configs["lobby"].parent / "data"
    watch.show("lobby", lobby.text)
    watch.show("desk", desk.wait_for(CUT, "截至"))
    wait_until(lambda: len(pictures(data)) == 2, "a second slip, while cut off")
    watch.note("the slip is out")
    with place.look() as hall:
        codes = [zxingcpp.read_barcodes(Image.open(picture))[0] for picture in pictures(data)]
        assert {number_of(hall.codes.read(code.text)) for code in codes} == {"A001", "AX001"}
    desk.persist(lambda: desk.keys("n"), "叫号、办结、签批等都要等恢复")
    watch.note("desk: N is refused in words")
    desk.persist(lambda: desk.keys("s"), "记下 A001 已办完")
    desk.persist(lambda: desk.keys("y"), "已记下：A001 办完")
    watch.show("desk", desk.text)
    ready(lobby)
    lobby.keys("2")
    lobby.wait_for("您的号码  BX001")
    watch.show("lobby", lobby.text)
    assert states(place) == {"A001": "called"}

"""The hall: a server, three lobbies with printers, three desks, people who are expected."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from kiosk.hall import Hall
from kiosk.keyfile import NAME as KEY
from kiosk.staff import Role
from tests.certificates.hall import ADDRESSES
from tests.engines import Database
from tests.partition.machine import Machine
from tests.postgres import Server
from tests.printers.fake import FakePrinter, TcpFace
from tests.wire_proxy import Proxy

LOBBIES = ("lobby1", "lobby2", "lobby3")
DESKS = ("desk1", "desk2", "desk3")
LETTERS = dict(zip(LOBBIES, "XYZ", strict=True)) | dict(zip(DESKS, "PQR", strict=True))

REPEAT = 8
"""Seconds in which the same card read again is the same scan."""

RULES = f"""
[numbers.repeat_seconds]
value = {REPEAT}
basis = "试验"
[numbers.signs_a_day]
value = 500
basis = "试验"
[numbers.day_minutes]
value = 1440
basis = "试验"
[numbers.day_most_minutes]
value = 1440
basis = "试验"
"""

SETTINGS = """
[centre]
name = "幸福里社区党群服务中心"
code = "xingfuli"
timezone = "{zone}"
languages = ["zh-Hans"]
[hours]
monday = ["00:00-24:00"]
tuesday = ["00:00-24:00"]
wednesday = ["00:00-24:00"]
thursday = ["00:00-24:00"]
friday = ["00:00-24:00"]
saturday = ["00:00-24:00"]
sunday = ["00:00-24:00"]
[store]
engine = "postgresql"
url = "{url}"
[lines.A]
name = "综合服务"
[lines.B]
name = "社保医保"
[lines.C]
name = "证明办理"
"""


def zone(now: datetime) -> str:
    """A time zone in which it is morning just now, so that no midnight comes in between."""
    ahead = (9 - now.hour) % 24  # hours east of Greenwich
    ahead -= 24 if ahead > 14 else 0  # there is no zone further east
    return f"Etc/GMT{-ahead:+d}"


class Place:
    """Everything, built; ``machines`` by their names, ``printers`` by those of the lobbies."""

    def __init__(self, folder: Path, seed: int, people: int, stack: ExitStack) -> None:
        self.folder, self.seed = folder, seed
        self.server = Server()
        stack.callback(self.server.remove)
        self.database = Database(self.server.url("postgres"))
        self.database.empty()
        stack.callback(self.database.connection.close)
        self._zone = zone(datetime.now(UTC))
        self.printers: dict[str, FakePrinter] = {}
        self._ports: dict[str, int] = {}
        for name in LOBBIES:
            self.printers[name] = FakePrinter()
            self._ports[name] = stack.enter_context(TcpFace(self.printers[name])).port
        self.office = self._settings("office", self.database.url)
        self.cards: dict[str, str] = {}
        self.consent = self._prepare(people)
        self.machines: dict[str, Machine] = {}
        for name in LETTERS:
            wire = Proxy(self.server)
            config = self._settings(name, wire.url("postgres"))
            self.machines[name] = Machine(name, config, wire, Random(f"{seed}/{name}"))
            stack.callback(self.machines[name].close)
            self._enrol(name, config)

    @contextmanager
    def look(self) -> Iterator[Hall]:
        """The hall, as somebody sees it whose wire is never cut."""
        with Hall.open(self.office, self.office.parent / "data") as hall:
            yield hall

    def lobbies(self) -> list[Machine]:
        """The machines that give out numbers."""
        return [self.machines[name] for name in LOBBIES]

    def desks(self) -> list[Machine]:
        """The machines that serve."""
        return [self.machines[name] for name in DESKS]

    def _settings(self, name: str, url: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True)
        text = SETTINGS.format(zone=self._zone, url=url)
        for desk in DESKS:
            text += f'[windows.{desk[-1]}]\nlines = ["A", "B", "C"]\n'
            text += f'[terminals.{desk}]\nrole = "desk"\nletter = "{LETTERS[desk]}"\n'
        for lobby in LOBBIES:
            port = self._ports[lobby]
            text += f'[printers.{lobby}]\ndevice = "network"\nhost = "127.0.0.1"\nport = {port}\n'
            text += f'mode = "text"\n[terminals.{lobby}]\nrole = "lobby"\nprinter = "{lobby}"\n'
            text += f'letter = "{LETTERS[lobby]}"\n'
        config = folder / "config.toml"
        config.write_text(text, encoding="utf-8")
        (folder / "volunteers.toml").write_text(RULES, encoding="utf-8")
        (folder / "addresses.toml").write_text(ADDRESSES, encoding="utf-8")
        return config

    def _prepare(self, people: int) -> str:
        with self.look() as hall:
            hall.queue.terminal = "office"
            hall.staff.add("101", "孙工", "2468", Role.ADMIN)
            volunteers = hall.volunteers
            for first in range(0, people, 100):
                numbers = range(first, min(first + 100, people))
                rows = "".join(f"志愿者,139{n:08d}\n" for n in numbers)
                volunteers.roster.import_csv(f"姓名,电话\n{rows}".encode())
            now = hall.clock.now().at
            volunteers.activities.add(
                name="防汛集结",
                place="幸福路 1 号广场",
                content="沙袋装运和巡堤",
                unit="幸福里社区居委会",
                in_charge="王芳",
                starts=now + timedelta(seconds=1),
                ends=now + timedelta(hours=8),
            )
            everybody = [person.number for person in volunteers.roster.all()]
            self.cards = {number: volunteers.roster.card(number) for number in everybody}
            assert len(self.cards) == people
            return hall.certificates.notice("C01").version

    def _enrol(self, name: str, config: Path) -> None:
        with self.look() as hall:
            said = hall.machines.code("101")
        data = config.parent / "data"
        data.mkdir(mode=0o700)
        shutil.copy2(self.office.parent / "data" / KEY, data)
        with Hall.open(config, data) as here:
            here.machines.enrol(said.digits, name=name, terminal=name)


def people_for(acts: int) -> int:
    """How many volunteers, so that nobody scans all the time."""
    return max(80, math.ceil(acts / 20))

"""Two machines on one server: each spooler prints on its own machine's printers, and only there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.claims import SPOOL
from kiosk.hall import Hall
from kiosk.jobs import JobState
from kiosk.printing import Word
from tests.engines import Database
from tests.halls import HandClock, Settings
from tests.printers.conftest import TICKET
from tests.printers.fake import FakePrinter, TcpFace
from tests.printers.paper_hall import PaperHall
from tests.waiting import until

ROOT = Path(__file__).parents[2]
CLOCK = "2026-11-23T09:00:00+08:00"


class Machine:
    """A data folder of its own, and the programs that run on it."""

    def __init__(self, stack: ExitStack, config: Path, data: Path, hall: Hall) -> None:
        self._stack, self.config, self.data, self.hall = stack, config, data, hall
        self._common = ["--config", str(config), "--data", str(data), "--clock", CLOCK]
        self.paper = PaperHall(hall, data / SPOOL)

    def ask(self, printer: str, number: str) -> str:
        """Queue a slip from here for a printer anywhere; the id of its job."""
        about, day = f"2026-11-23/{number}", "2026-11-23"
        said = TICKET | {"number": number, "code": number[1:]}
        with self.hall.store.transaction():
            self.hall.slips.write(printer, "ticket", about, day, said)
        return f"ticket/{about}"

    def elsewhere(self, data: Path) -> Machine:
        """The same programs on a folder of which nobody knows."""
        return Machine(self._stack, self.config, data, self.hall)

    def kiosk(self, *words: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "kiosk", *self._common, *words]
        return subprocess.run(run, capture_output=True, text=True, cwd=ROOT, check=False)

    def start(self, command: str) -> subprocess.Popen[bytes]:
        run = [sys.executable, "-m", "kiosk", *self._common, command]
        process = subprocess.Popen(run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self._stack.callback(process.wait, 60)
        self._stack.callback(process.kill)
        return process

    def status(self) -> dict[str, str]:
        told = self.kiosk("printer", "status", "--json")
        assert told.returncode == 0, told.stderr
        return {row["printer"]: row["state"] for row in json.loads(told.stdout)["printers"]}


class Two:
    """The lobby's machine with the lobby's printer, the desk's with the desk's."""

    def __init__(
        self,
        machines: dict[str, Machine],
        faces: dict[str, TcpFace],
        again: Callable[..., Hall],
    ) -> None:
        self.lobby, self.desk = machines["lobby"], machines["desk"]
        self.faces, self.again = faces, again
        self.on = {name: face.printer for name, face in faces.items()}

    def read(self, printer: str) -> list[str]:
        return self.lobby.paper.read(self.on[printer])


@pytest.fixture
def store_setting(database: Database) -> dict[str, Any]:
    return {"engine": "postgresql", "url": database.url}


@pytest.fixture
def two(tmp_path: Path, config_file: Callable[..., Path], clock: HandClock) -> Iterator[Two]:
    with ExitStack() as stack:
        faces = {name: stack.enter_context(TcpFace(FakePrinter())) for name in ("lobby", "desk")}
        printers = {
            name: {"device": "network", "host": "127.0.0.1", "port": face.port}
            for name, face in faces.items()
        }
        terminals = {
            "lobby": {"role": "lobby", "printer": "lobby"},
            "desk": {"role": "desk", "printer": "desk"},
        }

        def opened(data: Path, differs: Settings) -> tuple[Path, Hall]:
            config = config_file(printers=printers | differs, terminals=terminals)
            return config, stack.enter_context(Hall.open(config, data, clock))

        def again(machine: Machine, printers: Settings) -> Hall:
            """The hall on this machine once more, with settings that say something else."""
            return opened(machine.data, printers)[1]

        machines: dict[str, Machine] = {}
        for name in ("lobby", "desk"):
            config, hall = opened(tmp_path / name, {})
            if machines:
                hall.machines.enrol(hall.machines.code().digits, terminal=name)
            else:
                hall.machines.enrol_first(terminal=name)
            machines[name] = Machine(stack, config, tmp_path / name, hall)
        yield Two(machines, faces, again)


def test_each_slip_comes_out_once_and_where_it_should(two: Two) -> None:
    spoolers = [two.lobby.start("spooler"), two.desk.start("spooler")]
    jobs = [two.lobby.ask("desk", "A101"), two.desk.ask("lobby", "A201")]
    jobs += [two.lobby.ask("lobby", "A102"), two.desk.ask("desk", "A202")]
    jobs += [two.lobby.ask("desk", "A103"), two.desk.ask("lobby", "A203")]
    two.lobby.paper.comes_to(JobState.PRINTED, *jobs)
    assert sorted(two.read("lobby")) == ["A102", "A201", "A203"]
    assert sorted(two.read("desk")) == ["A101", "A103", "A202"]
    two.lobby.paper.honest(*two.on.values())
    assert [one.poll() for one in spoolers] == [None, None]
    listed = json.loads(two.lobby.kiosk("printer", "list", "--json").stdout)["printers"]
    assert {row["printer"]: row["machine"] for row in listed} == {"lobby": "lobby", "desk": "desk"}
    until(lambda: two.lobby.status() == {"lobby": "ready", "desk": "ready"}, "both are well")
    until(lambda: two.desk.status() == {"lobby": "ready", "desk": "ready"}, "and seen so there")


def test_with_one_spooler_dead_the_other_leaves_its_paper_alone(two: Two) -> None:
    watching = two.lobby.start("batch")  # a screen of that machine, which goes on
    spooler, other = two.lobby.start("spooler"), two.desk.start("spooler")
    until(lambda: two.desk.paper.word("lobby") is Word.READY, "the lobby's spooler is seen")
    spooler.kill()
    spooler.wait(60)
    until(lambda: two.desk.paper.word("lobby") is Word.NO_SPOOLER, "it is said that it is gone")
    served = two.faces["lobby"].connections
    waits, comes = two.desk.ask("lobby", "A201"), two.lobby.ask("desk", "A101")
    two.desk.paper.comes_to(JobState.PRINTED, comes)
    assert two.desk.paper.state(waits) is JobState.QUEUED
    assert two.faces["lobby"].connections == served, "nobody else wrote to it"
    assert two.read("lobby") == []
    assert two.desk.status() == {"lobby": "no_spooler", "desk": "ready"}
    test = two.desk.kiosk("printer", "test", "lobby", "--wait", "1", "--json")
    assert (test.returncode, json.loads(test.stdout)["reason"]) == (1, "no_spooler")
    assert two.faces["lobby"].connections == served, "nor for a test page"
    two.lobby.start("spooler")
    two.desk.paper.comes_to(JobState.PRINTED, waits)
    assert two.read("lobby") == ["A201"]
    assert (watching.poll(), other.poll()) == (None, None)


def test_a_stranger_prints_nothing(two: Two, tmp_path: Path) -> None:
    two.lobby.hall.machines.retire("lobby")
    spooler = two.lobby.kiosk("spooler")
    assert (spooler.returncode, "machine_retired" in spooler.stderr) == (1, True)
    stranger = two.lobby.elsewhere(tmp_path / "stranger").kiosk("spooler")
    assert (stranger.returncode, "(stranger)" in stranger.stderr) == (1, True)


def test_a_spooler_of_a_machine_that_is_retired_ends(two: Two) -> None:
    spooler = two.lobby.start("spooler")
    until(lambda: two.lobby.paper.word("lobby") is Word.READY, "it prints")
    two.desk.hall.machines.retire("lobby")
    assert spooler.wait(60) == 1


def test_a_printer_hangs_on_the_machine_the_settings_name(two: Two) -> None:
    """A printer that nobody's terminal names, and one that is another's by word."""
    assert two.desk.hall.machines.own_printers() == ["desk"]
    moved = two.again(
        two.desk, printers={"office": {"device": "cups", "queue": "o", "machine": "desk"}}
    )
    assert moved.machines.own_printers() == ["desk", "office"]
    assert not two.lobby.hall.machines.prints("office")
    given = two.again(two.lobby, printers={"lobby": {"device": "preview", "machine": "desk"}})
    assert given.machines.own_printers() == []
    taken = two.again(two.desk, printers={"lobby": {"device": "preview", "machine": "desk"}})
    assert taken.machines.own_printers() == ["lobby", "desk"]


def test_what_two_settings_claim_is_the_first_ones(two: Two) -> None:
    both = two.again(two.desk, printers={"lobby": {"device": "preview", "machine": "desk"}})
    assert both.machines.own_printers() == ["desk"], "it is still the lobby's"

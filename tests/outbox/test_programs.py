"""Real programs through a real cut: what they say, and that they send by themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall import Hall
from kiosk.outbox import going_on
from tests.halls import MONDAY
from tests.outbox.conftest import Machine, Wire
from tests.waiting import until


class Box:
    """A button box: ``kiosk batch`` of one machine."""

    def __init__(self, folder: Path, name: str = "one") -> None:
        words = ["--config", str(folder / f"{name}.toml"), "--data", str(folder / name)]
        words += ["--clock", MONDAY.isoformat(), "batch"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, do: str, **fields: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **fields}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture
def folder(machine: Machine, tmp_path: Path) -> Path:
    """A machine that was let in."""
    hall = machine(listens=False)
    hall.machines.enrol_first(name="lobby", terminal="lobby")
    hall.close()
    return tmp_path


@pytest.fixture
def box(folder: Path) -> Iterator[Box]:
    box = Box(folder)
    yield box
    box.process.communicate(timeout=60)


def test_a_program_goes_on_through_a_cut_and_sends_by_itself(
    box: Box, machine: Machine, wire: Wire
) -> None:
    assert box("take", line="A")["ticket"]["number"] == "A001"
    wire.cut()
    until(lambda: box("unsent")["cut_off"] is not None, "the program notices", 60)
    answers = [box("take", line="A") for _ in range(3)]
    assert [answer["offline"] for answer in answers] == [True] * 3
    letter = answers[0]["ticket"]["number"][1]
    assert [answer["ticket"]["number"] for answer in answers] == [
        f"A{letter}00{n}" for n in (1, 2, 3)
    ]
    wire.mend()
    until(lambda: not box("unsent")["facts"], "they are sent", 60)
    numbers = [ticket["number"] for ticket in box("list")["tickets"]]
    assert numbers == ["A001", *(f"A{letter}00{n}" for n in (1, 2, 3))]
    assert box("call", window="1")["ticket"]["number"] == "A001"


def test_killed_while_cut_off_it_goes_on_with_the_next_number(
    folder: Path, machine: Machine, wire: Wire
) -> None:
    first = Box(folder)
    first("take", line="A")
    until((folder / "one" / "last-known.db").exists, "a list is kept", 60)
    wire.cut()
    until(lambda: first("unsent")["cut_off"] is not None, "the program notices", 60)
    number = first("take", line="A")["ticket"]["number"]
    first.process.kill()
    first.process.communicate()

    second = Box(folder)
    assert second("unsent")["facts"][0]["about"] == number
    assert second("take", line="A")["ticket"]["number"] == f"{number[:2]}002"
    assert second("reprint_last", by="007")["error"] == "slip_on_its_way"
    wire.mend()
    until(lambda: not second("unsent")["facts"], "they are sent", 60)
    assert len(second("list")["tickets"]) == 3
    second.process.communicate(timeout=60)


def test_a_hall_opened_while_cut_off_goes_on(machine: Machine, wire: Wire, tmp_path: Path) -> None:
    before = machine()
    before.queue.take("A")
    until((tmp_path / "one" / "last-known.db").exists, "a list is kept", 60)
    wire.cut()
    before.close()
    wire.halls.clear()
    lobby: Hall = machine()
    assert lobby.cut_off is not None
    assert [ticket.number for ticket in lobby.queue.on_floor()] == ["A001"]
    assert going_on.take(lobby, "A").done.number == "AX001"
    going_on.start(lobby)
    wire.mend()
    until(lambda: lobby.outbox.unsent == 0, "it is sent", 60)
    assert [ticket.number for ticket in lobby.queue.floor.order] == ["A001", "AX001"]

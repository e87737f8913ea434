"""Each machine says how it is; the others see it, and when it has fallen silent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.claims import SPOOL, claim
from kiosk.doctor import examine
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.machines import standing
from kiosk.machines.heart import Heart, program_version
from kiosk.machines.known import GONE
from kiosk.machines.machine import HEALTH, Health, Machine
from kiosk.printing import Word
from tests.halls import Settings
from tests.machines.conftest import Opens, let_in
from tests.waiting import until

TWO: Settings = {
    "printers": {"lobby": {"device": "preview"}, "desk": {"device": "preview"}},
    "terminals": {
        "lobby": {"role": "lobby", "printer": "lobby"},
        "desk": {"role": "desk", "printer": "desk"},
    },
}


class Watched(Heart):
    """Counts its looks, and keeps what it was told at its end."""

    def __init__(self, hall: Hall, beat: float) -> None:
        self.ended: list[Refused] = []
        self.looks = 0
        super().__init__(hall, self.ended.append, look=0.01, beat=beat)

    def _turn(self, here: Machine) -> None:
        super()._turn(here)
        self.looks += 1


@contextmanager
def beats(hall: Hall, beat: float = 60.0) -> Iterator[Watched]:
    """Its heart beats meanwhile."""
    heart = Watched(hall, beat)
    heart.start()
    yield heart
    heart.stop()


def health(hall: Hall, machine: str) -> Health | None:
    hall.refresh()
    return hall.machines.health(machine)


def said(hall: Hall, name: str) -> list[str]:
    hall.refresh()
    return standing.said(hall, hall.machines.find(name))


def put(hall: Hall, **differs: object) -> None:
    """What the other machine is supposed to have said last."""
    hall.refresh()
    machine = next(one for one in hall.machines.all() if one.id != hall.machines.identity.id)
    sound = Health(hall.machines.server_now(), program_version(), 0.0)
    with hall.store.transaction():
        hall.store.table(HEALTH).put(machine.id, msgspec.structs.replace(sound, **differs))


@pytest.fixture
def desk(first: Hall, machine: Opens) -> Hall:
    """A second machine, on which the desk's printer hangs."""
    hall = machine("second", **TWO)
    let_in(first, hall, "窗口机")
    return hall


def test_a_machine_says_how_it_is(first: Hall, desk: Hall) -> None:
    assert said(first, "窗口机") == ["登记后还没有开过"]
    assert desk.machine is not None
    id_ = desk.machine.id
    with beats(desk):
        until(lambda: health(first, id_), "it has said something")
    found = health(first, id_)
    assert found is not None
    assert found.version == program_version() != "?"
    assert abs(found.drift) < standing.MOST_DRIFT, "both are this very machine"
    assert (found.unprinted, found.spools) == (0, ())
    first.machines.measure()
    assert not first.machines.silent(id_)
    assert said(first, "窗口机") == ["开着"]


def test_once_a_minute_and_by_one_process(first: Hall, desk: Hall, machine: Opens) -> None:
    assert desk.machine is not None
    before = desk.store.rows.ver
    with beats(desk) as one, beats(machine("second", **TWO)) as other:
        until(lambda: one.looks > 20 and other.looks > 20, "both have looked often")
    assert health(first, desk.machine.id)
    assert first.store.rows.ver == before + 1


def test_another_process_speaks_on(first: Hall, desk: Hall, machine: Opens) -> None:
    assert desk.machine is not None
    id_ = desk.machine.id
    with beats(machine("second", **TWO), beat=0.05):
        with beats(desk, beat=0.05):
            until(lambda: health(first, id_), "one of them spoke")
        before = health(first, id_)
        until(lambda: health(first, id_) != before, "the other one speaks on")


def test_a_silent_machine_is_seen(first: Hall, desk: Hall) -> None:
    put(first, seen=first.machines.server_now() - GONE - timedelta(seconds=1))
    (words,) = said(first, "窗口机")
    assert words.endswith("之后没有消息")
    assert not standing.well(first, first.machines.find("窗口机"))


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({"drift": 2.6}, "时钟快 3 秒"),
        ({"drift": -61.0}, "时钟慢 61 秒"),
        ({"unprinted": 3}, "3 张没打印"),
        ({"unsent": 7}, "7 笔没送出"),
        ({"version": "0.0.1"}, "版本 0.0.1"),
    ],
)
def test_what_is_not_as_it_should_be_is_said(
    first: Hall, desk: Hall, differs: dict[str, object], words: str
) -> None:
    put(first, drift=2.0)
    assert said(first, "窗口机") == ["开着"]
    assert standing.well(first, first.machines.find("窗口机"))
    put(first, **differs)
    assert said(first, "窗口机") == ["开着", words]
    assert not standing.well(first, first.machines.find("窗口机"))


def test_slips_that_wait_are_counted_where_they_are_printed(first: Hall, desk: Hall) -> None:
    first.queue.terminal = "lobby"
    first.queue.take("A")
    assert desk.machine is not None
    assert first.machine is not None
    here, there = first.machine.id, desk.machine.id
    assert first.machine.printers == ("lobby",)
    assert desk.machine.printers == ("desk",)
    with beats(first), beats(desk):
        until(lambda: health(first, here) and health(first, there), "both spoke")
    mine, theirs = health(first, here), health(first, there)
    assert mine is not None
    assert theirs is not None
    assert (mine.unprinted, theirs.unprinted) == (1, 0)


def test_another_machines_printer_has_a_spooler_or_none(first: Hall, desk: Hall) -> None:
    def word(printer: str) -> Word:
        first.refresh()
        return first.slips.printer(printer).word

    folder: Path = desk.store.rows.engine.folder
    assert word("lobby") is Word.NO_SPOOLER, "its own lock says so"
    with beats(desk):
        held = claim("desk", folder / SPOOL)
        assert held is not None
        until(lambda: word("desk") is Word.UNKNOWN, "it is spooled")
        os.close(held)
        until(lambda: word("desk") is Word.NO_SPOOLER, "its spooler is gone, and that is said")


def test_a_retired_machine_is_told(first: Hall, desk: Hall) -> None:
    with beats(desk, beat=0.05) as heart:
        until(lambda: said(first, "窗口机") == ["开着"], "it is on")
        first.machines.retire("窗口机", "101")
        until(lambda: heart.ended, "it is told")
    (refused,) = heart.ended
    assert refused.code == "machine_retired"


def test_the_doctor_looks_at_all_machines(first: Hall, desk: Hall, tmp_path: Path) -> None:
    def found() -> dict[str, tuple[bool, str]]:
        file = tmp_path / "config.toml"
        findings = examine(file, first.config, tmp_path / "first")
        return {one.what: (one.ok, one.says) for one in findings}

    put(first, drift=2.6)
    ok, says = found()["机器 窗口机"]
    assert not ok
    assert "时钟快 3 秒" in says
    put(first, seen=first.machines.server_now() - timedelta(days=1))
    assert found()["机器 窗口机"][0], "off overnight"
    put(first, seen=first.machines.server_now() - timedelta(days=8))
    ok, says = found()["机器 窗口机"]
    assert not ok
    assert "没有消息" in says
    put(first, unsent=2, seen=first.machines.server_now() - timedelta(days=1))
    assert not found()["机器 窗口机"][0], "what it noted is missing here"

"""A machine that is cut off is still the one it was; what it has to say it says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.machines.machine import Health
from tests.machines.test_health import beats, health
from tests.postgres import Server
from tests.store.wired import Wired
from tests.waiting import until


@pytest.fixture
def wired(server: Server, tmp_path: Path) -> Iterator[Wired]:
    made = Wired(server, tmp_path)
    yield made
    made.close()


def test_it_knows_who_it_is_and_opens(wired: Wired) -> None:
    hall = wired.hall()
    known = hall.machines.enrol_first("大厅机", "lobby")
    hall.follow(lambda _: None)
    hall.queue.take("A")
    hall.close()
    wired.proxy.cut()
    hall = wired.hall()
    assert hall.cut_off is not None
    assert hall.machine == known
    hall.machines.admit("lobby", shows=True)
    hall.machines.admit("board", shows=True)
    assert hall.machines.own_printers() == list(known.printers)
    with pytest.raises(StoreError):
        hall.machines.code()


def test_a_stranger_is_not_let_in_while_nobody_can_say(wired: Wired) -> None:
    hall = wired.hall()
    wired.elsewhere().machines.enrol_first("办公室", "desk")
    hall.refresh()
    wired.proxy.cut()
    with pytest.raises(StoreError):
        hall.machines.admit("lobby", shows=True)
    with pytest.raises(StoreError):
        hall.machines.enrol("12345678")


def test_its_heart_goes_on_when_the_server_is_back(wired: Wired) -> None:
    elsewhere, hall = wired.elsewhere(), wired.hall()
    me = hall.machines.enrol_first("大厅机", "lobby")
    hall.follow(lambda _: None)

    def said() -> Health | None:
        return health(elsewhere, me.id)

    with beats(hall, beat=0.05) as heart:
        until(said, "it speaks")
        wired.proxy.cut()
        until(lambda: hall.cut_off, "it is cut off")
        before, looks = said(), heart.looks
        wired.proxy.mend()
        until(lambda: hall.cut_off is None, "the server answers", seconds=60)
        until(lambda: said() != before, "it speaks again", seconds=60)
        assert heart.looks > looks
        assert not heart.ended

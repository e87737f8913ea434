"""Volunteers at a lobby in a real terminal: a scanner's bytes, and what the hall recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.codes import Code
from kiosk.hall import Hall
from tests.halls import HandClock
from tests.terminal.pseudo import SHIPPED, Terminal, wait_until

SEVEN = datetime.fromisoformat("2026-11-23T07:00:00+08:00")


class Centre:
    """A hall lived up to a moment; then its lobby in a terminal, which goes on from there."""

    def __init__(self, data: Path) -> None:
        self.data, self.clock = data, HandClock(SEVEN)
        with self.hall() as hall:
            hall.staff.add("007", "王芳", "2468")
            self.number = hall.volunteers.roster.enrol("张小明", "13800001234").number
            self.card = hall.volunteers.roster.card(self.number)

    def hall(self) -> Hall:
        return Hall.open(SHIPPED, self.data, clock=self.clock)

    def show(self, time: str) -> None:
        hour, minute = map(int, time.split(":"))
        self.clock.now = self.clock.now.replace(hour=hour, minute=minute, second=0)

    def activity(self, hall: Hall, start: int, end: int, name: str) -> str:
        said: dict[str, Any] = {
            "name": name,
            "place": "幸福路 3 号",
            "content": "清扫楼道和院落",
            "unit": "幸福里社区居委会",
            "in_charge": "王芳",
            "starts": self.clock.now.replace(hour=start, minute=0),
            "ends": self.clock.now.replace(hour=end, minute=0),
        }
        return hall.volunteers.activities.add("007", **said).number

    def lobby(self) -> Terminal:
        moment = (self.clock.now + timedelta(seconds=1)).isoformat()
        words = ["--config", str(SHIPPED), "--data", str(self.data), "--clock", moment]
        return Terminal(*words, "lobby")

    def signs(self) -> list[str]:
        """What is on record of 张小明, in order."""
        with self.hall() as hall:
            entries = hall.volunteers.hours.entries(self.number)
            return [move.what.value for entry in entries for move in entry.attendance.moves]

    def reasons(self) -> list[str]:
        with self.hall() as hall:
            return [failed.reason for failed in hall.volunteers.attendance.failed("2026-11-23")]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    yield Centre(tmp_path / "data")


def _scans(lobby: Terminal, code: str, *then: str) -> str:
    """Hold a code before the scanner until something comes of it, as a person does."""
    return lobby.persist(lambda: lobby.keys(code + "\r"), *then)


def test_in_and_out_with_a_card(centre: Centre) -> None:
    with centre.hall() as hall:
        centre.activity(hall, 9, 11, "楼道清洁")
    centre.show("09:02")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        screen = _scans(lobby, centre.card, "楼道清洁", "张*明")
        assert "张小明" not in screen
        wait_until(lambda: centre.signs() == ["scan"], "signed in")
        _scans(lobby, centre.card, "刚才已经记下")
    assert centre.signs() == ["scan"], "a double scan is one"
    centre.show("10:32")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        _scans(lobby, centre.card, "还不走")
        lobby.persist(lambda: lobby.keys("1"), "这次 1 小时 30 分")
    assert centre.signs() == ["scan", "scan"]


def test_a_forgotten_sign_out_is_told(centre: Centre) -> None:
    with centre.hall() as hall:
        centre.activity(hall, 8, 9, "早班")
        centre.show("08:00")
        hall.volunteers.attendance.scan(centre.card)
        centre.show("09:45")
        centre.activity(hall, 10, 12, "楼道清洁")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        _scans(lobby, centre.card, "楼道清洁", "「早班」")
    assert centre.signs() == ["scan", "closed", "scan"]


def test_what_is_refused_is_said_and_kept(centre: Centre) -> None:
    forged = centre.card[:-1] + str((int(centre.card[-1]) + 1) % 10)
    with centre.hall() as hall:
        centre.activity(hall, 9, 11, "楼道清洁")
        centre.show("08:00")
        new = hall.volunteers.roster.reprint(centre.number, "007", "丢了")
        centre.show("09:00")
        ticket = hall.queue.take("A")
        code = hall.codes.make(Code("ticket", SEVEN.date(), "A", 1))
    centre.show("09:02")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        _scans(lobby, centre.card, "2026-11-23 08:00")
        _scans(lobby, forged, "不是本中心的志愿者卡")
        lobby.keys("\x1b")
        lobby.wait_for("请选择要办理的业务")
        lobby.persist(lambda: lobby.keys("4"), "我的时长")
        _scans(lobby, code, "这是号票，不是志愿者卡", ticket.number)
        assert centre.signs() == []
        _scans(lobby, new, "张*明")
    assert centre.signs() == ["scan"]
    assert set(centre.reasons()) == {"old_card", "not_ours"}


def test_signed_in_elsewhere_one_is_asked_about_that(centre: Centre) -> None:
    with centre.hall() as hall:
        first = centre.activity(hall, 9, 11, "楼道清洁")
        centre.activity(hall, 9, 12, "图书整理")
        centre.show("09:00")
        hall.volunteers.attendance.scan(centre.card, first)
    centre.show("09:30")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        screen = _scans(lobby, centre.card, "「楼道清洁」", "还不走")
        assert "图书整理" not in screen, "nobody is at two places"
    assert centre.signs() == ["scan"]


@pytest.mark.parametrize(
    "inside", ["\r", "\x03", "\x1b[A", "\x1b]0;x\x07", "\x1b[2J\x1b[H"], ids=repr
)
def test_a_code_with_keys_in_it_records_nothing_false(centre: Centre, inside: str) -> None:
    with centre.hall() as hall:
        centre.activity(hall, 9, 11, "楼道清洁")
    centre.show("09:02")
    with centre.lobby() as lobby:
        lobby.wait_for("请选择要办理的业务")
        lobby.keys(f"{centre.card[:20]}{inside}{centre.card[20:]}\r")
        _scans(lobby, centre.card, "张*明", "楼道清洁")
    assert centre.signs() == ["scan"]
    with centre.hall() as hall:
        assert hall.queue.tickets() == [], "its digits pressed no tile"

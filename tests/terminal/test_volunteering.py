"""Volunteers at a lobby in a real terminal: a scanner's bytes, and what the hall recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.certificates.request import State
from kiosk.hall import Hall
from kiosk.volunteers.record import Fact
from kiosk.volunteers.slips import duration
from tests.certificates.hall import brought_to, staffed
from tests.halls import HandClock
from tests.terminal.large import stands_large
from tests.terminal.pseudo import SHIPPED, Terminal, wait_until

SEVEN = datetime.fromisoformat("2026-11-23T07:00:00+08:00")
CLERK = "007"

KEYS = ("\r", "\x03", "\x1b[A", "\x1b]0;x\x07\x1b[2J\x1b[H")
"""What may stand in a code: Enter, Ctrl-C, a cursor key, a title and a screen wiped."""


class Centre:
    """A hall lived up to a moment; then its lobby in a terminal, which goes on from there."""

    def __init__(self, data: Path) -> None:
        self.data, self.clock = data, HandClock(SEVEN)
        with self.hall() as hall:
            staffed(hall)
            self.number = hall.volunteers.roster.enrol("张小明", "13800001234").number
            self.card = hall.volunteers.roster.card(self.number)

    def hall(self) -> Hall:
        return Hall.open(SHIPPED, self.data, clock=self.clock)

    def show(self, time: str) -> None:
        hour, minute = map(int, time.split(":"))
        self.clock.show(hour, minute)

    def activity(self, start: int, end: int, name: str, **more: Any) -> str:
        said: dict[str, Any] = {
            "name": name,
            "place": "幸福路 3 号",
            "content": "清扫楼道和院落",
            "unit": "幸福里社区居委会",
            "in_charge": "王芳",
            "starts": self.clock.now.replace(hour=start, minute=0),
            "ends": self.clock.now.replace(hour=end, minute=0),
        }
        with self.hall() as hall:
            return hall.volunteers.activities.add(CLERK, **said, **more).number

    def scans(self, activity: str | None = None) -> None:
        """张小明 was at another terminal."""
        with self.hall() as hall:
            hall.volunteers.attendance.scan(self.card, activity)

    def lobby(self, columns: int = 120, rows: int = 31) -> Terminal:
        moment = (self.clock.now + timedelta(seconds=1)).isoformat()
        words = ["--config", str(SHIPPED), "--data", str(self.data), "--clock", moment]
        lobby = Terminal(*words, "lobby", columns=columns, rows=rows)
        lobby.wait_for("请选择要办理的业务")
        return lobby

    def moves(self) -> list[Fact]:
        """What is on record of 张小明, in order."""
        with self.hall() as hall:
            entries = hall.volunteers.hours.entries(self.number)
            return [move for entry in entries for move in entry.attendance.moves]

    def signs(self) -> list[str]:
        """The same in a word each."""
        return [move.what.value for move in self.moves()]

    def total(self) -> str:
        """What all of it comes to, as a screen says it."""
        with self.hall() as hall:
            entries = hall.volunteers.hours.entries(self.number)
            return duration(sum(entry.tally.total for entry in entries), "zh-Hans")

    def reasons(self) -> list[str]:
        with self.hall() as hall:
            return [failed.reason for failed in hall.volunteers.attendance.failed("2026-11-23")]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    yield Centre(tmp_path / "data")


def _scans(lobby: Terminal, code: str, *then: str) -> str:
    """Hold a code before the scanner until something comes of it, as a person does."""
    return lobby.persist(lambda: lobby.keys(code + "\r"), *then)


def _presses(lobby: Terminal, key: str, *then: str) -> str:
    return lobby.persist(lambda: lobby.keys(key), *then)


def _touching(lobby: Terminal, text: str) -> Callable[[], None]:
    """Touch it, unless it went away before a hand was there."""
    return lambda: lobby.touch(text) if text in lobby.text else None


def _large(lobby: Terminal, text: str) -> None:
    lobby.wait(lambda screen: stands_large(text, screen), f"{text} in large characters")


def test_in_and_out_with_a_card(centre: Centre) -> None:
    centre.activity(9, 11, "楼道清洁")
    centre.show("09:02")
    with centre.lobby() as lobby:
        screen = _scans(lobby, centre.card, "楼道清洁", "张*明")
        assert "张小明" not in screen
        wait_until(lambda: centre.signs() == ["scan"], "signed in")
        came = f"已签到 {centre.moves()[0].at:%H:%M}"
        _large(lobby, came)
        _scans(lobby, centre.card, "刚才已经记下")
        _large(lobby, came)
    assert centre.signs() == ["scan"], "a double scan is one"
    centre.show("10:32")
    with centre.lobby(80, 24) as lobby:
        _scans(lobby, centre.card, "还不走", "还没有签退")
        _large(lobby, "签退？")
        lobby.persist(_touching(lobby, "还不走"), "请选择要办理的业务")
        assert centre.signs() == ["scan"], "who was only asked is still there"
        _scans(lobby, centre.card, "还不走")
        _presses(lobby, "1", "这次 1 小时")
        assert centre.signs() == ["scan", "scan"]
        _large(lobby, f"已签退 {centre.moves()[1].at:%H:%M}")
        lobby.wait_for(f"这次 {centre.total()}")


def test_a_forgotten_sign_out_is_told(centre: Centre) -> None:
    centre.activity(8, 9, "早班")
    centre.show("08:00")
    centre.scans()
    centre.show("09:45")
    centre.activity(10, 12, "楼道清洁")
    with centre.lobby(80, 24) as lobby:
        _scans(lobby, centre.card, "楼道清洁", "「早班」", "先记 0 分钟")
        _large(lobby, f"已签到 {centre.moves()[-1].at:%H:%M}")
    assert centre.signs() == ["scan", "closed", "scan"]


def test_what_is_refused_is_said_and_kept(centre: Centre) -> None:
    first, forged = centre.card, centre.card[:-1] + str((int(centre.card[-1]) + 1) % 10)
    centre.activity(9, 11, "楼道清洁")
    centre.show("08:00")
    with centre.hall() as hall:
        centre.card = hall.volunteers.roster.reprint(centre.number, CLERK, "丢了")
    centre.show("09:02")
    with centre.lobby() as lobby:
        _scans(lobby, first, "2026-11-23 08:00", "新卡")
        _large(lobby, "旧卡")
        _scans(lobby, forged, "不是本中心的志愿者卡")
        _large(lobby, "认不出")
        assert centre.signs() == []
        assert set(centre.reasons()) == {"old_card", "not_ours"}
        _scans(lobby, centre.card, "张*明")
    assert centre.signs() == ["scan"]


def test_a_code_that_is_no_card_is_told_what_it_is_and_goes_where_it_belongs(
    centre: Centre,
) -> None:
    elsewhere = centre.activity(9, 11, "入户探访", offsite=True)
    centre.show("09:00")
    with centre.hall() as hall:
        ticket = hall.queue.take("A")
        [slip] = hall.slips.about(ticket.id)
        request = hall.certificates.get(brought_to(hall, State.ISSUED))
        certificate = hall.certificates.certificate(request.certificate or "")
        receipt = hall.certificates.slip_code(request)
        outside = hall.volunteers.activities.code(elsewhere)
    centre.show("09:02")
    with centre.lobby() as lobby:
        for shown, then in (
            (slip.fields["code"], ("这是号票，不是志愿者卡", ticket.number)),
            (certificate.code, ("这是证明，不是志愿者卡", certificate.number)),
            (receipt, ("这是申请回执，不是志愿者卡", request.number)),
        ):
            _presses(lobby, "4", "志愿服务：请选择")
            _scans(lobby, shown, *then)
            _presses(lobby, "/", "请选择要办理的业务")
        assert (centre.signs(), centre.reasons()) == ([], [])
        # Whoever was out with an activity shows its code, and then the card that goes with it.
        _presses(lobby, "4", "志愿服务：请选择")
        _scans(lobby, outside, "外出活动签到")
        _scans(lobby, centre.card, "入户探访", "确认后计时长")
        _large(lobby, "已提出")
    assert centre.signs() == ["proposed"]


def test_nobody_is_at_two_activities(centre: Centre) -> None:
    here = centre.activity(9, 11, "楼道清洁")
    centre.activity(9, 12, "图书整理")
    centre.show("09:02")
    with centre.lobby() as lobby:
        # Only once: a second scan, read late, would find somebody who is signed in already.
        lobby.keys(f"{centre.card}\r")
        lobby.wait_for("张*明，签到哪个活动", "图书整理")
        assert centre.signs() == []
        centre.scans(here)  # at another lobby, while this one still asks
        lobby.persist(_touching(lobby, "图书整理"), "已在「楼道清洁」签到")
        _large(lobby, "先签退")
    assert (centre.signs(), centre.reasons()) == (["scan"], ["other_activity"])
    centre.show("09:30")
    with centre.lobby() as lobby:
        screen = _scans(lobby, centre.card, "楼道清洁", "还不走")
        assert "图书整理" not in screen
    assert centre.signs() == ["scan"]


def test_a_code_with_keys_in_it_signs_nobody_in_or_out(centre: Centre) -> None:
    """Neither at the start, where digits press tiles, nor where 1 means to sign out."""
    centre.activity(8, 11, "楼道清洁")
    centre.show("08:02")
    centre.scans()
    centre.show("09:02")
    with centre.lobby() as lobby:
        for inside in KEYS:
            torn = f"{centre.card[:20]}{inside}{centre.card[20:]}\r"
            lobby.keys(torn)
            _scans(lobby, centre.card, "楼道清洁", "还不走")
            lobby.keys(torn)
            _presses(lobby, "-", "请选择要办理的业务")
            assert centre.signs() == ["scan"], repr(inside)
        _scans(lobby, centre.card, "还不走")
        _presses(lobby, "1", "这次")
    assert centre.signs() == ["scan", "scan"]
    with centre.hall() as hall:
        assert hall.queue.tickets() == [], "its digits pressed no tile"
        assert hall.slips.jobs() == []

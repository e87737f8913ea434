"""Volunteers at a real desk: signed in without a card, a forgotten sign-out, a back-fill by two."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.hall import Hall
from tests.halls import HandClock
from tests.terminal.pseudo import SHIPPED, Terminal, wait_until

SEVEN = datetime.fromisoformat("2026-11-23T07:00:00+08:00")


class Centre:
    """A hall lived up to a moment; then a desk in a terminal, which goes on from there."""

    def __init__(self, data: Path) -> None:
        self.data, self.clock = data, HandClock(SEVEN)
        with self.hall() as hall:
            hall.staff.add("7", "王芳", "2468")
            hall.staff.add("8", "李强", "1357")
            self.ming = hall.volunteers.roster.enrol("张小明", "13800001234").number
            self.hong = hall.volunteers.roster.enrol("李小红", "13900005678").number

    def hall(self) -> Hall:
        return Hall.open(SHIPPED, self.data, clock=self.clock)

    def show(self, hour: int, minute: int = 0) -> None:
        self.clock.now = self.clock.now.replace(hour=hour, minute=minute, second=0)

    def activity(self, hall: Hall, start: int, end: int, name: str) -> None:
        said: dict[str, Any] = {
            "name": name,
            "place": "幸福路 3 号",
            "content": "清扫楼道和院落",
            "unit": "幸福里社区居委会",
            "in_charge": "王芳",
            "starts": self.clock.now.replace(hour=start, minute=0),
            "ends": self.clock.now.replace(hour=end, minute=0),
        }
        hall.volunteers.activities.add("7", **said)

    def desk(self) -> Terminal:
        moment = (self.clock.now + timedelta(seconds=1)).isoformat()
        words = ["--config", str(SHIPPED), "--data", str(self.data), "--clock", moment]
        desk = Terminal(*words, "desk", "--window", "1", columns=80, rows=24)
        desk.wait_for("工号", "PIN")
        desk.keys("7\r")
        desk.keys("2468\r")
        desk.wait_for("叫下一位", "Z 志愿")
        desk.persist(lambda: desk.keys("z"), "今天的活动")
        return desk

    def minutes(self, number: str) -> tuple[int, int, int, int]:
        with self.hall() as hall:
            sums = hall.volunteers.hours.of(number)
        return sums.scan, sums.desk, sums.backfill, sums.corrected


def without_card(desk: Terminal, key: str, tail: str) -> None:
    """A key that asks who; told by the end of their phone, and by nothing else."""
    desk.persist(lambda: desk.keys(key), "电话后四位")
    desk.keys(f"{tail}\r")
    desk.wait_for("姓名？")
    desk.keys("\r")


def test_in_by_desk_a_forgotten_one_confirmed_and_a_backfill_by_two(tmp_path: Path) -> None:
    centre = Centre(tmp_path / "data")
    with centre.hall() as hall:
        centre.activity(hall, 8, 9, "早班")
        centre.activity(hall, 10, 12, "楼道清洁")
        centre.show(8)
        hall.volunteers.attendance.scan(hall.volunteers.roster.card(centre.ming))
    centre.show(10, 5)
    with centre.desk() as desk:
        # 李小红 has no card with her.
        desk.keys("\x1b[B")
        desk.keys("\r")
        desk.wait_for("楼道清洁", "在场：0 人")
        without_card(desk, "s", "5678")
        desk.wait_for("签到，已记录：李*红", "在场：1 人", centre.hong)
        assert "李小红" not in desk.text
        # 张小明 forgot to sign out of the early shift: nothing, until who is in charge says.
        desk.keys("\x1b")
        desk.wait_for("今天的活动", "待确认 1")
        desk.persist(lambda: desk.keys("\x1b[H"), "今天的活动")
        desk.keys("\r")
        desk.wait_for("早班", "忘记签退，待确认")
        assert centre.minutes(centre.ming) == (0, 0, 0, 0)
        desk.persist(lambda: desk.keys("c"), "一共多少分钟")
        desk.keys("50\r")
        desk.wait_for("为什么？")
        desk.keys("1")
        desk.wait_for("确认，已记录：张*明", "50 分钟")
        # 李小红 was at the early shift too; a colleague looks at it and signs.
        without_card(desk, "b", "5678")
        desk.wait_for("补录 李*红", "60 分钟")
        desk.keys("45\r")
        desk.wait_for("为什么？")
        desk.keys("2")
        desk.wait_for("第二名工作人员", "李*红", "45 分钟", "没有带卡")
        desk.keys("7\r")
        desk.keys("2468\r")
        desk.wait_for("须由两名不同的工作人员办理")
        desk.keys("8\r")
        desk.keys("1357\r")
        desk.wait_for("补录，已记录：李*红")
        wait_until(lambda: centre.minutes(centre.hong) == (0, 0, 45, 0), "the back-fill")
    assert centre.minutes(centre.ming) == (0, 50, 0, 0)
    with centre.hall() as hall:
        (clerk, second) = hall.volunteers.hours.amendments.sheet("2026-11")
        assert (clerk.number, clerk.backfills, clerk.backfill_minutes) == ("7", 1, 45)
        assert (second.number, second.seconded) == ("8", 1)
        there = [one.volunteer for one in hall.volunteers.attendance.present()]
        assert there == [centre.hong]
        assert hall.volunteers.attendance.ledger.find("20261123-02", centre.hong) is not None

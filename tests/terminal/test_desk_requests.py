"""Certificates at real terminals: reviewed by one, approved by another, issued, handed over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.certificates.request import State
from kiosk.hall import Hall
from kiosk.staff import Role
from tests.certificates.hall import fields
from tests.terminal.pseudo import SHIPPED, Terminal

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")


def hall_of(folder: Path) -> Hall:
    return Hall.open(SHIPPED, folder, clock=lambda: NINE)


def seat(folder: Path, window: str, number: str) -> Terminal:
    """Somebody sits down in a terminal of their own, and opens the requests."""
    words = ["--config", str(SHIPPED), "--data", str(folder), "--clock", NINE.isoformat()]
    desk = Terminal(*words, "desk", "--window", window, columns=80, rows=24)
    desk.wait_for("工号", "PIN")
    desk.keys(f"{number}\r")
    desk.keys("2468\r")
    desk.wait_for("叫下一位")
    desk.keys("d")
    desk.wait_for("证明申请", "R20260001")
    desk.keys("\r")
    desk.wait_for("C01 居住情况证明", "经过")
    return desk


def asked(desk: Terminal, key: str, question: str, *then: str) -> None:
    """Press a key until it asks, say yes, and wait for what came of it."""

    def press() -> None:
        if question not in desk.text:
            desk.keys(key)

    desk.persist(press, question)
    desk.keys("y")
    desk.wait_for(*then)


def test_one_reviews_another_approves_and_the_slip_fetches_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with hall_of(folder) as hall:
        hall.staff.add("7", "王建国", "2468")
        hall.staff.add("1", "赵主任", "2468", role=Role.HEAD)
        notice = hall.certificates.notice("C01").version
        request = hall.certificates.request("C01", fields(), notice)
        slip = hall.certificates.slip_code(request)
    with seat(folder, "1", "7") as clerk, seat(folder, "2", "1") as head:
        asked(clerk, "c", "事实属实", "待签批")
        asked(clerk, "a", "同意出具", "赵主任（1）")
        head.wait_for("待签批", "王建国")
        asked(head, "\x1b[15~", "同意出具", "现在是：已签批")
        clerk.wait_for("已签批")
        asked(clerk, "i", "出证 2 份", "XINGFULI-2026-C01-00001", "没有 A4 打印机")
        head.wait_for("已开具，待领取")
        clerk.keys(slip + "\r")
        clerk.wait_for("先核对证件")
        clerk.keys("y")
        clerk.wait_for("现在是：已领取")
        head.wait_for("已领取")
    with hall_of(folder) as hall:
        done = hall.certificates.get(request.number)
        assert done.state is State.HANDED_OVER
        assert [move.by for move in done.moves] == [None, "7", "1", "7", "7"]

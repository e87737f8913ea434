"""The desk in a real terminal: function keys as it sends them, a mouse, a scanner, no exit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.codes import Code
from kiosk.hall import Hall
from kiosk.tickets.ticket import Ticket
from tests.terminal.pseudo import SHIPPED, Terminal

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")

F1, F4, F6, F9, F11, F12 = "\x1bOP", "\x1bOS", "\x1b[17~", "\x1b[20~", "\x1b[23~", "\x1b[24~"
SHIFT_F1, SHIFT_F2 = "\x1b[1;2P", "\x1b[1;2Q"

NO_EXIT = ["\x11", "\x03", "\x04", "\x1a", "\x1c", "\x10", "\x1b[113;5u"]
"""Ctrl+Q, C, D, Z, \\, P, and Ctrl+Q as kitty sends it."""


def words(folder: Path, *more: str) -> list[str]:
    return ["--config", str(SHIPPED), "--data", str(folder), *more]


def training(folder: Path, *more: str) -> list[str]:
    return words(folder, "--clock", NINE.isoformat(), *more)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A training folder in which clerk 7 works and three people wait."""
    folder = tmp_path / "data"
    with Hall.open(SHIPPED, folder, clock=lambda: NINE) as hall:
        hall.staff.add("7", "王建国", "2468")
        for line in "AAB":
            hall.queue.take(line)
    return folder


def hall_of(folder: Path) -> Hall:
    return Hall.open(SHIPPED, folder, clock=lambda: NINE)


def log_in(desk: Terminal) -> None:
    desk.wait_for("工号", "PIN")
    desk.keys("7\r")
    desk.keys("2468\r")
    desk.wait_for("叫下一位")


def touch(desk: Terminal, text: str, *then: str) -> None:
    """Click on a text, again where a click came before the screen had settled."""

    def click() -> None:
        if text in desk.text:
            desk.touch(text)

    desk.wait_for(text)
    desk.persist(click, *then)


def code_of(hall: Hall, ticket: Ticket) -> str:
    day = datetime.fromisoformat(ticket.day).date()
    return hall.codes.make(Code("ticket", day, ticket.number[0], int(ticket.number[1:])))


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 31), (160, 48)])
def test_a_working_day_by_function_keys(data: Path, columns: int, rows: int) -> None:
    with Terminal(*training(data, "desk", "--window", "1"), columns=columns, rows=rows) as desk:
        log_in(desk)
        desk.wait_for("等候 3", "下一位 A001")
        desk.keys(F1)
        desk.wait_for("已叫 A001", "F11 可撤销")
        desk.keys(F4)
        desk.wait_for("A001 已办结")
        desk.keys(F11)
        desk.wait_for("已撤销，A001 现在是办理中")
        desk.keys(F6)
        desk.wait_for("A001 为什么挂起", "补材料")
        desk.keys("2")
        desk.wait_for("挂起 1", "补材料")
        desk.keys("\x1b[B" + F9)
        desk.wait_for("已叫 A002")
        desk.keys(SHIFT_F2)
        desk.wait_for("没有打印出来的凭条", "等打印机")
        desk.keys("\r")
        desk.wait(lambda screen: "没有打印出来的凭条" not in screen, "the list to close")
    with hall_of(data) as hall:
        states = {ticket.number: str(ticket.state) for ticket in hall.queue.tickets()}
        assert states == {"A001": "held", "A002": "called", "B001": "waiting"}
        assert hall.queue.ticket("A001").log[-1].reason == "补材料"


def test_help_asked_elsewhere_is_answered_here(data: Path) -> None:
    with Terminal(*training(data, "desk", "--window", "2"), columns=80, rows=24) as desk:
        log_in(desk)
        with hall_of(data) as hall:
            hall.help.call("lobby")
            desk.wait_for("大厅机 请求帮助", "我去")
            desk.keys(SHIFT_F1)
            desk.wait_for("您已应答 大厅机")
            hall.refresh()
            call = hall.help.at("lobby")
            assert call is not None
            assert call.answer is not None
            assert (call.answered_by, call.answer.window, call.answer.where) == ("7", "2", "desk")
            desk.touch("您已应答")
            desk.wait(lambda screen: "您已应答" not in screen, "the call to be over")
            hall.refresh()
            assert hall.help.waiting() == []


def test_by_mouse_alone(data: Path) -> None:
    with Terminal(*training(data, "desk", "--window", "1"), columns=80, rows=24) as desk:
        log_in(desk)
        touch(desk, "同事", "2 号窗口  没有人", "B 社保医保  等候 1")
        touch(desk, "本窗口", "A002")
        touch(desk, "A002", "> A002")
        touch(desk, "叫此号", "已叫 A002")
        touch(desk, "转移", "A002 转到哪个队列")
        touch(desk, "证明办理", "A002 已转到证明办理")
        touch(desk, "离席", "离开 1 号窗口")
        touch(desk, "Q   离席", "工号", "PIN")


def test_a_scanned_slip_is_selected_and_typed_nowhere(data: Path) -> None:
    with hall_of(data) as hall:
        code = code_of(hall, hall.queue.ticket("A002"))
    with Terminal(*training(data, "desk", "--window", "1"), columns=80, rows=24) as desk:
        log_in(desk)
        desk.wait_for("A002")
        desk.keys(code + "\r")
        desk.wait_for("> A002")
        with hall_of(data) as hall:
            assert {str(ticket.state) for ticket in hall.queue.tickets()} == {"waiting"}


def test_nothing_ends_a_live_desk_but_who_sits_there(tmp_path: Path) -> None:
    live = tmp_path / "live"
    with Hall.open(SHIPPED, live) as hall:
        hall.staff.add("7", "王建国", "2468")
    with Terminal(*words(live, "desk", "--window", "1"), columns=80, rows=24) as desk:
        desk.wait_for("工号", "PIN")
        for chord in NO_EXIT:
            desk.keys(chord)
        # Chords as fast as these are a scan, and what follows at once is part of it.
        desk.persist(lambda: desk.keys("9"), "工号           9")
        desk.keys("\x7f" * 8)
        desk.wait(lambda screen: "工号           9" not in screen, "an empty field")
        log_in(desk)
        for chord in NO_EXIT:
            desk.keys(chord)
        desk.persist(lambda: desk.keys("\t"), "各窗口")
        desk.keys(F12)
        desk.wait_for("离开 1 号窗口", "离席并关闭本机")
        desk.keys("x")
        assert desk.ended() == 0
    with Hall.open(SHIPPED, live) as hall:
        assert hall.queue.open_windows() == []


def test_before_anybody_works_here_the_desk_can_be_closed(tmp_path: Path) -> None:
    live = tmp_path / "live"
    with Hall.open(SHIPPED, live):
        pass
    with Terminal(*words(live, "desk"), columns=80, rows=24) as desk:
        desk.wait_for("首次使用", "Ctrl+Q")
        desk.keys("\x11")
        assert desk.ended() == 0

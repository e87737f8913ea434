"""The whole hall in real terminals: a ticket taken by keys, printed, called, shown."""

from __future__ import annotations

import socket
import threading
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.codes import Codes
from kiosk.hall import Hall
from tests.terminal.pseudo import SHIPPED, Terminal, network_config, pictures, wait_until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")


def words(folder: Path, *more: str, config: Path = SHIPPED) -> list[str]:
    return ["--config", str(config), "--data", str(folder), "--clock", NINE.isoformat(), *more]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which clerk 7 works."""
    folder = tmp_path / "data"
    with Hall.open(SHIPPED, folder, clock=lambda: NINE) as hall:
        hall.staff.add("7", "王建国", "2468")
    return folder


def log_in(desk: Terminal) -> None:
    desk.wait_for("工号", "PIN")
    desk.keys("7\r")
    desk.keys("2468\r")


def test_a_ticket_is_taken_printed_called_and_shown(data: Path) -> None:
    with (
        Terminal(*words(data)) as lobby,  # without a command: the lobby
        Terminal(*words(data, "desk", "--window", "2")) as desk,
        Terminal(*words(data, "board"), columns=160, rows=48) as board,
    ):
        log_in(desk)
        desk.wait_for("叫下一位")
        board.wait_for("Please wait for your number")
        lobby.wait_for("综合服务", "社保医保", "证明办理")
        lobby.keys("1")
        lobby.wait_for("您的号码  A001", "综合服务", "前面还有 0 人")
        wait_until(lambda: len(pictures(data)) == 1, "a receipt")
        lobby.wait_for("凭条已打印")
        desk.wait_for("A001", "等候 1")
        desk.keys("n")
        desk.wait_for("已叫 A001", "A001  已叫号")
        board.wait_for("新叫", "A001    2 号窗口")
        desk.keys("f")
        board.wait_for("Please wait for your number")
        lobby.wait_for("请选择要办理的业务")
    barcode = zxingcpp.read_barcodes(Image.open(pictures(data)[0]))[0]
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        code = Codes(hall.store).read(barcode.text)
        assert (code.letter, code.number, code.day) == ("A", 1, NINE.date())
        ticket = hall.queue.ticket("A001")
        assert (ticket.state, ticket.log[-1].by, ticket.log[-1].window) == ("done", "7", "2")


def test_a_network_printer_receives_the_slip_and_the_screen_says_so(
    data: Path, tmp_path: Path
) -> None:
    received = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_listen, args=(server, received), daemon=True).start()
        config = network_config(tmp_path, server.getsockname()[1])
        with Terminal(*words(data, "lobby", config=config), columns=80, rows=24) as lobby:
            lobby.wait_for("综合服务")
            lobby.keys("1")
            lobby.wait_for("您的号码")
            wait_until(lambda: received.endswith(_CUT), "the cut at the end of the slip")
    asked, _, slip = bytes(received).partition(b"\x1b@")
    assert asked.startswith(b"\x10\x04"), "first it asks how the printer is"
    assert slip.startswith(b"\x1b@\x1dv0"), "then it draws"
    assert len(received) > 10_000


def test_without_its_printer_the_lobby_still_gives_the_number(data: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    config = network_config(tmp_path, port)
    with Terminal(*words(data, "lobby", config=config)) as lobby:
        lobby.wait_for("综合服务")
        lobby.keys("2")
        lobby.wait_for("您的号码", "社保医保")
    with Hall.open(config, data, clock=lambda: NINE) as hall:
        assert [ticket.number for ticket in hall.queue.tickets()] == ["B001"]
        assert [job.state for job in hall.slips.jobs()] == ["queued"]


_CUT = b"\x1dV\x01"


def _listen(server: socket.socket, received: bytearray) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            while piece := line.recv(65536):
                received += piece

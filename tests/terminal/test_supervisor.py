"""A terminal that falls comes back by itself, and nobody sees more than a few calm words."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil
import pytest
from wcwidth import wcswidth

from kiosk import incidents
from kiosk.cli import supervise
from kiosk.cli.opening import LOG
from kiosk.cli.parser import parser
from kiosk.hall import Hall
from kiosk.wording import say
from tests.terminal.falling import TYPED
from tests.terminal.pseudo import SHIPPED, Terminal, pictures
from tests.waiting import until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
START = say("lobby.choose")
CALM = say("incident.calm")
ALTERNATE, MOUSE, PASTE = 1049, 1003, 2004


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def words(data: Path, *more: str) -> list[str]:
    return ["--config", str(SHIPPED), "--data", str(data), "--clock", NINE.isoformat(), *more]


@pytest.fixture
def lobby(data: Path) -> Iterator[Terminal]:
    with Terminal(*words(data), module="tests.terminal.falling") as terminal:
        terminal.wait_for(START)
        yield terminal


def program(terminal: Terminal) -> psutil.Process:
    """The child that shows the screens just now."""
    until(lambda: psutil.Process(terminal.pid).children(), "a program under the supervisor")
    return psutil.Process(terminal.pid).children()[0]


def take_a_ticket(lobby: Terminal) -> None:
    lobby.keys("1")
    lobby.wait_for("A001")


def number_on(screen: str) -> str:
    """The number that staff are told."""
    found = re.search(r"[1-9][0-9]{3}", screen)
    assert found, screen
    return found[0]


def back_after(lobby: Terminal, fallen: psutil.Process) -> str:
    """Wait for the calm screen, then for the start screen of another process; the first of them."""
    calm = lobby.wait_for(CALM, say("incident.calm", "en"))
    began = time.monotonic()
    lobby.wait_for(START)
    print(f"calm → start screen: {time.monotonic() - began:.2f} s")
    assert program(lobby).pid != fallen.pid
    return calm


def test_a_killed_lobby_is_back_with_all_its_tickets(lobby: Terminal, data: Path) -> None:
    take_a_ticket(lobby)
    first = program(lobby)
    began = time.monotonic()
    first.kill()
    calm = back_after(lobby, first)
    print(f"killed → start screen: {time.monotonic() - began:.2f} s")
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]
    until(lambda: incidents.recent(data), "the incident in the book")
    noted = incidents.last(data, "lobby")
    assert noted is not None
    assert noted.number == number_on(calm)
    assert noted.what == "signal 9"


def test_an_error_nobody_foresaw_is_a_number_on_the_screen_and_a_traceback_in_the_log(
    lobby: Terminal, data: Path
) -> None:
    take_a_ticket(lobby)
    first = program(lobby)
    lobby.keys("\x1b[20~")
    calm = back_after(lobby, first)
    assert "Traceback" not in calm
    assert "Error" not in calm
    log = (data / LOG).read_text(encoding="utf-8")
    assert f"incident {number_on(calm)}" in log
    assert "raise ValueError(TYPED)" in log
    assert not any(part in log for part in TYPED.split())
    noted = incidents.last(data, "lobby")
    assert noted is not None
    assert noted.number == number_on(calm)
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]


def test_a_lobby_that_hangs_is_replaced(lobby: Terminal, data: Path) -> None:
    take_a_ticket(lobby)
    first = program(lobby)
    lobby.keys("\x1b[21~")
    calm = back_after(lobby, first)
    until(lambda: incidents.last(data, "lobby"), "the incident in the book")
    noted = incidents.last(data, "lobby")
    assert noted is not None
    assert (noted.number, noted.what) == (number_on(calm), "signal 6")
    assert "falling.py" in (data / LOG).read_text(encoding="utf-8")


def test_it_comes_back_every_time(lobby: Terminal) -> None:
    for _ in range(3):
        fallen = program(lobby)
        fallen.kill()
        back_after(lobby, fallen)


def test_a_slip_in_the_queue_is_printed_once_by_whoever_comes_next(
    lobby: Terminal, data: Path
) -> None:
    first = program(lobby)
    take_a_ticket(lobby)
    first.kill()
    back_after(lobby, first)
    until(lambda: _states(data) == ["printed"], "the slip, printed", 60)
    assert len(pictures(data)) == 1


def test_wrong_settings_are_told_and_not_tried_again(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    config.write_text(text.replace('name = "综合服务"', "name = 7"), encoding="utf-8")
    with Terminal("--config", str(config), "--data", str(data)) as lobby:
        assert lobby.ended() == 1
        assert "lines.A.name" in lobby.text
        assert not lobby.on(ALTERNATE)
        assert CALM not in lobby.text


def test_wrong_words_are_told_and_not_tried_again(data: Path) -> None:
    with Terminal(*words(data, "lobby", "--nonsense")) as lobby:
        assert lobby.ended() == 2
        assert "--nonsense" in lobby.text


def test_when_the_supervisor_is_killed_its_lobby_ends_too(lobby: Terminal) -> None:
    child = program(lobby)
    os.kill(lobby.pid, signal.SIGKILL)
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "its end")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("key", ["calm", "calm_kept", "calm_staff"])
def test_the_calm_words_have_room_on_the_smallest_screen(key: str, language: str) -> None:
    assert wcswidth(say(f"incident.{key}", language, number="4711", time="09:00")) <= 80


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_ends_with_its_lobby_and_gives_the_terminal_back(
    lobby: Terminal, told: signal.Signals
) -> None:
    child = program(lobby)
    os.kill(lobby.pid, told)
    assert lobby.ended() == 0
    assert not child.is_running()
    assert not any(lobby.on(mode) for mode in (ALTERNATE, MOUSE, PASTE))
    assert lobby.cursor


def test_told_to_end_while_calm_it_leaves_no_calm_words_behind(data: Path) -> None:
    with Terminal(*words(data), module="tests.terminal.falling_at_once") as lobby:
        lobby.wait_for(CALM)
        os.kill(lobby.pid, signal.SIGTERM)
        assert lobby.ended() == 0
        assert CALM not in lobby.text
        assert not lobby.on(ALTERNATE)
        assert lobby.cursor
    assert "raise RuntimeError" in (data / LOG).read_text(encoding="utf-8")


def test_signals_that_a_keyboard_sends_do_nothing(lobby: Terminal) -> None:
    child = program(lobby)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        os.kill(lobby.pid, number)
        child.send_signal(number)
    lobby.keys("\x03\x1c\x1a")
    take_a_ticket(lobby)
    assert program(lobby).pid == child.pid


@pytest.mark.parametrize(
    ("asked", "supervised"),
    [
        ("", True),
        ("--data lobby", True),
        ("--config x --terminal ticket", True),
        ("--data=x desk --window 2", True),
        ("board --clock 2026-11-23T09:00:00+08:00", True),
        ("--terminal lobby ticket list", False),
        ("ticket take A --terminal lobby", False),
        ("serve board", False),
        ("demo lobby", False),
        ("doctor", False),
        ("lobby --help", False),
        ("-h", False),
        ("--no-supervisor lobby", False),
    ],
)
def test_only_screens_have_a_supervisor(
    asked: str, supervised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert supervise.holds_terminal(asked.split()) is supervised


def test_the_supervisor_knows_every_option_that_takes_a_word() -> None:
    takes = {
        option
        for action in parser()._actions
        if action.nargs is None
        for option in action.option_strings
    }
    assert takes - {"-h", "--help", supervise.UNSUPERVISED} == supervise.WITH_VALUE


def test_in_a_browser_nobody_supervises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert not supervise.holds_terminal(["lobby"])


def test_a_training_clock_goes_on_after_a_fall(lobby: Terminal, data: Path) -> None:
    take_a_ticket(lobby)
    seen = time.monotonic()
    first = program(lobby)
    first.kill()
    back_after(lobby, first)
    passed = time.monotonic() - seen
    lobby.keys("1")
    lobby.wait_for("A002")
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        one, two = (ticket.log[0].at for ticket in hall.queue.tickets())
    assert (two - one).total_seconds() >= passed


def test_without_a_supervisor_it_falls_with_a_number_and_no_traceback(data: Path) -> None:
    more = words(data, "--no-supervisor")
    with Terminal(*more, module="tests.terminal.falling") as lobby:
        lobby.wait_for(START)
        lobby.keys("\x1b[20~")
        assert lobby.ended() == supervise.FELL
        noted = incidents.last(data, "lobby")
        assert noted is not None
        assert noted.number in lobby.text
        assert "Traceback" not in lobby.text


def _states(data: Path) -> list[str]:
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        return [job.state.value for job in hall.slips.jobs()]

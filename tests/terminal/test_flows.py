"""Every flow of the lobby in a real terminal: by touch, keys, scanner; all sizes and languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.hall import Hall
from kiosk.wording import say
from tests.terminal.pseudo import SHIPPED, SIZES, Terminal, wait_until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
LINES = {
    "zh-Hans": ("综合服务", "社保医保"),
    "zh-Hant": ("綜合服務", "社保醫保"),
    "en": ("General services", "Social insurance"),
}


class Person:
    """Somebody at the lobby who reads one language and has one way to act."""

    def __init__(self, lobby: Terminal, language: str, *, touches: bool) -> None:
        self.lobby, self.language, self.touches = lobby, language, touches

    def say(self, key: str, **fields: object) -> str:
        return say(f"lobby.{key}", self.language, **fields)

    def does(self, key: str, text: str, *then: str, start: str = "") -> str:
        """Touch a text, or press the key that does the same, until this is on the screen."""
        act: Callable[[], None] = (
            (lambda: self.lobby.touch(text)) if self.touches else lambda: self.lobby.keys(key)
        )
        return self.lobby.persist(act, *then, start=start)

    def at_start(self) -> None:
        self.lobby.wait_for(self.say("key_mine"), self.say("key_size"))

    def reads(self) -> None:
        """Change from Chinese to their own language."""
        self.lobby.wait_for(say("lobby.key_mine"))
        if self.language == "zh-Hans":
            return
        name = say("lobby.language", self.language)
        chosen = str(LANGUAGES.index(self.language) + 1)
        self.does(".", say("lobby.key_language"), name)
        self.does(chosen, name, self.say("key_mine"))

    def reads_large(self) -> None:
        self.does("+", self.say("key_size"), self.say("key_plain"))
        self.does("+", self.say("key_plain"), self.say("key_size"))

    def looks_up(self, number: str, ahead: int) -> None:
        self.does("8", self.say("key_mine"), self.say("look_up"))
        short = number[0] + str(int(number[1:]))
        self.does(short[0], f" {short[0]} ", start=f"{short[0]} ")
        self.does(short[1], f" {short[1]} ", start=f"{short} ")
        self.does("\r", self.say("look_up"), number, self.say("ahead", count=ahead))
        self.does("/", self.say("key_over"), self.say("key_mine"))

    def calls_somebody(self) -> None:
        self.does("*", self.say("key_help"), self.say("key_withdraw"))
        self.does("*", self.say("key_withdraw"), self.say("key_mine"))

    def takes(self, number: str) -> None:
        """A ticket of the second line."""
        self.does("2", LINES[self.language][1], f"{self.say('your_number')}  {number}")
        self.does("-", self.say("key_back"), say("lobby.key_mine"))

    def takes_with_priority(self, number: str) -> None:
        self.does("7", self.say("priority"), self.say("which_class"))
        self.does("1", self._first_class(), self.say("which_line"))
        self.does("1", LINES[self.language][0], f"{self.say('your_number')}  {number}")
        self.does("-", self.say("key_back"), say("lobby.key_mine"))

    def _first_class(self) -> str:
        return {"zh-Hans": "残疾人", "zh-Hant": "殘疾人", "en": "Persons with"}[self.language]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall.open(SHIPPED, tmp_path / "data", clock=lambda: NINE) as opened:
        yield opened


def _people(columns: int) -> list[tuple[str, bool]]:
    """Every language at every size, by touch or by keys; both ways in each with KIOSK_FLOWS=all."""
    both = [(language, touches) for touches in (True, False) for language in LANGUAGES]
    if os.environ.get("KIOSK_FLOWS") == "all":
        return both
    way = [size[0] for size in SIZES].index(columns)
    return [(language, (place + way) % 2 == 0) for place, language in enumerate(LANGUAGES)]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_every_flow_by_touch_alone_and_by_keys_alone(
    hall: Hall, tmp_path: Path, columns: int, rows: int
) -> None:
    words = ["--config", str(SHIPPED), "--data", str(tmp_path / "data")]
    with Terminal(*words, "--clock", NINE.isoformat(), columns=columns, rows=rows) as lobby:
        taken = 0
        for language, touches in _people(columns):
            person = Person(lobby, language, touches=touches)
            person.reads()
            person.reads_large()
            person.calls_somebody()
            person.takes(f"B{taken + 1:03d}")
            person.reads()
            person.looks_up(f"B{taken + 1:03d}", ahead=taken)
            taken += 1
            person.takes_with_priority(f"A{taken:03d}")
        hall.refresh()
        assert len(hall.queue.tickets()) == 2 * taken, "each act happened once"
        assert not hall.help.waiting()


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_ticket_is_looked_up_by_scanner_alone(
    hall: Hall, tmp_path: Path, columns: int, rows: int
) -> None:
    ticket = hall.queue.take("C")
    [job] = hall.slips.about(ticket.id)
    words = ["--config", str(SHIPPED), "--data", str(tmp_path / "data")]
    with Terminal(*words, "--clock", NINE.isoformat(), columns=columns, rows=rows) as lobby:
        lobby.wait_for(say("lobby.key_mine"))
        lobby.keys(f"{job.fields['code']}\r")
        lobby.wait_for("C001", say("lobby.ahead", count=0))
        hall.queue.call("3")
        lobby.wait_for(say("lobby.mine_called", window="3"))
        lobby.persist(lambda: lobby.keys("123456789\r"), say("refused.not_our_code"))
    hall.refresh()
    assert len(hall.queue.tickets()) == 1, "no digit of a code was a key"


def test_only_a_member_of_staff_closes_it(hall: Hall, tmp_path: Path) -> None:
    hall.staff.add("7", "王建国", "2468")
    words = ["--config", str(SHIPPED), "--data", str(tmp_path / "data")]
    with Terminal(*words, "--clock", NINE.isoformat(), columns=80, rows=24) as lobby:
        lobby.wait_for(say("lobby.key_mine"))
        lobby.keys("\x03\x1a\x1c\x04\x10")
        lobby.persist(lambda: lobby.keys("\x1b[24~"), say("lobby.staff_only"))
        wrong = say("refused.unknown_staff")[:6]
        lobby.persist(lambda: lobby.keys("7\r"), "7 ")
        lobby.keys("1357\r")
        lobby.wait_for(wrong)
        lobby.keys("7\r")
        lobby.keys("2468\r")
        wait_until(lambda: not lobby._child.isalive(), "the end")
        assert lobby.ended() == 0

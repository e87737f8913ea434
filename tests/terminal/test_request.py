"""A certificate is asked for in a real terminal: slip in hand, and nothing left in the machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.hall import Hall
from kiosk.wording import say
from tests.screens.filling import NUMBER
from tests.terminal.pseudo import SHIPPED, SIZES, Terminal, pictures, wait_until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
PACE = 0.07
"""Seconds between a person's keys; faster ones are a scanner's."""

DELETE, F6, HOME = "\x1b[3~", "\x1b[17~", "\x1b[H"

PRIVATE = ("王䶮", NUMBER, "13800005678")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall.open(SHIPPED, tmp_path / "data", clock=lambda: NINE) as opened:
        yield opened


def _words(folder: Path) -> list[str]:
    return ["--config", str(SHIPPED), "--data", str(folder / "data"), "--clock", NINE.isoformat()]


def _typing(lobby: Terminal, *keys: str) -> Callable[[], None]:
    """Somebody who types these keys one after the other, from an empty field on."""

    def act() -> None:
        for key in keys:
            lobby.keys(key)
            threading.Event().wait(PACE)

    return act


def _touching(lobby: Terminal, text: str) -> Callable[[], None]:
    """Somebody who touches a text as soon as it is there; a screen is not painted at once."""

    def act() -> None:
        with suppress(AssertionError):
            lobby.touch(text)

    return act


def _to_the_name(lobby: Terminal) -> None:
    """From the start, through the lists, to the first thing that is typed."""
    lobby.wait_for(say("lobby.key_mine"))
    lobby.persist(lambda: lobby.keys("6"), say("finding.which_group"))
    lobby.persist(_touching(lobby, say("finding.certificates")), "居住情况证明")
    lobby.persist(_touching(lobby, "居住情况证明"), say("finding.request"))
    lobby.persist(_touching(lobby, say("finding.request")), say("form.notice"))
    # The next page, "I agree", "for myself": all of them are the first key.
    lobby.persist(lambda: lobby.keys("1"), say("form.hint_name")[:12])


def _names_himself(lobby: Terminal) -> None:
    lobby.persist(_typing(lobby, DELETE, "1"), "王▏")
    lobby.persist(_typing(lobby, F6, *"135341134"), "䶮")
    if "[䶮]" not in lobby.text:
        lobby.persist(lambda: lobby.keys("\x1b[C"), "[䶮]")
    lobby.persist(lambda: lobby.keys("\r"), "王䶮▏")
    lobby.persist(lambda: lobby.keys("\r"), "证件号码")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_request_from_the_lists_to_the_slip(
    hall: Hall, tmp_path: Path, columns: int, rows: int
) -> None:
    with Terminal(*_words(tmp_path), columns=columns, rows=rows) as lobby:
        _to_the_name(lobby)
        _names_himself(lobby)
        wrong = NUMBER[:-1] + "1"
        lobby.persist(_typing(lobby, DELETE, *wrong), "110105 19491231 0021▏")
        lobby.persist(lambda: lobby.keys("\r"), "校验位")
        lobby.persist(_typing(lobby, DELETE, *NUMBER), "110105 19491231 002X▏")
        lobby.persist(lambda: lobby.keys("\r"), say("form.which_building"))
        lobby.persist(_touching(lobby, "1号楼"), say("form.which_unit"))
        lobby.persist(_touching(lobby, "2单元"), say("form.which_room"))
        lobby.persist(_touching(lobby, "102室"), "居住起始年月")
        lobby.persist(_typing(lobby, DELETE, *"201903"), "2019 03▏")
        lobby.persist(lambda: lobby.keys("\r"), "租住")
        lobby.persist(_touching(lobby, "租住"), "入学")
        lobby.persist(_touching(lobby, "入学"), "提交单位")
        lobby.persist(lambda: lobby.keys("\r"), "份数")
        lobby.persist(lambda: lobby.keys("2"), "联系电话")
        lobby.persist(_typing(lobby, DELETE, *"13800005678"), "138 0000 5678▏")
        lobby.persist(lambda: lobby.keys("\r"), say("form.bringing"))
        lobby.persist(_touching(lobby, "户口簿"), say("form.has"))
        lobby.persist(lambda: lobby.keys("0"), say("form.review"))
        screen = lobby.persist(lambda: lobby.keys("0"), "请收好回执")
        assert "R20260001" in screen
        assert "- 居民身份证" in screen
        assert "- 户口簿" not in screen
        wait_until(lambda: len(pictures(tmp_path / "data")) == 1, "the slip")
        lobby.wait_for(say("lobby.printed"))
        lobby.persist(lambda: lobby.keys("-"), say("lobby.key_mine"))
        hall.refresh()
        [request] = hall.certificates.open()
        assert request.missing == ("居民身份证", "房产证、租赁合同或购房合同")
        [job] = hall.slips.about(request.number)
        lobby.persist(_typing(lobby, job.fields["code"] + "\r"), say("form.standing"))
        lobby.wait_for(request.number, request.applicant, say("requests.missing"))
        assert not [private for private in PRIVATE if private in lobby.text]
    _nothing_in(tmp_path / "data")


def _nothing_in(folder: Path) -> None:
    """No file of the records holds what was typed, whether it was handed in or not."""
    found = [
        (file.name, private)
        for file in folder.rglob("*")
        if file.is_file()
        for private in PRIVATE
        if private.encode() in file.read_bytes()
    ]
    assert found == []
    assert (folder / "kiosk.log").is_file()


def test_a_draft_is_gone_when_nobody_is_there_any_longer(hall: Hall, tmp_path: Path) -> None:
    with Terminal(*_words(tmp_path), columns=80, rows=24, module="tests.terminal.impatient") as it:
        _to_the_name(it)
        _names_himself(it)
        it.persist(_typing(it, DELETE, *NUMBER[:12]), "110105 194912▏")
        it.wait_for("已输入的内容会清除")
        it.wait_for(say("lobby.key_mine"), say("lobby.choose"))
        _to_the_name(it)
        assert "䶮" not in it.text
    hall.refresh()
    assert hall.certificates.open() == []
    _nothing_in(tmp_path / "data")

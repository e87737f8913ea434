"""On every screen, in both languages, at three sizes: nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.app import App
from textual.geometry import Region, Spacing
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from kiosk.hall import Hall
from printers.preview import lines as preview
from screens.board.app import BoardApp
from screens.board.calls import Calls
from screens.desk.app import DeskApp
from screens.desk.choice import Answer, Choice
from screens.desk.login import Login
from screens.desk.ticket_list import TicketList
from screens.desk.window import ActKey, Window
from screens.lobby.app import LobbyApp
from screens.lobby.notice import Notice
from screens.lobby.priority import Priority
from screens.lobby.start import Start
from screens.lobby.ticket import TicketScreen
from screens.widgets.big_text import BigText
from screens.widgets.glyphs import columns
from screens.widgets.key import Key
from screens.widgets.number_pad import PadKey
from screens.widgets.tile import BADGE, Tile
from tests.screens.seen import SIZES, settled, until, words, words_of

SPEAKING = (Key, ActKey, Answer, PadKey)


def _cut_off(app: App[Any]) -> Iterator[str]:
    """What some widget has to say and the screen does not show."""
    for widget in app.screen.query("*"):
        if not (widget.display and all(getattr(a, "display", True) for a in widget.ancestors)):
            continue
        if isinstance(widget, Tile):
            says = widget.face.title + widget.face.subtitle + widget.face.note
        elif isinstance(widget, Static):
            says = str(widget.content)
        elif isinstance(widget, SPEAKING):
            says = str(widget.render())
        else:
            continue
        says = "".join(says.split())
        shown = words_of(widget, _text_of(widget))
        if says not in shown:
            yield f"{widget!r} says {says!r}, shows {shown!r}"
    for text in app.screen.query(BigText):
        if text.text and not text.rows() and columns(text.text, 3) <= text.size.width:
            yield f"{text.text} is not large"


def _text_of(widget: Widget) -> Region:
    """Where the words are: a tile has its number key at the left."""
    region = widget.content_region
    return region.shrink(Spacing(left=BADGE)) if isinstance(widget, Tile) else region


async def _check(pilot: Pilot[Any], screen: type, *signs: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    for sign in signs:
        await until(pilot, lambda sign=sign: sign in words(pilot.app))  # type: ignore[misc]
    await settled(pilot, lambda: not list(_cut_off(pilot.app)))
    assert list(_cut_off(pilot.app)) == []
    assert ".." not in words(pilot.app)


def _busy(hall: Hall) -> None:
    for window in "123":
        hall.queue.open_window(window)
    for line in "AAABBBCC":
        hall.queue.take(line)
    hall.queue.take("A", "elder")
    hall.queue.call("3")
    hall.queue.hold("3")
    hall.queue.call("3")
    hall.queue.miss("3")


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_lobby(hall: Hall, size: tuple[int, int], english: bool) -> None:
    _busy(hall)
    app = LobbyApp(hall, preview=preview)
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Start)
        await until(pilot, lambda: app.screen.guard.open)  # type: ignore[attr-defined]
        if english:
            await pilot.press("0")
            await _check(pilot, Start, "What would")
        await pilot.press("7")
        await _check(pilot, Priority)
        await until(pilot, lambda: app.screen.guard.open)  # type: ignore[attr-defined]
        await pilot.press("3")
        await _check(pilot, Priority, "Social insurance")
        await until(pilot, lambda: app.screen.guard.open)  # type: ignore[attr-defined]
        await pilot.press("2")
        await _check(pilot, TicketScreen)


@pytest.mark.parametrize("code", ["closing_soon", "quota_reached"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_notice(hall: Hall, size: tuple[int, int], language: str, code: str) -> None:
    from kiosk.wording import say

    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        text = say(f"refused.{code}", language, line="A", ahead=100, quota=200)
        app.push_screen(Notice(hall, language, text))
        await _check(pilot, Notice)


@pytest.mark.parametrize("size", SIZES)
async def test_first_log_in(hall: Hall, size: tuple[int, int]) -> None:
    app = DeskApp(hall)
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Login, "首次使用")


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_desk(staffed: Hall, size: tuple[int, int], english: bool) -> None:
    _busy(staffed)
    app = DeskApp(staffed)
    app.language = "en" if english else "zh-Hans"
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Login)
        await pilot.press(*"101", "enter", *"2468", "enter")
        await _check(pilot, Choice)
        await pilot.press("1")
        await _check(pilot, Window)
        await pilot.press("n", "r", "down")
        await until(pilot, lambda: app.screen.query_one(TicketList).selected)
        await _check(pilot, Window)
        await pilot.press("t")
        await _check(pilot, Choice)
        await pilot.press("escape", "v")
        await _check(pilot, Choice)


@pytest.mark.parametrize("size", SIZES)
async def test_board(hall: Hall, size: tuple[int, int]) -> None:
    app = BoardApp(hall)
    async with app.run_test(size=size) as pilot:
        _busy(hall)
        hall.queue.call("1")
        hall.queue.arrive("1")
        hall.queue.call("2")
        hall.queue.call("3")
        await until(pilot, lambda: len(app.screen.query_one(Calls).calls) == 2)
        await _check(pilot, type(app.screen), "号窗口")
        assert max(len(line) for line in words(app).splitlines()) <= size[0]

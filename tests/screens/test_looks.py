"""On every screen, in both languages, at three sizes: nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.app import App
from textual.geometry import Spacing
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.config import Language
from kiosk.hall import Hall
from kiosk.staff import Role
from kiosk.wording import refusal
from printers.preview import lines as preview
from screens.board.app import BoardApp
from screens.board.calls import Calls
from screens.desk.acts import ActKey
from screens.desk.app import DeskApp
from screens.desk.choice import Answer
from screens.desk.help_line import HelpLine
from screens.desk.login import Login
from screens.desk.unprinted import Count
from screens.desk.views import View
from screens.lobby.app import LobbyApp
from screens.lobby.helping import Helping
from screens.lobby.languages import Languages
from screens.lobby.mine import Mine
from screens.lobby.notice import Notice
from screens.lobby.priority import Priority
from screens.lobby.staff import StaffOnly
from screens.lobby.start import Start
from screens.lobby.still_there import StillThere
from screens.lobby.ticket import TicketScreen
from screens.widgets.big_text import BigText
from screens.widgets.glyphs import LEAST, LEAST_HAN, columns
from screens.widgets.key import Key
from screens.widgets.number_pad import PadKey
from screens.widgets.tile import BADGE, Tile
from screens.widgets.tile_page import TilePage
from tests.screens.seen import LOOKS, SIZES, settled, until, words, words_of

SPEAKING = (ActKey, Answer, Count, HelpLine, PadKey, View)


def cut_off(app: App[Any]) -> Iterator[str]:
    """What some widget has to say and the screen does not show."""
    for widget in app.screen.query("*"):
        if not (widget.display and all(getattr(a, "display", True) for a in widget.ancestors)):
            continue
        if isinstance(widget, Tile):
            yield from _unsaid(widget)
            continue
        if isinstance(widget, Key):
            says = "".join((widget.key, *widget.words))
        elif isinstance(widget, Static):
            says = str(widget.content)
        elif isinstance(widget, PadKey) and app.screen.has_class("-large"):
            continue  # drawn
        elif isinstance(widget, SPEAKING):
            says = str(widget.render())
        else:
            continue
        says = "".join(says.split())
        shown = words_of(widget, widget.content_region)
        if says not in shown:
            yield f"{widget!r} says {says!r}, shows {shown!r}"
    for text in app.screen.query(BigText):
        if text.text and text.large and not text.drawn and fits(text):
            yield f"{text.text} is not large"


def _unsaid(tile: Tile) -> Iterator[str]:
    """A tile has its number key at the left, and perhaps its name in large characters."""
    shown = words_of(tile, tile.content_region.shrink(Spacing(left=BADGE)))
    rest = shown
    for text in tile.written:
        for char in "".join(text.split()):
            found = rest.find(char)
            if found < 0:
                yield f"{tile!r} says {text!r}, shows {shown!r}"
                break
            rest = rest[found + 1 :]


def fits(text: BigText) -> bool:
    """Whether a text is short enough to be large at all."""
    return columns(text.text, LEAST if text.text.isascii() else LEAST_HAN) <= text.size.width


async def _check(pilot: Pilot[Any], screen: type, *signs: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    for sign in signs:
        await until(pilot, lambda sign=sign: sign in words(pilot.app))  # type: ignore[misc]
    await settled(pilot, lambda: not list(cut_off(pilot.app)))
    assert list(cut_off(pilot.app)) == []
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


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_lobby(hall: Hall, size: tuple[int, int], language: Language, large: bool) -> None:
    _busy(hall)
    app = LobbyApp(hall, preview=preview)
    app.session.language, app.session.large = language, large
    kept = app.kept
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Start)
        if app.start.query_one(TilePage).pages > 1:
            app.start.query_one(TilePage).turn()
            await _check(pilot, Start)
        app.go(kept.priority)
        await _check(pilot, Priority)
        await until(pilot, lambda: kept.priority.guard.open)
        kept.priority.post_message(TilePage.Chosen("elder"))
        await until(pilot, lambda: kept.priority.query_one(TilePage).tiles()[0].face.value == "A")
        await _check(pilot, Priority)
        app.home()
        kept.mine.show(hall.queue.tickets()[0])
        app.go(kept.mine)
        await _check(pilot, Mine)
        app.home()
        app.go(kept.languages)
        await _check(pilot, Languages)
        app.home()
        app.go(kept.staff)
        await _check(pilot, StaffOnly)
        app.home()
        for answer in (None, hall.help.call, _someone_comes(hall)):
            if answer:
                answer()
            app.go(kept.helping)
            await _check(pilot, Helping)
        app.push_screen(kept.still_there)
        await _check(pilot, StillThere)
        app.home()
        kept.ticket.show(hall.queue.take("B"))
        app.go(kept.ticket)
        await _check(pilot, TicketScreen)
        app.home()
        for why in ("closing_soon", "quota_reached", "line_closed", "old_ticket", "not_our_code"):
            fields = {"line": "A", "ahead": 100, "quota": 200, "opens": "11-24 08:30"}
            dated = {"number": "A123", "month": 11, "day": 22}
            kept.notice.tell("lobby.no_ticket", refusal(why, **fields, **dated))
            app.go(kept.notice)
            await _check(pilot, Notice)
        for heading in ("lobby.not_done", "lobby.scan_broken"):
            kept.notice.tell(heading, "lobby.failed" if "not" in heading else "lobby.scan_again")
            app.go(kept.notice)
            await _check(pilot, Notice)


def _someone_comes(hall: Hall) -> Callable[[], object]:
    def answer() -> object:
        hall.staff.add("101", "王芳", "2468", Role.CLERK)
        return hall.help.answer("lobby", by="101", window="1")

    return answer


@pytest.mark.parametrize("size", SIZES)
async def test_first_log_in(hall: Hall, size: tuple[int, int]) -> None:
    app = DeskApp(hall)
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Login, "首次使用")


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

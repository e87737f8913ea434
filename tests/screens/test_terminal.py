"""What every terminal keeps to: what it loads, how it reads, and what it says when data is old."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from datetime import timedelta

import pytest

from kiosk.hall import Hall
from screens.board.app import BoardApp
from screens.desk.app import DeskApp
from screens.lobby import app as lobby
from screens.lobby.app import LobbyApp
from screens.lobby.notice import Notice
from screens.lobby.start import Start
from tests.screens.seen import CONFIG, HallClock, until, words

READ_ON = {
    LobbyApp: [
        ("ink", "ground"),
        ("ink", "card"),
        ("quiet", "ground"),
        ("quiet", "card"),
        ("accent", "ground"),
        ("accent", "card"),
        ("band-ink", "band"),
        ("shut-ink", "shut"),
        ("mark", "ground"),
        ("alarm-ink", "alarm"),
    ],
    DeskApp: [
        ("ink", "ground"),
        ("ink", "card"),
        ("ink", "raised"),
        ("quiet", "ground"),
        ("accent", "ground"),
        ("accent", "card"),
        ("accent", "band"),
        ("on-accent", "accent"),
        ("band-ink", "band"),
        ("shut-ink", "shut"),
        ("mark", "ground"),
        ("alarm-ink", "alarm"),
    ],
    BoardApp: [
        ("ink", "ground"),
        ("ink", "card"),
        ("quiet", "ground"),
        ("quiet", "card"),
        ("accent", "ground"),
        ("accent", "card"),
        ("on-accent", "accent"),
        ("band-ink", "band"),
        ("alarm-ink", "alarm"),
    ],
}
"""Which colour stands on which."""


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("kind", READ_ON)
def test_everything_can_be_read_at_seven_to_one(
    kind: type[LobbyApp] | type[DeskApp] | type[BoardApp],
) -> None:
    weak = {}
    for ink, ground in READ_ON[kind]:
        lights = sorted(_light(kind.PALETTE[name]) for name in (ink, ground))
        contrast = (lights[1] + 0.05) / (lights[0] + 0.05)
        if contrast < 7:
            weak[ink, ground] = round(contrast, 1)
    assert weak == {}


def test_screens_load_no_printer_and_no_pillow_before_they_are_needed() -> None:
    script = (
        "import sys, screens.lobby.app, screens.desk.app, screens.board.app\n"
        "print(*(m for m in ('PIL', 'printers', 'escpos', 'qrcode') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=CONFIG.parent,
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("kind", [LobbyApp, DeskApp, BoardApp])
async def test_while_the_records_cannot_be_read_the_screen_says_how_old_it_is(
    hall: Hall,
    clock: HallClock,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[LobbyApp] | type[DeskApp] | type[BoardApp],
) -> None:
    app = kind(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Hall, "trouble", property(lambda _: "disk gone"))
        clock.at += timedelta(seconds=40)
        await until(pilot, lambda: "停在 09:00:00（40 秒前）" in words(app))
        monkeypatch.setattr(Hall, "trouble", property(lambda _: None))
        await until(pilot, lambda: "停在" not in words(app))


async def test_who_walks_away_leaves_the_start_in_chinese(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobby, "IDLE", 1.0)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start) and app.screen.guard.open)
        await pilot.press("0")
        await until(pilot, lambda: "What would" in words(app))
        await until(pilot, lambda: "请选择要办理的业务" in words(app))


async def test_screens_that_are_gone_are_forgotten(hall: Hall) -> None:
    """A few stay in render caches of bounded size; twice as many visits keep no more of them."""
    kept: weakref.WeakSet[Notice] = weakref.WeakSet()
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(30):
            notice = Notice(hall, "zh-Hans", "再见")
            kept.add(notice)
            app.push_screen(notice, app._home)
            del notice
            await until(pilot, lambda: isinstance(app.screen, Notice))
            app.screen.dismiss()
            await until(pilot, lambda: isinstance(app.screen, Start))
        gc.collect()
        assert len(kept) < 10

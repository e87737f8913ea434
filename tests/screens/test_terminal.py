"""What every terminal keeps to: what it loads, how it reads, and what it says when data is old."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.printing import Tier, Word
from screens.board.app import BoardApp
from screens.desk.app import DeskApp
from screens.lobby import app as lobby
from screens.lobby import still_there
from screens.lobby.app import LobbyApp
from screens.lobby.start import Start
from screens.lobby.still_there import StillThere
from screens.themes import READ_ON, THEMES
from screens.widgets import health
from screens.widgets.big_text import BigText
from tests.screens.seen import CONFIG, HallClock, until, words


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
def test_everything_can_be_read_at_seven_to_one(theme: str) -> None:
    weak = {}
    for ink, ground in READ_ON:
        lights = sorted(_light(THEMES[theme][name]) for name in (ink, ground))
        contrast = (lights[1] + 0.05) / (lights[0] + 0.05)
        if contrast < 7:
            weak[ink, ground] = round(contrast, 1)
    assert weak == {}


def test_every_colour_of_the_style_sheets_is_in_every_theme() -> None:
    used = set()
    for sheet in (Path(__file__).parents[2] / "screens").rglob("*.tcss"):
        used |= set(re.findall(r"\$([a-z-]+)", sheet.read_text(encoding="utf-8")))
    assert used
    for name, theme in THEMES.items():
        assert used <= set(theme), name


def test_every_pair_of_colours_in_the_style_sheets_is_measured() -> None:
    """Where a rule names both, they must be a pair whose contrast the test above measures."""
    rule = re.compile(r"\{[^{}]*\}")
    for sheet in (Path(__file__).parents[2] / "screens").rglob("*.tcss"):
        for body in rule.findall(sheet.read_text(encoding="utf-8")):
            ink = re.search(r"(?<!-)color: \$([a-z-]+)", body)
            ground = re.search(r"background: \$([a-z-]+)", body)
            if ink and ground and (ink[1], ground[1]) != ("ground", "ink"):
                assert (ink[1], ground[1]) in READ_ON, f"{sheet.name}: {body}"


async def test_a_theme_is_chosen_in_the_settings(tmp_path: Path, clock: HallClock) -> None:
    text = CONFIG.read_text(encoding="utf-8")
    config = tmp_path / "config.toml"
    role = '[terminals.lobby]\nrole = "lobby"'
    assert role in text
    config.write_text(text.replace(role, f'{role}\ntheme = "contrast"'), encoding="utf-8")
    with Hall.open(config, tmp_path / "data", clock=clock) as hall:
        app = LobbyApp(hall)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.screen.styles.background.hex.lower() == THEMES["contrast"]["ground"]


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


async def test_who_walks_away_leaves_the_start_in_chinese_and_ordinary_text(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lobby, "IDLE", 1.0)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start) and app.screen.guard.open)
        app.session.language, app.session.large = "en", True
        app.start.speak()
        await until(pilot, lambda: "What would" in words(app))
        await until(pilot, lambda: "请选择要办理的业务" in words(app))
        assert app.session.untouched


async def test_after_a_minute_it_asks_and_after_the_count_everything_typed_is_gone(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(still_there, "COUNT", 2)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _typing(pilot, app)
        app._nobody()
        await until(pilot, lambda: isinstance(app.screen, StillThere))
        await until(pilot, lambda: app.screen is app.start)
        app.go(app.kept.mine)
        await until(pilot, lambda: app.screen is app.kept.mine and "A003" in words(app))
        assert app.kept.mine.query_one(BigText).text == ""


@pytest.mark.parametrize("touch", ["enter", "1", "+", "click", "key"])
async def test_the_touch_that_wakes_it_does_nothing_else(hall: Hall, touch: str) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _typing(pilot, app)
        app._nobody()
        await until(pilot, lambda: app.screen is app.kept.still_there)
        await until(pilot, lambda: app.kept.still_there.guard.open)
        if touch == "click":
            await pilot.click(offset=(60, 8))
        elif touch == "key":
            await pilot.click("#go-on")
        else:
            await pilot.press(touch)
        await until(pilot, lambda: app.screen is app.kept.mine)
        assert app.kept.mine.query_one(BigText).text == "B7", "as it was"
        assert not app.session.large


async def _typing(pilot: Pilot[Any], app: LobbyApp) -> None:
    """Somebody has typed part of a number."""
    await until(pilot, lambda: isinstance(app.screen, Start) and app.screen.guard.open)
    app.go(app.kept.mine)
    await until(pilot, lambda: app.kept.mine.is_mounted and "A003" in words(app))
    await until(pilot, lambda: app.kept.mine.guard.open)
    await pilot.press("b", "7")
    await until(pilot, lambda: app.kept.mine.query_one(BigText).text == "B7")


async def test_visits_to_all_screens_keep_none_but_the_one_of_each(hall: Hall) -> None:
    """The screens of the lobby are kept and shown again; going round makes no new ones."""
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        kept = app.kept
        round_ = [kept.priority, kept.mine, kept.languages, kept.helping, kept.notice, kept.staff]
        known = []
        for _ in range(12):
            for screen in round_:
                app.go(screen)
                await until(pilot, lambda screen=screen: app.screen is screen)  # type: ignore[misc]
            app.end_session()
            await until(pilot, lambda: app.screen is app.start)
            gc.collect()
            known.append(sum(isinstance(thing, Widget) for thing in gc.get_objects()))
    assert known[-1] <= known[1] * 1.05, known


async def test_trouble_with_the_printer_is_told_before_anyone_asks_for_paper(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.0)
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        hall.slips.says("lobby", Word.PAPER_OUT, Tier.STATUS)
        await until(pilot, lambda: "缺纸" in words(app) and "号码会显示在屏幕上" in words(app))
        hall.slips.says("lobby", Word.READY, Tier.STATUS)
        await until(pilot, lambda: "缺纸" not in words(app))

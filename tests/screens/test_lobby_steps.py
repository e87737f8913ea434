"""What every screen of the lobby keeps to: it speaks once, stands clear, hears every scanner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby.app import LobbyApp
from screens.lobby.mine import Letters
from screens.lobby.step import Step
from screens.lobby.written import Written
from screens.themes import THEMES
from screens.widgets.big_text import BigText
from screens.widgets.health import Health
from screens.widgets.pad.caps import Cap
from screens.widgets.pad.writing import Mode
from screens.widgets.tile import Tile
from tests.screens.seen import SIZES, lines, until

KEPT = ["ticket", "notice", "mine", "staff", "priority", "helping", "languages"]
LANGUAGES = ["zh-Hans", "zh-Hant", "en"]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often each kind of screen spoke."""
    times: Counter[str] = Counter()
    speak = Step.speak

    def count(step: Step) -> None:
        times[type(step).__name__] += 1
        speak(step)

    monkeypatch.setattr(Step, "speak", count)
    yield times


@pytest.mark.parametrize("name", KEPT)
async def test_a_screen_speaks_once_whenever_it_is_shown(
    hall: Hall, spoken: Counter[str], name: str
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        app.kept.ticket.show(hall.queue.take("A"))
        screen = getattr(app.kept, name)
        for _ in range(2):
            spoken.clear()
            app.go(screen)
            await until(pilot, lambda: screen.guard.quiet and not screen.guard._shut)
            assert spoken == {type(screen).__name__: 1}
            spoken.clear()
            app.home()
            await until(pilot, lambda: spoken)
            assert spoken == {"Start": 1}


def test_no_screen_of_the_lobby_does_itself_what_textual_does_for_every_class() -> None:
    twice = re.compile(r"super\(\)\._?on_(?!event\b)\w+")
    folder = Path(__file__).parents[2] / "screens" / "lobby"
    found = {
        f"{path.relative_to(folder)}: {call}"
        for path in folder.rglob("*.py")
        for call in twice.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()


async def test_a_scan_on_a_line_of_its_own_shows_that_somebody_is_there(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test() as pilot:
        for text, ended in (("0" * 12, True), ("torn", False)):
            before = app._touched
            app._scanners._heard(text, ended)  # as the device's thread does
            await until(pilot, lambda before=before: app._touched > before)  # type: ignore[misc]


class Page(Written):
    """Keeps what is written."""

    def __init__(self, app: LobbyApp) -> None:
        super().__init__(app.hall, app.session)
        self.text = ""

    def sheet(self) -> ComposeResult:
        yield Static("here")

    def wrote(self, text: str) -> None:
        self.text += text


async def test_a_touch_meant_for_the_screen_before_writes_nothing(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        page = Page(app)
        app.go(page)
        await until(pilot, lambda: page.is_mounted and page.pad.query(Cap))
        page.pad.begin(mode=Mode.DIGITS)
        await until(pilot, lambda: [cap for cap in page.pad.query(Cap) if cap.sign == "5"])
        five = next(cap for cap in page.pad.query(Cap) if cap.sign == "5")
        page.guard.shut()
        five.touched()
        await pilot.pause()
        assert page.text == ""
        page.guard.quiet = 0
        page.guard.close()
        five.touched()
        await until(pilot, lambda: page.text == "5")


# --- how it stands ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_a_ticket_touches_its_number_or_the_keys_below(
    hall: Hall, size: tuple[int, int], large: bool, language: str
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        app.session.large, app.session.language = large, language  # type: ignore[assignment]
        app.kept.ticket.show(hall.queue.take("A"))
        app.go(app.kept.ticket)
        await until(pilot, lambda: app.screen is app.kept.ticket and "A001" in " ".join(lines(app)))
        number = app.screen.query_one("#number", BigText)
        await until(pilot, lambda: number.drawn)
        drawn = lines(app)
        heading = app.screen.query_one("#heading").region.y
        foot = app.screen.query_one("#foot", Horizontal).region.y
        assert drawn[heading].strip() and not drawn[heading + 1].strip()
        assert drawn[foot - 2].strip() or not drawn[foot - 1].strip()
        assert not drawn[foot - 1].strip()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_the_tiles_of_a_page_are_equally_high(
    hall: Hall, size: tuple[int, int], large: bool
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        app.session.large = large
        for screen in (app.start, app.kept.priority):
            app.go(screen)
            if screen.is_mounted:
                screen.speak()

            def even(screen: Step = screen) -> bool:
                high = {tile.region.height for tile in screen.query(Tile) if tile.display}
                return len(high) == 1 and 0 not in high

            await until(pilot, even)


@pytest.mark.parametrize("size", SIZES)
async def test_how_to_find_a_number_stands_beside_the_first_keys(
    hall: Hall, size: tuple[int, int]
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        app.go(app.kept.mine)
        await until(pilot, lambda: app.screen is app.kept.mine and app.screen.query(Letters))
        await until(pilot, lambda: app.screen.query_one("#place").region)
        keys = app.screen.query_one(Letters).region
        assert keys.y <= app.screen.query_one("#place").content_region.y < keys.bottom


async def test_what_is_wrong_with_the_paper_stands_out(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test():
        ground = app.screen.query_one(Health).styles.background
        assert ground.hex.lower() == THEMES["light"]["alarm"].lower()

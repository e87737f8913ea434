"""One Chromium for all tests here; every browser in it is a context that knows no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.hall import Hall
from tests.browser.served import CHROMIUM, Served, Shown, chromium
from tests.centre import MONDAY, settings, standing_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the session: Playwright keeps a loop running here, which tests elsewhere cannot bear.
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    pytest.importorskip("playwright")
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], Shown]]:
    """A new browser with a touch screen."""
    contexts = []

    def new() -> Shown:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, has_touch=True)
        contexts.append(context)
        return Shown(context.new_page())

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The words that open a small hall where clerk 7 works."""
    config, data = settings(tmp_path, more=MORE), tmp_path / "data"
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        hall.staff.add("7", "王建国", "2468")
    return ["--config", str(config), "--data", str(data), "--clock", MONDAY.isoformat(), "serve"]


MORE = """
[terminals.desk]
role = "desk"
[terminals.board]
role = "board"
[serve]
lobby = 2
"""


@pytest.fixture
def serve(words: list[str]) -> Iterator[Callable[..., Served]]:
    """Serves a screen of that hall."""
    running = []

    def started(*more: str) -> Served:
        served = Served(*words, *more)
        running.append(served)
        return served

    yield started
    for served in running:
        served.close()


@pytest.fixture
def hall(words: list[str]) -> Iterator[Hall]:
    """The same hall, for looking at what was recorded."""
    with Hall.open(Path(words[1]), Path(words[3]), standing_at(MONDAY)) as opened:
        yield opened

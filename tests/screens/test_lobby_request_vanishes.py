"""What somebody typed and did not hand in vanishes, from the screens and from memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby import app as lobby
from screens.lobby import still_there
from screens.lobby.app import LobbyApp
from screens.lobby.notice import Notice
from screens.lobby.request.draft import LONGEST, Draft
from screens.lobby.request.entry import Entry
from screens.lobby.request.written import WrittenAnswer
from screens.lobby.start import Start
from screens.lobby.still_there import StillThere
from screens.widgets.tile import Tile
from tests.screens.filling import NUMBER, Resident
from tests.screens.seen import until, words


async def _screen(pilot: Pilot[Any], kind: type) -> None:
    """Wait for a screen that takes touches."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.guard.open)  # type: ignore[attr-defined]


@pytest.fixture
def kept_bytes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytearray]]:
    """The very memory that answers are kept in."""
    held: list[bytearray] = []
    keep = Draft.keep

    def watched(draft: Draft, name: str, value: str) -> None:
        keep(draft, name, value)
        held.append(draft._answers[name])

    monkeypatch.setattr(Draft, "keep", watched)
    yield held


def _shown_anywhere(app: LobbyApp) -> str:
    """What every screen, shown or not, holds to be drawn."""
    said: list[str] = []
    screens = [*app.screen_stack, *app._installed_screens.values()]
    for screen in screens:
        if callable(screen) or not screen.is_mounted:
            continue
        said += [str(static.content) for static in screen.query(Static)]
        said += [entry.text for entry in screen.query(Entry)]
        for tile in screen.query(Tile):
            said += [tile.face.title, tile.face.subtitle, tile.face.note]
    return "\n".join(said)


def _nothing_left(app: LobbyApp, held: list[bytearray]) -> None:
    assert app.kept.request.filling.draft is None
    assert held
    assert all(not any(memory) for memory in held), "overwritten"
    shown = _shown_anywhere(app)
    assert not [
        value for value in ("王䶮", NUMBER, "13800005678", "13800005678"[-4:]) if value in shown
    ]
    gc.collect()
    drafts = [thing for thing in gc.get_objects() if isinstance(thing, Draft)]
    assert not [draft for draft in drafts if len(draft)]


async def test_start_over_wipes_it(hall: Hall, kept_bytes: list[bytearray]) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        await pilot.press("/")
        await _screen(pilot, Start)
        _nothing_left(app, kept_bytes)


async def test_handing_in_wipes_it_here(hall: Hall, kept_bytes: list[bytearray]) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        await resident.hands_in()
        _nothing_left(app, kept_bytes)


async def test_when_nobody_is_there_any_longer_it_is_wiped(
    hall: Hall, kept_bytes: list[bytearray], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("phone")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote("13800005678")
        monkeypatch.setattr(lobby, "IDLE", 0.0)
        monkeypatch.setattr(still_there, "COUNT", 1)
        await until(pilot, lambda: isinstance(app.screen, StillThere))
        monkeypatch.setattr(lobby, "IDLE", 60.0)
        await _screen(pilot, Start)
        _nothing_left(app, kept_bytes)


async def test_whoever_says_that_he_is_there_goes_on_where_he_was(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("phone")
        screen = resident.screen
        assert isinstance(screen, WrittenAnswer)
        screen.wrote("1380")
        monkeypatch.setattr(lobby, "IDLE", 0.0)
        await until(pilot, lambda: isinstance(app.screen, StillThere))
        monkeypatch.setattr(lobby, "IDLE", 60.0)
        await _screen(pilot, StillThere)
        await pilot.press("enter")
        await _screen(pilot, WrittenAnswer)
        assert screen.query_one(Entry).text == "138 0"


async def test_after_a_quarter_of_an_hour_it_is_wiped_however_busily_somebody_types(
    hall: Hall, kept_bytes: list[bytearray], monkeypatch: pytest.MonkeyPatch
) -> None:
    timers = []
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        set_timer = app.set_timer

        def watched(delay: float, *rest: Any, **more: Any) -> Any:
            timers.append((delay, rest))
            return set_timer(delay, *rest, **more)

        monkeypatch.setattr(app, "set_timer", watched)
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("phone")
        [expire] = [rest[0] for delay, rest in timers if delay == LONGEST == 15 * 60]
        expire()
        await until(pilot, lambda: isinstance(app.screen, Notice))
        await until(pilot, lambda: "一刻钟" in words(app))
        _nothing_left(app, kept_bytes)


async def test_the_last_minutes_are_said(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("id_no")
        draft = resident.filling.draft
        assert draft is not None
        draft.begun -= 13 * 60
        resident.screen.speak()
        await until(pilot, lambda: "还剩不到 3 分钟" in words(app))


def test_a_draft_does_not_tell_what_it_holds() -> None:
    draft = Draft("C01")
    draft.keep("id_no", NUMBER)
    assert NUMBER not in repr(draft)
    assert NUMBER not in str(draft)
    assert dict(draft) == {"id_no": NUMBER}

"""Every screen of volunteering says all it has to say: three sizes, three languages, large."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from kiosk.config import Language
from kiosk.hall import Hall
from screens.lobby.app import LobbyApp
from screens.lobby.finding.reading import Reading
from screens.lobby.step import Step
from screens.lobby.volunteering.asked import Bearer, Purpose
from screens.lobby.volunteering.rooms import Rooms
from screens.widgets.number_pad import PadKey
from screens.widgets.pad.caps import Cap
from screens.widgets.qr import QrCode
from screens.widgets.sentence import Sentence
from screens.widgets.tile import Tile
from screens.widgets.tile_page import TilePage
from screens.widgets.touch import Touch
from tests.screens.at_card import Helpers
from tests.screens.seen import LOOKS, SIZES, HallClock, lines, settled, until, words
from tests.screens.test_looks import cut_off


async def _look(pilot: Pilot[Any], where: str) -> list[str]:
    """What is wrong with the screen that is shown."""
    pilot.app.someone_there()  # type: ignore[attr-defined]
    await settled(pilot, lambda: not list(cut_off(pilot.app)))
    wrong = [f"{where}: {fault}" for fault in cut_off(pilot.app)]
    if ".." in words(pilot.app):
        wrong.append(f"{where}: something is cut\n{words(pilot.app)}")
    for place in pilot.app.screen.query(Touch):
        small = place.outer_size.height < 3 or place.outer_size.width < 10
        if place.region and small and not isinstance(place, Cap):  # the pad's are its own affair
            wrong.append(f"{where}: {place!r} is {place.size}")
        if place.region:
            drawn = pilot.app.screen.find_widget(place)
            if drawn.visible_region != drawn.region:
                wrong.append(f"{where}: of {place!r} {drawn.visible_region} is seen")
    for code in pilot.app.screen.query(QrCode):
        if code.payload and not code.fits:
            wrong.append(f"{where}: the code has no room, {code.size}")
    return wrong


async def _pages(pilot: Pilot[Any], screen: Step, where: str) -> list[str]:
    await until(pilot, lambda: pilot.app.screen is screen)
    wrong = await _look(pilot, where)
    turned = max([part.pages for part in screen.query(TilePage)] or [1])
    turned = max([turned, *(part.pages for part in screen.query(Reading))])
    for number in range(1, turned):
        screen.foot("more")
        await pilot.pause()
        wrong += await _look(pilot, f"{where}, page {number + 1}")
    return wrong


ROOMS = (
    "menu",
    "who",
    "tail",
    "naming",
    "choosing",
    "leaving",
    "hours",
    "records",
    "record",
    "wrong",
    "words",
    "posts",
    "post",
    "code",
    "noted",
)
"""All of them but the last, which is looked at with each thing it can say."""


class Day:
    """Somebody with a long name who was there, past the day's limit, and forgot to sign out."""

    def __init__(self, helpers: Helpers) -> None:
        volunteers = helpers.volunteers
        self.helpers = helpers
        self.number = helpers.enrol("欧阳建国", "13900005678", skills=["理发"])
        self.card = volunteers.roster.card(self.number)
        name = "小区环境清洁和垃圾分类引导"
        helpers.activity("08:00", "18:00", name=name, skills=["理发"], places=3)
        self.post = volunteers.roster.posts.offers(self.number)[0]
        helpers.show("08:00")
        self.came = volunteers.attendance.scan(self.card)
        helpers.show("17:00")
        self.leaves = volunteers.attendance.look(self.card)
        self.gone = volunteers.attendance.scan(self.card)
        helpers.show("17:02")
        helpers.activity("17:10", "18:00", name="晚间巡逻")
        helpers.show("17:20")
        self.choice = volunteers.attendance.look(self.card)
        volunteers.attendance.scan(self.card, self.choice.choices[1].number)
        helpers.show("19:00")
        pending = volunteers.attendance.pending(self.number)
        self.forgot = [each for each in pending if "forgotten" in each.why]
        self.entries = volunteers.hours.entries(self.number)

    def fill(self, rooms: Rooms) -> None:
        """Give every screen something to show."""
        bearer = Bearer(self.number, "欧阳*国", self.card)
        rooms.who.ask(Purpose.SIGN)
        rooms.naming.begin("5678")
        rooms.choosing.show(self.card, self.choice)
        rooms.leaving.show(self.card, self.leaves)
        rooms.hours.show(bearer, self.entries)
        rooms.records.show(bearer, self.entries)
        rooms.record.show(bearer, self.entries[0])
        rooms.wrong.show(bearer, self.entries[0])
        rooms.words.begin(bearer, self.entries[0])
        rooms.posts.show(bearer, [self.post])
        rooms.post.show(bearer, self.post)
        rooms.code.show(bearer)
        ask = self.helpers.volunteers.corrections.ask
        rooms.noted.show(ask(self.number, "少了", self.entries[0].attendance.id))


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_nothing_is_cut_off(
    hall: Hall, clock: HallClock, size: tuple[int, int], language: Language, large: bool
) -> None:
    day = Day(Helpers(hall, clock))
    assert (day.gone.held, day.choice.did, len(day.forgot)) == (True, "choose", 1)
    app = LobbyApp(hall)
    app.session.language, app.session.large = language, large
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is app.start and app.start.is_mounted)
        rooms = app.kept.volunteering.rooms
        day.fill(rooms)
        wrong = await _pages(pilot, app.start, "start")
        for name in ROOMS:
            screen = getattr(rooms, name)
            app.go(screen)
            wrong += await _pages(pilot, screen, name)
        said = {"in": (day.came, []), "forgot": (day.came, day.forgot), "held": (day.gone, [])}
        for name, (done, before) in said.items():
            rooms.signed.show(day.card, done, before)
            app.go(rooms.signed)
            wrong += await _pages(pilot, rooms.signed, name)
    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_hurried_hand_touches_is_large_and_stands_apart(
    hall: Hall, clock: HallClock, size: tuple[int, int]
) -> None:
    day = Day(Helpers(hall, clock))
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen is app.start and app.start.is_mounted)
        rooms = app.kept.volunteering.rooms
        day.fill(rooms)
        # Tiles have a margin of their own, drawn in the colour of the ground.
        for name, kind, least, apart in (("leaving", Tile, 6, 0), ("tail", PadKey, 3, 1)):
            screen = getattr(rooms, name)
            app.go(screen)
            await until(pilot, lambda screen=screen: app.screen is screen)  # type: ignore[misc]
            await settled(pilot, lambda kind=kind: all(_places(pilot, kind)))  # type: ignore[misc]
            places = _places(pilot, kind)
            assert min(place.height for place in places) >= least
            around = [place.grow((0, 0, apart, 0)) for place in places]
            assert not [1 for a, b in combinations(around, 2) if a.overlaps(b)]


def _places(pilot: Pilot[Any], kind: type[Touch]) -> list[Region]:
    """Where such places are on the screen, without the ground around them."""
    shown = [place for place in pilot.app.screen.query(kind) if place.display]
    return [place.region for place in shown]


async def test_a_sentence_breaks_between_characters_not_after_its_numbers() -> None:
    text = "今天超过 8 小时：这次先不计。\n到此"
    app = Sentences(text)
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.pause()
        shown = [line.strip() for line in lines(app)]
        assert shown[:3] == ["今天超过 8 小时：这", "次先不计。", "到此"]
        assert app.query_one(Sentence).size.height == 3


class Sentences(App[None]):
    """A sentence and nothing else."""

    CSS = "Sentence { height: auto; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Sentence(self.text)

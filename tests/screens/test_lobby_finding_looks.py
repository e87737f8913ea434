"""All that the lists say can be read: on every page, in every language, at three sizes."""

from __future__ import annotations

import pytest

from kiosk.config import Language
from kiosk.hall import Hall
from kiosk.items.item import Item
from screens.lobby.app import LobbyApp
from screens.lobby.finding.answer import AnswerPage
from screens.lobby.finding.enquiring import Enquiring, Outcome
from screens.lobby.finding.groups import Groups, Listing
from screens.lobby.finding.line import LineWriting
from screens.lobby.finding.results import Results
from screens.lobby.finding.search import Search
from screens.lobby.start import Start
from screens.widgets.cells import wrapped
from screens.widgets.tile_page import TilePage
from screens.widgets.touch import Touch
from tests.screens.seen import LOOKS, SIZES, until, words_of
from tests.screens.test_looks import _check


def _wordiest(hall: Hall) -> list[Item]:
    """The entries with most to say of each kind of answer, and the longest name."""
    entries = hall.items.all()

    def size(item: Item) -> int:
        return sum(
            len(line) for part in hall.items.sections(item.code, "en") for line in part.lines
        )

    found = {item.answer: item for item in sorted(entries, key=size)}
    return [*found.values(), max(entries, key=lambda item: len(item.name))]


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_nothing_is_cut_off(
    hall: Hall, size: tuple[int, int], language: Language, large: bool
) -> None:
    app = LobbyApp(hall)
    app.session.language, app.session.large = language, large
    rooms = app.kept.finding
    async with app.run_test(size=size) as pilot:
        await _check(pilot, Start)
        app.go(rooms.groups)
        await _check(pilot, Groups)
        page = rooms.groups.query_one(TilePage)
        for _ in range(page.pages - 1):
            page.turn()
            await _check(pilot, Groups)
        for group in ("law", "certificate"):
            rooms.listing.show_group(group)
            app.go(rooms.listing)
            await _check(pilot, Listing)
            page = rooms.listing.query_one(TilePage)
            for _ in range(page.pages - 1):
                page.turn()
                await _check(pilot, Listing)
            app.back()
        for item in _wordiest(hall):
            rooms.answer.show(item.code)
            app.go(rooms.answer)
            await _check(pilot, AnswerPage)
            seen = ""
            for _ in range(rooms.answer.reading.pages):
                await _check(pilot, AnswerPage)
                seen += words_of(rooms.answer.reading)
                rooms.answer.reading.turn()
            for part in hall.items.sections(item.code, language):
                assert "".join(part.heading.split()) in seen
                if not large:  # in large text some of it is drawn
                    for line in part.lines:
                        assert "".join(line.split()) in seen, line
            app.back()
        for holds in ([], ["consult"], ["outside"], ["adviser"]):
            rooms.outcome.show(hall.items.enquire("宠物寄养证明", "保险公司", holds))
            app.go(rooms.outcome)
            await _check(pilot, Outcome)
            app.back()
        rooms.enquiring.begin("宠物寄养证明")
        app.go(rooms.enquiring)
        for step in range(4):
            await _check(pilot, Enquiring)
            if step < 3:
                await until(pilot, lambda: rooms.enquiring.guard.open)
                rooms.enquiring.post_message(TilePage.Chosen("no"))
                await until(pilot, lambda step=step: len(rooms.enquiring._said) == step + 1)  # type: ignore[misc]
        for ask in ("what", "unit"):
            rooms.line.begin(ask)
            app.go(rooms.line)
            await _check(pilot, LineWriting)
            app.back()
        app.home()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_what_is_found_can_be_read_and_touched(
    hall: Hall, size: tuple[int, int], large: bool
) -> None:
    app = LobbyApp(hall)
    app.session.large = large
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: hall.items.prepared)
        search = app.kept.finding.search
        app.go(search)
        await until(pilot, lambda: app.screen is search and search.guard.open and search.pad.ready)
        for text in ("susong", "zhengming", "jzzm"):
            search.wipe()
            for letter in text:
                search.typed(letter, letter)
            await until(pilot, lambda text=text: search.text == text)  # type: ignore[misc]
            results = search.query_one(Results)
            await until(pilot, lambda: results.shown)  # noqa: B023 -- at once
            await _check(pilot, Search)
            for result in results.shown:
                assert result.size.height >= 3
                assert result.size.width >= 12
                name = result.written[1]
                room = result.size.width - 12
                drawn = large and result.size.height >= 7
                assert drawn or len(wrapped(name, room)) <= result.size.height - 1
                assert drawn or name in words_of(result).replace(" ", "") or len(name) * 2 > room
            assert len(results.shown) <= 7
        small = [
            place
            for place in search.query(Touch)
            if place.region and (place.outer_size.height < 3 or place.outer_size.width < 6)
        ]
        assert small == []


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_every_answer_can_be_read_whole_on_the_smallest_terminal(
    hall: Hall, language: Language
) -> None:
    app = LobbyApp(hall)
    app.session.language = language
    answer = app.kept.finding.answer
    async with app.run_test(size=SIZES[0]) as pilot:
        for item in hall.items.all():
            answer.show(item.code)
            app.go(answer)
            await until(pilot, lambda: app.screen is answer)
            lines = [text for page in answer.reading._pages for text, _ in page]
            told = "".join("".join(lines).split())
            for part in hall.items.sections(item.code, language):
                for line in part.lines:
                    assert "".join(line.split()) in told, (item.code, line)
            assert all(len(page) <= answer.reading.size.height for page in answer.reading._pages)

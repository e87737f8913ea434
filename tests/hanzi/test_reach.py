"""Every character that a name may be registered with can be found both ways, and drawn."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.fonts import FONT
from kiosk.hanzi.characters import By
from kiosk.hanzi.make.sources import standard
from kiosk.hanzi.table import DATA, Table
from tests.hanzi.offers import words

RARE = [("㛃", "jie", "111253531"), ("䶮", "yan", "135341134"), ("𬭎", "hong", "311154451354")]


@pytest.fixture(scope="module")
def orders() -> dict[str, list[str]]:
    """The strokes of each character."""
    found: dict[str, list[str]] = {}
    for row in (DATA / "strokes.txt").read_text(encoding="utf-8").splitlines()[1:]:
        order, _, rest = row.partition(" ")
        found.setdefault(rest[:-1], []).append(order)
    return found


def test_the_standard_has_its_8105_characters() -> None:
    assert len(set(standard())) == 8105


def test_every_character_of_the_standard_is_offered_for_each_of_its_readings(table: Table) -> None:
    readings = table.characters.readings
    offered = {said: set(words(table, said)) for said in table.characters.syllables}
    lost = {char for char in standard() if not readings.get(char)} | {
        (char, said) for char in standard() for said in readings[char] if char not in offered[said]
    }
    assert lost == set()


def test_every_character_of_the_standard_is_offered_for_its_strokes(
    table: Table, orders: dict[str, list[str]]
) -> None:
    lost = {
        char
        for char in standard()
        for order in orders.get(char, ["1" * 64])
        if char not in {one.text for one in table.stroked(order)}
    }
    assert lost == set()


@pytest.mark.parametrize(("char", "said", "strokes"), RARE)
def test_rare_characters_of_names_are_found_both_ways(
    table: Table, char: str, said: str, strokes: str
) -> None:
    assert char in words(table, said)
    assert [one.text for one in table.stroked(strokes)] == [char]


def test_a_rare_character_is_found_without_turning_many_pages(table: Table) -> None:
    for char, _, strokes in RARE:
        assert char in [one.text for one in table.stroked(strokes[:8])][:14]


def _drawn(char: str, font: ImageFont.FreeTypeFont) -> bytes:
    image = Image.new("L", (32, 40))
    ImageDraw.Draw(image).text((4, 0), char, fill=255, font=font)
    return image.tobytes()


def test_every_character_that_can_be_chosen_can_be_drawn(table: Table) -> None:
    font = ImageFont.truetype(FONT, 24)
    missing = _drawn("\U0010fffd", font)
    assert any(missing), "the sign for a missing character must be visible"
    chosen = set(table.characters.readings) | set(standard())
    bad = {c for c in chosen if _drawn(c, font) == missing or not any(_drawn(c, font))}
    assert bad == set()


def test_the_heavier_character_comes_first(table: Table) -> None:
    weights = [weight for weight, _ in table.characters.of("shi", By.TEXT)]
    assert weights == sorted(weights, reverse=True)

"""The drawn page: the right width, legible, scannable, and the same after its way over the wire."""

from __future__ import annotations

import logging
import random
import re
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.errors import Refused
from kiosk.fonts.subset import TABLE_8105, characters
from printers.cells import width
from printers.escpos import encode
from printers.glyphs import glyph
from printers.page import Page, draw
from printers.receipt import Cut, Feed, Qr, Text, receipt
from tests.printers.escpos_parser import parse

DOTS = {58: 384, 80: 576}
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


@pytest.mark.parametrize("paper", [58, 80])
def test_the_bytes_draw_the_page_again(ticket: dict[str, str], paper: int) -> None:
    page = draw(receipt("ticket", ticket), paper)
    printed = parse(encode(page))
    assert page.image.width == DOTS[paper]
    assert printed.resets == 1
    assert printed.cuts == [len(printed.rows)]
    assert printed.fed_lines >= 4
    assert all(across * tall <= 8192 for across, tall in printed.bands)
    inked = page.image.crop((0, 0, DOTS[paper], len(printed.rows)))
    assert printed.image.tobytes() == inked.tobytes()
    below = page.image.crop((0, len(printed.rows), *page.image.size))
    assert set(below.tobytes()) == {0xFF}


@pytest.mark.parametrize("paper", [58, 80])
def test_the_code_on_the_page_can_be_scanned(ticket: dict[str, str], paper: int) -> None:
    page = draw(receipt("ticket", ticket), paper)
    found = zxingcpp.read_barcodes(page.image.convert("L"))
    assert [code.text for code in found] == [ticket["code"]]


@pytest.mark.parametrize(("paper", "module"), [(58, 6), (80, 6)])
def test_a_module_is_large_enough_for_poor_scanners(paper: int, module: int) -> None:
    page = draw([Qr(payload="3" * 34)], paper)  # version 1: 21 modules, 29 with the quiet zone
    assert page.image.height == 29 * module


def test_a_code_that_no_paper_can_hold_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        draw([Qr(payload="x" * 700)], 58)
    assert refused.value.code == "slip_code_too_long"


@pytest.mark.parametrize("char", "㛃䶮𬭎王𫖳〇①￥·—“ＡAé")
def test_names_and_signs_have_ink_in_their_own_cells(char: str) -> None:
    picture = glyph(char, 24)
    assert picture.getbbox()
    assert picture.width == 12 * width(char)
    assert picture.tobytes() != glyph("〓", 24).tobytes()


def test_the_font_has_every_character_of_the_table() -> None:
    table = [row for row in TABLE_8105.read_text("utf-8").splitlines() if row[0] != "#"]
    assert len(set("".join(table))) == 8105
    assert set(map(ord, "".join(table))) <= characters()
    missing = glyph("〓", 24).tobytes()
    sample = random.Random(8105).sample("".join(table), 400)
    assert not [char for char in sample if glyph(char, 24).tobytes() == missing]


def test_a_character_the_font_lacks_is_seen_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert glyph("𠮶", 24).tobytes() == glyph("〓", 24).tobytes()
    assert "U+20BB6" in caplog.text


@settings(max_examples=30, deadline=None)
@given(st.integers())
def test_no_picture_holds_a_real_time_command(seed: int) -> None:
    noise = bytes(random.Random(seed).choices(b"\x10\x04\x05\x14\x01\xff", k=72 * 150))
    image = Image.frombytes("1", (576, 150), noise, "raw", "1;I")
    data = encode(Page(image, cut=True))
    assert not REAL_TIME.search(data)
    printed = parse(data)
    whole = Page(image, cut=True).raster()
    flipped = sum(a != b for a, b in zip(b"".join(printed.rows), whole, strict=False))
    assert flipped == len(re.findall(rb"\x10(?=[\x04\x05\x14])", whole))


def test_blank_paper_is_fed_and_not_drawn() -> None:
    printed = parse(encode(draw([Text(text="王"), Feed(dots=600), Cut()], 80)))
    assert len(printed.rows) < 30
    assert printed.fed_lines == 21  # 600 dots and what was blank under 王


def test_a_slip_without_a_cut_is_not_cut() -> None:
    assert not parse(encode(draw([Text(text="王")], 58))).cuts


def test_a_picture_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    page = draw([Text(text="王")], 58)
    page.png(tmp_path / "A001.png")
    assert [path.name for path in tmp_path.iterdir()] == ["A001.png"]
    with Image.open(tmp_path / "A001.png") as saved:
        assert saved.tobytes() == page.image.tobytes()

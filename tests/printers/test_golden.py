"""Whole slips, dot by dot, as they were looked at and found right.

When a template, the font or the layout is changed on purpose: write the pages of ``golden/`` anew
with ``python -m tests.printers.test_golden``, and look at each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from printers.escpos import RasterEncoder, without_commands
from printers.page import Page, draw
from printers.receipt import receipt
from tests.printers.conftest import TICKET
from tests.printers.escpos_parser import parse

GOLDEN = Path(__file__).with_name("golden")
NAMES = {"line_name": "王䶮　王𬭎　㛃", "line_name_en": "Names that need rare characters"}
COPY = {"copy": "2", "copy_by": "0007", "copy_time": "2026-11-23 09:31"}
TEST = {"centre": "幸福社区", "printer": "lobby", "time": "2026-11-23 09:00", "code": "0123456789"}

SLIPS = {
    "ticket": ("ticket", TICKET),
    "ticket-names": ("ticket", TICKET | NAMES),
    "ticket-copy": ("ticket", TICKET | COPY),
    "ticket-training": ("ticket", TICKET | {"training": "1"}),
    "test": ("test", TEST),
}
CASES = [(name, paper) for name in SLIPS for paper in (58, 80)]


def page_of(name: str, paper: int) -> Page:
    kind, fields = SLIPS[name]
    return draw(receipt(kind, fields | {"paper": str(paper)}), paper)


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_the_page_is_the_one_that_was_looked_at(name: str, paper: int) -> None:
    page = page_of(name, paper)
    with Image.open(GOLDEN / f"{name}-{paper}.png") as golden:
        assert page.image.size == golden.size
        box = ImageChops.difference(page.image.convert("L"), golden.convert("L")).getbbox()
    assert box is None, f"it differs in {box}"


@pytest.mark.parametrize(("name", "paper"), CASES)
@pytest.mark.parametrize("feeds", [False, True])
def test_the_paper_is_the_page(name: str, paper: int, feeds: bool) -> None:
    """Drawn or fed, the same dots come out, no wider than the paper; its code can be scanned.

    But for the dots that keep a printer from obeying a picture: the test page has such a place.
    """
    page = page_of(name, paper)
    data = b"".join(RasterEncoder(feeds_blank=feeds).parts(page))
    printed = parse(data)
    assert without_commands(page.raster()).startswith(b"".join(printed.rows))
    assert {across for across, _ in printed.bands} == {{58: 48, 80: 72}[paper]}
    codes = zxingcpp.read_barcodes(printed.image.convert("L"))
    assert [code.text for code in codes] == [SLIPS[name][1]["code"]]


@pytest.mark.parametrize("paper", [58, 80])
def test_feeding_white_space_spares_bytes(paper: int) -> None:
    page = page_of("ticket", paper)
    fed, drawn = (sum(map(len, RasterEncoder(feeds_blank=f).parts(page))) for f in (True, False))
    assert fed < 0.9 * drawn


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, paper in CASES:
        page_of(name, paper).image.save(GOLDEN / f"{name}-{paper}.png", optimize=True)

"""我的码 in a real terminal: what a camera sees there is the card, as it is on paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from printers.escpos import encode
from printers.page import draw
from printers.receipt import receipt
from tests.printers.escpos_parser import parse
from tests.terminal.painted import GROUND, painted
from tests.terminal.pseudo import Terminal
from tests.terminal.test_volunteering import Centre

SIZES = ((80, 24), (120, 31))

CELLS = ((8, 18), (10, 18))
"""Cells of other proportions than one to two, as some fonts have them."""


def codes(picture: Image.Image) -> list[str]:
    """Every code a scanner finds in a picture."""
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def held_askew(picture: Image.Image) -> Image.Image:
    """As a phone takes it: turned, and not quite sharp."""
    turned = picture.rotate(9, Image.Resampling.BICUBIC, expand=True, fillcolor=GROUND)
    return turned.filter(ImageFilter.GaussianBlur(1.5))


def reads_a_code(lobby: Terminal) -> str:
    """The one code on the screen, as soon as there is one."""
    lobby.wait(lambda _: len(codes(lobby.look(painted))) == 1, "a code")
    return codes(lobby.look(painted))[0]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_camera_reads_the_card_from_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    centre = Centre(tmp_path / "data")
    centre.activity(9, 11, "楼道清洁")
    centre.show("09:02")
    with centre.lobby(*size) as lobby:
        lobby.persist(lambda: lobby.keys("4"), "志愿服务：请选择")
        lobby.persist(lambda: lobby.keys("4"), "把码对准扫码口")
        lobby.persist(lambda: lobby.keys(centre.card + "\r"), "用手机拍下", centre.number)
        seen = reads_a_code(lobby)
        picture = lobby.look(painted)
        small = picture.resize((picture.width // 2, picture.height // 2))
        others = [lobby.look(partial(painted, cell=cell)) for cell in CELLS]
        for image in (small, *others, held_askew(picture)):
            assert codes(image) == [seen]
        lobby.persist(lambda: lobby.keys("+"), "用手机拍下", "普通字")
        assert reads_a_code(lobby) == seen, "in large text too"
        # And the photo serves as a card.
        lobby.persist(lambda: lobby.keys("/"), "请选择要办理的业务")
        lobby.persist(lambda: lobby.keys(seen + "\r"), "张*明", "楼道清洁")
    assert centre.signs() == ["scan"]
    assert printed(centre, 58) == [seen]


def printed(centre: Centre, paper: int) -> list[str]:
    """The codes on the card's slip, as the bytes for a printer draw it."""
    with centre.hall() as hall:
        job = hall.volunteers.roster.print_card(centre.number)
    return codes(parse(encode(draw(receipt(job.kind, job.fields), paper))).image)

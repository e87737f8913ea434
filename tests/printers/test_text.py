"""Text for slow lines: what a printer's own characters can say, and pictures for all the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import Refused
from printers.cells import clean, width
from printers.escpos import RasterEncoder
from printers.layout import DOTS
from printers.page import draw
from printers.receipt import AnyBlock, Big, Columns, Cut, Feed, Qr, Rule, Text, Title, receipt
from printers.text import TextEncoder, as_bytes
from tests.printers.fake import BLIND, FakePrinter, Slip
from tests.printers.test_receipt import ANY_TICKET
from tests.waiting import until

ACROSS = {58: 48, 80: 72}


def printed(blocks: list[AnyBlock], paper: int = 80) -> tuple[Slip, FakePrinter]:
    """What a printer makes of a slip in text mode."""
    printer = FakePrinter(BLIND, across=ACROSS[paper])
    for part in TextEncoder().encode([*blocks, Cut()], paper).parts:
        for start in range(0, len(part), 512):
            piece = part[start : start + 512]
            until(lambda piece=piece: printer.room() >= len(piece), "room in the buffer")  # type: ignore[misc]
            printer.receive(piece)
    until(lambda: printer.mechanism.slips, "the slip is cut off")
    printer.close()
    return printer.mechanism.slips[0], printer


def test_plain_chinese_is_sent_as_characters() -> None:
    slip, printer = printed(
        [Text(text="综合业务，请到 3 号窗口。"), Columns(left="合计", right="￥12.00")]
    )
    assert slip.lines[0] == "综合业务，请到 3 号窗口。"
    assert slip.lines[1].split() == ["合计", "￥12.00"]
    assert slip.cells[1] == 48
    assert slip.ink == b""
    assert printer.unknown == []


@pytest.mark.parametrize("text", ["￥12.00", "、。（）", "①", "〇", "１２：３０", "Ａ—Ｂ", "·"])
def test_signs_alone_are_as_right_as_among_characters(text: str) -> None:
    """python-escpos prints ``?`` for these unless a Chinese character stands beside them."""
    slip, _ = printed([Text(text=text)])
    assert [line for line in slip.lines if line] == [text]


@pytest.mark.parametrize("name", ["王䶮", "王𬭎", "㛃", "é", "½", "5–12"])
def test_a_line_a_printer_cannot_say_is_drawn_in_the_same_slip(name: str) -> None:
    slip, printer = printed([Text(text="姓名"), Text(text=name), Text(text="完")])
    assert [line for line in slip.lines if line] == ["姓名", "完"]
    assert slip.ink
    assert printer.unknown == []
    (across, tall) = printer.mechanism.bands[0]
    assert across * 8 < sum(map(width, name)) * 12 + 16, "no white is sent beside it"
    assert tall == 30


def test_a_drawn_line_has_the_dots_of_a_picture() -> None:
    slip, _ = printed([Text(text="王𬭎")])
    page = draw([Text(text="王𬭎")], 80)
    ink = Slip(72, rows=[page.raster()[y : y + 72] for y in range(0, 72 * 30, 72)]).ink
    assert slip.ink == ink


@pytest.mark.parametrize("paper", [58, 80])
def test_sizes_and_places(paper: int) -> None:
    slip, _ = printed(
        [
            Title(text="社区中心"),
            Text(text="综合", align="centre", size=48, bold=True),
            Big(text="A001"),
            Text(text="完", align="right"),
            Rule(),
        ],
        paper,
    )
    space = {58: 32, 80: 48}[paper]
    assert [line.strip() for line in slip.lines[:4]] == ["社区中心", "综合", "A001", "完"]
    assert slip.lines[4] == "-" * space
    assert slip.cells[3] == space
    assert all(cells <= space for cells in slip.cells)


@pytest.mark.parametrize("paper", [58, 80])
def test_the_code_is_drawn_and_can_be_scanned(paper: int) -> None:
    slip, _ = printed([Text(text="请扫码"), Qr(payload="31012345678901234567")], paper)
    assert slip.codes == ["31012345678901234567"]


def test_text_is_much_shorter_than_a_picture(ticket: dict[str, str]) -> None:
    del ticket["code"]
    blocks = receipt("ticket", ticket | {"wait": "约 5 至 12 分钟"})
    text = sum(map(len, TextEncoder().encode(blocks, 80).parts))
    raster = sum(map(len, RasterEncoder().encode(blocks, 80).parts))
    assert text * 50 < raster


@settings(max_examples=40, deadline=None)
@given(ANY_TICKET, st.sampled_from([58, 80]))
def test_any_ticket_in_text_holds_no_command_and_fits(fields: dict[str, str], paper: int) -> None:
    try:
        blocks = receipt("ticket", fields)
    except Refused:
        return
    slip, printer = printed(blocks, paper)
    assert printer.unknown == []
    assert printer.questions == []
    assert printer.recovered == 0
    assert all(cells * 12 <= DOTS[paper] for cells in slip.cells)


@given(st.characters())
def test_a_character_goes_out_as_text_only_where_everybody_has_it(char: str) -> None:
    for shown in clean(char):
        said = as_bytes(shown)
        assert said is None or (len(said) == width(shown) and said.decode("gbk") == shown)
        assert said is None or said[0] >= 0x20


def test_white_space_is_fed() -> None:
    slip, _ = printed([Text(text="上"), Feed(dots=300), Text(text="下")])
    assert len(slip.rows) >= 360

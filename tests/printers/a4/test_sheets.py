"""What stands on the sheet: all of it, legible, and nothing that is not so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import msgspec
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk.certificates.paper import Paper, Sheet
from kiosk.certificates.register import Register
from kiosk.hall import Hall
from printers.a4 import wall
from printers.a4.certificate import CLOSING, LEFT, RIGHT, SEAL, draw
from tests.printers.a4.papers import FACTS, ISSUER, LONG, composed, issued, issuing

DPI = 150
MM = DPI / 25.4


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with issuing(tmp_path_factory.mktemp("hall")) as (hall, _):
        yield hall


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def text(pdf: bytes) -> str:
    """All that can be taken out of the file as text, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    # pdfium ends a line that a word goes on after with U+FFFE or a soft hyphen.
    return "".join(re.sub("[\ufffe\u00ad]", "", found).split())


def plain(hall: Hall, number: str, **differs: object) -> Sheet:
    """A sheet of a hall that is no training."""
    return Register(hall).sheet(number)._replace(**({"training": ""} | differs))  # type: ignore[arg-type]


def ink(picture: Image.Image, box: tuple[float, float, float, float], darker: int = 128) -> int:
    """Dark dots in a box of millimetres."""
    part = picture.crop(tuple(round(edge * MM) for edge in box))  # type: ignore[arg-type]
    return sum(part.histogram()[:darker])


def inked(picture: Image.Image, darker: int = 128) -> tuple[float, float, float, float]:
    """The box of all dark ink, in millimetres."""
    box = picture.point(lambda value: 255 if value < darker else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / MM for edge in box)
    return left, top, right, bottom


LONG_OR_SHORT = [(code, long) for code in FACTS for long in (False, True)]


@pytest.mark.parametrize(("code", "long"), LONG_OR_SHORT)
def test_every_certificate_says_all_of_its_paper(hall: Hall, code: str, long: bool) -> None:
    differs = {name: value for name, value in LONG.items() if name in FACTS[code]} if long else {}
    one = issued(hall, code, **differs)
    sheet = plain(hall, one.number)
    drawn = draw(sheet)
    assert drawn.pages == 1
    assert drawn.missing == ()
    said = text(drawn.pdf)
    paper = sheet.paper
    for part in (paper.title, f"编号：{one.number}", *paper.body, paper.basis, paper.phone):
        assert "".join(unicodedata.normalize("NFC", part).split()) in said
    for part in (f"{ISSUER}（盖章）", "2026年11月23日", "经办人：赵经办", "签批人：钱主任"):
        assert part in said
    assert f"防伪字{paper.check}" in said
    assert paper.fingerprint[:4] in said
    (picture,) = pictures(drawn.pdf)
    left, top, right, bottom = inked(picture)
    assert left >= LEFT - 1 and right <= RIGHT + 1.5, "within the margins"
    assert top >= 37 and bottom <= 297 - 10
    assert ink(picture, (0, CLOSING - 4, LEFT + 40, CLOSING + 1)) == 0, "body and closing apart"
    (code_read,) = zxingcpp.read_barcodes(picture)
    assert code_read.text == one.code
    assert Register(hall).verify(code_read.text).verdict == "genuine"


@pytest.mark.parametrize("dpi", [96, 200, 300])
def test_the_code_is_read_at_any_resolution_of_a_scanner(hall: Hall, dpi: int) -> None:
    one = issued(hall)
    page = pypdfium2.PdfDocument(draw(plain(hall, one.number)).pdf)[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())
    assert found.text == one.code


def test_the_same_record_gives_the_same_bytes(hall: Hall) -> None:
    sheet = plain(hall, issued(hall).number)
    assert draw(sheet).pdf == draw(sheet).pdf


def test_the_seal_has_room(hall: Hall) -> None:
    """Within the circle stands the name of who issues and the day, and no code and no rule."""
    (picture,) = pictures(draw(plain(hall, issued(hall).number, draft=False)).pdf)
    middle = RIGHT - 40
    low = CLOSING + 16 + SEAL / 2
    assert ink(picture, (middle - SEAL / 2, CLOSING + 29, middle + SEAL / 2, low)) == 0
    assert ink(picture, (LEFT, 297 - 63, RIGHT, 297 - 61)) > 100, "the rule is below it"
    assert CLOSING + 16 + SEAL / 2 < 297 - 62


def test_a_sheet_says_what_it_is_worth(hall: Hall) -> None:
    number = issued(hall).number
    assert "草稿未盖章无效" in text(draw(plain(hall, number)).pdf)
    assert "草稿" not in text(draw(plain(hall, number, draft=False)).pdf)
    void = draw(plain(hall, number, void_since=date(2026, 11, 25))).pdf
    assert "已作废2026-11-25" in text(void)
    training = text(draw(Register(hall).sheet(number)).pdf)
    assert "演练" in training, "the clock of this hall is moved by hand"
    assert "补打第2份0072026-11-2309:41" in text(
        draw(plain(hall, number, copy="2份 007 2026-11-23 09:41")).pdf
    )


def test_a_mark_is_seen_and_covers_nothing(hall: Hall) -> None:
    number = issued(hall).number
    (marked,) = pictures(draw(plain(hall, number)).pdf)
    (bare,) = pictures(draw(plain(hall, number, draft=False)).pdf)
    assert sum(bare.histogram()[200:240]) < sum(marked.histogram()[200:240]) - 5000, "it is seen"
    differs = ImageChops.difference(marked, bare)
    dark = bare.point(lambda value: 255 if value < 60 else 0)
    over = ImageChops.multiply(differs, dark)
    assert over.getextrema()[1] < 40, "the text stays as dark as it was"  # type: ignore[operator]


def test_what_the_font_lacks_is_shown_to_be_lacking(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    one = issued(hall, applicant_name="张𠮷兰")
    drawn = draw(plain(hall, one.number))
    assert drawn.missing == ("𠮷",)
    said = text(drawn.pdf)
    assert "兹证明张〓兰" in said
    assert "“〓”处为字库缺字" in said
    assert [record.getMessage() for record in caplog.records] == ["U+20BB7 is not in the font"]


def test_nothing_of_a_name_is_logged(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    draw(plain(hall, issued(hall).number))
    for record in caplog.records:
        assert "𬱖" not in record.getMessage() and "欧阳" not in record.getMessage()


def test_a_file_says_no_more_about_itself_than_the_number(hall: Hall) -> None:
    one = issued(hall)
    about = pypdfium2.PdfDocument(draw(plain(hall, one.number)).pdf).get_metadata_dict()
    assert about["Title"] == f"居住情况证明 {one.number}"
    assert about["Author"] == ISSUER
    assert about["CreationDate"].startswith("D:20261123")


@pytest.mark.parametrize("rows", [3, 30, 90])
def test_a_long_statement_goes_on_and_says_so(hall: Hall, rows: int) -> None:
    said = msgspec.structs.replace(
        composed(hall, "C03"),
        head=("日期", "活动", "地点", "分钟", "负责人"),
        rows=tuple(
            (f"2026-10-{n % 28 + 1:02d}", f"第{n}次助老送餐和环境清洁", "食堂", f"{60 + n}", "王芳")
            for n in range(rows)
        ),
        notes=("全国志愿服务信息系统录入状态：已录入 3 条，未录入 2 条。",),
    )  # fmt: skip
    one = Register(hall).enter(
        said, kind="statement", item="V", request="V000123", handler="1", approver="2"
    )
    drawn = draw(plain(hall, one.number))
    taken = text(drawn.pdf)
    assert all(f"第{n}次助老送餐和环境清洁" in taken for n in range(rows))
    sheets = pictures(drawn.pdf)
    assert len(sheets) == drawn.pages == {3: 1, 30: 2, 90: 3}[rows]
    assert taken.count(f"编号：{one.number}") == drawn.pages, "the number is on every sheet"
    if drawn.pages > 1:
        assert f"第{drawn.pages}页共{drawn.pages}页" in taken
    assert [len(zxingcpp.read_barcodes(sheet)) for sheet in sheets] == [0] * (len(sheets) - 1) + [1]
    for sheet in sheets[:-1]:
        assert inked(sheet)[3] <= 297 - 10
    last = sheets[-1]
    assert ink(last, (LEFT, 20, RIGHT, CLOSING - 4)) > 1000, "the seal is never on a sheet alone"


def test_every_length_of_text_stands_clear_of_the_seal(hall: Hall) -> None:
    base = composed(hall)
    for length in range(0, 1600, 190):
        body = (*base.body, "字" * length)
        said = msgspec.structs.replace(base, body=body, number="X-2026-C01-00001", check="0" * 10)
        sheet = Sheet(said, "0" * 176, draft=False)
        drawn = draw(sheet)
        assert text(drawn.pdf).count("字") >= length
        last = pictures(drawn.pdf)[-1]
        assert ink(last, (LEFT, CLOSING - 4, LEFT + 60, CLOSING + 1)) == 0, length
        assert len(zxingcpp.read_barcodes(last)) == 1, length


def test_the_wall_has_the_key_and_words(hall: Hall) -> None:
    hall.signing.renew()
    keys = hall.signing.public_keys()
    pdf = wall.draw("幸福里社区党群服务中心", keys)
    (picture,) = pictures(pdf)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == keys[0].pem
    said = text(pdf)
    assert "幸福里社区党群服务中心" in said
    assert keys[0].fingerprint in said
    assert all(key.fingerprint[:16] in said for key in keys)


def test_a_paper_is_a_paper_again_after_it_was_kept(hall: Hall) -> None:
    kept = msgspec.json.encode(composed(hall, "C05"))
    assert msgspec.json.decode(kept, type=Paper) == composed(hall, "C05")


def test_a_sheet_is_drawn_from_the_shipped_font(hall: Hall) -> None:
    pdf = draw(plain(hall, issued(hall).number)).pdf
    assert b"NotoSansMonoCJKSC" in pdf and b"/CIDFontType0C" in pdf
    assert len(pdf) < 200_000, "cut down to what it says"

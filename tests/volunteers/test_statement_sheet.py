"""The sheet of a statement: everything it says is on it, and its code is read from the page."""

from __future__ import annotations

import re

import pypdfium2
import pytest
import zxingcpp

from kiosk.certificates.paper import Sheet
from kiosk.volunteers.statement import Statement
from printers.a4.certificate import CLOSING, LEFT, RIGHT, Drawn, draw
from tests.printers.a4.test_sheets import ink, inked, pictures, text
from tests.volunteers.day import CLERK, OTHER, Day

SHORT = 3
"""Lines of a table with which everything stands on one sheet."""


def stated(day: Day, times: int) -> Statement:
    """Somebody who came so many times, an hour and more each time."""
    roster = day.volunteers.roster
    said = {"id_no": "11010519491231002X", "national": "110000123456"}
    number = roster.enrol("欧阳小明", "13800138000", **said).number
    for n in range(times):
        name = f"第{n}次助老送餐和楼道环境清洁"
        activity = day.activity("09:00", "11:00", name=name, place="幸福路3号院老年食堂")
        day.scan(number, "09:00", activity.number)
        day.scan(number, f"10:{n % 60:02}")
        if n % 3 == 1:
            which = f"{activity.number}/{number}"
            day.volunteers.hours.correct(which, CLERK, OTHER, 50, "中途离开")
        day.show("11:01")
        day.volunteers.activities.count(activity.number, CLERK, 4, served=30)
        day.later(1, hour=8)
    return day.volunteers.statements.issue(number, CLERK, full_id=True)


def sheet(day: Day, one: Statement) -> Sheet:
    return day.hall.certificates.papers.sheet(one.number)._replace(training="", draft=False)


def read(drawn: Drawn) -> list[list[str]]:
    """The codes on each page."""
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pictures(drawn.pdf)]


@pytest.mark.parametrize(("times", "pages"), [(1, 1), (SHORT, 1), (36, 2)])
def test_all_of_it_is_on_the_sheets(day: Day, times: int, pages: int) -> None:
    one = stated(day, times)
    whole = sheet(day, one)
    drawn = draw(whole)
    assert (drawn.pages, drawn.missing) == (pages, ())
    said = text(drawn.pdf)
    paper = whole.paper
    for part in (paper.title, f"编号：{one.number}", *paper.body, *paper.notes, paper.basis):
        assert "".join(part.split()) in said
    for row in paper.rows:
        begins = ("".join(cell.split())[:4] for cell in row)
        assert re.search(".*".join(map(re.escape, begins)), said)
    assert said.count("日期活动地点服务内容分钟来源负责人") == pages, "above each table"
    for part in ("经办人：王芳", "负责人（签字）：", "经办人（签字）：", "盖章处（按需）"):
        assert part in said
    assert read(drawn) == [[]] * (pages - 1) + [[one.code]]
    assert day.hall.certificates.verify(one.code).verdict == "genuine"
    for page in pictures(drawn.pdf):
        left, top, right, bottom = inked(page)
        assert left >= LEFT - 1 and right <= RIGHT + 1.5 and bottom <= 297 - 10
        assert top >= 20
    last = pictures(drawn.pdf)[-1]
    assert ink(last, (LEFT, CLOSING - 2, LEFT + 40, CLOSING + 1)) == 0, "body and closing apart"


@pytest.mark.parametrize("dpi", [96, 200])
def test_the_code_is_read_as_a_scanner_sees_it(day: Day, dpi: int) -> None:
    one = stated(day, 1)
    page = pypdfium2.PdfDocument(draw(sheet(day, one)).pdf)[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())
    assert found.text == one.code


def test_a_void_or_training_sheet_says_so(day: Day) -> None:
    one = stated(day, 1)
    day.volunteers.statements.void(one.number, OTHER, "写错")
    papers = day.hall.certificates.papers
    said = text(draw(papers.sheet(one.number)).pdf)
    assert "已作废2026-11-24" in said and "演练" in said
    draft = text(draw(papers.sheet(one.number)._replace(training="")).pdf)
    assert "草稿" in draft and "未盖章无效" not in draft, "a seal is only for who needs one"


def test_what_was_typed_off_the_paper_is_compared_with_the_code(day: Day) -> None:
    one = stated(day, SHORT)
    papers = day.hall.certificates.papers
    said = papers.paper(one.number).text()
    assert papers.verify(one.code, said).verdict == "genuine"
    more = said.replace("分钟".encode(), "小时".encode(), 1)
    assert papers.verify(one.code, more).reason == "paper_differs"

"""A certificate or statement on A4, in the proportions of a Chinese 证明 (margins: GB/T 9704)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, timezone
from itertools import takewhile
from typing import NamedTuple

from kiosk.certificates.paper import Sheet, day_in_words
from printers.a4.ink import HEIGHT, POINT, WIDTH, Ink
from printers.cells import balanced, measure, wrap

LEFT, RIGHT = 28.0, WIDTH - 26.0
BODY_TOP, NEXT_TOP, LAST = 84.0, 40.0, 272.0
"""Where text begins on the first sheet and on others, and where it must end; baselines."""

CLOSING = 192.0
"""Below this: who issued it, the place of the seal, the code."""

SIZES = (16.0, 14.0, 12.0)
"""Points of the text: the largest with which one sheet is enough, or the last."""

TABLE_TOP, TABLE_SIZES = 70.0, (12.0, 10.5)
"""As ``BODY_TOP`` and ``SIZES``, for what has a table, and small print below it."""

TABLE, SMALL, TIGHT = 9.0, 8.5, 1.55
"""Points of a table's cells and of small print, and their leading."""

LEADING = 1.75
SEAL = 42.0
"""Across the seal of a 居委会: 4.2 cm."""

QR = 38.0
"""Across the code with its quiet zone: modules of 0.7 mm, read from a hand's length."""

CHINA = timezone(timedelta(hours=8))

GREY, VOID_GREY = 226, 175
"""How pale the marks across a sheet are: text stays legible over them; void is not overlooked."""

_INDENT = "\u3000\u3000"


class Drawn(NamedTuple):
    """A document, its sheets, and the characters it shows as 〓."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


class _Line(NamedTuple):
    """One line of the text: its height in millimetres, and what draws it at a baseline.

    ``head``: the lines that stand above it again where it is the first of a sheet. ``kept``: on
    the sheet of the closing, with the others like it at the end.
    """

    height: float
    draw: Callable[[float], None]
    head: tuple[_Line, ...] = ()
    kept: bool = False


def draw(sheet: Sheet) -> Drawn:
    """The PDF of a sheet; the same sheet gives the same bytes."""
    paper = sheet.paper
    ink = Ink(f"{paper.title} {paper.number}", paper.issuer, _moment(sheet))
    text = _text(ink, sheet)
    top = _top(sheet)
    pages = _paged(text, top)
    for number, lines in enumerate(pages, 1):
        ink.page()
        _marks(ink, sheet)
        _heading(ink, sheet, number, len(pages))
        y = top if number == 1 else NEXT_TOP
        for line in lines:
            line.draw(y)
            y += line.height
    _closing(ink, sheet)
    return Drawn(ink.bytes(), len(pages), tuple(ink.missing))


def _moment(sheet: Sheet) -> datetime:
    return datetime.combine(sheet.paper.issued, time(), CHINA)


def _marks(ink: Ink, sheet: Sheet) -> None:
    said = []
    if sheet.void_since is not None:
        said.append((f"已作废 {sheet.void_since}", VOID_GREY))
    if sheet.training:
        said.append((sheet.training, GREY))
    elif sheet.draft:
        # What is signed by hand bears a seal only where somebody needs one (第67号令第十五条).
        said.append(("草稿" if sheet.paper.signatures else "草稿\u3000未盖章无效", GREY))
    for nth, (text, grey) in enumerate(said):
        ink.across(ink.drawable(text), HEIGHT / 2 + 55 * (nth - (len(said) - 1) / 2), 44, grey)


def _heading(ink: Ink, sheet: Sheet, page: int, pages: int) -> None:
    paper = sheet.paper
    number = ink.drawable(f"编号：{paper.number}")
    if page == 1:
        room = int((RIGHT - LEFT) / (22 * POINT / 2))
        y = 45.0 if paper.head else 48.0
        for line in balanced(ink.drawable(paper.title), room):
            ink.centred(y, line, 22, bold=True)
            y += 11
        ink.right(RIGHT, y + (0 if paper.head else 3), number, 12)
    else:
        ink.right(RIGHT, 26, number, 12)
    if pages > 1:
        ink.centred(HEIGHT - 12, f"第{page}页\u3000共{pages}页", 9)
    if sheet.copy:
        ink.text(LEFT, HEIGHT - 12, ink.drawable(f"补打 第{sheet.copy}"), 9)


def _text(ink: Ink, sheet: Sheet) -> list[_Line]:
    """The lines in the largest size with which all of them stand on one sheet."""
    for size in TABLE_SIZES if sheet.paper.head else SIZES:
        lines = _lines(ink, sheet, size)
        if _top(sheet) + sum(line.height for line in lines) <= CLOSING:
            break
    return lines


def _top(sheet: Sheet) -> float:
    return TABLE_TOP if sheet.paper.head else BODY_TOP


def _lines(ink: Ink, sheet: Sheet, size: float) -> list[_Line]:
    paper = sheet.paper
    lines: list[_Line] = []
    for said in paper.body:
        lines += _paragraph(ink, said, size)
    if paper.head:
        lines += _table(ink, (paper.head, *paper.rows))
    basis = [f"依据：{paper.basis}。"] if paper.basis else []
    if paper.notes:
        for said in (*paper.notes, *basis):
            small = _paragraph(ink, said, SMALL, TIGHT, indent="")
            lines += [line._replace(kept=True) for line in small]
        return lines
    for said in basis:
        lines += _paragraph(ink, said, min(size, 12))
    return lines


def _paragraph(
    ink: Ink, said: str, size: float, leading: float = LEADING, indent: str = _INDENT
) -> list[_Line]:
    room = int((RIGHT - LEFT) / (size * POINT / 2))
    height = size * POINT * leading
    return [
        _Line(height, lambda y, line=line: ink.text(LEFT, y, line, size))  # type: ignore[misc]
        for line in wrap(indent + ink.drawable(said), room)
    ]


def _table(ink: Ink, rows: Sequence[Sequence[str]]) -> list[_Line]:
    """A table without frame: a rule above, below its head, and at its end."""
    size = TABLE
    cell = size * POINT / 2
    room = int((RIGHT - LEFT) / cell) - 2 * (len(rows[0]) - 1)
    drawn = [[ink.drawable(text) for text in row] for row in rows]
    wants = [max(measure(row[n]) for row in drawn) for n in range(len(rows[0]))]
    shares = _shares(wants, room)
    head: list[_Line] = []
    lines: list[_Line] = []
    for nth, row in enumerate(drawn):
        cut = [wrap(text, share) for text, share in zip(row, shares, strict=True)]
        for part in range(max(map(len, cut))):
            texts = [column[part] if part < len(column) else "" for column in cut]
            ruled = part == 0 and nth in {0, 1}
            line = _row(ink, texts, shares, size, ruled=ruled)
            (lines if nth else head).append(line)
    # On another sheet the head stands again, with the rule that the first row has above it.
    end = size * POINT * TIGHT
    rule = _Line(0, lambda y: ink.rule(LEFT, y - end * 0.7, RIGHT - LEFT))
    again = (*head, rule)
    lines = [line._replace(head=again) for line in lines]
    return [*head, *lines, _Line(end, rule.draw)]


def _row(
    ink: Ink, texts: Sequence[str], shares: Sequence[int], size: float, *, ruled: bool
) -> _Line:
    cell, height = size * POINT / 2, size * POINT * TIGHT

    def draw_it(y: float) -> None:
        if ruled:
            ink.rule(LEFT, y - height * 0.7, RIGHT - LEFT)
        x = LEFT
        for text, share in zip(texts, shares, strict=True):
            ink.text(x, y, text, size)
            x += (share + 2) * cell

    return _Line(height, draw_it)


def _shares(wants: Sequence[int], room: int) -> list[int]:
    """Cells for each column: what it wants; where that is too much, the widest ones give way."""
    shares = [max(want, 2) for want in wants]
    while sum(shares) > room:
        shares[shares.index(max(shares))] -= 1
    return shares


def _paged(lines: list[_Line], top: float) -> list[list[_Line]]:
    """The lines on sheets; the last one leaves room for the closing, and is never only that."""
    pages: list[list[_Line]] = [[]]
    y = top
    for line in lines:
        if y > LAST:
            pages.append([*line.head])
            y = NEXT_TOP + sum(each.height for each in line.head)
        pages[-1].append(line)
        y += line.height
    if y > CLOSING:
        last = pages[-1]
        kept = sum(1 for _ in takewhile(lambda line: line.kept, reversed(last)))
        over = last[-max(2, min(kept, len(last) - 1)) :]
        pages[-1] = last[: -len(over)]
        pages.append([*over[0].head, *over])
    return pages


def _closing(ink: Ink, sheet: Sheet) -> None:
    paper = sheet.paper
    middle, y = RIGHT - 40.0, CLOSING + 16
    ink.place(middle, y, SEAL)
    place = "盖章处（按需）" if paper.signatures else "盖章处"
    ink.text(middle - ink.width(place, 8) / 2, y - 13, place, 8, grey=170)
    for nth, said in enumerate((f"{paper.issuer}（盖章）", day_in_words(paper.issued))):
        text = ink.drawable(said)
        size = min(14.0, 14.0 * 78 / max(ink.width(text, 14), 1))
        ink.text(middle - ink.width(text, size) / 2, y + 2 + 9 * nth, text, size)
    left = [("经办人", paper.handler), ("签批人", paper.approver), ("联系电话", paper.phone)]
    at = CLOSING + 6
    for name, value in left:
        if value:
            ink.text(LEFT, at, ink.drawable(f"{name}：{value}"), 10.5)
            at += 7
    for said in paper.signatures:
        at += 3
        text = ink.drawable(f"{said}：")
        ink.text(LEFT, at, text, 10.5)
        ink.rule(LEFT + ink.width(text, 10.5), at + 1, 32)
        at += 7
    _code(ink, sheet, HEIGHT - 62)


def _code(ink: Ink, sheet: Sheet, y: float) -> None:
    paper = sheet.paper
    ink.rule(LEFT, y, RIGHT - LEFT)
    ink.qr(LEFT, y + 3, sheet.code, QR)
    said = [
        "查验：在本中心任一大厅机上扫描左侧二维码，或持本证明到窗口查询。",
        "二维码只能证明本纸内容由本中心签发且未被改动。",
        f"防伪字 {paper.check}\u3000公钥指纹 {grouped(paper.fingerprint[:16])}",
    ]
    if ink.missing:
        said.append("“〓”处为字库缺字，须由经办人手写补上并加盖印章。")
    at = y + 10
    for text in said:
        for line in wrap(ink.drawable(text), int((RIGHT - LEFT - QR - 4) / (9 * POINT / 2))):
            ink.text(LEFT + QR + 4, at, line, 9)
            at += 5.5


def grouped(text: str) -> str:
    """Hexadecimal digits in fours, to be compared by eye."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))

"""The same slip as text for a terminal, so that a screen can show what the paper says.

Imports no Pillow; only a slip that carries a QR code loads it, through ``qrcode``, when drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from printers.cells import measure, width, wrap
from printers.layout import Line, Row, columns, rows
from printers.qr import QUIET, modules
from printers.receipt import Big, Cut, Feed, Qr, Rule, receipt

LINE = 30
"""Dots of white space that a blank line stands for."""

OPENING = frozenset("“‘")
"""Signs that lean to the right of their two cells."""

HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def lines(slip_kind: str, fields: Mapping[str, str], paper: int) -> list[str]:
    """A slip as lines of exactly 32 (58 mm) or 48 (80 mm) terminal columns.

    Refuses: ``unknown_slip``, ``slip_field_missing``.
    """
    space = columns(paper)
    return [line for row in rows(receipt(slip_kind, fields), paper) for line in _shown(row, space)]


def _shown(row: Row, space: int) -> Iterator[str]:
    match row:
        case Line():
            yield _placed(row, space)
        case Big():
            yield " " * space
            for text in wrap(" ".join(row.text), space):
                yield _centred(text, space)
            yield " " * space
        case Qr():
            yield from _qr(row.payload, space)
        case Rule():
            yield "─" * space
        case Feed():
            yield from [" " * space] * round(row.dots / LINE)
        case Cut():
            yield "┄" * space


def _placed(line: Line, space: int) -> str:
    if line.centre:
        return _centred(line.centre, space)
    gap = space - measure(line.left) - measure(line.right)
    return _terminal(line.left) + " " * gap + _terminal(line.right)


def _centred(text: str, space: int) -> str:
    before = (space - measure(text)) // 2
    return " " * before + _terminal(text) + " " * (space - before - measure(text))


def _terminal(text: str) -> str:
    """``text`` with a space beside each sign that paper gives two cells and a terminal one."""
    return "".join(map(_beside, text))


def _beside(char: str) -> str:
    if width(char) == 1 or unicodedata.east_asian_width(char) in "WF":
        return char
    return f" {char}" if char in OPENING else f"{char} "


def _qr(payload: str, space: int) -> Iterator[str]:
    code = modules(payload)
    side = len(code)
    if side > space:
        yield _centred("（二维码，见纸面）", space)
        return
    before = (space - side) // 2
    blank = [False] * side
    tall = [blank] * QUIET + code + [blank] * (QUIET + side % 2)
    for upper, lower in zip(tall[::2], tall[1::2], strict=True):
        drawn = "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        yield " " * before + drawn + " " * (space - before - side)

"""The rows of a roster file, as spreadsheets write them: none is lost, whatever is wrong with it.

UTF-8 with and without a mark, UTF-16 ("Unicode text") and GB18030 are read; commas, semicolons
and tabs divide. A quotation mark that is never closed costs its own line and not the file.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kiosk.errors import Refused
from kiosk.identity.typed import half
from kiosk.wording import refusal

HEADINGS = {
    "name": "姓名 名字 志愿者姓名 name",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 phone mobile tel",
    "id_no": "身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 id_no id",
    "id_type": "证件类型 id_type",
    "born": "出生日期 生日 出生年月日 born birthday",
    "sex": "性别 sex",
    "area": "居住区域 住址 居住地 地址 area address",
    "skills": "特长 技能 服务技能 专长 skills",
    "profession": "职业 专业 profession",
    "posted": "公示 是否公示 posted",
    "national": "全国系统编号 志愿者编号 national",
    "guardian_name": "监护人 监护人姓名 guardian_name",
    "guardian_phone": "监护人电话 监护人手机 guardian_phone",
    "team": "队伍 服务队 志愿服务队 team",
}
"""What a column may be headed with, by field. Others are ignored, and named in the report."""

MOST_LINES = 5
"""Physical lines that one cell with line breaks may take; after that its quote is never closed."""

LARGEST = 16 * 1024 * 1024
"""Bytes of a file; 2,280 people take some 200 KB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIELD = {said: field for field, words in HEADINGS.items() for said in words.split()}
_FORMULA = re.compile(r'="(.*)"')
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[Ee]\+?(\d{1,3})")
_HIDDEN = re.compile("[\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]")
"""What copying from web pages and chats leaves in a cell, and nobody sees."""
_NUMBERS = frozenset({"phone", "id_no", "guardian_phone", "national"})


class Line(NamedTuple):
    """One row: the line of the file it begins on (the heading is 1), and its fields, or why not."""

    number: int
    fields: dict[str, str]
    wrong: Refused | None = None


class Sheet(NamedTuple):
    """A file's rows, and the headings that mean nothing here."""

    lines: list[Line]
    ignored: tuple[str, ...]


def read(content: bytes) -> Sheet:
    """The rows of a file; those that are empty are left out.

    Raises:
        Refused: ``csv_too_large``, ``csv_not_text``, ``csv_columns`` (no heading names a name and
            a phone).
    """
    physical = _physical(content)
    start = next((n for n, line in enumerate(physical) if line.strip()), None)
    if start is None:
        raise refusal("csv_columns")
    divider = _divider(physical[start])
    heading = [_heading(cell) for cell in physical[start].split(divider)]
    fields = [_FIELD.get(said) for said in heading]
    if not {"name", "phone"} <= set(fields):
        raise refusal("csv_columns")
    if len(named := [f for f in fields if f]) != len(set(named)):
        raise refusal("csv_columns")
    ignored = tuple(
        said[:40] for said, field in zip(heading, fields, strict=True) if said and not field
    )
    return Sheet(list(_lines(physical, start + 1, divider, fields)), ignored)


def _physical(content: bytes) -> list[str]:
    if len(content) > LARGEST:
        raise refusal("csv_too_large", most=LARGEST // 1024 // 1024)
    return _text(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _divider(heading: str) -> str:
    return max(",\t;，", key=heading.count)


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The cells of each row that is not empty, with its line; the first is the heading.

    Raises:
        Refused: ``csv_too_large``, ``csv_not_text``.
    """
    physical = _physical(content)
    start = next((n for n, line in enumerate(physical) if line.strip()), len(physical))
    divider = _divider(physical[start]) if start < len(physical) else ","
    at, rows = start, list[tuple[int, list[str]]]()
    while at < len(physical):
        cells, used = _cells(physical, at, divider)
        if cells is not None and any(cell.strip() for cell in cells):
            rows.append((at + 1, [_plain(cell) for cell in cells]))
        at += used
    return rows


def _text(content: bytes) -> str:
    encodings: tuple[str, ...]
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            content, encodings = content[len(mark) :], (encoding,)
            break
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refusal("csv_not_text")


def _heading(cell: str) -> str:
    plain = _HIDDEN.sub("", half(cell)).strip().strip("\"'*").strip().lower()
    return re.sub(r"\(.*\)|[\s:*]", "", plain)


def _lines(
    physical: list[str], start: int, divider: str, fields: list[str | None]
) -> Iterator[Line]:
    at = start
    while at < len(physical):
        cells, used = _cells(physical, at, divider)
        number, at = at + 1, at + used
        if cells is None:
            if physical[number - 1].strip():
                yield Line(number, {}, refusal("csv_row"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(fields) :]):
            yield Line(number, {}, refusal("csv_cells", cells=len(cells), columns=len(fields)))
            continue
        yield _line(number, dict(zip(fields, cells, strict=False)))


def _line(number: int, cells: dict[str | None, str]) -> Line:
    said: dict[str, str] = {}
    for field, cell in cells.items():
        if field is None:
            continue
        plain = _plain(cell)
        if field in _NUMBERS:
            exact = _exact(plain)
            if exact is None:
                return Line(number, {}, refusal("csv_scientific", field=field))
            plain = exact
        if plain:
            said[field] = plain
    return Line(number, said)


def _cells(physical: list[str], at: int, divider: str) -> tuple[list[str] | None, int]:
    """The cells of the row that begins on a line, and how many lines it takes.

    ``None``: its quotation marks do not close; then only that one line is given up.
    """
    for used in range(1, MOST_LINES + 1):
        text = "\n".join(physical[at : at + used])
        try:
            rows = list(csv.reader([text], delimiter=divider, strict=True))
        except csv.Error:
            if at + used >= len(physical):
                break
            continue
        return (rows[0] if rows else [""]), used
    return None, 1


def _plain(cell: str) -> str:
    """A cell as it was meant: without what spreadsheets put before numbers to keep them text."""
    plain = _HIDDEN.sub("", cell).strip()
    if formula := _FORMULA.fullmatch(plain):
        plain = formula[1].strip()
    return plain.lstrip("'’‘`").strip()


def _exact(cell: str) -> str | None:
    """A number as it was typed; ``None`` where a spreadsheet has thrown digits of it away."""
    plain = half(cell).strip()
    if plain.endswith(".0") and plain[:-2].isdigit():
        return plain[:-2]
    found = _SCIENTIFIC.fullmatch(plain)
    if found is None:
        return cell
    if len((found[2] or "").rstrip()) < int(found[3]):
        return None
    try:
        return str(int(Decimal(plain)))
    except (InvalidOperation, ValueError):
        return None

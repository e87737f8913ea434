"""A slip's template and fields → blocks: what stands on the paper, in order, before any layout.

Every slip may have, beside the fields of its template: ``training`` (it says 演练 above),
``copy`` (it says 补打 and which copy, above and below) and ``large`` (everything one size larger).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count, groupby
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.errors import Refused
from printers.cells import clean

TEMPLATES = Path(__file__).with_name("templates")
"""One TOML file a kind of slip, named after it."""

COPY_MARK = "copy_mark"
"""The template of what every copy but the first carries (domain/printing.md, 3.4)."""

TRAINING_MARK = "training_mark"
"""The template of what every slip of a training hall carries."""

LARGE = "large"
"""The field of a slip that somebody asked for in large type."""

Size = Literal[24, 36, 48, 72]
"""Height of a character in dots of 1/8 mm: 3 mm, 4.5 mm, 6 mm, 9 mm."""

SIZES: tuple[Size, ...] = (24, 36, 48, 72)

LARGER: dict[Size, Size] = {24: 36, 36: 48, 48: 72, 72: 72}
"""What each size is in large type."""

BIG, LARGE_BIG = 160, 240
"""Dots of the big number's em (20 and 30 mm), smaller only where it would not fit."""


class Block(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower
):
    """``when`` names a field: the block is left out when that field is absent or empty.

    ``each`` names a list: this block and its neighbours with the same ``each`` stand once for each
    entry, whose number is ``{n}``. ``whole`` is filled in: texts that no line end may divide.
    """

    when: str = ""
    each: str = ""
    whole: tuple[str, ...] = ()


class Title(Block, frozen=True, kw_only=True):
    """The heading: whose paper this is."""

    text: str
    size: Size = 36


class Text(Block, frozen=True, kw_only=True):
    """A paragraph, wrapped; a line break in the template is a line break on paper.

    ``mark`` stands before its first line (``1. ``), and as much white before the others.
    """

    text: str
    mark: str = ""
    align: Literal["left", "centre", "right"] = "left"
    size: Size = 24
    bold: bool = False


class Columns(Block, frozen=True, kw_only=True):
    """A label on the left, its value on the right."""

    left: str
    right: str
    size: Size = 24
    bold: bool = False


class Rule(Block, frozen=True):
    """A line across the paper."""


class Big(Block, frozen=True, kw_only=True):
    """The number one looks for from an arm's length away; ``size`` in dots."""

    text: str
    size: int = BIG


class Qr(Block, frozen=True, kw_only=True):
    """A code to scan. ``payload`` is ASCII: scanners misread Chinese (domain/printing.md, 5)."""

    payload: str


class Feed(Block, frozen=True, kw_only=True):
    """White space, in dots."""

    dots: int = 30


class Cut(Block, frozen=True):
    """The paper ends here."""


AnyBlock = Title | Text | Columns | Rule | Big | Qr | Feed | Cut


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a template wants to be told.

    An ``example`` that is a list: the field is one, and a slip gives its entries as ``name.1``,
    ``name.2`` and so on. ``whole``: a number, amount, date or code, never divided between lines.
    ``personal`` says what of a person it holds: whoever writes the slip masks it (``kiosk``), and
    the example shows how.
    """

    example: str | list[str]
    optional: bool = False
    whole: bool = False
    personal: Literal["", "name", "phone", "identity"] = ""


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in ``templates/``. ``name`` is what a clerk calls this slip."""

    name: str
    block: list[AnyBlock]
    fields: dict[str, Field] = {}

    @property
    def lists(self) -> list[str]:
        """The fields that are lists."""
        return [name for name, field in self.fields.items() if isinstance(field.example, list)]

    def example(self, *, only_needed: bool = False) -> dict[str, str]:
        """The fields of a slip as its template shows them; ``only_needed``: no optional ones."""
        said: dict[str, str] = {}
        for name, field in self.fields.items():
            if only_needed and field.optional:
                continue
            if isinstance(field.example, str):
                said[name] = field.example
            else:
                said |= {f"{name}.{n}": text for n, text in enumerate(field.example, 1)}
        return said


_KIND = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=64)
def template(kind: str) -> Template:
    """The template of a kind of slip. Refuses: ``unknown_slip``."""
    path = TEMPLATES / f"{kind}.toml"
    if not _KIND.fullmatch(kind) or not path.is_file():
        raise Refused("unknown_slip", f"没有名为“{kind}”的凭条模板，此凭条无法打印。", kind=kind)
    return msgspec.toml.decode(path.read_bytes(), type=Template)


def receipt(kind: str, fields: Mapping[str, str]) -> list[AnyBlock]:
    """The blocks of one slip, its fields filled in as plain data (cleaned, never interpreted).

    Fields that the template does not name are not printed. A slip with a field ``copy`` is a
    second one of its kind, one with ``training`` is no proof of anything: they say so whatever
    their template says.
    Refuses: ``unknown_slip``, ``slip_field_missing``.
    """
    values = {name: clean(value).strip(" ") for name, value in fields.items()}
    blocks = list(_blocks(kind, values))
    if values.get("training"):
        blocks = [*_blocks(TRAINING_MARK, values), *blocks]
    if values.get("copy"):
        mark = list(_blocks(COPY_MARK, values))
        end = len(blocks) - 1 if blocks and isinstance(blocks[-1], Cut) else len(blocks)
        blocks = [*mark, *blocks[:end], *mark, *blocks[end:]]
    return [_larger(block) for block in blocks] if values.get(LARGE) else blocks


def _blocks(kind: str, values: Mapping[str, str]) -> Iterator[AnyBlock]:
    shaped = template(kind)
    for name, field in shaped.fields.items():
        if not field.optional and not _says(values, name):
            raise _missing(shaped.name, name)
    for each, group in groupby(shaped.block, key=lambda block: block.each):
        blocks = list(group)
        for said in _entries(shaped, each, values) if each else (values,):
            for block in blocks:
                if not block.when or _says(said, block.when):
                    yield _filled(block, said, shaped)


def _says(values: Mapping[str, str], name: str) -> bool:
    """Is something said in this field, or in the first entry of this list?"""
    return bool(values[name] if name in values else values.get(f"{name}.1"))


def _entries(shaped: Template, each: str, values: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """What the fields say for each entry of a list."""
    for n in count(1):
        if not values.get(f"{each}.{n}"):
            return
        entry = {name: values.get(f"{name}.{n}", "") for name in shaped.lists}
        yield {**values, **entry, "n": str(n)}


def _filled(block: AnyBlock, values: Mapping[str, str], shaped: Template) -> AnyBlock:
    kept: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not values.get(name):
            raise _missing(shaped.name, name)
        if name in shaped.fields and shaped.fields[name].whole:
            kept.append(values[name])
        return values[name]

    changes: dict[str, object] = {
        key: _FIELD.sub(value, text)
        for key in ("text", "mark", "left", "right", "payload")
        if (text := getattr(block, key, None)) is not None
    }
    if kept:
        changes["whole"] = tuple(dict.fromkeys(kept))
    return msgspec.structs.replace(block, **changes) if changes else block


def _missing(slip: str, field: str) -> Refused:
    return Refused(
        "slip_field_missing",
        f"“{slip}”缺少内容“{field}”，没有打印。请补全后重新打印。",
        field=field,
    )


def _larger(block: AnyBlock) -> AnyBlock:
    match block:
        case Title() | Text() | Columns():
            return msgspec.structs.replace(block, size=LARGER[block.size])
        case Big():
            return msgspec.structs.replace(block, size=LARGE_BIG)
        case _:
            return block

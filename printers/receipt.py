"""A slip's template and fields → blocks: what stands on the paper, in order, before any layout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.errors import Refused
from printers.cells import clean

TEMPLATES = Path(__file__).with_name("templates")
"""One TOML file a kind of slip, named after it."""

Size = Literal[24, 36, 48]
"""Height of a character in dots of 1/8 mm: 3 mm, 4.5 mm, 6 mm."""


class Block(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower
):
    """``when`` names a field: the block is left out when that field is absent or empty."""

    when: str = ""


class Title(Block, frozen=True, kw_only=True):
    """The heading: whose paper this is."""

    text: str


class Text(Block, frozen=True, kw_only=True):
    """A paragraph, wrapped; a line break in the template is a line break on paper."""

    text: str
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
    """The number one looks for from an arm's length away."""

    text: str


class Qr(Block, frozen=True, kw_only=True):
    """A code to scan. ``payload`` is ASCII: scanners misread Chinese (domain/printing.md, 5)."""

    payload: str


class Feed(Block, frozen=True, kw_only=True):
    """White space, in dots."""

    dots: int = 30


class Cut(Block, frozen=True):
    """The paper ends here."""


AnyBlock = Title | Text | Columns | Rule | Big | Qr | Feed | Cut


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in ``templates/``. ``name`` is what a clerk calls this slip."""

    name: str
    block: list[AnyBlock]


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

    Fields that the template does not name are not printed.
    Refuses: ``unknown_slip``, ``slip_field_missing``.
    """
    shaped = template(kind)
    values = {name: clean(value) for name, value in fields.items()}
    return [
        _filled(block, values, shaped.name)
        for block in shaped.block
        if not block.when or values.get(block.when)
    ]


def _filled(block: AnyBlock, values: Mapping[str, str], slip: str) -> AnyBlock:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not values.get(name):
            raise Refused(
                "slip_field_missing",
                f"“{slip}”缺少内容“{name}”，没有打印。请补全后重新打印。",
                field=name,
            )
        return values[name]

    changes = {
        key: _FIELD.sub(value, text)
        for key in ("text", "left", "right", "payload")
        if (text := getattr(block, key, None)) is not None
    }
    return msgspec.structs.replace(block, **changes) if changes else block

"""The lists: what is shipped, what the centre's own file changes, and what is wrong with either."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kiosk.config import ItemsSetting
from kiosk.errors import ConfigError
from kiosk.items.enquiry import Step
from kiosk.items.item import MARKS, Category, Choice, FormField, Item, Kind, Source
from kiosk.mistakes import explain
from kiosk.wording import refusal, say

SHIPPED = Path(__file__).parents[1] / "data" / "items"
"""The shipped lists, a file each."""

OWN = "items.toml"
"""The centre's own file beside its settings, where ``[items] file`` names no other."""

KINDS = (Kind.DUTY, Kind.ASSIST, Kind.CERTIFICATE, Kind.SERVICE, Kind.REFUSAL)
"""The lists in their order; each is ``<kind>.toml``."""

CODE = re.compile(r"[A-Z]{1,3}\d{1,5}")
"""A letter or three, then digits: ``C01``. Typed at a terminal, so no other signs."""

Table = dict[str, Any]
Read = TypeVar("Read", bound=msgspec.Struct)


class Lists:
    """Every entry by code, on or off, and what entries refer to."""

    def __init__(self, setting: ItemsSetting, beside: Path | None = None) -> None:
        """Read the lists; ``beside`` is the folder of the settings (``None``: no file there).

        Raises:
            ConfigError: ``items_missing`` (the named file is not there), ``items_syntax`` (not
                TOML), ``items_invalid``: with file, key, and what would be right.
        """
        self.categories = _tables(SHIPPED / "categories.toml", Category)
        self.sources = _tables(SHIPPED / "sources.toml", Source)
        self.fields = _tables(SHIPPED / "fields.toml", FormField)
        enquiry = _toml(SHIPPED / "enquiry.toml")
        steps = enquiry.pop("steps")
        self.steps = tuple(
            _struct(SHIPPED / "enquiry.toml", f"steps[{n}]", step, Step)
            for n, step in enumerate(steps)
        )
        self.units = tuple(
            _struct(SHIPPED / "enquiry.toml", f"units[{n}]", unit, Choice)
            for n, unit in enumerate(enquiry.pop("units"))
        )
        """Who most often demands a proof, to be chosen from."""
        self.items: dict[str, Item] = {}
        self.own = _own_file(setting, beside)
        """The centre's own file, if there is one."""
        raw = _shipped()
        for code, table in enquiry.items():
            raw[code] = (SHIPPED / "enquiry.toml", table | {"kind": "enquiry", "category": "other"})
        if self.own is not None:
            raw = _overridden(raw, self.own)
        read = [self._item(file, code, table, setting) for code, (file, table) in raw.items()]
        order = {kind: n for n, kind in enumerate(Kind)}
        for item in sorted(read, key=lambda item: (order[item.kind], _natural(item.code))):
            self.items[item.code] = item
        for name in setting.lines:
            if name not in self.items and name not in self.categories and name not in KINDS:
                reason = f"没有这个事项代码、类别或种类，种类有：{'、'.join(KINDS)}"
                raise _invalid(Path("config.toml"), f"items.lines.{name}", reason)

    def get(self, code: str) -> Item:
        """The entry with this code, on or off. Refuses: ``unknown_item``."""
        item = self.items.get(code.strip().upper())
        if item is None:
            raise refusal("unknown_item", item=code.strip()[:20])
        return item

    def all(self, kind: Kind | str | None = None, *, off: bool = False) -> list[Item]:
        """The entries of one list or of all of them, in order; ``off``: also those switched off.

        Refuses: ``unknown_kind``.
        """
        if kind is not None and kind not in KINDS:
            raise refusal("unknown_kind", kind=str(kind)[:20], kinds="、".join(KINDS))
        return [
            item
            for item in self.items.values()
            if item.kind in KINDS and (kind is None or item.kind == kind) and (off or item.on)
        ]

    @property
    def enquiry(self) -> Item:
        """The entry that stands for whatever is on no list."""
        return next(item for item in self.items.values() if item.kind is Kind.ENQUIRY)

    def _item(self, file: Path, code: str, table: Table, setting: ItemsSetting) -> Item:
        table = dict(table)
        decided = table.pop("decided", False)
        item = _struct(file, code, {**table, "code": code}, Item)
        if item.when is not None and not decided:
            item = msgspec.structs.replace(item, on=item.when == setting.disputed_proofs)
        for field, reason in self._wrong(item, shipped=file != self.own):
            raise _invalid(file, f"{code}.{field}", reason)
        return item

    def _wrong(self, item: Item, *, shipped: bool) -> Iterator[tuple[str, str]]:
        """What types cannot say of an entry: a field and what would be right."""
        if not item.name.strip():
            yield "name", "必须填写"
        if item.kind is Kind.REFUSAL and not item.office.strip():
            yield "office", "不予出具的证明要写明去哪里办，例：公安派出所"
        if item.kind in {Kind.CERTIFICATE, Kind.SERVICE} and not item.materials:
            yield "materials", '至少写一种材料，例：[{ name = "居民身份证" }]'
        for field in ("days", "legal_days", "valid_days", "age_from"):
            value = getattr(item, field)
            if value is not None and value < 0:
                yield field, "须为 0 以上的整数"
        yield from self._unknown(item, shipped=shipped)

    def _unknown(self, item: Item, *, shipped: bool) -> Iterator[tuple[str, str]]:
        """What an entry refers to that is not there."""
        if item.category not in self.categories:
            known = "、".join(self.categories)
            yield "category", f"没有类别 {item.category}，可选：{known}"
        for name in item.fields:
            if name not in self.fields:
                yield "fields", f"没有字段 {name}，可选：{'、'.join(self.fields)}"
        for name in item.source if shipped else ():
            if name not in self.sources:
                yield "source", f"sources.toml 里没有 {name}"
        for field, mark in item.marks.items():
            if field.partition(".")[0] not in Item.__struct_fields__:
                yield f"marks.{field}", "没有这一项，左边写本事项的一个字段名"
            if mark not in MARKS:
                yield f"marks.{field}", f"不能是 {mark}，可选：{'、'.join(sorted(MARKS))}"


def _natural(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)


def _shipped() -> dict[str, tuple[Path, Table]]:
    """Every shipped entry with its file, the file's defaults filled in."""
    found: dict[str, tuple[Path, Table]] = {}
    for kind in KINDS:
        file = SHIPPED / f"{kind}.toml"
        raw = _toml(file)
        defaults = raw.pop("defaults", {})
        found |= {code: (file, {**defaults, **table}) for code, table in raw.items()}
    return found


def _own_file(setting: ItemsSetting, beside: Path | None) -> Path | None:
    if setting.file is not None:
        file = (beside or Path()) / setting.file
        if not file.is_file():
            said = say("refused.items_missing", file=file)
            raise ConfigError("items_missing", said, file=str(file))
        return file
    beside_them = beside / OWN if beside is not None else None
    return beside_them if beside_them is not None and beside_them.is_file() else None


def _overridden(
    shipped: Mapping[str, tuple[Path, Table]], file: Path
) -> dict[str, tuple[Path, Table]]:
    """The shipped entries as the centre's own file changes them, and its new ones.

    A value that the centre writes is confirmed by it: the shipped mark of that field goes.
    """
    found = dict(shipped)
    for code, table in _toml(file).items():
        if not CODE.fullmatch(code):
            raise _invalid(file, code, "代码用大写字母加数字，例：B19")
        if not isinstance(table, dict):
            raise _invalid(file, code, f'写成一个表，例：[{code}] name = "…"')
        if "code" in table:
            raise _invalid(file, f"{code}.code", "代码就是表名，请删去这一行")
        given = dict(table)
        marks = given.pop("marks", {})
        if not isinstance(marks, dict):
            raise _invalid(file, f"{code}.marks", '写成一个表，例：{ days = "INF" }')
        base: Table = {}
        if code in shipped:
            base = shipped[code][1]
            if given.get("kind", base["kind"]) != base["kind"]:
                raise _invalid(file, f"{code}.kind", f"应为 {base['kind']}，不能改成另一种")
        elif "kind" not in given:
            kinds = "、".join(KINDS)
            raise _invalid(file, f"{code}.kind", f"新增的事项要写明属于哪一种，可选：{kinds}")
        elif given["kind"] not in KINDS:
            reason = f"不能是 {given['kind']}，可选：{'、'.join(KINDS)}"
            raise _invalid(file, f"{code}.kind", reason)
        kept = {
            field: mark
            for field, mark in base.get("marks", {}).items()
            if field.partition(".")[0] not in given
        }
        given |= {"marks": kept | marks, "decided": "on" in given}
        found[code] = (file, {**base, **given})
    return found


def _tables(file: Path, kind: type[Read]) -> dict[str, Read]:
    return {key: _struct(file, key, table, kind) for key, table in _toml(file).items()}


def _struct(file: Path, key: str, table: Table, kind: type[Read]) -> Read:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        if "date" in str(error).lower():
            reason = "写成日期，不加引号，例：2026-11-21"
            raise _invalid(file, f"{key}.checked_on", reason) from None
        # What the settings say of their own tables holds for any table of these structs.
        where, reason = explain(error, table, kind)  # type: ignore[arg-type]
        raise _invalid(file, f"{key}.{where}", reason) from None


def _toml(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = say("refused.items_syntax", file=file, reason=error)
        raise ConfigError("items_syntax", said, file=str(file)) from None


def _invalid(file: Path, key: str, reason: str) -> ConfigError:
    said = say("refused.items_invalid", file=file, key=key, reason=reason)
    return ConfigError("items_invalid", said, file=str(file), key=key, reason=reason)

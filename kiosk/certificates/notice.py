"""What a resident is told before anything is asked, with a version for every wording of it.

个人信息保护法 第17条: who collects, how to reach them, what for, what kinds, how long, rights.
第29条: sensitive information needs a consent of its own; 第31条: of children a guardian's.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from kiosk.config import Config
from kiosk.items.item import FormField, Item
from kiosk.retention_rules import rules
from kiosk.wording import DEFAULT, in_script, name_of

_FILE = Path(__file__).parents[1] / "data" / "certificates" / "notices.toml"

TABLE = "notices"
"""The store's table of wordings that somebody has agreed to; live, since they are few."""

_LANGUAGES = ("zh-Hans", "zh-Hant", "en")


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    name_en: str
    text: str
    text_en: str
    when: Literal["always", "sensitive"] = "always"
    name_hant: str = ""


class Section(NamedTuple):
    """One part of a notice: its heading and what it says."""

    heading: str
    text: str


class Notice(msgspec.Struct, frozen=True):
    """The notice of one item. ``version`` changes with every word of it, in any language.

    ``kinds`` are the fields that are asked, ``keeps`` the days they are kept.
    """

    item: str
    version: str
    sensitive: bool
    kinds: tuple[str, ...]
    keeps: int
    contact: str
    said: dict[str, tuple[Section, ...]]

    def sections(self, language: str = DEFAULT) -> tuple[Section, ...]:
        """Its parts in a language, in order."""
        return self.said.get(language) or self.said[DEFAULT]

    def text(self, language: str = DEFAULT) -> str:
        """All of it, a paragraph a part."""
        return "\n\n".join(f"{part.heading}\n{part.text}" for part in self.sections(language))

    @property
    def extra(self) -> str | None:
        """The heading in Chinese of what is to be agreed to separately, if there is such a part."""
        last = next((part for part in _sections() if part.when == "sensitive"), None)
        return last.name if last and self.sensitive else None


def keeps(config: Config, table: str) -> int:
    """Days that a table's history is kept here."""
    rule = rules()[table]
    return max(config.retention.get(table, rule.days), rule.least)


def notice(config: Config, item: Item, form: Mapping[str, FormField], table: str) -> Notice:
    """The notice of an item with this form, as the settings have it now."""
    days = keeps(config, table)
    said = {language: _said(config, item, form, days, language) for language in _LANGUAGES}
    digest = hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:8]
    day = f"-{item.checked_on.isoformat()}" if item.checked_on else ""
    return Notice(
        item.code,
        f"{item.code}{day}-{digest}",
        item.sensitive,
        tuple(form),
        days,
        config.centre.phone,
        said,
    )


def _said(
    config: Config, item: Item, form: Mapping[str, FormField], days: int, language: str
) -> tuple[Section, ...]:
    names = [name_of(field, language) for field in form.values()]
    optional = [name_of(field, language) for field in form.values() if field.optional]
    comma = ", " if language == "en" else "、"
    centre = config.centre
    filled = {
        "centre": name_of(centre, language),
        "phone": centre.phone or "-",
        "item": name_of(item, language),
        "basis": in_script("；".join(item.basis), language) or "-",
        "kinds": comma.join(names),
        "optional": comma.join(optional) or "-",
        "days": str(days),
    }
    return tuple(
        Section(name_of(part, language), _text(part, language).format_map(filled))
        for part in _sections()
        if part.when == "always" or item.sensitive
    )


def _text(part: _Section, language: str) -> str:
    return part.text_en if language == "en" else in_script(part.text, language)


@cache
def _sections() -> tuple[_Section, ...]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))["section"]
    return msgspec.convert(raw, tuple[_Section, ...])

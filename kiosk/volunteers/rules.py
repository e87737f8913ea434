"""The rules of volunteering that are data (``kiosk/data/volunteers/rules.toml``), and their basis.

A centre's own file beside its settings changes single entries; a wrong one is refused with file,
key and what would be right.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from kiosk.errors import ConfigError
from kiosk.mistakes import explain
from kiosk.wording import say

SHIPPED = Path(__file__).parents[1] / "data" / "volunteers" / "rules.toml"
"""The shipped rules."""

OWN = "volunteers.toml"
"""The centre's own file beside its settings, where ``[volunteers] file`` names no other."""

Table = dict[str, Any]


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    basis: str
    source: str = "centre"


class Number(_Said, frozen=True):
    """One number; ``most``: the law allows no more."""

    value: int
    most: int | None = None


class Worded(_Said, frozen=True):
    """A name or text (for ``wording.name_of``)."""

    name: str
    name_en: str = ""
    name_hant: str = ""


class Stars(_Said, frozen=True):
    """The ladder in whole hours, the first star first. Progress only: others award."""

    hours: tuple[int, ...]


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    numbers: dict[str, Number]
    stars: Stars
    risks: Worded
    not_counted: dict[str, Worded]


class Rules:
    """The rules as this centre has them. Numbers are whole minutes, seconds or days."""

    def __init__(self, beside: Path | None = None, file: str | None = None) -> None:
        """Read them; ``beside`` is the folder of the settings, ``file`` what these name.

        Raises:
            ConfigError: ``rules_missing``, ``rules_syntax``, ``rules_invalid``.
        """
        raw, where = _toml(SHIPPED), SHIPPED
        self.own = _own(beside, file)
        """The centre's own file, if there is one."""
        if self.own is not None:
            where = self.own
            raw = _overridden(raw, _toml(where), where)
        try:
            self._rules = msgspec.convert(raw, _Rules)
        except msgspec.ValidationError as error:
            raise _invalid(where, *explain(error, raw, _Rules)) from None  # type: ignore[arg-type]
        self._check(where)
        self.stars, self.risks = self._rules.stars, self._rules.risks
        self.not_counted = self._rules.not_counted
        """Why an activity is no volunteer service, by the word for it."""
        numbers = {name: number.value for name, number in self._rules.numbers.items()}
        self.early_minutes = numbers["early_minutes"]
        self.opens_minutes = numbers["opens_minutes"]
        self.late_minutes = numbers["late_minutes"]
        self.repeat_seconds = numbers["repeat_seconds"]
        self.signs_a_day = numbers["signs_a_day"]
        self.day_minutes = numbers["day_minutes"]
        self.day_most_minutes = numbers["day_most_minutes"]
        self.record_days = numbers["record_days"]
        self.red_from_day = numbers["red_from_day"]
        self.correction_days = numbers["correction_days"]
        self.posting_days = numbers["posting_days"]
        self.unit_minutes = numbers["unit_minutes"]
        self.statement_booked = bool(numbers["statement_booked"])

    def basis(self, number: str) -> str:
        """Why a number is what it is."""
        return self._rules.numbers[number].basis

    def rounded(self, minutes: int) -> int:
        """A total of minutes, rounded down once to the unit: for whoever prints hours."""
        return minutes - minutes % self.unit_minutes

    def hours(self, minutes: int) -> str:
        """A total as hours, rounded once: ``12.5``. Never a sum of rounded parts."""
        whole, left = divmod(self.rounded(minutes), 60)
        return f"{whole}.{left * 100 // 60:02d}".rstrip("0").rstrip(".")

    def progress(self, minutes: int) -> tuple[int, int | None]:
        """Stars reached by a total of minutes, and minutes left to the next (``None``: no more)."""
        reached = sum(minutes >= hours * 60 for hours in self.stars.hours)
        ladder = self.stars.hours[reached:]
        return reached, ladder[0] * 60 - minutes if ladder else None

    def _check(self, file: Path) -> None:
        for name, number in self._rules.numbers.items():
            least = int(name in {"signs_a_day", "day_minutes", "record_days", "unit_minutes"})
            if number.value < least:
                raise _invalid(file, f"numbers.{name}.value", f"须为 {least} 以上的整数")
            if number.most is not None and number.value > number.most:
                raise _invalid(file, f"numbers.{name}.value", f"不能大于 {number.most}")
        numbers = self._rules.numbers
        if numbers["day_most_minutes"].value < numbers["day_minutes"].value:
            raise _invalid(file, "numbers.day_most_minutes.value", "不能小于 day_minutes")
        if 60 % numbers["unit_minutes"].value:
            raise _invalid(file, "numbers.unit_minutes.value", "须能整除 60，例：30")
        ladder = self._rules.stars.hours
        if list(ladder) != sorted(set(ladder)) or min(ladder, default=1) < 1:
            raise _invalid(file, "stars.hours", "从小到大写整数小时，例：[100, 300]")


def _own(beside: Path | None, file: str | None) -> Path | None:
    if file is not None:
        named = (beside or Path()) / file
        if not named.is_file():
            said = say("refused.rules_missing", file=named)
            raise ConfigError("rules_missing", said, file=str(named))
        return named
    found = beside / OWN if beside is not None else None
    return found if found is not None and found.is_file() else None


def _overridden(shipped: Table, own: Table, file: Path) -> Table:
    """The shipped rules with the centre's entries; what the law bounds stays bounded."""
    merged = dict(shipped)
    for section, entries in own.items():
        if section not in shipped or not isinstance(entries, dict):
            raise _invalid(file, section, f"可以写：{'、'.join(shipped)}")
        if section in {"stars", "risks"}:
            merged[section] = shipped[section] | {"source": "centre"} | entries
            continue
        merged[section] = dict(shipped[section])
        for name, entry in entries.items():
            base = shipped[section].get(name)
            if base is None and section == "numbers":
                raise _invalid(file, f"numbers.{name}", f"可以写：{'、'.join(shipped['numbers'])}")
            if not isinstance(entry, dict) or "most" in entry:
                raise _invalid(file, f"{section}.{name}", "写 value 和 basis，例：value = 10")
            merged[section][name] = (base or {}) | {"source": "centre"} | entry
    return merged


def _toml(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = say("refused.rules_syntax", file=file, reason=error)
        raise ConfigError("rules_syntax", said, file=str(file)) from None


def _invalid(file: Path, key: str, reason: str) -> ConfigError:
    said = say("refused.rules_invalid", file=file, key=key, reason=reason)
    return ConfigError("rules_invalid", said, file=str(file), key=key)

"""The centre's buildings, from which a resident picks an address: ``hall.certificates.addresses``.

The file is the centre's own (``addresses.toml`` beside its settings); without one every address is
typed. What a building is called is no personal data; who lives where is nowhere in it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kiosk.errors import ConfigError
from kiosk.mistakes import explain
from kiosk.wording import refusal, say

FILE = "addresses.toml"
"""The file beside the settings, where ``[certificates] addresses`` names no other."""

ROOM = "室"
"""What stands behind the number of a room in an address that is written out."""

MOST_FLOORS, MOST_EACH = 60, 40
"""Floors of a building and rooms of a floor; more is a slip of the finger."""


Read = TypeVar("Read", bound=msgspec.Struct)


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file; a key it does not know is an error."""


class Unit(Part, frozen=True):
    """One entrance of a building, with the numbers of its rooms in order."""

    name: str = ""
    rooms: tuple[str, ...] = ()


class Building(Part, frozen=True):
    """One building as its plate calls it; a house of one entrance has one unit without a name."""

    name: str
    units: tuple[Unit, ...]
    name_en: str = ""
    name_hant: str = ""


class _Unit(Part, frozen=True):
    """A unit as the file says it.

    ``floors`` with ``each`` rooms (101, 102, 201 …), and ``rooms`` besides; ``without`` are numbers
    that were never given.
    """

    name: str = ""
    floors: int = 0
    each: int = 0
    rooms: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class _Building(Part, frozen=True):
    units: tuple[_Unit, ...]
    name_en: str = ""
    name_hant: str = ""


class _File(Part, frozen=True):
    prefix: str = ""
    buildings: dict[str, _Building] = {}


class Addresses:
    """What can be picked. ``buildings`` is empty where the centre has no file.

    Raises:
        ConfigError: ``addresses_missing``, ``addresses_syntax``, ``addresses_invalid`` with file,
            key and what would be right.
    """

    def __init__(self, named: str | None = None, beside: Path | None = None) -> None:
        self.file = _file(named, beside)
        read = _read(self.file) if self.file else _File()
        self.prefix = read.prefix
        """What every address begins with: the estate or the street."""
        self.buildings = tuple(
            Building(
                name=name,
                name_en=said.name_en,
                name_hant=said.name_hant,
                units=tuple(Unit(name=unit.name, rooms=_rooms(unit)) for unit in said.units),
            )
            for name, said in read.buildings.items()
        )
        self._known = {
            self._written(building, unit, room)
            for building in self.buildings
            for unit in building.units
            for room in unit.rooms
        }

    def address(self, building: str, unit: str = "", room: str = "") -> str:
        """The address of what was picked, as it is written. Refuses: ``unknown_address``."""
        for found in self.buildings:
            for part in found.units:
                if (found.name, part.name) == (building, unit) and room in part.rooms:
                    return self._written(found, part, room)
        raise refusal("unknown_address")

    def lists(self, address: str) -> bool:
        """Is this an address of one of the buildings, and not one that was typed?"""
        return address in self._known

    def _written(self, building: Building, unit: Unit, room: str) -> str:
        return f"{self.prefix}{building.name}{unit.name}{room}{ROOM}"


def _rooms(unit: _Unit) -> tuple[str, ...]:
    counted = [
        f"{floor}{n:02d}" for floor in range(1, unit.floors + 1) for n in range(1, unit.each + 1)
    ]
    without = set(unit.without)
    return tuple(room for room in dict.fromkeys((*counted, *unit.rooms)) if room not in without)


def _file(named: str | None, beside: Path | None) -> Path | None:
    if named is not None:
        file = (beside or Path()) / named
        if not file.is_file():
            said = say("refused.addresses_missing", file=file)
            raise ConfigError("addresses_missing", said, file=str(file))
        return file
    found = beside / FILE if beside is not None else None
    return found if found is not None and found.is_file() else None


def _read(file: Path) -> _File:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = say("refused.addresses_syntax", file=file, reason=error)
        raise ConfigError("addresses_syntax", said, file=str(file)) from None
    for name, table in raw.get("buildings", {}).items():
        # Each by itself: msgspec says of a table in a table only that it is somewhere.
        _convert(file, f"buildings.{name}", table, _Building)
    read = _convert(file, "", raw, _File)
    for name, building in read.buildings.items():
        _check(file, name, building)
    return read


def _convert(file: Path, key: str, table: Any, kind: type[Read]) -> Read:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        where, reason = explain(error, table, kind)  # type: ignore[arg-type]
        raise _invalid(file, ".".join(filter(None, (key, where))), reason) from None


def _check(file: Path, name: str, building: _Building) -> None:
    key = f"buildings.{name}"
    if not building.units:
        raise _invalid(
            file, f"{key}.units", '至少写一个单元，例：[{ name = "1单元", floors = 6, each = 2 }]'
        )
    names = [unit.name for unit in building.units]
    for n, unit in enumerate(building.units):
        if names.count(unit.name) > 1:
            raise _invalid(file, f"{key}.units[{n}].name", f"{unit.name or '(空)'} 写了两次")
        for part, most in (("floors", MOST_FLOORS), ("each", MOST_EACH)):
            if not 0 <= getattr(unit, part) <= most:
                raise _invalid(file, f"{key}.units[{n}].{part}", f"须为 0 至 {most} 的整数")
        if not _rooms(unit):
            reason = '没有一户，写 floors 和 each，或写 rooms = ["101", "102"]'
            raise _invalid(file, f"{key}.units[{n}].rooms", reason)


def _invalid(file: Path, key: str, reason: str) -> ConfigError:
    said = say("refused.addresses_invalid", file=file, key=key, reason=reason)
    return ConfigError("addresses_invalid", said, file=str(file), key=key, reason=reason)

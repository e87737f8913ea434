"""Who may be called before others, with the legal basis (``data/priorities.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class PriorityClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One class of people. ``on`` is whether it counts unless the centre says otherwise.

    ``name_hant`` is the name in Traditional Chinese where conversion would err.
    """

    name: str
    name_en: str
    basis: str
    evidence: str
    on: bool
    name_hant: str = ""


@cache
def classes() -> dict[str, PriorityClass]:
    """All shipped classes by code."""
    file = Path(__file__).with_name("data") / "priorities.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return msgspec.convert(raw, dict[str, PriorityClass])


def offered(chosen: list[str] | None) -> dict[str, PriorityClass]:
    """The classes a centre offers: those it chose, or those that are on as shipped."""
    every = classes()
    if chosen is None:
        return {code: entry for code, entry in every.items() if entry.on}
    return {code: every[code] for code in chosen}

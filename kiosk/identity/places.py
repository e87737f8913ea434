"""Regions and countries that numbers name (``kiosk/data/regions.toml``, ``countries.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"

HONG_KONG, MACAO, TAIWAN = "810000", "820000", "830000"
"""Regions of residence permits of 港澳台居民 (国办发〔2018〕81号)."""


@cache
def regions() -> frozenset[str]:
    """Six digits of every county there is or ever was since 1980 (GB/T 2260)."""
    provinces = _read("regions")["regions"]
    return frozenset(
        province + rest for province, rests in provinces.items() for rest in rests.split()
    )


@cache
def provinces() -> frozenset[str]:
    """First two digits of every province of the mainland."""
    return frozenset(_read("regions")["regions"])


@cache
def countries() -> tuple[frozenset[str], frozenset[str]]:
    """Three letters and three digits of every country but our own (ISO 3166-1)."""
    pairs = [pair for row in _read("countries")["countries"] for pair in row.split()]
    return frozenset(pair[:3] for pair in pairs), frozenset(pair[3:] for pair in pairs)


@cache
def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))

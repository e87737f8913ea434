"""How long the history of each table is kept, and why (``kiosk/data/retention.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("data") / "retention.toml"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a table's history is kept, and why; ``least``: the law forbids less."""

    days: int
    basis: str
    least: int = 0


@cache
def rules() -> dict[str, Rule]:
    """The shipped rules by table."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), dict[str, Rule])

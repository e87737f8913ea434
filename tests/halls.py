"""What tests of the hall share: its settings, its clock, and what to ask of a refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall

CHINA = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

Settings = dict[str, Any]

DAY = ["08:30-12:00", "14:00-18:00"]
ORDINARY: dict[str, Settings] = {
    "centre": {"name": "幸福里社区", "name_en": "Xingfuli", "code": "xingfuli"},
    "hours": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), DAY),
    "lines": {
        "A": {"name": "综合服务", "name_en": "General"},
        "B": {"name": "社保医保"},
        "C": {"name": "证明办理", "priority": False},
    },
    "windows": {
        "1": {"lines": ["A", "B", "C"]},
        "2": {"lines": ["A", "B"]},
        "3": {"lines": ["A", "C"]},
    },
    "printers": {"lobby": {"device": "preview"}},
    "terminals": {"lobby": {"role": "lobby", "printer": "lobby"}, "desk": {"role": "desk"}},
    "queue": {},
}


def settings(**differs: Settings) -> str:
    """TOML of the ordinary hall; a table given here adds to, and changes, the ordinary one."""
    tables = ORDINARY | {name: ORDINARY.get(name, {}) | table for name, table in differs.items()}
    return "\n".join(f"{name} = {_inline(table)}" for name, table in tables.items()) + "\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{json.dumps(k)} = {_inline(v)}" for k, v in value.items())
        return f"{{ {inside} }}"
    return json.dumps(value, ensure_ascii=False)


class HandClock:
    """A clock that a test moves by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def show(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Turn the hands to a time of this day, or of one so many days later."""
        day = self.now + timedelta(days=days)
        self.now = day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def recorded(hall: Hall) -> dict[str, dict[str, Any]]:
    """Every live document of the hall; that a day has begun is nobody's act and left out."""
    hall.refresh()
    return {name: rows for name, rows in hall.store.rows.read().items() if name != "days"}


@contextmanager
def refuses(hall: Hall, word: str) -> Iterator[None]:
    """The act inside is refused with this word, in a sentence, and changes no record."""
    before = recorded(hall)
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.code == word
    assert str(refused.value)
    assert recorded(hall) == before


def let_in(hall: Hall) -> Hall:
    """Programs may run on this hall's folder, also where they would be a server's stranger."""
    if hall.machines.shared and hall.machine is None:
        hall.machines.enrol(hall.machines.code().digits)
    return hall

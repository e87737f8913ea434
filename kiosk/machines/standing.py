"""How a machine is, in words: for the desk, the command line and ``kiosk doctor``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.machines.heart import program_version
from kiosk.machines.machine import Health, Machine
from kiosk.wording import say

if TYPE_CHECKING:
    from kiosk.hall import Hall

MOST_DRIFT = 2.0
"""Seconds that a machine's clock may differ from the server's without a word."""


def well(hall: Hall, machine: Machine) -> bool:
    """Is there nothing to see to?"""
    health = hall.machines.health(machine.id)
    return health is not None and not hall.machines.silent(machine.id) and not _troubles(health)


def said(hall: Hall, machine: Machine, language: str = "zh-Hans") -> list[str]:
    """When it was heard of, and what is not as it should be; in few words, the first is when."""
    health = hall.machines.health(machine.id)
    if health is None:
        return [say("machines.never", language)]
    first = say("machines.on", language)
    if hall.machines.silent(machine.id):
        seen = health.seen.astimezone(hall.clock.zone)
        first = say("machines.silent", language, since=moment(seen))
    return [first, *(say(f"machines.{key}", language, **about) for key, about in _troubles(health))]


def _troubles(health: Health) -> list[tuple[str, dict[str, object]]]:
    """Keys of what is wrong, with what they say."""
    found: list[tuple[str, dict[str, object]]] = []
    if abs(health.drift) > MOST_DRIFT:
        key = "ahead" if health.drift > 0 else "behind"
        found.append((key, {"seconds": f"{abs(health.drift):.0f}"}))
    if health.unprinted:
        found.append(("unprinted", {"count": health.unprinted}))
    if health.unsent:
        found.append(("unsent", {"count": health.unsent}))
    if health.version != program_version():
        found.append(("version", {"version": health.version}))
    return found


def moment(at: datetime) -> str:
    """A moment that may be days ago."""
    return f"{at:%m-%d %H:%M}"

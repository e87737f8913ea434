"""What a person sees on a screen, and waiting for it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

CONFIG = Path(__file__).parents[2] / "config.toml"

SIZES = [(80, 24), (120, 31), (160, 48)]
"""A small terminal, a kiosk with large type, a hall's screen."""

LANGUAGES = ["zh-Hans", "zh-Hant", "en"]

ALL_LOOKS = [
    (size, language, large) for size in SIZES for language in LANGUAGES for large in (False, True)
]
TIGHTEST = [
    (SIZES[0], "zh-Hans", False),
    (SIZES[0], "en", True),
    (SIZES[1], "zh-Hant", True),
    (SIZES[2], "en", False),
]
LOOKS = ALL_LOOKS if os.environ.get("KIOSK_LOOKS") == "all" else TIGHTEST
"""Size, language, large text: all of them with ``make looks``, else where room is scarcest."""


class HallClock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: int) -> None:
        self.at += timedelta(**time)


async def until(pilot: Pilot[Any], condition: Callable[[], object], seconds: float = 20) -> None:
    """Let the app run until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never came:\n{words(pilot.app)}")
        await asyncio.sleep(0.01)
    await pilot.pause()


async def settled(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Give what is still being drawn a little time; the test itself then says what is wrong."""
    with suppress(AssertionError):
        await until(pilot, condition, seconds=3)


def lines(app: App[Any]) -> list[str]:
    """The rows of the screen."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def words(app: App[Any]) -> str:
    """All of the screen."""
    return "\n".join(lines(app))


def words_of(widget: Widget, region: Region | None = None) -> str:
    """What is visible of a widget, without spaces."""
    region = region or widget.region
    rows = lines(widget.app)[region.y : region.bottom]
    return "".join("".join(_cut(row, region.x, region.right).split()) for row in rows)


def _cut(row: str, left: int, right: int) -> str:
    cut, x = "", 0
    for char in row:
        if left <= x < right:
            cut += char
        x += cell_len(char)
    return cut

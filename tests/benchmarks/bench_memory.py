"""10,000 screen changes of a lobby: by how much does its memory grow?

``python -m tests.benchmarks.bench_memory [CHANGES]``. The screens are changed by the app's own
navigation, without the pauses that keep a person's second tap from counting (0.4 s each would
take more than an hour); everything is composed, styled and drawn as on a terminal.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from datetime import datetime
from itertools import cycle
from pathlib import Path

import psutil

from kiosk.hall import Hall
from screens.lobby.app import LobbyApp
from tests.terminal.pseudo import SHIPPED

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
WARM = 1_000
"""Changes after which render caches of bounded size are full."""


def measure(changes: int = 10_000) -> dict[str, float]:
    """Megabytes more after this many changes than after ``WARM`` of them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        with Hall.open(SHIPPED, folder, clock=lambda: NINE) as hall:
            hall.queue.take("B")
            grown = asyncio.run(_walk(hall, changes))
    return {"screen_changes": changes, "screen_changes_growth_mb": grown}


async def _walk(hall: Hall, changes: int) -> float:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        kept = app.kept
        screens = cycle(
            [kept.priority, kept.mine, kept.languages, kept.helping, kept.notice, kept.ticket]
        )
        kept.ticket.show(hall.queue.tickets()[0])
        before = 0.0
        for n in range(changes + WARM):
            if n == WARM:
                before = _megabytes()
            if n % 2:
                app.end_session()
            else:
                app.session.large = n % 24 == 0
                app.go(next(screens))
            await pilot.pause()
        return _megabytes() - before


def _megabytes() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000).items():
        print(f"{name:28} {value:10.2f}")

"""A lobby killed in the middle of a crowd: everybody who was told so is in, and only once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.hall import Hall
from kiosk.volunteers.check import check as look_through
from tests.centre import MONDAY, standing_at
from tests.volunteers import crowd
from tests.waiting import until

PEOPLE = int(os.environ.get("KIOSK_CROWD", "120"))
ROOT = Path(__file__).parents[2]


def test_a_killed_lobby_lost_nobody_who_was_told(tmp_path: Path) -> None:
    config, data, cards = crowd.prepare(tmp_path, PEOPLE)
    acks, chance = tmp_path / "acks", random.Random(7)

    def inside() -> int:
        rows = acks.read_text().splitlines() if acks.exists() else []
        return sum(row.split()[1:2] == ["in"] for row in rows)

    words = [sys.executable, "-m", "tests.volunteers.crowd", config, data, cards, acks]
    for share in (0.1, 0.4, 0.7):
        enough = int(PEOPLE * share) + chance.randrange(PEOPLE // 10)
        lobby = subprocess.Popen([str(word) for word in words], cwd=ROOT)
        until(partial(_at_least, inside, enough), f"{enough} people signed in", seconds=120)
        lobby.kill()
        lobby.wait()
        assert crowd.check(config, data, acks) >= enough
    subprocess.run([str(word) for word in words], cwd=ROOT, check=True)
    assert crowd.check(config, data, acks) == PEOPLE
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        assert look_through(hall.volunteers).wrong == ()


def _at_least(count: Callable[[], int], enough: int) -> bool:
    return count() >= enough

"""Three terminals killed at random moments: what was acknowledged is there, and only once.

``KIOSK_FAULT_ROUNDS=200`` (``make faults``) for the long form.
"""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

from tests.centre import settings
from tests.faults.load import Load, check

ROUNDS = int(os.environ.get("KIOSK_FAULT_ROUNDS", "12"))
SEED = int(os.environ.get("KIOSK_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)

DAY = 3
"""Rounds on one business day; the next one is begun by whoever acts first after a kill."""

FOLDER = 6
"""Rounds on one data folder; the next one is made new, under fire as well."""


def test_killed_terminals_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    print(f"KIOSK_FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    config = settings(tmp_path)
    acts = 0
    for number in range(ROUNDS):
        data = tmp_path / f"data-{number // FOLDER}"
        day = number % FOLDER // DAY
        with Load(config, data, tmp_path / "acks", day) as load:
            load.running()
            # The one wait for no condition here: the moment of a kill is nobody's choice.
            threading.Event().wait(chance.uniform(0, 0.4))
            chance.shuffle(load.workers)
            acks = load.kill()
        acts += len(acks)
        check(config, data, acks, day)
    print(f"{ROUNDS} rounds, {acts} acknowledged acts, none lost")
    assert acts >= ROUNDS * 3
    assert (tmp_path / "acks" / "said").read_text() == "", "nobody had anything to complain of"


def test_terminals_killed_while_they_open_a_new_folder_leave_a_usable_one(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    config = settings(tmp_path)
    for number in range(max(2, ROUNDS // 4)):
        data = tmp_path / f"data-{number}"
        with Load(config, data, tmp_path / f"acks-{number}") as load:
            threading.Event().wait(chance.uniform(0.1, 0.6))
        check(config, data, load.kill())

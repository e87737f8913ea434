"""The short form of ``make fuzz``: whatever is typed at it, a lobby stays the same lobby."""

from __future__ import annotations

import os
from pathlib import Path

from tests.terminal.fuzz import Fuzz

EVENTS = int(os.environ.get("KIOSK_FUZZ_EVENTS", "4000"))
SEED = 20261122


def test_nothing_typed_at_a_lobby_ends_it_or_stays_on_its_screen(tmp_path: Path) -> None:
    fuzz = Fuzz(tmp_path, SEED)
    try:
        fuzz.run(EVENTS, looks=2)
    finally:
        fuzz.close()
    assert fuzz.sent >= EVENTS
    assert fuzz.drawn

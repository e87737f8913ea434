"""A hall that keeps working when its wires are cut: the short form, with one seed.

``KIOSK_PARTITION_SEED`` chooses another; ``make partition`` is the long form.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.partition.run import run

ACTS = 250
SEED = int(os.environ.get("KIOSK_PARTITION_SEED", "11"))


def test_through_cut_wires_and_killed_programs_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    found = run(tmp_path, ACTS, SEED, storm=15)
    print(f"seed {SEED}", *found.figures.items(), sep="\n")

    assert found.wrong == []
    acts, offline = found.figures["acts"], found.figures["offline"]
    assert isinstance(acts, dict)
    assert isinstance(offline, dict)
    assert {"take", "scan", "request", "call"} <= acts.keys()
    assert {"take", "scan"} <= offline.keys()

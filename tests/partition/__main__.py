"""The long form: ``python -m tests.partition [--acts 10000] [--seed N] [--folder DIR]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import SystemRandom

from tests.partition.run import run


def main() -> int:
    """Run it, print the figures; 1 when something is not as it must be."""
    words = argparse.ArgumentParser()
    words.add_argument("--acts", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=SystemRandom().randrange(1, 10**6))
    words.add_argument("--folder", type=Path, help="kept; without it a temporary one")
    given = words.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-partition-") as temporary:
        found = run(given.folder or Path(temporary), given.acts, given.seed)
    for name, value in found.figures.items():
        print(f"{name}: {value}")
    print("\n".join(found.wrong) or "nothing lost, nothing doubled")
    return bool(found.wrong)


if __name__ == "__main__":
    sys.exit(main())

"""What the hall's promises were worth in simulated months, as it stored them.

``python -m tests.benchmarks.bench_month`` prints a table of six months a row (seeds 1 to 6, 10 % of
the people with priority): how often the range held the true wait (all called tickets; those who did
wait), the range's mean width in minutes, and by how much less the middle erred than (everybody who
waits × average ÷ open windows), than the same with only those who share a window, and so the
midpoint of the shown range.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.tickets.real_hall import PLANS, Score, figures, month, quick_folder

SEEDS = range(1, 7)


def main(names: list[str]) -> None:
    """Print the rows of these plans."""
    print(
        f"{'hall':24} tickets  none sent home  at once  cover (worst) waiting priority  width "
        " middle (worst) vs rivals  shown  seconds"
    )
    for name in names:
        began = time.process_time()
        months: list[list[Score]] = []
        refused = Counter[str]()
        for seed in SEEDS:
            with quick_folder() as folder, month(PLANS[name], folder, seed=seed) as real:
                months.append(real.scores())
                refused += real.refused
        pooled = [score for scores in months for score in scores]
        each, every = [figures(scores) for scores in months], figures(pooled)
        favoured = [score for score in pooled if score.ticket.priority is not None]
        off = max((one.cover for one in each), key=lambda cover: abs(cover - 0.8))
        print(
            f"{name:24} {every.tickets:7} {every.unsaid:5} {refused.total():9}"
            f" {every.at_once:8.0%} {every.cover:6.1%} {off:7.1%}"
            f" {every.cover_waiting:7.1%} {figures(favoured).cover:8.1%} {every.width:6.1f}"
            f" {every.middle:7.1%} {min(one.middle for one in each):7.1%}"
            f" {every.middle_rivals:9.1%} {every.shown:6.1%}"
            f" {time.process_time() - began:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:] or list(PLANS))

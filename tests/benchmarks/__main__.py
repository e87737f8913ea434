"""``make bench``: every budget of the design this project has reached, in one run.

Rates of this machine mean little; the ratios are against a baseline measured beside them. Add
``--long`` for 2,000,000 documents and six simulated months, ``--short`` for a look.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from tests.benchmarks import (
    bench_browser,
    bench_certificates,
    bench_finding,
    bench_items,
    bench_month,
    bench_paper,
    bench_screens,
    bench_server,
    bench_store,
    bench_volunteers,
)

Line = tuple[str, str, str]
"""What, its budget, what was measured."""


def store(*, long: bool) -> Iterator[Line]:
    """Acts, processes, start-up."""
    for name, found in bench_store.measure(long=long).items():
        if "ratio" in found:
            budget = "≥ 0.9 × raw" if "fsync" in name else "≥ 0.4 × raw"
            yield name, budget, f"{found['ratio']:.2f}"
        else:
            yield name, "", "  ".join(f"{key} {value:.3g}" for key, value in found.items())


def paper() -> Iterator[Line]:
    """A receipt of 48 lines."""
    for name, value in bench_paper.measure().items():
        yield name, "", f"{value:.3g}"


def screens(*, short: bool) -> Iterator[Line]:
    """What a person at a screen feels."""
    budgets = {
        "start_ratio": "≤ 1.5",
        "memory_ratio": "≤ 2",
        "tap_to_ticket_p95_ms": "≤ 150",
        "key_to_ticket_p95_ms": "≤ 150",
        "unplugged_tap_to_ticket_p95_ms": "≤ 150",
        "screen_changes_growth_mb": "≤ 2",
        "first_byte_p95_ms": "≤ 100",
        "elsewhere_p95_ms": "≤ 100",
    }
    for name, value in bench_screens.measure(short=short).items():
        yield name, budgets.get(name, ""), f"{value:.2f}"


def browser(*, short: bool) -> Iterator[Line]:
    """The same in Chromium, where it is installed."""
    budgets = {"browser_first_frame_ratio": "≤ 1.5", "browser_tap_p95_ms": "≤ 150"}
    for name, value in bench_browser.measure(short=short).items():
        yield name, budgets.get(name, ""), f"{value:.2f}"


def items() -> Iterator[Line]:
    """Search over 4,973 items."""
    for name, value in bench_items.measure().items():
        yield name, "≤ 20" if name == "items_key_p95_ms" else "", f"{value:.3g}"


def finding() -> Iterator[Line]:
    """From a key to the list at the lobby, and what the search weighs."""
    for name, value in bench_finding.measure().items():
        yield f"finding_{name}", "≤ 20" if name == "list_p95_ms" else "", f"{value:.3g}"


def volunteers() -> Iterator[Line]:
    """1,760 people sign in, with a kill in the middle."""
    for name, value in bench_volunteers.measure().items():
        yield f"scan_{name}", "", f"{value:.3g}"


def server(*, long: bool) -> Iterator[Line]:
    """The same acts on a PostgreSQL of our own."""
    for name, found in bench_server.measure(5_000_000 if long else 200_000, 10.0):
        yield name, "", "  ".join(f"{key} {value:.3g}" for key, value in found.items())


def certificates() -> Iterator[Line]:
    """A request's whole way at 200,000 documents."""
    for name, value in bench_certificates.measure().items():
        yield f"request_{name}", "≤ 10" if name == "store_ms" else "", f"{value:.3g}"


def main(words: list[str]) -> None:
    """Print the tables as they come."""
    # Without compiled files every start compiles anew, ours more than a bare app's.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    short, long = "--short" in words, "--long" in words
    for lines in (
        screens(short=short),
        browser(short=short),
        paper(),
        items(),
        finding(),
        certificates(),
        volunteers(),
        store(long=long),
        server(long=long),
    ):
        for what, budget, found in lines:
            print(f"{what:28} {budget:14} {found}", flush=True)
    if long:
        bench_month.main([])


if __name__ == "__main__":
    main(sys.argv[1:])

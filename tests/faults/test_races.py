"""Two windows press "next" and two lobbies issue at the same instant, a thousand times."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at
from tests.faults.racers import lobby, window

ROUNDS = 1000
AHEAD = 5
"""Tickets that wait before the first round, so that a window never has to wait for a lobby."""


def race(
    config: Path, data: Path, *racers: tuple[Any, ...], rounds: int = ROUNDS
) -> list[list[str]]:
    """Run racers in processes of their own, round by round together; what each was told."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(racers))
    runs = []
    for target, *more in racers:
        hear, tell = context.Pipe(duplex=False)
        run = context.Process(target=target, args=(config, data, start, rounds, tell, *more))
        run.start()
        runs.append((run, hear))
    told = [hear.recv() if hear.poll(120) else [] for _, hear in runs]
    for run, _ in runs:
        run.join(10)
        run.kill()
    return told


def test_no_ticket_is_called_twice_and_no_number_given_twice(tmp_path: Path) -> None:
    config, data = settings(tmp_path), tmp_path / "data"
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        first = [hall.queue.take("A").number for _ in range(AHEAD)]

    *given, one, two = race(config, data, (lobby,), (lobby,), (window, "1"), (window, "2"))

    numbers = first + given[0] + given[1]
    assert sorted(numbers, key=lambda n: int(n[1:])) == [
        f"A{n:03d}" for n in range(1, 2 * ROUNDS + AHEAD + 1)
    ]
    called = [number for number in one + two if number != "nobody_waiting"]
    assert len(one) == len(two) == ROUNDS
    assert len(called) == len(set(called)) >= ROUNDS
    assert set(called) <= set(numbers)
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        states = {ticket.number: ticket.state.value for ticket in hall.queue.tickets()}
    assert {number for number, state in states.items() if state == "done"} == set(called)
    assert len(states) == len(numbers)


def test_two_windows_never_get_the_only_ticket_both(tmp_path: Path) -> None:
    config, data = settings(tmp_path), tmp_path / "data"

    given, one, two = race(config, data, (lobby,), (window, "1"), (window, "2"))

    called = [number for number in one + two if number != "nobody_waiting"]
    assert len(called) == len(set(called)) > 0
    assert set(called) <= set(given)
    assert len(set(given)) == ROUNDS

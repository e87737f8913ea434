"""When a desk turns to the newcomer, played forward in a few equally likely futures.

One future gives every person at a desk and every person ahead one length of service. Means alone
will not do: of three busy desks the first to be free is free long before the average one. Played
with means only, the simulated days of tests/tickets erred 9 to 40 % more where there were two
desks or more, and with five desks more than "people ahead × average ÷ windows" did.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heapreplace
from itertools import repeat
from operator import itemgetter

import msgspec

from kiosk.tickets.service_times import POINTS, ServiceTimes

PLAYED = 12
"""People ahead who are played one by one. Behind them chance has evened out, and their means are
added instead, which bounds the time of an estimate however long the queue is. Played 4, 8, 12, 16:
the middle of the simulated month erred 26.9, 27.7, 28.6, 29.2 % less than people ahead × average ÷
windows."""

PLAYED_UNLIKE = 6
"""The same where the desks serve unlike lines: a step costs five times as much there, and 6 instead
of 12 cost half a per cent of the gain."""

Shuffle = Callable[[list[float]], tuple[float, ...]]


def _shuffles(count: int) -> list[Shuffle]:
    """Fixed orders of the points, one for each place: every future mixes short with long.

    Fixed, because the same hall must give the same answer twice, and one person more must never
    shorten the wait.
    """
    draw = random.Random(20)  # noqa: S311 - any mixing will do; nobody gains by guessing it
    return [itemgetter(*draw.sample(range(POINTS), POINTS)) for _ in range(count)]


DESKS = 40
"""Desks with an order of their own; more than any hall has, and further ones share."""

_AT_DESK = _shuffles(DESKS)
_AHEAD = _shuffles(PLAYED)


class Desk(msgspec.Struct, frozen=True):
    """An open window: which lines it serves, whose ticket it has, and for how long."""

    lines: frozenset[str]
    line: str | None = None
    """Of the ticket at the desk; None when the desk is free."""
    elapsed: float = 0.0
    """Seconds since that ticket was called."""


class Futures(msgspec.Struct, frozen=True):
    """When the newcomer is called: `starts` in seconds from now, shortest first."""

    starts: list[float]
    variance: float = 0.0
    """Seconds² besides, from the people behind those who were played."""


def play(
    line: str, ahead: Sequence[str], desks: Sequence[Desk], seen: Mapping[str, ServiceTimes]
) -> Futures:
    """Play the desks forward until one takes the newcomer.

    Args:
        line: what the newcomer waits for; at least one of the desks serves it.
        ahead: the lines of those called before, in calling order; each served by one of the desks.
        desks: the open windows that compete for these people.
        seen: service times of every line in `ahead` and at the desks, each with `enough`.
    """
    at_desk = [
        _AT_DESK[place % DESKS](seen[desk.line].remaining(desk.elapsed))
        if desk.line is not None
        else (0.0,) * POINTS
        for place, desk in enumerate(desks)
    ]
    alike = all(desk.lines == desks[0].lines for desk in desks)
    few = PLAYED if alike else PLAYED_UNLIKE
    played, behind = ahead[:few], ahead[few:]
    services = [shuffle(seen[each].points) for shuffle, each in zip(_AHEAD, played, strict=False)]
    futures = zip(
        zip(*at_desk, strict=True),
        zip(*services, strict=True) if services else repeat(()),
        strict=False,
    )
    if alike:
        starts = [_start_alike(free, taken) for free, taken in futures]
        later = sum(seen[each].mean for each in behind) / len(desks)
    else:
        takes = _takes([*played, line], desks)
        starts = [_start(free, taken, takes) for free, taken in futures]
        later = 0.0
        if behind:
            # They put the newcomer off by as much as they do where everything takes its mean.
            free = [sum(left) / POINTS for left in at_desk]
            means = [seen[each].mean for each in ahead]
            later = _start(free, means, _takes([*ahead, line], desks))
            later -= _start(free, means[:few], takes)
    variance = sum(seen[each].variance for each in behind) / len(desks) ** 2
    return Futures(sorted([start + later for start in starts]), variance)


def _start_alike(free: Iterable[float], services: Iterable[float]) -> float:
    """One future of desks that all serve everybody: the first free desk takes the next."""
    desks = list(free)
    heapify(desks)
    for service in services:
        heapreplace(desks, desks[0] + service)
    return desks[0]


def _takes(queue: Sequence[str], desks: Sequence[Desk]) -> list[int]:
    """For each desk, whom in the queue it may take: one bit a person, the lowest for the first."""
    of_line = dict.fromkeys(queue, 0)
    bit = 1
    for line in queue:
        of_line[line] |= bit
        bit <<= 1
    return [sum(of_line.get(line, 0) for line in desk.lines) for desk in desks]


def _start(free: Iterable[float], services: Sequence[float], takes: Sequence[int]) -> float:
    """One future of unlike desks: each takes the first it serves; the newcomer is the last bit."""
    desks = list(free)
    newcomer = 1 << len(services)
    waiting = 2 * newcomer - 1
    while True:
        moment = min(desks)
        desk = desks.index(moment)
        mine = waiting & takes[desk]
        if not mine:
            desks[desk] = math.inf  # nobody left for this desk
            continue
        first = mine & -mine
        if first == newcomer:
            return moment
        waiting ^= first
        desks[desk] = moment + services[first.bit_length() - 1]

"""How long a newcomer will wait: an honest range of whole minutes, or nothing.

What other systems get wrong here is listed in domain/queue-reference.md 3.1 and 3.3: people at the
desks forgotten, one average for all lines, windows counted that are not open, "5 to 15 minutes"
beside a free window. This module knows the queue only by what is passed in; it reads no clock and
no record.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence

from kiosk.tickets.calibration import Calibration, Quote
from kiosk.tickets.futures import Desk, Futures, play
from kiosk.tickets.service_times import POINTS, ServiceTimes

QUARTER = POINTS // 4
"""The shortest and the longest quarter of the futures give the spread, the half between them the
middle."""

QUARTERS_TO_SIGMA = 1.27
"""Half the distance between the means of the outer quarters, in standard deviations of a normal
distribution. That it is also about the 80 % range (1.28) is why an uncalibrated stretch of 1 is
right."""

Pause = tuple[float, float]
"""Seconds from now when a break begins and ends; no one is called in between. One that has begun
begins at 0."""


class Reach(enum.Enum):
    """Whether a newcomer will be called before closing."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def expected_wait(
    line: str,
    ahead: Sequence[str],
    desks: Sequence[Desk],
    seen: Mapping[str, ServiceTimes],
    calibration: Calibration,
    pauses: Sequence[Pause] = (),
) -> Quote | None:
    """How long a newcomer of `line` will wait from now.

    Args:
        line: the newcomer's line.
        ahead: the lines of the people who will be called before the newcomer, in calling order;
            those who need none of the newcomer's windows may be among them.
        desks: the windows that are open now and call people, free or busy.
        seen: the service times of each line, in this hall.
        calibration: what earlier quotes have taught.
        pauses: breaks to come, in order; a hall that closes for lunch must not promise to call at
            12:30.

    Returns:
        A range, or None when nothing honest can be said: no open window serves the line, or fewer
        than `service_times.ENOUGH` services were seen of a line that decides the wait. Exactly 0 to
        0 when a window is free for the newcomer; that needs no service times at all.
    """
    rivals = _competing(line, desks)
    if not rivals:
        return None
    lines = frozenset().union(*(desk.lines for desk in rivals))
    before = [each for each in ahead if each in lines]
    if _free_now(line, before, rivals):
        return _shown(0.0, 0.0, pauses, calibration.keeps_breaks)
    deciding = {*before, *(desk.line for desk in rivals if desk.line is not None)}
    if any(each not in seen or not seen[each].enough for each in deciding):
        return None
    middle, spread = _centre(play(line, before, rivals, seen))
    middle *= calibration.lean
    half = spread * calibration.stretch_for(middle / 60)
    return _shown(middle, half, pauses, calibration.keeps_breaks)


def reach(quote: Quote, minutes_to_closing: float) -> Reach:
    """Whether who was told `quote` will be called before closing: "no" if even `low` is late."""
    if quote.low >= minutes_to_closing:
        return Reach.NO
    return Reach.YES if quote.high <= minutes_to_closing else Reach.PERHAPS


def _competing(line: str, desks: Sequence[Desk]) -> Sequence[Desk]:
    """The desks that decide: those that serve the line, those that share people with them.

    A window for B and C does not serve A, but what it takes of B decides when the window for A and
    B is free.
    """
    if all(line in desk.lines for desk in desks):
        return desks
    lines, known = frozenset((line,)), 0
    rivals: list[Desk] = []
    while len(lines) > known:
        known = len(lines)
        rivals = [desk for desk in desks if not lines.isdisjoint(desk.lines)]
        lines = lines.union(*(desk.lines for desk in rivals))
    return rivals


def _free_now(line: str, before: Sequence[str], desks: Sequence[Desk]) -> bool:
    """Whether a free desk is left once the free desks have taken whom they serve."""
    free = [desk for desk in desks if desk.line is None]
    waiting = list(before)
    for desk in free:
        taken = next((each for each in waiting if each in desk.lines), None)
        if taken is not None:
            waiting.remove(taken)
        elif line in desk.lines:
            return True
    return False


def _centre(futures: Futures) -> tuple[float, float]:
    """Middle and 80 % half-width in seconds: means of quarters, as single futures are rough."""
    starts = futures.starts
    middle = sum(starts[QUARTER:-QUARTER]) / (POINTS - 2 * QUARTER)
    outer = (sum(starts[-QUARTER:]) - sum(starts[:QUARTER])) / (2 * QUARTER)
    return middle, math.hypot(outer, QUARTERS_TO_SIGMA * math.sqrt(futures.variance))


def _shown(middle: float, half: float, pauses: Sequence[Pause], kept: bool) -> Quote:
    """Whole minutes: low rounded down, high up, so that rounding never breaks a promise."""
    ends = (max(0.0, middle - half), middle, middle + half)
    reached = next(((begin / 60, end / 60) for begin, end in pauses if begin <= ends[-1]), None)
    low, middle, high = (_after(end, pauses) if kept else end for end in ends)
    return Quote(math.floor(low / 60), math.ceil(high / 60), middle / 60, reached)


def _after(seconds: float, pauses: Sequence[Pause]) -> float:
    """When so many seconds of calling have passed, with the breaks that come between."""
    for begin, end in pauses:
        if seconds >= begin:
            seconds += end - max(begin, 0.0)
    return seconds

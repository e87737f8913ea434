"""How long a window is taken by one ticket of a line, as seen in this hall."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

SAMPLE = 200
"""Newest service times kept for each line. The mean is then sure to about 4 % (spread 0.6 ÷ √200),
and a line follows a new form or a new clerk within days."""

ENOUGH = 5
"""Fewer service times than this say nothing: two quick visits would promise the third person a
quick one too."""

LONGEST = 4 * 3600.0
"""Seconds. A window taken for longer is a forgotten "finish": no half day of a hall is longer than
this."""

POINTS = 16
"""Service times that stand for a whole sample, equally likely, from the shortest to the longest."""


class ServiceTimes(msgspec.Struct, dict=True):
    """The newest service times of one line, oldest first: seconds from call to free window.

    A missed ticket counts with the minute or two it held the window, because the people behind it
    waited that long. Only `seconds` is stored; everything else is worked out from it and remembered
    until the next `add`.
    """

    seconds: list[float] = []

    def add(self, seconds: float) -> None:
        """Learn one service time; the oldest gives way. It counts as 0 to `LONGEST`."""
        self.seconds.append(round(min(max(seconds, 0.0), LONGEST), 1))
        del self.seconds[:-SAMPLE]
        self.__dict__.clear()  # holds nothing but what the cached properties below remember

    @classmethod
    def merged(cls, days: Iterable[ServiceTimes]) -> ServiceTimes:
        """One sample from several, given oldest day first; the newest `SAMPLE` times remain."""
        return cls([seconds for day in days for seconds in day.seconds][-SAMPLE:])

    @property
    def enough(self) -> bool:
        """Whether anything honest can be said from this sample."""
        return len(self.seconds) >= ENOUGH

    @cached_property
    def mean(self) -> float:
        """Seconds; the sample must not be empty."""
        return sum(self.seconds) / len(self.seconds)

    @cached_property
    def variance(self) -> float:
        """Seconds², of the sample."""
        squares = math.hypot(*self.seconds) ** 2  # the same as sum(x * x), at the speed of C
        return max(0.0, squares / len(self.seconds) - self.mean**2)

    @cached_property
    def points(self) -> list[float]:
        """A service to come: `POINTS` equally likely lengths in seconds, with the sample's mean."""
        points = _spaced(self._ordered, 0, 0.0)
        level = self.mean * POINTS / (sum(points) or 1.0)
        return [point * level for point in points]

    def remaining(self, elapsed: float) -> list[float]:
        """What is left after `elapsed` seconds: `POINTS` equally likely lengths in seconds.

        Taken from those of the sample that lasted longer (mean residual life). A memoryless formula
        would call someone at the desk for 20 minutes as far from done as someone who just sat down.
        Where too few lasted as long, the longest of the sample stand in, so that one outlier does
        not decide, and a forgotten "finish" promises neither "any second" nor hours.
        """
        ordered = self._ordered
        outlasting = bisect_right(ordered, elapsed)
        begin = max(0, min(outlasting, len(ordered) - max(ENOUGH, len(ordered) // 20)))
        since = elapsed if begin == outlasting else ordered[begin - 1] if begin else 0.0
        return _spaced(ordered, begin, since)

    @cached_property
    def _ordered(self) -> list[float]:
        return sorted(self.seconds)


def _spaced(ordered: Sequence[float], begin: int, since: float) -> list[float]:
    """`POINTS` of an ordered sample from `begin` on, less `since`: middles of equal parts."""
    step = (len(ordered) - begin) / POINTS
    return [ordered[int(begin + middle * step)] - since for middle in _MIDDLES]


_MIDDLES = [part + 0.5 for part in range(POINTS)]

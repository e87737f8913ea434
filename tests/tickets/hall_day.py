"""A simulated day: people come, windows call, and every promise is compared with the truth.

The simulator speaks to a `Hall` of a few acts, so the same day runs through `MemoryHall` here
(fast) and through the real `kiosk.hall.Hall` opened with a `Clock`. Only the simulator knows how
long a service will take.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import NamedTuple, Protocol

CHINA = timezone(timedelta(hours=8))
OPEN_HOURS = ((8.5 * 3600, 12 * 3600.0), (14 * 3600.0, 18 * 3600.0))
"""Seconds since midnight of the two half days."""

BEFORE_OPENING = 300.0
"""Seconds between the clerks' sitting down and the first newcomer."""

WORKING_DAYS = 5
"""Of a week, from Monday on."""


class Promise(NamedTuple):
    """What a newcomer was told, in minutes; `middle` is None where only the range is shown."""

    low: int
    high: int
    middle: float | None = None


class Hall(Protocol):
    """What the simulator needs; `take` and `call` return the number. Each day opens all windows."""

    def take(self, line: str, *, priority: bool) -> tuple[str, Promise | None] | None:
        """The number and what was promised, or None where the hall sends the newcomer home."""

    def call(self, window: str) -> str | None: ...

    def arrive(self, window: str) -> None: ...

    def miss(self, window: str) -> None: ...

    def finish(self, window: str) -> None: ...

    def open(self, window: str) -> None: ...

    def close(self, window: str) -> None: ...


@dataclass
class Clock:
    """The hall's clock: moved by the simulator, read by the hall."""

    now: datetime = datetime(2026, 11, 2, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Plan:
    """A hall's people and windows: what the simulator draws from."""

    minutes: Mapping[str, float]
    """Mean service time of each line, from the call until the window is free."""
    windows: Mapping[str, frozenset[str]]
    share: Mapping[str, float] = field(default_factory=dict)
    """Of the arrivals, by line; equal where not given."""
    variation: float = 0.6
    """Standard deviation ÷ mean of the log-normal service times."""
    load: tuple[float, float] = (0.9, 0.9)
    """Work that comes ÷ work the windows can do; drawn for each day between these."""
    no_show: float = 0.0
    """Share of the called who do not come; the window waits one to two minutes for them."""
    priority: float = 0.0
    """Share of the arrivals who are called before all others."""
    breather: float = 0.0
    """Mean seconds between a clerk's "finish" and the next call."""
    away: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Seconds since midnight when a window is closed, each day."""
    hours: tuple[tuple[float, float], ...] = OPEN_HOURS
    """Seconds since midnight when people come, each day."""
    keeps_break: bool = False
    """Whether the windows stop calling between the `hours`, or first serve those who wait."""

    @property
    def mean_minutes(self) -> float:
        """The true mean over all arrivals, for the naive formula: the best it could know."""
        weights = {line: self.share.get(line, 1.0) for line in self.minutes}
        served = sum(weights[line] * self.minutes[line] for line in weights) / sum(weights.values())
        return (1 - self.no_show) * served + self.no_show * 1.5


class Outcome(NamedTuple):
    """One ticket, in minutes; `naive` is "people ahead × average ÷ open windows"."""

    line: str
    promise: Promise | None
    naive: float
    wait: float

    @property
    def held(self) -> bool:
        """Whether the true wait lay in the shown range; "0 to 0" holds for less than a minute."""
        assert self.promise is not None
        low, high, _ = self.promise
        return low <= self.wait <= high or (high == 0 and self.wait < 1)


class _Event(NamedTuple):
    moment: float
    order: int
    kind: str
    name: str


class _Waiting(NamedTuple):
    issued: float
    line: str
    promise: Promise | None
    naive: float


@dataclass
class _Day:
    plan: Plan
    hall: Hall
    clock: Clock
    draw: random.Random
    midnight: datetime
    events: list[_Event] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)
    waiting: dict[str, _Waiting] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    outcomes: list[Outcome] = field(default_factory=list)

    def after(self, moment: float, kind: str, name: str) -> None:
        heapq.heappush(self.events, _Event(moment, next(self.order), kind, name))

    def arrivals(self) -> None:
        plan = self.plan
        lines = list(plan.minutes)
        weights = [plan.share.get(line, 1.0) for line in lines]
        rate = self.draw.uniform(*plan.load) * len(plan.windows) / (plan.mean_minutes * 60)
        for begin, end in plan.hours:
            moment = begin + self.draw.expovariate(rate)
            while moment < end:
                self.after(moment, "take", self.draw.choices(lines, weights)[0])
                moment += self.draw.expovariate(rate)

    def run(self) -> list[Outcome]:
        self.arrivals()
        for window, (begin, end) in self.plan.away.items():
            self.after(begin, "close", window)
            self.after(end, "open", window)
        for window in self.plan.windows:
            self.after(self.plan.hours[0][0] - BEFORE_OPENING, "open", window)
        for begin, _ in self.plan.hours:
            self.after(begin, "begin", "")
        while self.events:
            moment, _, kind, name = heapq.heappop(self.events)
            self.clock.now = self.midnight + timedelta(seconds=moment)
            getattr(self, kind)(moment, name)
            for window in self.plan.windows:
                self.call(moment, window)
        return self.outcomes

    def take(self, moment: float, line: str) -> None:
        serving = [w for w, lines in self.plan.windows.items() if line in lines - self.gone(w)]
        rivals = frozenset[str]().union(*(self.plan.windows[w] for w in serving))
        ahead = sum(other.line in rivals for other in self.waiting.values())
        naive = ahead * self.plan.mean_minutes / len(serving) if serving else math.nan
        urgent = self.draw.random() < self.plan.priority
        if taken := self.hall.take(line, priority=urgent):
            number, promise = taken
            self.waiting[number] = _Waiting(moment, line, promise, naive)

    def gone(self, window: str) -> frozenset[str]:
        return self.plan.windows[window] if window in self.closed else frozenset()

    def call(self, moment: float, window: str) -> None:
        lines = self.plan.windows[window]
        if (
            self.on_break(moment)
            or window in self.busy | self.closed
            or not any(each.line in lines for each in self.waiting.values())
        ):
            return
        number = self.hall.call(window)
        assert number is not None, "someone waits for this window, and the hall calls nobody"
        issued, line, promise, naive = self.waiting.pop(number)
        self.outcomes.append(Outcome(line, promise, naive, (moment - issued) / 60))
        self.busy.add(window)
        if self.draw.random() < self.plan.no_show:
            self.after(moment + self.draw.uniform(60, 120), "miss", window)
            return
        taken = self.service_seconds(line)
        self.after(moment + min(self.draw.uniform(5, 20), taken / 2), "arrive", window)
        self.after(moment + taken, "finish", window)

    def begin(self, _moment: float, _window: str) -> None:
        """After a break: the windows call again."""

    def on_break(self, moment: float) -> bool:
        if not self.plan.keeps_break:
            return False
        hours = self.plan.hours
        return any(a[1] <= moment < b[0] for a, b in itertools.pairwise(hours))

    def arrive(self, _moment: float, window: str) -> None:
        self.hall.arrive(window)

    def miss(self, moment: float, window: str) -> None:
        self.hall.miss(window)
        self.rest(moment, window)

    def finish(self, moment: float, window: str) -> None:
        self.hall.finish(window)
        self.rest(moment, window)

    def rest(self, moment: float, window: str) -> None:
        breather = self.plan.breather
        if breather:
            self.after(moment + self.draw.uniform(0, 2 * breather), "ready", window)
        else:
            self.busy.discard(window)

    def ready(self, _moment: float, window: str) -> None:
        self.busy.discard(window)

    def close(self, _moment: float, window: str) -> None:
        self.closed.add(window)
        self.hall.close(window)

    def open(self, _moment: float, window: str) -> None:
        self.closed.discard(window)
        self.hall.open(window)

    def service_seconds(self, line: str) -> float:
        sigma = math.sqrt(math.log(1 + self.plan.variation**2))
        mean = self.plan.minutes[line] * 60
        return self.draw.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)


def simulate(plan: Plan, hall: Hall, clock: Clock, *, days: int, seed: int) -> list[Outcome]:
    """Run so many working days, from a Monday on; return every ticket in the order of the calls."""
    draw = random.Random(seed)
    monday = clock.now.replace(hour=0, minute=0, second=0, microsecond=0)
    dates = [
        monday + timedelta(weeks=day // WORKING_DAYS, days=day % WORKING_DAYS)
        for day in range(days)
    ]
    return [outcome for date in dates for outcome in _Day(plan, hall, clock, draw, date).run()]

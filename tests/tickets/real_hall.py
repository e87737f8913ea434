"""The simulated day of `hall_day` in the real hall, scored from what the hall itself stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from kiosk import config as settings
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.hours import WEEKDAYS, seconds_between
from kiosk.tickets.calibration import Quote
from kiosk.tickets.floor import TABLE
from kiosk.tickets.ticket import Move, Ticket, effective
from tests.tickets.hall_day import OPEN_HOURS, Clock, Plan, Promise, simulate

SHIPPED = Path(__file__).parents[2] / "config.toml"
MINUTES = {"A": 3.0, "B": 8.0, "C": 25.0}
SHARE = {"A": 0.5, "B": 0.35, "C": 0.15}
NO_LUNCH = ((OPEN_HOURS[0][0], OPEN_HOURS[-1][1]),)
ALIKE = dict.fromkeys("123", frozenset("ABC"))
PRIORITY = "elder"


def _shipped_windows() -> dict[str, frozenset[str]]:
    windows = settings.load(SHIPPED).windows
    return {name: frozenset(window.lines) for name, window in windows.items()}


LUNCH = Plan(
    MINUTES, _shipped_windows(), share=SHARE, load=(0.75, 0.95), no_show=0.05, priority=0.1
)
"""The shipped config.toml on mixed services; who has a number at noon is still served."""

PLANS = {
    "shipped": LUNCH,
    "shipped, keeps lunch": replace(LUNCH, keeps_break=True),
    "shipped, no lunch": replace(LUNCH, hours=NO_LUNCH),
    "alike": replace(LUNCH, windows=ALIKE),
    "alike, keeps lunch": replace(LUNCH, windows=ALIKE, keeps_break=True),
    "alike, no lunch": replace(LUNCH, windows=ALIKE, hours=NO_LUNCH),
    "shipped, windows close": replace(
        LUNCH, load=(0.6, 0.8), away={"2": (36000, 39600), "3": (54000, 57600)}
    ),
    "shipped, quiet": replace(LUNCH, load=(0.4, 0.6)),
}
"""By name: both window layouts with and without a break at noon, and what else a month may be."""


def config_for(plan: Plan) -> settings.Config:
    """The shipped configuration with the plan's windows and hours; no quota, the rest untouched."""
    shipped = settings.load(SHIPPED)
    spans = tuple(f"{_clock_time(begin)}-{_clock_time(end)}" for begin, end in plan.hours)
    lines = {
        name: msgspec.structs.replace(line, quota=None) for name, line in shipped.lines.items()
    }
    windows = {name: settings.Window(sorted(lines)) for name, lines in plan.windows.items()}
    hours = settings.Hours(**dict.fromkeys(WEEKDAYS[:5], spans))
    return msgspec.structs.replace(shipped, lines=lines, windows=windows, hours=hours)


def _clock_time(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}"


class Naive(NamedTuple):
    """People ahead × average ÷ open windows, in minutes, as known at the issue."""

    everybody: float
    """Everybody who waits, and all open windows."""
    rivals: float
    """Only those with a window in common with the newcomer, and only the windows for them."""


class Score(NamedTuple):
    """A ticket that was called: what the hall had stored of its promise, and what came; minutes."""

    ticket: Ticket
    quote: Quote | None
    wait: float
    naive: Naive

    @property
    def held(self) -> bool:
        """Whether the true wait lay in the range; "0 to 0" holds for less than a minute."""
        assert self.quote is not None
        return self.quote.held(self.wait)


@dataclass
class RealHall:
    """The acts of the simulator as acts of the hall's queue."""

    hall: Hall
    plan: Plan
    refused: Counter[str] = field(default_factory=Counter)
    """Newcomers sent home, by error word."""
    naive: dict[str, Naive] = field(default_factory=dict)
    """By ticket."""
    days: dict[str, None] = field(default_factory=dict)
    """Business days on which tickets were given out, in order."""
    shut: set[str] = field(default_factory=set)

    def take(self, line: str, *, priority: bool) -> tuple[str, Promise | None] | None:
        naive = self._naive(line)
        try:
            ticket = self.hall.queue.take(line, PRIORITY if priority else None)
        except Refused as refusal:
            self.refused[refusal.code] += 1
            return None
        self.naive[ticket.id] = naive
        self.days[ticket.day] = None
        quote = ticket.quote
        shown = None if quote is None else Promise(quote.low, quote.high, quote.middle)
        return ticket.number, shown

    def call(self, window: str) -> str | None:
        return self.hall.queue.call(window).number

    def arrive(self, window: str) -> None:
        self.hall.queue.arrive(window)

    def miss(self, window: str) -> None:
        self.hall.queue.miss(window)

    def finish(self, window: str) -> None:
        self.hall.queue.finish(window)

    def open(self, window: str) -> None:
        self.shut.discard(window)
        self.hall.queue.open_window(window)

    def close(self, window: str) -> None:
        self.shut.add(window)
        self.hall.queue.close_window(window)

    def scores(self) -> list[Score]:
        """Every ticket that was called, read from the records: first call less issue."""
        tickets = [
            msgspec.convert(document, Ticket)
            for day in self.days
            for document in self.hall.store.table(TABLE).past("day", day)
        ]
        assert len(tickets) == len(self.naive)
        return [
            Score(ticket, ticket.quote, minutes, self.naive[ticket.id])
            for ticket in tickets
            if (minutes := minutes_waited(ticket)) is not None
        ]

    def _naive(self, line: str) -> Naive:
        queue, average = self.hall.queue, self.plan.mean_minutes
        opened = {name: w for name, w in self.plan.windows.items() if name not in self.shut}
        serving = [lines for lines in opened.values() if line in lines]
        shared = frozenset[str]().union(*serving)
        return Naive(
            sum(map(queue.waiting, self.plan.minutes)) * average / max(len(opened), 1),
            sum(map(queue.waiting, shared)) * average / max(len(serving), 1),
        )


def minutes_waited(ticket: Ticket) -> float | None:
    """From the issue to the first call, as the log has it; None when nobody called."""
    calls = [entry.moment for entry in effective(ticket.log) if entry.move is Move.CALL]
    return seconds_between(ticket.log[0].moment, calls[0]) / 60 if calls else None


@contextmanager
def month(plan: Plan, folder: Path, *, seed: int, days: int = 22) -> Iterator[RealHall]:
    """A month of working days, its last day not yet closed; closes the hall."""
    clock = Clock()
    with Hall.open(config_for(plan), folder, clock) as hall:
        real = RealHall(hall, plan)
        simulate(plan, real, clock, days=days, seed=seed)
        yield real


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the machine has one: months have thousands of acts."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


class Figures(NamedTuple):
    """What a month's promises were worth."""

    tickets: int
    unsaid: int
    """Called tickets without a quote."""
    at_once: float
    """Share of quotes that said 0 to 0."""
    cover: float
    cover_waiting: float
    """Of the quotes above 0 to 0."""
    width: float
    """Minutes, of the same."""
    middle: float
    """Share by which the middle errs less than the naive formula."""
    middle_rivals: float
    """The same against the naive formula that counts only rivals."""
    shown: float
    """Share by which the midpoint of the shown range errs less than the naive formula."""


def figures(scores: Iterable[Score]) -> Figures:
    """Everything that was called counts; what had no quote is only counted."""
    every = list(scores)
    said = [(score, score.quote) for score in every if score.quote is not None]
    waiting = [(score, quote) for score, quote in said if quote.high > 0]
    naive = fmean(abs(score.naive.everybody - score.wait) for score, _ in said)
    rivals = fmean(abs(score.naive.rivals - score.wait) for score, _ in said)
    middle = fmean(abs(quote.middle - score.wait) for score, quote in said)
    shown = fmean(abs((quote.low + quote.high) / 2 - score.wait) for score, quote in said)
    return Figures(
        tickets=len(every),
        unsaid=len(every) - len(said),
        at_once=1 - len(waiting) / len(said),
        cover=fmean(score.held for score, _ in said),
        cover_waiting=fmean(score.held for score, _ in waiting),
        width=fmean(quote.high - quote.low for _, quote in waiting),
        middle=1 - middle / naive,
        middle_rivals=1 - middle / rivals,
        shown=1 - shown / naive,
    )

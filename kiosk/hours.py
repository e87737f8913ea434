"""Time in the hall: clock, business day, opening hours, durations that survive a wrong clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Names of the keys under ``[hours]``, Monday first as in ``datetime.weekday()``."""

MINUTES_A_DAY = 24 * 60


class Span(NamedTuple):
    """An opening span: minutes after midnight, the start included, the end not."""

    start: int
    end: int


class Week(Protocol):
    """Opening spans by weekday (``kiosk.config.Hours``)."""

    def spans(self, weekday: int) -> tuple[Span, ...]:
        """Opening spans of a weekday, Monday 0."""
        ...


@lru_cache
def parse_spans(texts: tuple[str, ...]) -> tuple[Span, ...]:
    """Read ``["08:30-12:00", "14:00-18:00"]``.

    Raises:
        ValueError: with a sentence, when a span is not ``HH:MM-HH:MM``, ends before it starts, or
            overlaps the one before.
    """
    spans: list[Span] = []
    for text in texts:
        start, dash, end = text.partition("-")
        try:
            span = Span(_minutes(start), _minutes(end))
        except ValueError:
            dash = ""
        if not dash:
            raise ValueError(f'时间写成 "08:30-12:00",现在是 "{text}"')
        if span.end <= span.start:
            raise ValueError(f'"{text}" 的结束早于开始')
        if spans and span.start < spans[-1].end:
            raise ValueError(f'"{text}" 与前一段重叠，请按先后书写')
        spans.append(span)
    return tuple(spans)


@lru_cache
def _minutes(text: str) -> int:
    hour, minute = text.strip().split(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):  # noqa: PLR2004
        raise ValueError(text)
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > MINUTES_A_DAY:  # noqa: PLR2004
        raise ValueError(text)
    return minutes


class Moment(NamedTuple):
    """When something happened.

    ``at`` is the wall clock with its offset. ``tick`` is seconds since this machine started and
    ``boot`` which start that was: between two moments of one boot the ticks, not the wall, tell how
    long it was, so setting the clock back never makes a wait negative. Simulated clocks have none.
    """

    at: datetime
    tick: float | None = None
    boot: str | None = None


def seconds_between(start: Moment, end: Moment) -> float:
    """Seconds from one moment to a later one; never negative, by ticks where both have them."""
    if start.tick is not None and end.tick is not None and start.boot == end.boot:
        return max(0.0, end.tick - start.tick)
    # Two moments of one ZoneInfo subtract as the clocks on the wall do: an hour off at its change.
    return max(0.0, end.at.timestamp() - start.at.timestamp())


class Clock:
    """The hall's clock in the centre's time zone.

    ``source`` (a callable giving an aware datetime) replaces the machine's clock, so that days can
    be simulated; it has no ticks, and what is printed by it says that it is for training.
    """

    def __init__(self, timezone: str, source: Callable[[], datetime] | None = None) -> None:
        self.zone = ZoneInfo(timezone)
        self.training = source is not None
        self._source = source
        self._boot = _boot_id() if source is None else None

    def now(self) -> Moment:
        """This moment, to the millisecond."""
        if self._source is not None:
            return Moment(self._source().astimezone(self.zone))
        return Moment(datetime.now(self.zone), round(time.monotonic(), 3), self._boot)


def running_from(moment: datetime) -> Callable[[], datetime]:
    """A clock that shows ``moment`` now and runs on from there (``--clock``)."""
    started = time.monotonic()
    return lambda: moment + timedelta(seconds=time.monotonic() - started)


def _boot_id() -> str | None:
    # On Linux CLOCK_MONOTONIC is one clock for all processes since boot; elsewhere none is trusted.
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:8]
    except OSError:
        return None


def business_day(at: datetime, day_starts: str) -> date:
    """The business day a moment belongs to: it begins at ``day_starts`` (``HH:MM``), local time."""
    minutes = _minutes(day_starts)
    day = at.date()
    return day if at.hour * 60 + at.minute >= minutes else day - timedelta(days=1)


def open_span(week: Week, at: datetime) -> Span | None:
    """The span that is open at this local moment, or ``None``."""
    minute = at.hour * 60 + at.minute
    for span in week.spans(at.weekday()):
        if span.start <= minute < span.end:
            return span
    return None


def next_opening(week: Week, at: datetime) -> datetime | None:
    """When it opens next, looking a week ahead; ``None`` when no day of the week is open."""
    minute = at.hour * 60 + at.minute
    for ahead in range(8):
        day = at + timedelta(days=ahead)
        for span in week.spans(day.weekday()):
            if ahead or span.start > minute:
                return day.replace(
                    hour=span.start // 60, minute=span.start % 60, second=0, microsecond=0
                )
    return None


def minutes_open(week: Week, at: datetime) -> float:
    """Open minutes left on this local day, breaks not counted; 0 when it will not open again."""
    now = at.hour * 60 + at.minute + at.second / 60
    return sum(max(0.0, span.end - max(now, span.start)) for span in week.spans(at.weekday()))

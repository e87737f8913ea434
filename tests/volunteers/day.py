"""A hall with two clerks, some volunteers with cards, and activities of a Monday."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from kiosk.hall import Hall
from kiosk.volunteers.activity import Activity
from tests.halls import MONDAY, HandClock, refuses

CLERK, OTHER = "007", "008"


class Day:
    """What tests do to a hall in one line; the clock is moved by hand."""

    def __init__(self, hall: Hall, clock: HandClock) -> None:
        self.hall, self.clock = hall, clock
        self.volunteers = hall.volunteers
        hall.staff.add(CLERK, "王芳", "2468")
        hall.staff.add(OTHER, "李强", "1357")
        self.people: list[str] = []

    def person(self) -> str:
        """Somebody new; their number."""
        phone = f"138{len(self.people):08d}"
        number = self.volunteers.roster.enrol("张小明", phone).number
        self.people.append(number)
        return number

    def card(self, number: str) -> str:
        """The digits of somebody's card."""
        return self.volunteers.roster.card(number)

    def activity(self, start: str = "09:00", end: str = "11:00", **more: Any) -> Activity:
        """An activity of this day, from one time to another."""
        said = {
            "name": "楼道清洁",
            "place": "幸福路 3 号",
            "content": "清扫楼道和院落",
            "unit": "幸福里社区居委会",
            "in_charge": "王芳",
            "starts": self.at(start),
            "ends": self.at(end),
        }
        return self.volunteers.activities.add(CLERK, **(said | more))

    def at(self, time: str) -> datetime:
        """A time of this day."""
        hour, minute = map(int, time.split(":"))
        return self.clock.now.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def show(self, time: str) -> None:
        """Turn the clock to a time of this day."""
        self.clock.now = self.at(time)

    def later(self, days: int, hour: int = 9) -> None:
        """Turn the clock to an hour of another day, and let that day begin."""
        self.clock.show(hour, days=days)
        self.hall.queue.days.open(self.hall.clock.now())

    def scan(self, number: str, time: str | None = None, activity: str | None = None) -> str:
        """Scan somebody's card at a time; what it did."""
        if time is not None:
            self.show(time)
        return self.volunteers.attendance.scan(self.card(number), activity).did

    def served(self, number: str, start: str, end: str) -> Activity:
        """An activity at which somebody was from its start to its end."""
        activity = self.activity(start, end)
        self.scan(number, start, activity.number)
        self.scan(number, end)
        return activity

    def minutes(self, number: str) -> tuple[int, int, int, int]:
        """Somebody's minutes by origin: scan, desk, backfill, corrected."""
        sums = self.volunteers.hours.of(number)
        assert sums.total == sums.scan + sums.desk + sums.backfill + sums.corrected
        return sums.scan, sums.desk, sums.backfill, sums.corrected

    def reasons(self) -> list[str]:
        """Why scans of this day failed, in their order."""
        return [failed.reason for failed in self.volunteers.attendance.failed()]

    @contextmanager
    def refuses(self, word: str) -> Iterator[None]:
        """The act inside is refused with this word and changes nothing."""
        with refuses(self.hall, word):
            yield

    @contextmanager
    def fails(self, word: str) -> Iterator[None]:
        """As ``refuses``, for a scan: the reason is on record afterwards."""
        before = self.reasons()
        with self.refuses(word):
            yield
        assert self.reasons() == [*before, word]


EARLY = MONDAY - timedelta(hours=2)
"""Seven in the morning, before any activity."""

"""Attendance on paper: written from the rules alone, without a look at how the hall does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

ORIGINS = ("scan", "desk", "backfill", "corrected")


class No(Exception):
    """What the rules refuse."""


@dataclass
class Plan:
    number: str
    starts: datetime
    ends: datetime

    @property
    def length(self) -> int:
        return whole(self.ends - self.starts)


@dataclass
class Sheet:
    """One person at one activity: what counted, by origin, and what does not count yet."""

    since: datetime | None = None
    by_card: bool = True
    signs: int = 0
    last: datetime | None = None
    minutes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORIGINS, 0))
    forgot: datetime | None = None
    held: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("scan", "desk"), 0))
    filled: bool = False
    original: int = 0

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    def give(self, origin: str, minutes: int) -> None:
        self.minutes[origin] += minutes
        self.original += minutes


@dataclass
class PaperDay:
    """A day of activities and whoever comes."""

    plans: dict[str, Plan]
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)

    def touch(self, person: str, activity: str, now: datetime, *, card: bool) -> str:
        self.close(now)
        inside = [a for (p, a), sheet in self.sheets.items() if p == person and sheet.since]
        if inside:
            return self._leave(person, inside[0], activity, now, card=card)
        plan, sheet = self.plans[activity], self.sheets.get((person, activity))
        if self.latest.get(person) == activity and sheet and sheet.last and sheet.signs:
            ended = sheet.forgot is None
            if ended and now - sheet.last < timedelta(seconds=60):
                return "repeat"
        if not plan.starts - timedelta(minutes=60) <= now < plan.ends:
            raise No
        if sheet is None:
            sheet = self.sheets[person, activity] = Sheet()
        if sheet.signs == 3:
            raise No
        sheet.since, sheet.by_card, sheet.last = now, card, now
        sheet.signs += 1
        self.latest[person] = activity
        return "in"

    def _leave(self, person: str, there: str, asked: str, now: datetime, *, card: bool) -> str:
        sheet, plan = self.sheets[person, there], self.plans[there]
        if asked != there:
            raise No
        assert sheet.since
        assert sheet.last
        if now - sheet.last < timedelta(seconds=60):
            return "repeat"
        start = max(sheet.since, plan.starts - timedelta(minutes=15))
        minutes = whole(minute(min(now, plan.ends)) - minute(start))
        origin = "scan" if card and sheet.by_card else "desk"
        if self._day(person, "") + minutes > 480:
            sheet.held[origin] += minutes
        else:
            sheet.give(origin, minutes)
        sheet.since, sheet.last = None, now
        return "out"

    def close(self, now: datetime) -> None:
        for (_, activity), sheet in self.sheets.items():
            if sheet.since and now >= self.plans[activity].ends + timedelta(minutes=30):
                sheet.forgot, sheet.since = sheet.since, None

    def confirm(self, person: str, activity: str, minutes: int, now: datetime) -> None:
        self.close(now)
        sheet, plan = self.sheets.get((person, activity)), self.plans[activity]
        if sheet is None:
            raise No
        rest = self._day(person, activity)
        if sheet.forgot:
            early = plan.starts - timedelta(minutes=15)
            most = whole(plan.ends - minute(max(sheet.forgot, early)))
            origin = "desk"
        elif any(sheet.held.values()):
            most = sum(sheet.held.values())
            origin = "scan" if not sheet.held["desk"] else "desk"
        else:
            raise No
        if minutes > most or rest + sheet.total + minutes > 720:
            raise No
        sheet.give(origin, minutes)
        if sheet.forgot:
            sheet.forgot = None
        else:
            sheet.held = dict.fromkeys(sheet.held, 0)

    def backfill(self, person: str, activity: str, minutes: int, now: datetime) -> None:
        self.close(now)
        plan = self.plans[activity]
        sheet = self.sheets.get((person, activity), Sheet())
        already = sheet.total + sum(sheet.held.values())
        if now < plan.ends or sheet.since or not 1 <= minutes <= plan.length - already:
            raise No
        if self._day(person, activity) + already + minutes > 720:
            raise No
        self.sheets[person, activity] = sheet
        sheet.filled = True
        sheet.give("backfill", minutes)

    def correct(self, person: str, activity: str, minutes: int, now: datetime) -> None:
        self.close(now)
        sheet, plan = self.sheets.get((person, activity)), self.plans[activity]
        if sheet is None or sheet.since or minutes > max(plan.length, sheet.original):
            raise No
        if self._day(person, activity) + minutes > 720:
            raise No
        origin = "backfill" if sheet.filled else "corrected"
        sheet.minutes = dict.fromkeys(ORIGINS, 0) | {origin: minutes}
        sheet.forgot, sheet.held = None, dict.fromkeys(sheet.held, 0)

    def minutes(self, person: str) -> dict[str, int]:
        mine = [sheet for (p, _), sheet in self.sheets.items() if p == person]
        return {origin: sum(sheet.minutes[origin] for sheet in mine) for origin in ORIGINS}

    def _day(self, person: str, but: str) -> int:
        return sum(
            sheet.total + sum(sheet.held.values())
            for (p, activity), sheet in self.sheets.items()
            if p == person and activity != but
        )


def minute(at: datetime) -> datetime:
    """When it was, as it is written down: to the minute."""
    return at.replace(second=0, microsecond=0)


def whole(time: timedelta) -> int:
    return max(0, int(time.total_seconds() // 60))

"""What an activity must say of itself before it is planned, and the days of a recurring one."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from kiosk.hours import Moment
from kiosk.volunteers.activity import Plan
from kiosk.volunteers.rules import Rules
from kiosk.volunteers.said import content, text
from kiosk.wording import refusal

Every = Literal["day", "week", "fortnight", "month"]

MOST_TIMES = 60
"""How many a recurring activity may make at once: a year of weeks, with some to spare."""

_STEP = {"day": timedelta(days=1), "week": timedelta(days=7), "fortnight": timedelta(days=14)}


class Planning:
    """Turns what a person said into a plan, or refuses it."""

    def __init__(self, rules: Rules, zone: ZoneInfo) -> None:
        self._rules, self._zone = rules, zone

    def plan(self, said: dict[str, Any], now: Moment, *, begun: bool = False) -> Plan:
        """The plan; ``begun``: the activity goes on already. Refuses: as ``Activities.add``."""
        given = dict(said)
        for name in ("name", "place", "unit", "in_charge"):
            given[name] = text(name, given.get(name, ""))
        given["content"] = content(given.get("content", ""))
        given["risks"] = text("risks", given.get("risks") or self._rules.risks.name, longest=200)
        if "补录" in given["name"]:
            raise refusal("named_backfill", name=given["name"])
        self._timed(given, now, begun=begun)
        given["why_not"] = self._why_not(given.get("counts", True), given.get("why_not", ""))
        rules = self._rules
        given |= {"early": rules.early_minutes, "late": rules.late_minutes}
        given |= {"repeat": rules.repeat_seconds, "places": max(0, given.get("places", 0))}
        return Plan(**given)

    def _timed(self, given: dict[str, Any], now: Moment, *, begun: bool) -> None:
        for name in ("starts", "ends"):
            if not isinstance(given.get(name), datetime):
                raise refusal("missing_field", field=name)
            given[name] = given[name].astimezone(self._zone).replace(second=0, microsecond=0)
        starts, ends = given["starts"], given["ends"]
        if ends <= starts or ends <= now.at:
            raise refusal("ends_before", starts=clock(starts), ends=clock(ends))
        if not begun and starts < now.at.replace(second=0, microsecond=0):
            raise refusal("already_started", starts=clock(starts))
        most = self._rules.day_most_minutes
        if (length := (ends - starts) // timedelta(minutes=1)) > most:
            raise refusal("too_long", length=f"{length} min", limit=f"{most} min")

    def _why_not(self, counts: bool, why: str) -> str:
        if counts:
            return ""
        known = self._rules.not_counted
        if not why:
            raise refusal("why_not_needed", reasons="、".join(known))
        if why not in known:
            raise refusal("unknown_reason", reason=why[:20], reasons="、".join(known))
        return why


def times(first: date, every: Every, until: date) -> list[date]:
    """The days of a recurring activity, the first and the last included; one more than the most."""
    days, n = [], 0
    while (day := _time(first, every, n)) <= until and n <= MOST_TIMES:
        days.append(day)
        n += 1
    return days or [first]


def _time(first: date, every: Every, n: int) -> date:
    if every != "month":
        return first + _STEP[every] * n
    years, month = divmod(first.month - 1 + n, 12)
    year = first.year + years
    # The 31st of a short month is its last day.
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def clock(at: datetime) -> str:
    """A moment as a sentence says it."""
    return f"{at:%m-%d %H:%M}"

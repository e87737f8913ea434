"""How a request stands by the clock, in words and in a colour; and how all of them do, in few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.certificates.request import TABLE, Request, State
from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import say
from screens.desk.requests.acts import waits_for

STOPPED = frozenset({State.MISSING, State.ISSUED})
"""The clock waits while papers are to be brought, and stops with the certificate."""

SIGNS = {"late": "!!", "today": "! ", "bring": "? "}
"""Before what needs an eye: seen without colour too."""


def standing(hall: Hall, request: Request) -> str:
    """``late``, ``today``, ``bring`` (papers are waited for) or ``row``: a style of the list."""
    if request.state is State.MISSING:
        return "bring"
    if request.state in STOPPED or not request.is_open:
        return "row"
    left = hall.certificates.days_left(request)
    return "late" if left < 0 else "today" if left == 0 else "row"


def clock(hall: Hall, request: Request, language: str) -> str:
    """How much time is left, in words."""
    if request.state is State.MISSING:
        by = request.missing_by
        if by is None:
            return say(f"requests.{request.state}", language)
        return say("handling.bring_by", language, month=by.month, day=by.day)
    if request.state in STOPPED or not request.is_open:
        return say(f"requests.{request.state}", language)
    left = hall.certificates.days_left(request)
    if left == 0:
        return say("handling.due_today", language)
    if left < 0:
        return say("requests.late", language, days=-left)
    return say("requests.left", language, days=left)


def day_in_words(day: date, language: str) -> str:
    """A day with its year."""
    return say("handling.day", language, year=day.year, month=day.month, day=day.day)


def headline(hall: Hall, person: Person, language: str, *, brief: bool = False) -> str:
    """What a desk should know of the requests, in a few words; its key stands before it."""

    def said(key: str, count: int) -> str:
        if brief:
            return say(f"handling.brief_{key}", language, count=count)
        return say(f"handling.{key}", language, count=count)

    if not hall.store.rows.live(TABLE):  # certificates are not loaded for nothing
        return say("handling.quiet", language)
    requests = hall.certificates.open()
    counts: list[tuple[str, Callable[[Request], bool]]] = [
        ("yours", lambda one: waits_for(one, person)),
        ("late", lambda one: standing(hall, one) == "late"),
        ("today", lambda one: standing(hall, one) == "today"),
    ]
    found = [(key, sum(map(holds, requests))) for key, holds in counts]
    parts = [said("count", len(requests)), *(said(key, count) for key, count in found if count)]
    return "  ".join(parts[:2] if brief else parts)

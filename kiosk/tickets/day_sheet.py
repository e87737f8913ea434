"""A business day in numbers, from what the tickets' logs say and nothing else.

Every ticket of a line is in exactly one of ``FATES``: the parts of a line add up to what was taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, get_args

import msgspec

from kiosk.config import Config
from kiosk.hours import seconds_between
from kiosk.tickets.days import CLOSED
from kiosk.tickets.ticket import Move, State, Ticket, effective
from kiosk.wording import say

Fate = Literal["served", "missed", "left", "void", "uncalled", "open"]
FATES: tuple[Fate, ...] = get_args(Fate)
"""``missed``: never came back. ``uncalled``: was still in line, at the day's end or now. ``open``:
called or put aside, and neither served nor missed."""


class LineDay(msgspec.Struct, frozen=True):
    """One line on one day; tickets count in the line they were taken for.

    ``waited`` is seconds of all ``called``, from the number to the first call; ``held`` of
    ``quoted`` were called within the wait they had been told.
    """

    line: str
    fates: dict[Fate, int]
    called: int = 0
    waited: float = 0.0
    longest: float = 0.0
    quoted: int = 0
    held: int = 0

    @property
    def taken(self) -> int:
        """Tickets given out."""
        return sum(self.fates.values())


def fate(ticket: Ticket) -> Fate:
    """What became of a ticket, as far as one knows."""
    last, *before = reversed(effective(ticket.log))
    state = ticket.state
    if state is State.LEFT and last.reason == CLOSED:
        state = before[0].to  # the day ended; nobody said that they leave
    return _fate_of(state)


def _fate_of(state: State) -> Fate:
    match state:
        case State.DONE:
            return "served"
        case State.MISSED:
            return "missed"
        case State.LEFT:
            return "left"
        case State.VOID:
            return "void"
        case State.ISSUED | State.WAITING:
            return "uncalled"
        case _:
            return "open"


def wait_of(ticket: Ticket) -> float | None:
    """Seconds from the number to its first call; ``None`` when it was never called."""
    for entry in effective(ticket.log):
        if entry.move is Move.CALL:
            return seconds_between(ticket.log[0].moment, entry.moment)
    return None


def line_day(line: str, tickets: Iterable[Ticket]) -> LineDay:
    """One line, from its tickets of one day."""
    tickets = list(tickets)
    waits = [(ticket, wait) for ticket in tickets if (wait := wait_of(ticket)) is not None]
    scored = [ticket.quote.held(wait / 60) for ticket, wait in waits if ticket.quote is not None]
    counts = Counter(map(fate, tickets))
    return LineDay(
        line,
        {name: counts[name] for name in FATES},
        called=len(waits),
        waited=sum(wait for _, wait in waits),
        longest=max((wait for _, wait in waits), default=0.0),
        quoted=len(scored),
        held=sum(scored),
    )


def day_lines(config: Config, tickets: Iterable[Ticket]) -> list[LineDay]:
    """Every configured line, then lines that only these tickets know, in order."""
    by_line: dict[str, list[Ticket]] = {line: [] for line in config.lines}
    for ticket in tickets:
        by_line.setdefault(ticket.log[0].line or ticket.line, []).append(ticket)
    return [line_day(line, tickets) for line, tickets in by_line.items()]


def day_sheet(
    config: Config, day: str, tickets: Iterable[Ticket], at: datetime, by: str | None
) -> dict[str, str]:
    """The fields of the ``day_sheet`` template, but for the paper.

    A share is its numerator and denominator.
    """
    language = config.centre.languages[0]
    lines = day_lines(config, tickets)
    taken = sum(line.taken for line in lines)
    fields = {
        "day": day,
        "until": f"{at:%Y-%m-%d %H:%M}",
        "taken_all": str(taken),
        "served_all": f"{sum(line.fates['served'] for line in lines)}/{taken}",
        "by": by or "",
    }
    for n, line in enumerate(lines, 1):
        name = config.lines[line.line].name if line.line in config.lines else ""
        entry = {"line": f"{line.line} {name}".strip(), "taken": str(line.taken)}
        entry |= {part: f"{count}/{line.taken}" for part, count in line.fates.items()}
        if line.called:
            minutes, mean = line.waited / 60, line.waited / 60 / line.called
            entry["wait"] = say(
                "slip.waited", language, minutes=f"{minutes:.0f}", people=line.called
            )
            entry["mean"] = say("slip.minutes", language, minutes=f"{mean:.1f}")
            entry["longest"] = say("slip.minutes", language, minutes=f"{line.longest / 60:.0f}")
        if line.quoted:
            entry["held"] = f"{line.held}/{line.quoted}"
        fields |= {f"{part}.{n}": text for part, text in entry.items()}
    return {name: text for name, text in fields.items() if text}

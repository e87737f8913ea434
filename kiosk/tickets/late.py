"""The late returner's rule: what is printed on every ticket is what the program does."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.config import LateReturn
from kiosk.tickets.ticket import Ticket
from kiosk.wording import say


def place_behind(waiting: Sequence[Ticket], rule: LateReturn, n: int) -> float:
    """The place of someone who comes back now: behind the next ``rule.places``, or last."""
    places = sorted(ticket.place for ticket in waiting)
    if rule.rule == "end" or len(places) <= rule.places:
        return float(n)
    if rule.places == 0:
        return places[0] - 1.0
    return (places[rule.places - 1] + places[rule.places]) / 2


def rule_in_words(rule: LateReturn, language: str) -> str:
    """The rule as it stands on the ticket."""
    return say(f"slip.late_{rule.rule}", language, places=rule.places)

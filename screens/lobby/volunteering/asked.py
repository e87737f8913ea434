"""What somebody wants who volunteers, and that something came of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from textual.message import Message


class Purpose(StrEnum):
    """What a card is shown for."""

    SIGN = "sign"
    HOURS = "hours"
    CODE = "code"
    POSTS = "posts"
    ELSEWHERE = "elsewhere"
    """The code of an activity elsewhere was shown before."""


class Bearer(NamedTuple):
    """Whoever showed a card, or said who they are: number, masked name, the card's digits."""

    number: str
    shown: str
    code: str


class VolunteeringAsked(Message):
    """Somebody wants to see what there is for volunteers."""


class Answered(Message):
    """The hall has answered, on a thread; ``then`` shows it."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then

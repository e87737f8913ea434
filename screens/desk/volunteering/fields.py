"""What is asked where somebody enrols, and where an activity is planned: each with its keys."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.hall import Hall
from kiosk.hanzi import Kind
from kiosk.wording import name_of, say
from screens.widgets.pad.writing import Mode


@dataclass(frozen=True)
class Asked:
    """One field. ``needed``: nothing is kept without it; ``answers``: the words to choose from."""

    name: str
    needed: bool = False
    kind: Kind = Kind.WORDS
    mode: Mode | None = None
    longest: int = 60
    answers: tuple[str, ...] = ()
    called: str = ""

    @property
    def label(self) -> str:
        """The word in the catalogue (``volunteer_desk.field_…``)."""
        return self.called or self.name


ENROL = (
    Asked("name", needed=True, kind=Kind.NAME, longest=50, called="person"),
    Asked("phone", needed=True, mode=Mode.DIGITS, longest=20),
    Asked("id_no", mode=Mode.DIGITS, longest=20),
    Asked("born", mode=Mode.DIGITS, longest=10),
    Asked("sex", answers=("female", "male")),
    Asked("area", longest=80),
    Asked("skills", longest=100),
    Asked("profession", longest=20),
    Asked("national", mode=Mode.LATIN, longest=30),
    Asked("posted", answers=("yes", "no")),
    Asked("guardian_name", kind=Kind.NAME, longest=50),
    Asked("guardian_phone", mode=Mode.DIGITS, longest=20),
)
"""Name and phone alone are needed; the rest is for who needs it said (第67号令第五条)."""

PLAN = (
    Asked("name", needed=True),
    Asked("place", needed=True),
    Asked("content", needed=True, longest=120),
    Asked("unit", needed=True),
    Asked("in_charge", needed=True, kind=Kind.NAME),
    Asked("day", needed=True, mode=Mode.DIGITS, longest=10),
    Asked("starts", needed=True, mode=Mode.DIGITS, longest=5),
    Asked("ends", needed=True, mode=Mode.DIGITS, longest=5),
    Asked("counts", needed=True, answers=("yes",)),
    Asked("places", mode=Mode.DIGITS, longest=4),
    Asked("skills", longest=100),
    Asked("offsite", answers=("no", "yes")),
    Asked("every", answers=("once", "day", "week", "fortnight", "month")),
    Asked("until", mode=Mode.DIGITS, longest=10),
    Asked("risks", longest=200),
)
"""The seven lawful fields first (第67号令第七条: service time is what is recorded later)."""


def named(name: str, language: str) -> str:
    """What a field is called."""
    return say(f"volunteer_desk.field_{name}", language)


def answers(asked: Asked, hall: Hall, language: str) -> list[tuple[str, str]]:
    """What can be chosen, and how it is called: also each reason why something does not count."""
    options = [(answer, answer_said(answer, language)) for answer in asked.answers]
    if asked.name == "counts":
        reasons = hall.volunteers.rules.not_counted
        options += [(name, no_hours(name, hall, language)) for name in reasons]
    return options


def answer_said(answer: str, language: str) -> str:
    """How an answer is called."""
    return say(f"volunteer_desk.is_{answer}", language)


def no_hours(reason: str, hall: Hall, language: str) -> str:
    """That something is no volunteer service, and why."""
    why = name_of(hall.volunteers.rules.not_counted[reason], language)
    return say("volunteer_desk.counts_not", language, why=why)

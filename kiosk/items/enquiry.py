"""A proof that is on neither list: which step decides, and the record of who demanded it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kiosk.items.item import Item, Kind, Part
from kiosk.wording import in_script, refusal

TABLE = "enquiries"
"""The store's table of enquiries; each is history at once, looked up by its day."""

LONGEST = 40
"""Characters of what was asked for, and of the unit that demanded it."""


class Step(Part, frozen=True):
    """One step of the decision. Those with ``asks`` are asked; ``demand``: no ground for it.

    ``code`` is the word for it: ``refuse``, ``accept`` (decided by the lists), ``consult``,
    ``outside``, ``adviser`` (asked), ``otherwise``. ``tells``: what it means, to the resident.
    """

    code: str
    order: int
    name: str
    name_en: str
    name_hant: str = ""
    asks: str = ""
    asks_en: str = ""
    tells: str = ""
    tells_en: str = ""
    demand: bool = False
    source: tuple[str, ...] = ()
    marks: dict[str, str] = msgspec.field(default_factory=dict)

    def asked_in(self, language: str) -> str:
        """Its question, in a language."""
        return (language == "en" and self.asks_en) or in_script(self.asks, language)

    def told_in(self, language: str) -> str:
        """What it means, to the resident, in a language."""
        return (language == "en" and self.tells_en) or in_script(self.tells, language)


class Enquiry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was asked for, which unit demanded it, and which step decided. Nothing of a person.

    ``item`` is the code of the entry it is on the lists as; ``steps`` are the words of all steps
    that held, the deciding one first. ``id`` is filled in when it is handed to someone.
    """

    day: str
    at: datetime
    where: str
    what: str
    unit: str
    steps: tuple[str, ...]
    item: str | None = None
    by: str | None = None
    id: str = ""

    @property
    def step(self) -> str:
        """The word of the step that decided."""
        return self.steps[0]


class UnitCount(msgspec.Struct, frozen=True):
    """One unit's enquiries of a month: how many, and how many of them without ground."""

    unit: str
    asked: int
    demanded: int


class Month(msgspec.Struct, frozen=True):
    """The enquiries of a month in plain numbers, units in the order of their names: no ranking.

    ``demanded`` counts 违规索要证明: proofs that a unit asked a resident for without ground.
    """

    month: str
    asked: int
    demanded: int
    units: tuple[UnitCount, ...]
    steps: dict[str, int]


def decide(steps: Sequence[Step], item: Item | None, holds: Iterable[str]) -> tuple[Step, ...]:
    """The steps that hold, the deciding one first.

    ``item`` is what was asked for, where it is on a list and switched on; ``holds`` the words of
    the asked steps that staff said yes to. Refuses: ``unknown_step``.
    """
    asked = [step.code for step in steps if step.asks]
    held = set(holds)
    for word in held:
        if word not in asked:
            raise refusal("unknown_step", step=word[:20], steps="、".join(asked))
    if item is not None:
        held = {"refuse" if item.kind is Kind.REFUSAL else "accept"}
    ordered = sorted(steps, key=lambda step: step.order)
    return tuple(step for step in ordered if step.code in held) or (ordered[-1],)


def in_numbers(month: str, enquiries: Iterable[Enquiry], steps: Sequence[Step]) -> Month:
    """A month's enquiries, counted."""
    demands = {step.code for step in steps if step.demand}
    asked: dict[str, int] = {}
    demanded: dict[str, int] = {}
    by_step = {step.code: 0 for step in steps}
    for enquiry in enquiries:
        asked[enquiry.unit] = asked.get(enquiry.unit, 0) + 1
        demanded[enquiry.unit] = demanded.get(enquiry.unit, 0) + (enquiry.step in demands)
        by_step[enquiry.step] = by_step.get(enquiry.step, 0) + 1
    units = tuple(UnitCount(unit, asked[unit], demanded[unit]) for unit in sorted(asked))
    return Month(month, sum(asked.values()), sum(demanded.values()), units, by_step)

"""Everything about volunteers: ``hall.volunteers``."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.volunteers.activities import Activities
from kiosk.volunteers.attendance import Attendances
from kiosk.volunteers.chain import Chain
from kiosk.volunteers.corrections import Corrections
from kiosk.volunteers.hours import Hours
from kiosk.volunteers.posting import Posting
from kiosk.volunteers.rules import Rules
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.volunteers.report import Report
    from kiosk.volunteers.roster import Roster
    from kiosk.volunteers.statements import Statements


class Volunteers:
    """The parts, each for itself.

    ``roster`` (who), ``activities`` (what for), ``attendance`` (from when to when), ``hours`` (what
    it comes to), ``corrections`` (what is said to be wrong), ``posting`` (before it is booked),
    ``statements`` (what is certified of it); ``rules`` and ``chain`` below them.
    """

    def __init__(self, hall: Hall, beside: Path | None = None) -> None:
        self.hall = hall
        self.queue, self.store, self.clock = hall.queue, hall.store, hall.clock
        self.rules = Rules(beside, hall.config.volunteers.file)
        self.chain = Chain(hall.store, hall.sealed)
        self.activities = Activities(self)
        self.attendance = Attendances(self)
        self.hours = Hours(self)
        self.corrections = Corrections(self)
        self.posting = Posting(self)

    @cached_property
    def roster(self) -> Roster:
        """Who they are: people, cards, teams."""
        from kiosk.volunteers.roster import Roster  # noqa: PLC0415 -- it may ask for the others

        return Roster(self.hall)

    @cached_property
    def statements(self) -> Statements:
        """What is certified of somebody's service, on paper."""
        from kiosk.volunteers.statements import Statements  # noqa: PLC0415 -- ciphers, 14 ms

        return Statements(self)

    def report(self, year: int) -> Report:
        """A year in numbers. Refuses: ``no_such_year``."""
        from kiosk.volunteers.report import report  # noqa: PLC0415 -- once a year

        return report(self, year)

    def works_here(self, number: str) -> str:
        """The number of a member of staff; refuses ``no_such_staff``."""
        return self.hall.staff.get(number).number

    def two(self, staff: str, second: str) -> None:
        """Two different members of staff; refuses ``same_person``, ``no_such_staff``."""
        if self.works_here(staff) == self.works_here(second):
            raise refusal("same_person")

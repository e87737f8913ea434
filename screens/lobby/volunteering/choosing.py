"""Several activities are open: which one? One touch from here to being signed in."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.volunteers.scanned import Scanned
from kiosk.wording import in_script
from screens.lobby.session import Session
from screens.lobby.volunteering.room import Choices, called, times
from screens.lobby.volunteering.visit import Visit
from screens.widgets.tile import Face


class Choosing(Choices):
    """The activities one can sign in to now, by their start."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._code = ""
        self._found: Scanned | None = None

    def show(self, code: str, found: Scanned) -> None:
        """Ask somebody else."""
        self._code, self._found = code, found
        if self.is_mounted:
            self.page.first()

    def prompt(self) -> str:
        shown = self._found.shown if self._found else ""
        return self.say("volunteering.which", shown=shown)

    def faces(self) -> list[Face]:
        return [
            Face(
                each.number,
                called(each, self.language),
                times(each),
                in_script(each.place, self.language),
            )
            for each in (self._found.choices if self._found else ())
        ]

    def chose(self, value: str) -> None:
        self.visit.sign(self._code, value)

    def wipe(self) -> None:
        super().wipe()
        self._code, self._found = "", None

"""这条不对: what is wrong? Chosen, or written."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.volunteers.sums import Entry
from kiosk.wording import say
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.room import Choices
from screens.lobby.volunteering.visit import Visit
from screens.widgets.tile import Face

REASONS = ("too_few", "too_many", "no_sign_out", "not_there", "activity")
"""What may be wrong with a record."""

OWN = "+"
"""The tile of whoever would rather write."""


class Wrong(Choices):
    """Five tiles, and one's own words."""

    PROMPT = "volunteering.what_is_wrong"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._entry: Entry | None = None

    def show(self, bearer: Bearer, entry: Entry) -> None:
        """Ask about another record."""
        self._bearer, self._entry = bearer, entry

    def wipe(self) -> None:
        super().wipe()
        self._bearer = self._entry = None

    def faces(self) -> list[Face]:
        return [Face(each, self.say(f"volunteering.wrong_{each}")) for each in REASONS]

    def pinned(self) -> list[Face]:
        return [Face(OWN, self.say("volunteering.own_words"), key="0")]

    def chose(self, value: str) -> None:
        if self._bearer is None or self._entry is None:
            return
        if value == OWN:
            self.visit.write(self._bearer, self._entry)
        else:
            # Recorded in Chinese, whatever the language of the screen: a clerk reads it.
            words = say(f"volunteering.wrong_{value}")
            self.visit.correct(self._bearer, self._entry, words)

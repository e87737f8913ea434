"""What a volunteer's own records say, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.lobby.volunteering.answers import Answers
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.rooms import Rooms

if TYPE_CHECKING:
    from kiosk.volunteers.corrections import Correction
    from kiosk.volunteers.sums import Entry
    from kiosk.volunteers.wanted import Wanted


class OwnHours(Answers):
    """The part of a ``Visit`` that is about hours."""

    rooms: Rooms

    def hours(self, code: str) -> None:
        """What somebody's hours come to."""
        if self._cut_off():
            return

        def read() -> tuple[Bearer, list[Entry]]:
            bearer = self._bearer(code)
            return bearer, self._hall.volunteers.hours.entries(bearer.number)

        def show(read: tuple[Bearer, list[Entry]]) -> None:
            self.rooms.hours.show(*read)
            self._app.go(self.rooms.hours)

        self._ask("hours", read, show)

    def records(self, bearer: Bearer, entries: list[Entry]) -> None:
        """Each record, the latest first."""
        self.rooms.records.show(bearer, entries)
        self._app.go(self.rooms.records)

    def record(self, bearer: Bearer, entry: Entry) -> None:
        """One of them."""
        self.rooms.record.show(bearer, entry)
        self._app.go(self.rooms.record)

    def wrong(self, bearer: Bearer, entry: Entry | None) -> None:
        """What is wrong with it? Without a record: one is missing."""
        if entry is None:
            self.write(bearer, None)
            return
        self.rooms.wrong.show(bearer, entry)
        self._app.go(self.rooms.wrong)

    def write(self, bearer: Bearer, entry: Entry | None) -> None:
        """They would rather write it."""
        self.rooms.words.begin(bearer, entry)
        self._app.go(self.rooms.words)

    def correct(self, bearer: Bearer, entry: Entry | None, words: str) -> None:
        """Ask for it to be corrected (第67号令第十三条)."""
        attendance = entry.attendance.id if entry is not None else ""

        def ask() -> Correction:
            return self._hall.volunteers.corrections.ask(bearer.number, words, attendance)

        def show(made: Correction) -> None:
            self._app.home()
            self.rooms.noted.show(made)
            self._app.go(self.rooms.noted)

        self._ask("correct", ask, show)

    def statement(self, bearer: Bearer) -> None:
        """They want a statement of their service, which the desk makes out."""

        def ask() -> Wanted:
            return self._hall.volunteers.statements.ask(bearer.number)

        def show(wanted: Wanted) -> None:
            self._app.home()
            self.rooms.noted.show(wanted)
            self._app.go(self.rooms.noted)

        self._ask("statement", ask, show)

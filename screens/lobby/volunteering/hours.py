"""我的时长: minutes by origin, what waits, and how far it is to the next step of the ladder."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.volunteers.slips import duration
from kiosk.volunteers.statement import counted
from kiosk.volunteers.sums import ORIGINS, Entry, Sums, added
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.room import Told, called, on_day
from screens.lobby.volunteering.visit import Visit
from screens.widgets.tile import Face

LATEST = 3
"""Records that stand on the first page."""


class HoursPage(Told):
    """One volunteer's hours. Whole minutes are added up; nothing is rounded here."""

    PROMPT = "volunteering.hours"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._entries: list[Entry] = []

    def show(self, bearer: Bearer, entries: list[Entry]) -> None:
        """Show somebody else's; ``entries`` oldest first."""
        self._bearer, self._entries = bearer, entries
        if self.is_mounted:
            super().wipe()

    def wipe(self) -> None:
        super().wipe()
        self._bearer, self._entries = None, []

    # --- what it shows -----------------------------------------------------------------------

    def title_text(self) -> str:
        return f"{self._bearer.shown}  {self._bearer.number}" if self._bearer else ""

    def verdict(self) -> tuple[str, bool]:
        total = duration(added(self._entries).total, self.language)
        return self.say("volunteering.total", duration=total), True

    def sections(self) -> list[Section]:
        if self._bearer is None:
            return []
        sums = added(self._entries)
        found = [Section(self.say("volunteering.by_origin"), tuple(self._origins(sums)))]
        if sums.unconfirmed:
            found.append(Section(self.say("volunteering.pending"), (self._pending(sums),)))
        found.append(Section(self.say("volunteering.ladder"), (self._ladder(sums),)))
        if sums.duty:
            duty = duration(sums.duty, self.language)
            found.append(Section(self.say("volunteering.duty"), (duty,)))
        latest = [self._line(entry) for entry in self._entries[: -LATEST - 1 : -1]]
        if latest:
            found.append(Section(self.say("volunteering.latest"), tuple(latest)))
        return found

    def _origins(self, sums: Sums) -> list[str]:
        given = [(origin, getattr(sums, origin)) for origin in ORIGINS]
        shown = [(o, minutes) for o, minutes in given if minutes] or [("scan", 0)]
        lines = [
            f"{self.say(f'volunteers.origin_{origin}')}  {duration(minutes, self.language)}"
            for origin, minutes in shown
        ]
        booked = duration(sums.booked, self.language)
        return [*lines, self.say("volunteering.booked", duration=booked)]

    def _pending(self, sums: Sums) -> str:
        return self.say("volunteering.unconfirmed", count=sums.unconfirmed)

    def _ladder(self, sums: Sums) -> str:
        rules = self.hall.volunteers.rules
        reached, left = rules.progress(sums.total)
        if left is None:
            return self.say("volunteering.ladder_end", hours=rules.stars.hours[-1])
        next_ = rules.stars.hours[reached]
        return self.say("volunteering.ladder_left", hours=next_, left=duration(left, self.language))

    def _line(self, entry: Entry) -> str:
        day = on_day(entry.activity.starts, self.language)
        return f"{day}  {called(entry.activity, self.language)}  {worth(entry, self.language)}"

    # --- what can be done about it -----------------------------------------------------------

    def faces(self) -> list[Face]:
        records = self.say("volunteering.records"), self.say("volunteering.records_note")
        missing = self.say("volunteering.missing"), self.say("volunteering.missing_note")
        paper = self.say("volunteering.statement"), self.say("volunteering.statement_note")
        booked = self.hall.volunteers.rules.statement_booked
        something = bool(counted(self._entries, booked=booked))
        return [
            Face("records", records[0], "", records[1], ready=bool(self._entries)),
            Face("missing", missing[0], "", missing[1]),
            Face("statement", paper[0], "", paper[1], ready=something),
        ]

    def chose(self, value: str) -> None:
        if self._bearer is None:
            return
        if value == "records":
            self.visit.records(self._bearer, self._entries)
        elif value == "statement":
            self.visit.statement(self._bearer)
        else:
            self.visit.wrong(self._bearer, None)


def worth(entry: Entry, language: str) -> str:
    """What one record comes to."""
    return duration(entry.tally.total, language)

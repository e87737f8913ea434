"""One's records, and each of them with a way to say 「这条不对」(第67号令第十三条)."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.volunteers.record import Period, periods
from kiosk.volunteers.slips import duration
from kiosk.volunteers.sums import ORIGINS, Entry
from kiosk.wording import in_script
from screens.lobby.session import Session
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.hours import worth
from screens.lobby.volunteering.room import Choices, Told, called, clock, on_day, when
from screens.lobby.volunteering.visit import Visit
from screens.widgets.tile import Face


class Records(Choices):
    """The latest first, at most seven on a page."""

    PROMPT = "volunteering.which_record"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._entries: list[Entry] = []

    def show(self, bearer: Bearer, entries: list[Entry]) -> None:
        """Show somebody else's; ``entries`` oldest first."""
        self._bearer, self._entries = bearer, entries[::-1]
        if self.is_mounted:
            self.page.first()

    def wipe(self) -> None:
        super().wipe()
        self._bearer, self._entries = None, []

    def faces(self) -> list[Face]:
        return [
            Face(
                entry.attendance.id,
                called(entry.activity, self.language),
                on_day(entry.activity.starts, self.language),
                self.say("volunteering.to_confirm")
                if entry.tally.why
                else worth(entry, self.language),
            )
            for entry in self._entries
        ]

    def chose(self, value: str) -> None:
        for entry in self._entries:
            if entry.attendance.id == value and self._bearer is not None:
                self.visit.record(self._bearer, entry)


class RecordPage(Told):
    """What one record says."""

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._bearer: Bearer | None = None
        self._entry: Entry | None = None

    def show(self, bearer: Bearer, entry: Entry) -> None:
        """Show another."""
        self._bearer, self._entry = bearer, entry
        if self.is_mounted:
            super().wipe()

    def wipe(self) -> None:
        super().wipe()
        self._bearer = self._entry = None

    def title_text(self) -> str:
        return called(self._entry.activity, self.language) if self._entry else ""

    def verdict(self) -> tuple[str, bool]:
        if self._entry is None:
            return "", True
        why = sorted(self._entry.tally.why)
        if why:
            return self.say(f"volunteers.pending_{why[0]}"), False
        if self._entry.tally.open:
            return self.say("volunteering.still_in"), True
        return worth(self._entry, self.language), True

    def sections(self) -> list[Section]:
        entry = self._entry
        if entry is None:
            return []
        about, language = entry.activity, self.language
        place = in_script(about.place, language)
        signs = [_from_to(period) for period in periods(entry.attendance, about)]
        tally = entry.tally
        shares = [(origin, getattr(tally, origin)) for origin in ORIGINS]
        origins = [
            f"{self.say(f'volunteers.origin_{origin}')}  {duration(minutes, language)}"
            for origin, minutes in shares
            if minutes
        ]
        if tally.corrected:
            before = duration(tally.original, language)
            origins.append(self.say("volunteering.before", duration=before))
        if not about.counts:
            origins.append(self.say("volunteering.not_counted"))
        lines = {
            "volunteering.when_where": [when(about, language), place],
            "volunteering.signs": signs,
            "volunteering.by_origin": origins,
            "volunteering.in_charge": [about.in_charge],
        }
        return [Section(self.say(key), tuple(said)) for key, said in lines.items() if said]

    def faces(self) -> list[Face]:
        note = self.say("volunteering.wrong_note")
        return [Face("wrong", self.say("volunteering.wrong"), "", note)]

    def chose(self, value: str) -> None:
        if self._bearer is not None and self._entry is not None:
            self.visit.wrong(self._bearer, self._entry)


def _from_to(period: Period) -> str:
    return f"{clock(period.start.at)} - {clock(period.end.at) if period.end else '?'}"

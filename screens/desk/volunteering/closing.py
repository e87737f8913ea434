"""What becomes of an activity: its headcount, posted, booked, cancelled; and what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from kiosk.volunteers.activity import Activity
from kiosk.volunteers.slips import duration
from screens.desk.rows import Row
from screens.desk.volunteering import facts
from screens.desk.volunteering.minutes import Minutes

if TYPE_CHECKING:
    from screens.desk.volunteering.activity import Looked

CANCEL = ("weather", "too_few", "put_off")
"""Reasons (``volunteer_desk.why_…``)."""


class Closing(Minutes):
    """Acts on the activity itself; ``seen`` is how it was last read."""

    number: str
    seen: Looked | None

    @property
    def activity(self) -> Activity:
        """The activity as it was last read; until it was, no key does anything."""
        return cast("Looked", self.seen).activity

    def act_count(self, _: str = "") -> None:
        """How many the person in charge counted, and how many were helped."""
        label = self.say("volunteer_desk.people")

        def counted(people: int) -> None:
            question = self.say("volunteer_desk.how_many_served")
            self.ask_number(
                question, self.say("volunteer_desk.served"), lambda served: write(people, served)
            )

        def write(people: int, served: int) -> None:
            def count() -> str:
                activities = self.hall.volunteers.activities
                activities.count(self.number, self.person.number, people, served)
                return self.say("volunteer_desk.counted", people=people, served=served)

            self.record("count", count)

        self.ask_number(self.say("volunteer_desk.how_many_people"), label, counted)

    def act_post(self, key: str = "") -> None:
        """Hang its hours on the wall."""

        def post() -> str:
            found = self.hall.volunteers.posting.post(self.number, self.person.number)
            until = found.posted_until
            return f"{until:%m-%d}" if until else ""

        waiting = sum(bool(one.tally.why) for one in (self.seen.roll if self.seen else []))
        days = self.hall.volunteers.rules.posting_days
        question = self.say("volunteer_desk.sure_post", days=days, count=waiting)
        self.make_sure(question, lambda: self.record("post", post), key)

    def act_book(self, key: str = "") -> None:
        """Book what hung there long enough."""

        def book() -> str:
            self.hall.volunteers.posting.book(self.number, self.person.number)
            return self.number

        question = self.say("volunteer_desk.sure_book", number=self.number)
        self.make_sure(question, lambda: self.record("book", book), key)

    def act_cancel(self, key: str = "") -> None:
        """It will not take place."""

        def sure(reason: str) -> None:
            def cancel() -> str:
                activities = self.hall.volunteers.activities
                return activities.cancel(self.number, self.person.number, reason).number

            question = self.say("volunteer_desk.sure_cancel", number=self.number, reason=reason)
            self.make_sure(question, lambda: self.record("cancel", cancel))

        self.ask_why(self.say("volunteer_desk.why_cancel"), CANCEL, sure, key)

    # --- to be read ----------------------------------------------------------------------------

    def act_about(self, _: str = "") -> None:
        """All that is known of it."""
        self._read(lambda: facts.about(self.hall, self.activity, self.language))

    def act_wall(self, _: str = "") -> None:
        """What hangs on the wall: masked names; who does not want to be shown is only counted."""
        self._read(self._wall)

    def _wall(self) -> list[Row]:
        posted = self.hall.volunteers.posting.posted()
        found = next((one for one in posted if one.activity.number == self.number), None)
        if found is None:
            return [(self.say("volunteer_desk.not_on_wall"), "row")]
        until = facts.day_of(found.until, self.language)
        rows: list[Row] = [
            (self.say("volunteer_desk.wall", day=until), "heading"),
            (duration(found.minutes, self.language), "row"),
        ]
        for line in found.lines:
            by_hand = (
                self.say("volunteer_desk.by_hand", minutes=line.by_hand) if line.by_hand else ""
            )
            said = [line.shown, duration(line.minutes, self.language), by_hand]
            rows.append(("  ".join(filter(None, said)), "row"))
        if found.unnamed:
            rows.append((self.say("volunteer_desk.unnamed", count=found.unnamed), "dim"))
        return rows

    def _read(self, rows: Callable[[], list[Row]]) -> None:
        from screens.desk.volunteering.sheet import Sheet  # noqa: PLC0415 -- when first shown

        self.app.push_screen(Sheet(self.hall, self.language, self.person, self.number, rows))

    def act_code(self, _: str = "") -> None:
        """The code of an activity elsewhere, for whoever leads it: valid on its day."""
        from screens.desk.volunteering.code import Code  # noqa: PLC0415 -- when first shown

        digits = self.hall.volunteers.activities.code(self.number)
        words = self.say("volunteer_desk.activity_code", day=f"{self.activity.starts:%m-%d}")
        self.app.push_screen(
            Code(self.hall, self.language, self.person, self.activity.name, digits, words)
        )

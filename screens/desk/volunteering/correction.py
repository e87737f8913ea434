"""What somebody said is wrong with their record: looked into, corrected or not, answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.volunteers.clocks import Clocked
from kiosk.volunteers.corrections import Correction, Outcome
from kiosk.volunteers.sums import Entry
from kiosk.volunteers.volunteer import Volunteer
from screens.desk.acts import Act
from screens.desk.requests.values import Values
from screens.desk.rows import Row, Rows
from screens.desk.scanning import VolunteerFound
from screens.desk.volunteering import facts
from screens.desk.volunteering.acts import CORRECTION
from screens.desk.volunteering.due import clock, standing
from screens.desk.volunteering.frame import Following
from screens.desk.volunteering.minutes import Case, Minutes

DONE = ("mended", "in_charge")
UNCHANGED = ("as_signed", "not_counted", "no_proof")
"""Reasons (``volunteer_desk.why_…``)."""


class Looked(NamedTuple):
    """A request with whom and what it is about; ``clocked`` is gone once it is answered."""

    asked: Correction
    who: Volunteer
    entry: Entry | None
    clocked: Clocked | None


class CorrectionRead(Message):
    """The hall has told what it is about."""

    def __init__(self, seen: Looked) -> None:
        super().__init__()
        self.seen = seen


class WordsFound(Message):
    """What they wrote."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class CorrectionPage(Following, Minutes):
    """Follows the hall."""

    KEYS: ClassVar[tuple[Act, ...]] = CORRECTION

    def __init__(self, hall: Hall, language: str, person: Person, asked: str) -> None:
        super().__init__(hall, language, person)
        self._asked = asked
        self.seen: Looked | None = None

    def title_said(self) -> str:
        return self.say("volunteer_desk.correction")

    def body(self) -> Iterable[Widget]:
        yield Rows(self.say("desk.more"))

    def on_mount(self) -> None:
        self.may(set())

    def looked(self) -> Message:
        volunteers = self.hall.volunteers
        asked = volunteers.corrections.get(self._asked)
        entry = None
        if asked.attendance:
            found = volunteers.attendance.ledger.get(asked.attendance)
            activity = volunteers.activities.get(found.activity)
            entry = Entry(found, activity, volunteers.attendance.tally(found))
        clocks = volunteers.corrections.clocks()
        clocked = next((one for one in clocks if one.what == self._asked), None)
        who = volunteers.roster.get(asked.volunteer)
        return CorrectionRead(Looked(asked, who, entry, clocked))

    @on(CorrectionRead)
    def _show(self, event: CorrectionRead) -> None:
        self.seen = seen = event.seen
        rows: list[Row] = [(f"{seen.who.shown}  {seen.who.number}", "heading")]
        if seen.clocked is not None:
            due = self.say("volunteer_desk.answer_by", day=f"{seen.clocked.due:%m-%d}")
            said = clock(seen.clocked, self.language)
            rows.append((f"{due}  {said}  {seen.clocked.note}".rstrip(), standing(seen.clocked)))
        else:
            rows.append((self.say(f"volunteer_desk.outcome_{seen.asked.outcome}"), "row"))
            rows.append((seen.asked.reason, "row"))
        asked = f"{seen.asked.at:%m-%d %H:%M}  {seen.asked.where}"
        rows.append((asked, "row"))
        if seen.asked.words:
            rows.append((self.say("volunteer_desk.words_sealed"), "dim"))
        if seen.entry is not None:
            rows.append(("", "row"))
            one = seen.entry
            rows += facts.chain(self.hall, one.attendance, one.activity, self.language)
        else:
            rows.append((self.say("volunteer_desk.missing"), "heading"))
        self.query_one(Rows).show(rows)
        self.may(self._possible(seen))
        self.look_again()

    def _possible(self, seen: Looked) -> set[str]:
        able = {"open"} | ({"words"} if seen.asked.words else set())
        if seen.asked.outcome is None:
            able |= {"done", "unchanged"}
            if seen.entry is None:
                able.add("open")
            else:
                tally = seen.entry.tally
                able |= {"confirm"} if tally.why else set()
                able |= {"backfill"} if seen.entry.activity.counts else set()
                able |= {"correct"} if seen.entry.activity.counts and not tally.open else set()
        return able

    def _case(self) -> Case | None:
        seen = self.seen
        if seen is None or seen.entry is None:
            return None
        one = seen.entry
        return Case(seen.who.number, seen.who.shown, one.activity, one.tally, one.attendance.id)

    # --- looking into it -----------------------------------------------------------------------

    def act_words(self, _: str = "") -> None:
        """What they wrote, for a minute."""

        def read() -> Message:
            corrections = self.hall.volunteers.corrections
            return WordsFound(corrections.words(self._asked, self.person.number))

        self.start("words", read)

    @on(WordsFound)
    def _show_words(self, event: WordsFound) -> None:
        title, rows = self.key_said("words"), [(event.text, "row")]
        self.app.push_screen(Values(self.hall, self.language, self.person, title, rows))

    def act_open(self, _: str = "") -> None:
        """Who said it, with all their records."""
        if self.seen is not None:
            self.post_message(VolunteerFound(self.seen.who.number))

    def act_confirm(self, _: str = "") -> None:
        """What waits for a clerk."""
        if case := self._case():
            self.ask_confirm(case)

    def act_backfill(self, _: str = "") -> None:
        """They were there longer than they were signed in."""
        if case := self._case():
            self.ask_backfill(case.volunteer, case.shown, case.activity)

    def act_correct(self, _: str = "") -> None:
        """What is on record is not right."""
        if case := self._case():
            self.ask_correct(case)

    # --- the answer ----------------------------------------------------------------------------

    def act_done(self, key: str = "") -> None:
        """The record was corrected."""
        self._answer("corrected", DONE, key)

    def act_unchanged(self, key: str = "") -> None:
        """The record stays as it is."""
        self._answer("unchanged", UNCHANGED, key)

    def _answer(self, outcome: Outcome, reasons: tuple[str, ...], key: str) -> None:
        did = "done" if outcome == "corrected" else "unchanged"

        def given(reason: str) -> None:
            def answer() -> str:
                corrections = self.hall.volunteers.corrections
                corrections.answer(self._asked, self.person.number, outcome, reason)
                return self.seen.who.shown if self.seen else ""

            self.record(did, answer)

        self.ask_why(self.say("volunteer_desk.why_answer"), reasons, given, key)

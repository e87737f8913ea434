"""One volunteer: masked, their card, their hours by origin, and each record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.volunteers.sums import Entry, Sums
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.rows import Row, Rows
from screens.desk.volunteering import facts
from screens.desk.volunteering.acts import PERSON
from screens.desk.volunteering.carding import Carding
from screens.desk.volunteering.due import columns
from screens.desk.volunteering.frame import Following
from screens.desk.volunteering.minutes import Case
from screens.desk.volunteering.sheet import Sheet

RECENT = 9
"""Activities that are over and can be chosen for a back-fill with one key."""


class Known(NamedTuple):
    """Somebody, as the hall knows them now; the latest record first."""

    who: Volunteer
    sums: Sums
    entries: list[Entry]


class PersonRead(Message):
    """The hall has told who it is."""

    def __init__(self, seen: Known) -> None:
        super().__init__()
        self.seen = seen


class PersonPage(Following, Carding):
    """Follows the hall. ``told`` is said when it opens."""

    KEYS: ClassVar[tuple[Act, ...]] = PERSON

    def __init__(
        self, hall: Hall, language: str, person: Person, number: str, told: str = ""
    ) -> None:
        super().__init__(hall, language, person)
        self.number, self._told = number, told
        self.seen: Known | None = None

    def title_said(self) -> str:
        return self.number

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"), id="people")
        yield Rows(self.say("desk.more"), id="beside")

    def on_mount(self) -> None:
        self.may(set())
        self.tell(self._told)

    def looked(self) -> Message:
        volunteers = self.hall.volunteers
        entries = volunteers.hours.entries(self.number)[::-1]
        who, total = volunteers.roster.get(self.number), volunteers.hours.of(self.number)
        return PersonRead(Known(who, total, entries))

    @on(PersonRead)
    def _show(self, event: PersonRead) -> None:
        self.seen = seen = event.seen
        beside = self.has_class("-wide")
        right = self.query_one("#beside", Rows)
        right.display = beside
        about = facts.volunteer(seen.who, self.language)
        totals = facts.sums(self.hall, seen.sums, self.language)
        right.show([*about, *totals])
        rows: list[tuple[str, Row]] = [("", row) for row in ([] if beside else [*about, *totals])]
        head = self.say("volunteer_desk.records", count=len(seen.entries))
        rows.append(("", (head, "heading")))
        told = [facts.record_row(entry, self.language) for entry in seen.entries]
        texts = columns(told) if told else []
        rows += [
            (entry.attendance.id, (text, facts.look_of(entry.tally)))
            for entry, text in zip(seen.entries, texts, strict=True)
        ]
        self.query_one(PickList).offer(rows)
        self.look_again()

    @property
    def chosen(self) -> Entry | None:
        """The record that is selected."""
        id_ = self.query_one(PickList).selected
        entries = self.seen.entries if self.seen else []
        return next((one for one in entries if one.attendance.id == id_), None)

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        if self.seen is None:
            return
        able = {"wrong", "full", "statement"}
        if not self.seen.who.left:
            able |= {"sign", "backfill", "reprint", "code", "change", "leave"}
        if (entry := self.chosen) is not None:
            able.add("open")
            able |= {"confirm"} if entry.tally.why else set()
            able |= {"correct"} if entry.activity.counts and not entry.tally.open else set()
        self.may(able)

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_open()

    def show_volunteer(self, number: str) -> None:
        """Another card was scanned here: its bearer takes this one's place."""
        if number != self.number and self.is_active:
            self.app.switch_screen(PersonPage(self.hall, self.language, self.person, number))

    # --- records -------------------------------------------------------------------------------

    def _case(self) -> Case | None:
        if (entry := self.chosen) is None or self.seen is None:
            return None
        id_ = entry.attendance.id
        return Case(self.number, self.seen.who.shown, entry.activity, entry.tally, id_)

    def act_open(self, _: str = "") -> None:
        """Everything that was recorded of it."""
        if (entry := self.chosen) is None:
            return
        id_, activity = entry.attendance.id, entry.activity

        def read() -> list[Row]:
            found = self.hall.volunteers.attendance.ledger.get(id_)
            return facts.chain(self.hall, found, activity, self.language)

        self.app.push_screen(Sheet(self.hall, self.language, self.person, id_, read))

    def act_confirm(self, _: str = "") -> None:
        """What waits for a clerk."""
        if case := self._case():
            self.ask_confirm(case)

    def act_correct(self, _: str = "") -> None:
        """What is on record is not right."""
        if case := self._case():
            self.ask_correct(case)

    def act_backfill(self, key: str = "") -> None:
        """They were at one of the activities of late and could not sign in."""
        if self.seen is None:
            return
        now, who = self.hall.clock.now().at, self.seen.who
        live = self.hall.volunteers.activities.live()
        over = [each for each in live if each.counts and each.ends <= now][::-1][:RECENT]
        if not over:
            self.tell(self.say("volunteer_desk.none_over"), warn=True)
            return
        options = [
            (each.number, f"{each.starts:%m-%d}  {in_script(each.name, self.language)}")
            for each in over
        ]

        def chosen(number: str | None) -> None:
            for each in over:
                if each.number == number:
                    self.ask_backfill(who.number, who.shown, each)

        self.choose(self.say("volunteer_desk.which_over"), options, chosen, key)

    def act_wrong(self, _: str = "") -> None:
        """They say at the desk that the selected record is wrong, or that one is missing."""
        id_ = self.chosen.attendance.id if self.chosen else ""

        def asked(words: str) -> None:
            def ask() -> str:
                found = self.hall.volunteers.corrections.ask(self.number, words, id_)
                return self.say("volunteer_desk.answer_by", day=f"{found.due:%m-%d}")

            self.record("wrong", ask)

        question, label = self.say("volunteer_desk.what_wrong"), self.say("desk.reason")
        self.write(question, label, asked, longest=200)

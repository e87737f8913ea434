"""One activity: who is in, who forgot to sign out, who was there; and one key for each act."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.clocks import Clocked
from kiosk.volunteers.scanned import Rolled, Scanned
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.rows import Row, Rows
from screens.desk.scanning import VolunteerFound
from screens.desk.volunteering import facts
from screens.desk.volunteering.acts import ACTIVITY, possible
from screens.desk.volunteering.closing import Closing
from screens.desk.volunteering.due import clock, columns, standing, state, times
from screens.desk.volunteering.frame import Following
from screens.desk.volunteering.minutes import Case


class Looked(NamedTuple):
    """An activity with its people and its clock, as the hall has them now."""

    activity: Activity
    roll: list[Rolled]
    clocked: Clocked | None


class ActivityRead(Message):
    """The hall has told how an activity stands."""

    def __init__(self, seen: Looked) -> None:
        super().__init__()
        self.seen = seen


class CardRead(Message):
    """What a card did that was read here."""

    def __init__(self, scanned: Scanned) -> None:
        super().__init__()
        self.scanned = scanned


class ActivityPage(Following, Closing):
    """Follows the hall. ``told`` is said when it opens."""

    KEYS: ClassVar[tuple[Act, ...]] = ACTIVITY

    def __init__(
        self, hall: Hall, language: str, person: Person, number: str, told: str = ""
    ) -> None:
        super().__init__(hall, language, person)
        self.number, self._told = number, told
        self.seen: Looked | None = None

    def title_said(self) -> str:
        return self.number

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"), id="people")
        yield Rows(self.say("desk.more"), id="beside")

    def on_mount(self) -> None:
        self.may(set())
        self.tell(self._told)
        self.set_interval(10, self.show_hall)  # it begins and ends while nobody does anything

    # --- how it stands -------------------------------------------------------------------------

    def looked(self) -> Message:
        volunteers = self.hall.volunteers
        activity = volunteers.activities.get(self.number)
        clocked = next(
            (one for one in volunteers.posting.clocks() if one.what == self.number), None
        )
        return ActivityRead(Looked(activity, volunteers.attendance.roll(self.number), clocked))

    @on(ActivityRead)
    def _show(self, event: ActivityRead) -> None:
        self.seen = event.seen
        beside = self.has_class("-wide")
        right = self.query_one("#beside", Rows)
        right.display = beside
        if beside:
            right.show(facts.about(self.hall, self.activity, self.language))
        self.query_one(PickList).offer([*self._head(event.seen), *self._people(event.seen)])
        self.look_again()

    def _head(self, seen: Looked) -> list[tuple[str, Row]]:
        activity = seen.activity
        name = in_script(activity.name, self.language)
        rows: list[Row] = [(f"{activity.starts:%m-%d}  {times(activity)}  {name}", "heading")]
        stands = state(activity, self.hall.clock.now().at, self.language)
        rows.append((f"{stands}  {facts.counts(self.hall, activity, self.language)}", "row"))
        if seen.clocked is not None:
            due = self.say("volunteer_desk.record_by", day=f"{seen.clocked.due:%m-%d}")
            said = clock(seen.clocked, self.language)
            rows.append((f"{due}  {said}  {seen.clocked.note}".rstrip(), standing(seen.clocked)))
        return [("", row) for row in rows]

    def _people(self, seen: Looked) -> list[tuple[str, Row]]:
        """Who is in, whose minutes wait, and the others."""
        groups = {"in": [], "wait": [], "were": []}  # type: dict[str, list[Rolled]]
        for one in seen.roll:
            groups["in" if one.tally.open else "wait" if one.tally.why else "were"].append(one)
        told = [facts.person_row(one, seen.activity, self.language) for one in seen.roll]
        texts = columns(told) if told else []
        said = {one.attendance.id: text for one, text in zip(seen.roll, texts, strict=True)}
        rows: list[tuple[str, Row]] = []
        for name, people in groups.items():
            if people or name == "in":
                head = self.say(f"volunteer_desk.people_{name}", count=len(people))
                rows.append(("", (head, "heading")))
            rows += [
                (one.attendance.id, (said[one.attendance.id], facts.look_of(one.tally)))
                for one in people
            ]
        return rows

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        if self.seen is None:
            return
        able = possible(self.activity, self.hall.clock.now().at)
        if (chosen := self.chosen) is None:
            able -= {"sign_out"}
        else:
            able.add("open")
            able |= {"confirm"} if chosen.tally.why else set()
            able |= {"correct"} if self.activity.counts and not chosen.tally.open else set()
            able -= set() if chosen.tally.open else {"sign_out"}
        if not self.activity.counts:
            able -= {"backfill", "post", "book"}
        self.may(able)

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_open()

    @property
    def chosen(self) -> Rolled | None:
        """Who is selected."""
        id_ = self.query_one(PickList).selected
        roll = self.seen.roll if self.seen else []
        return next((one for one in roll if one.attendance.id == id_), None)

    def _case(self) -> Case | None:
        one = self.chosen
        if one is None:
            return None
        id_ = one.attendance.id
        return Case(one.attendance.volunteer, one.shown, self.activity, one.tally, id_)

    # --- in and out ----------------------------------------------------------------------------

    def scanned_card(self, code: str) -> None:
        """In or out, by what is on record; of one elsewhere it is proposed."""
        self.start("scan", partial(self._read_card, code))

    def _read_card(self, code: str) -> Message:
        volunteers, to = self.hall.volunteers, self.number
        if volunteers.activities.get(to).offsite:
            to = volunteers.activities.code(to)
        return CardRead(volunteers.attendance.scan(code, to))

    @on(CardRead)
    def _say_card(self, event: CardRead) -> None:
        found = event.scanned
        did = "proposed" if found.proposed and found.did == "in" else found.did
        self.tell(
            self.say(f"volunteer_desk.card_{did}", name=found.shown, time=f"{found.at:%H:%M}")
        )
        self.show_hall()

    def act_sign_in(self, _: str = "") -> None:
        """Somebody without their card."""
        self.ask_person(partial(self._sign, out=False))

    def act_sign_out(self, _: str = "") -> None:
        """Whoever is selected."""
        if one := self.chosen:
            self._sign(self.hall.volunteers.roster.get(one.attendance.volunteer), out=True)

    def _sign(self, who: Volunteer, *, out: bool) -> None:
        def sign() -> str:
            attendance = self.hall.volunteers.attendance
            found = attendance.sign(who.number, self.number, self.person.number, out=out)
            return f"{found.shown}  {found.at:%H:%M}"

        self.record("sign_out" if out else "sign_in", sign)

    def act_group(self, _: str = "") -> None:
        """Many at once, from a leader's list."""
        from screens.desk.volunteering.group import GroupPage  # noqa: PLC0415 -- when first shown

        self.app.push_screen(GroupPage(self.hall, self.language, self.person, self.activity))

    # --- minutes -------------------------------------------------------------------------------

    def act_confirm(self, _: str = "") -> None:
        """What waits for a clerk."""
        if case := self._case():
            self.ask_confirm(case)

    def act_correct(self, _: str = "") -> None:
        """What is on record is not right."""
        if case := self._case():
            self.ask_correct(case)

    def act_backfill(self, _: str = "") -> None:
        """Somebody was there and could not sign in."""
        activity = self.activity
        self.ask_person(lambda who: self.ask_backfill(who.number, who.shown, activity))

    # --- looking -------------------------------------------------------------------------------

    def act_open(self, _: str = "") -> None:
        """Look at the person who is selected."""
        if one := self.chosen:
            self.post_message(VolunteerFound(one.attendance.volunteer))

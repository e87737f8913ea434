"""A leader's list: who of it is ticked is signed in, or out, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.scanned import Listed
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.rows import Row
from screens.desk.volunteering.acts import GROUP
from screens.desk.volunteering.finding import Finding
from screens.desk.volunteering.frame import Following


class GroupRead(Message):
    """Who may be on the list, by number: masked name, and since when they are in."""

    def __init__(self, people: dict[str, tuple[str, str]]) -> None:
        super().__init__()
        self.people = people


class GroupDone(Message):
    """The hall has written the list."""

    def __init__(self, listed: list[Listed], *, out: bool) -> None:
        super().__init__()
        self.listed, self.out = listed, out


class GroupPage(Following, Finding):
    """Begins with those who have a place and those who are in; teams and people are added."""

    KEYS: ClassVar[tuple[Act, ...]] = GROUP

    def __init__(self, hall: Hall, language: str, person: Person, activity: Activity) -> None:
        super().__init__(hall, language, person)
        self._about = activity
        self._added: list[str] = []
        self._people: dict[str, tuple[str, str]] = {}
        self._ticked: set[str] = set()
        self._why: dict[str, str] = {}

    def title_said(self) -> str:
        name = in_script(self._about.name, self.language)
        return f"{self.key_said('group')}  {name}"

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    def looked(self) -> Message:
        volunteers, number = self.hall.volunteers, self._about.number
        there = {
            one.volunteer: f"{one.since:%H:%M}" for one in volunteers.attendance.present(number)
        }
        numbers = [*volunteers.roster.posts.taken(number), *there, *self._added]
        return GroupRead(
            {one: (volunteers.roster.get(one).shown, there.get(one, "")) for one in numbers}
        )

    @on(GroupRead)
    def _read(self, event: GroupRead) -> None:
        self._people = event.people
        self._show()
        self.look_again()

    def _show(self) -> None:
        there = sum(bool(since) for _, since in self._people.values())
        head = self.say(
            "volunteer_desk.group_head",
            people=len(self._people),
            there=there,
            ticked=len(self._ticked),
        )
        rows: list[tuple[str, Row]] = [("", (head, "heading"))]
        rows += [(number, self._row(number)) for number in self._people]
        if not self._people:
            rows.append(("", (self.say("volunteer_desk.group_empty"), "dim")))
        self.query_one(PickList).offer(rows)

    def _row(self, number: str) -> Row:
        shown, since = self._people[number]
        tick = "[x]" if number in self._ticked else "[ ]"
        stands = self.say("volunteering.in_at", time=since) if since else ""
        why = self._why.get(number, "")
        text = "  ".join(filter(None, [tick, shown, number, stands, why]))
        return text, "bring" if why else "row"

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        able = {"team", "add"} | ({"tick", "all"} if self._people else set())
        self.may(able | ({"sign_in", "sign_out"} if self._ticked else set()))

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_tick()

    # --- the keys ------------------------------------------------------------------------------

    def act_tick(self, _: str = "") -> None:
        """The one that is selected."""
        if number := self.query_one(PickList).selected:
            self._ticked ^= {number}
            self._show()
            self.query_one(PickList).step("down")

    def act_all(self, _: str = "") -> None:
        """All of them, or none."""
        everybody = set(self._people)
        self._ticked = set() if self._ticked == everybody else everybody
        self._show()

    def act_team(self, key: str = "") -> None:
        """Everybody of a team."""
        teams = self.hall.volunteers.roster.teams.all()
        if not teams:
            self.tell(self.say("volunteer_desk.no_teams"), warn=True)
            return
        options = [(one.number, f"{one.name}  {one.people}") for one in teams]

        def chosen(team: str | None) -> None:
            if team is not None:
                self._add(self.hall.volunteers.roster.numbers(team=team))

        self.choose(self.say("volunteer_desk.which_team"), options, chosen, key)

    def act_add(self, _: str = "") -> None:
        """One more, without their card."""

        def found(who: Volunteer) -> None:
            self._ticked.add(who.number)
            self._add([who.number])

        self.ask_person(found)

    def scanned_card(self, code: str) -> None:
        """One more, with their card."""
        who = self.hall.volunteers.roster.read_card(code)
        self._ticked.add(who.number)
        self._add([who.number])

    def _add(self, numbers: list[str]) -> None:
        self._added += [number for number in numbers if number not in self._added]
        self.show_hall()

    def act_sign_in(self, _: str = "") -> None:
        """All that are ticked."""
        self._sign(out=False)

    def act_sign_out(self, _: str = "") -> None:
        """All that are ticked."""
        self._sign(out=True)

    def _sign(self, *, out: bool) -> None:
        numbers = [number for number in self._people if number in self._ticked]

        def sign() -> Message:
            attendance, staff = self.hall.volunteers.attendance, self.person.number
            listed = attendance.group(self._about.number, numbers, staff, out=out)
            return GroupDone(listed, out=out)

        self.start("group", sign)

    @on(GroupDone)
    def _done(self, event: GroupDone) -> None:
        """Those who could not be stay ticked, each with the reason."""
        refused = [one for one in event.listed if one.error]
        self._ticked = {one.volunteer for one in refused}
        self._why = {
            one.volunteer: self.refused_in_words(one.error, one.fields, one.message)
            for one in refused
        }
        did = self.key_said("sign_out" if event.out else "sign_in")
        done = len(event.listed) - len(refused)
        said = self.say("volunteer_desk.group_done", what=did, done=done, refused=len(refused))
        self.tell(said, warn=bool(refused))
        self.show_hall()

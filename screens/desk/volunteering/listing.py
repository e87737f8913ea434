"""What there is to do about volunteers: what is said to be wrong, and activities by their day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.volunteers.activity import Activity, State
from kiosk.volunteers.clocks import Clocked
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.rows import Row
from screens.desk.scanning import ActivityFound, VolunteerFound
from screens.desk.volunteering.acts import LIST
from screens.desk.volunteering.due import PLAIN, SIGNS, clock, columns, standing, state, times
from screens.desk.volunteering.finding import Finding
from screens.desk.volunteering.frame import Following

ACTIVITY, CORRECTION, PERSON = "a/", "c/", "p/"
"""What an entry of the list is, before its number."""

Entries = list[tuple[str, Row]]


class ListRead(Message):
    """The hall has told what there is."""

    def __init__(self, entries: Entries) -> None:
        super().__init__()
        self.entries = entries


class Volunteers(Following, Finding):
    """A list that follows the hall."""

    KEYS: ClassVar[tuple[Act, ...]] = LIST

    def title_said(self) -> str:
        return self.say("volunteer_desk.title")

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    def on_mount(self) -> None:
        self.set_interval(10, self.show_hall)  # something may end while nobody does anything

    # --- what there is -------------------------------------------------------------------------

    def looked(self) -> Message:
        hall = self.hall
        now, today = hall.clock.now().at, hall.queue.days.today(hall.clock.now())
        live = hall.volunteers.activities.live()
        before = [each for each in live if each.day < today and self._waits(each)]
        due = {one.what: one for one in hall.volunteers.posting.clocks()}
        before.sort(key=lambda each: (each.number not in due, each.number))
        sections = [
            ("asked", self._corrections()),
            ("wanted", self._wanted()),
            ("today", self._activities(hall.volunteers.activities.today(), due, now)),
            ("before", self._activities(before, due, now)),
            ("later", self._activities([each for each in live if each.day > today], due, now)),
        ]
        entries: Entries = []
        for name, found in sections:
            if found or name == "today":
                head = self.say(f"volunteer_desk.list_{name}", count=len(found))
                entries += [("", (head, "heading")), *found]
        return ListRead(entries)

    def _waits(self, activity: Activity) -> bool:
        """Is there anything left to be done about one that is over?"""
        ids = self.hall.volunteers.attendance.ids(activity.number)
        return activity.counts or bool(ids)

    def _corrections(self) -> Entries:
        corrections, roster = self.hall.volunteers.corrections, self.hall.volunteers.roster
        clocks = corrections.clocks()
        told = []
        for one in clocks:
            asked = corrections.get(one.what)
            told.append(
                [
                    SIGNS.get(standing(one), PLAIN) + roster.get(asked.volunteer).shown,
                    clock(one, self.language),
                    self._about(asked.attendance),
                ]
            )
        return _entries(CORRECTION, [one.what for one in clocks], told, map(standing, clocks))

    def _wanted(self) -> Entries:
        """Who asked for a statement of service at the lobby."""
        wanted = self.hall.volunteers.statements.wanted()
        roster = self.hall.volunteers.roster
        told = [
            [PLAIN + roster.get(one.volunteer).shown, one.volunteer, f"{one.at:%m-%d %H:%M}"]
            for one in wanted
        ]
        return _entries(PERSON, [one.volunteer for one in wanted], told, ["bring"] * len(wanted))

    def _about(self, attendance: str) -> str:
        """The activity, or that a whole attendance is missing."""
        if not attendance:
            return self.say("volunteer_desk.missing")
        activity = self.hall.volunteers.activities.get(attendance.partition("/")[0])
        return f"{activity.starts:%m-%d}  {in_script(activity.name, self.language)}"

    def _activities(
        self, activities: list[Activity], due: dict[str, Clocked], now: datetime
    ) -> Entries:
        counts, told, looks = self.hall.volunteers.attendance.counts(), [], []
        for each in activities:
            there, wait = counts.get(each.number, (0, 0))
            clocked = due.get(each.number)
            look = standing(clocked) if clocked else "row"
            look = "bring" if look == "row" and wait else look
            look = "dim" if each.state in {State.CANCELLED, State.BOOKED} else look
            looks.append(look)
            stands = clock(clocked, self.language) if clocked else state(each, now, self.language)
            told.append(
                [
                    SIGNS.get(look, PLAIN) + f"{each.starts:%m-%d}",
                    times(each),
                    stands,
                    self.say("volunteer_desk.there", count=there) if there else "",
                    self.say("volunteer_desk.wait", count=wait) if wait else "",
                    in_script(each.name, self.language),
                ]
            )
        return _entries(ACTIVITY, [each.number for each in activities], told, looks)

    @on(ListRead)
    def _show(self, event: ListRead) -> None:
        self.query_one(PickList).offer(event.entries)
        self.look_again()

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        chosen = self.query_one(PickList).selected
        self.may({"find", "plan", "enrol", "public"} | ({"open"} if chosen else set()))

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_open()

    # --- the keys ------------------------------------------------------------------------------

    def act_open(self, _: str = "") -> None:
        """Look at the selected activity, or at what is said to be wrong."""
        from screens.desk.volunteering.correction import CorrectionPage  # noqa: PLC0415

        chosen = self.query_one(PickList).selected or ""
        if chosen.startswith(ACTIVITY):
            self.post_message(ActivityFound(chosen.removeprefix(ACTIVITY)))
        elif chosen.startswith(PERSON):
            self.post_message(VolunteerFound(chosen.removeprefix(PERSON)))
        elif chosen and self.is_active:
            asked = chosen.removeprefix(CORRECTION)
            self.app.push_screen(CorrectionPage(self.hall, self.language, self.person, asked))

    def act_find(self, _: str = "") -> None:
        """Somebody is here without their card."""

        def found(volunteer: Volunteer) -> None:
            self.post_message(VolunteerFound(volunteer.number))

        self.ask_person(found)

    def act_plan(self, _: str = "") -> None:
        """A new activity."""
        from screens.desk.volunteering.planning import NewActivity  # noqa: PLC0415

        self.app.push_screen(NewActivity(self.hall, self.language, self.person))

    def act_enrol(self, _: str = "") -> None:
        """Somebody becomes a volunteer."""
        from screens.desk.volunteering.enrolling import Enrolment  # noqa: PLC0415

        self.app.push_screen(Enrolment(self.hall, self.language, self.person))

    def act_public(self, _: str = "") -> None:
        """What clerks wrote in a month."""
        from screens.desk.volunteering.sheet import MonthSheet  # noqa: PLC0415

        self.app.push_screen(MonthSheet(self.hall, self.language, self.person))


def _entries(kind: str, ids: Sequence[str], told: list[list[str]], looks: Iterable[str]) -> Entries:
    texts = columns(told) if told else []
    return [(kind + id_, (text, look)) for id_, text, look in zip(ids, texts, looks, strict=True)]

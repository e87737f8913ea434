"""Somebody without their card: by the end of their phone and their name, or their number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.message import Message

from kiosk.hanzi import Kind
from kiosk.volunteers.roster_records import TAIL
from kiosk.volunteers.volunteer import Volunteer, number_of
from kiosk.wording import refusal
from screens.desk.volunteering.frame import Tending
from screens.desk.written import Written
from screens.widgets.pad.writing import Mode

NUMBER = 6
"""Digits of a volunteer's number."""

MOST = 9
"""Of those with the same digits, as many as can be chosen from with one key."""

Then = Callable[[Volunteer], None]


class PeopleFound(Message):
    """Who it may be."""

    def __init__(self, people: list[Volunteer], then: Then) -> None:
        super().__init__()
        self.people, self.then = people, then


class Finding(Tending):
    """``ask_person`` finds one volunteer and tells ``then`` who."""

    def ask_person(self, then: Then) -> None:
        """Ask for the digits, then for the name; where several are left, which."""
        question, label = self.say("volunteer_desk.whose"), self.say("volunteer_desk.digits")
        ask = partial(self._digits, then)
        self.write(question, label, ask, mode=Mode.DIGITS, longest=NUMBER)

    def _digits(self, then: Then, digits: str) -> None:
        if len(digits) != TAIL:
            self.start("find", partial(self._by_number, digits, then))
            return

        def named(name: str | None) -> None:
            if name is not None:
                self.start("find", partial(self._by_tail, digits, name, then))

        question, label = self.say("volunteer_desk.called"), self.say("volunteer_desk.field_person")
        self.app.push_screen(Written(self.language, question, label, Kind.NAME), named)

    def _by_number(self, digits: str, then: Then) -> Message:
        number = number_of(int(digits)) if digits.isdecimal() else digits
        return PeopleFound([self.hall.volunteers.roster.get(number)], then)

    def _by_tail(self, tail: str, name: str, then: Then) -> Message:
        people = self.hall.volunteers.roster.find(tail, name)
        if not people:
            raise refusal("nobody_found")
        return PeopleFound(people, then)

    @on(PeopleFound)
    def _found_people(self, event: PeopleFound) -> None:
        if len(event.people) == 1:
            event.then(event.people[0])
            return
        people = {one.number: one for one in event.people[:MOST]}
        options = [
            (number, f"{one.shown}  {one.phone_shown}  {number}") for number, one in people.items()
        ]

        def chosen(number: str | None) -> None:
            if number is not None:
                event.then(people[number])

        self.choose(self.say("volunteer_desk.which_person"), options, chosen)

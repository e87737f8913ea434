"""A desk that stood alone: nothing of it is seen until whoever sits there gives their PIN again."""

from __future__ import annotations

from textual import events
from textual.message import Message

from kiosk.hall import Hall
from kiosk.staff import Person
from screens.desk.login import Login, LoginGiven
from screens.widgets.field import Field


class SeatGiven(Message):
    """Whoever is here now wants to log in as themselves."""


class Locked(Login):
    """Over whatever was open, which is as it was once the PIN is right."""

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language)
        self._person = person

    def _ask(self) -> None:
        for name in ("number", "name", "again"):
            self.query_one(f"#{name}").display = False
        person = self.say("desk.person", name=self._person.name, number=self._person.number)
        self.tell_foot(self.say("desk.locked_hint"))
        self.head(self.say("desk.locked"))
        self.tell(self.say("desk.locked_ask", person=person))
        self._go(self.query_one("#pin", Field))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" and not self._checking:
            self.post_message(SeatGiven())  # all else is typed: the log-in has its own handler

    def _give(self) -> None:
        pin = self.query_one("#pin", Field).value.strip()
        if not pin:
            self.tell(self.say("desk.fill_in"))
            return
        self._checking = True
        self.tell(self.say("desk.checking"))
        self.post_message(LoginGiven(self._person.number, pin))

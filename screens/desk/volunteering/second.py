"""The second member of staff: sees what it is about, and gives number and PIN for it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.message import Message

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import refusal
from screens.desk.login import Login
from screens.terminal import ActFailed
from screens.widgets.field import Field


class SecondEntered(Message):
    """The hall knows who the second one is."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number


class SecondRefused(Message):
    """They were not let in."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


class Second(Login):
    """``then`` is told the number of somebody other than ``first``, once their PIN is right."""

    def __init__(
        self,
        hall: Hall,
        language: str,
        first: Person,
        question: str,
        then: Callable[[str], None],
    ) -> None:
        super().__init__(hall, language)
        self._person, self._question, self._then = first, question, then

    def _ask(self) -> None:
        for name in ("name", "again"):
            self.query_one(f"#{name}").display = False
        self.tell_foot(self.say("volunteer_desk.second_foot"))
        self.head(self.say("volunteer_desk.second"))
        self.tell(self._question)
        self._go(self.query_one("#number", Field))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape" and not self._checking and self.is_active:
            self.dismiss()  # all else is typed: the log-in has its own handler

    def _give(self) -> None:
        number, pin = (
            self.query_one(f"#{name}", Field).value.strip() for name in ("number", "pin")
        )
        if not (number and pin):
            self.tell(self.say("desk.fill_in"))
        elif number == self._person.number:
            self._say_why(SecondRefused(refusal("same_person")))
        else:
            self._checking = True
            self.tell(self.say("desk.checking"))
            self.run_worker(
                lambda: self._check(number, pin), thread=True, exit_on_error=False, name="second"
            )

    def _check(self, number: str, pin: str) -> None:
        """In the audit trail they came and went: they sign this one thing and sit nowhere."""
        where = self.hall.queue.terminal
        try:
            second = self.hall.staff.enter(number, pin, where)
            self.hall.staff.left(second.number, where)
        except Refused as refused:
            self.post_message(SecondRefused(refused))
        else:
            self.post_message(SecondEntered(second.number))

    @on(SecondEntered)
    def _entered(self, event: SecondEntered) -> None:
        if self.is_active:
            self.dismiss()
            self._then(event.number)

    @on(SecondRefused)
    def _say_why(self, event: SecondRefused) -> None:
        self.clear()
        self.tell(f"! {self.refused(event.refused)}\n{self._question}")

    def on_act_failed(self, _: ActFailed) -> None:
        self.clear()
        self.tell(self.say("desk.failed"))

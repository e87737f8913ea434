"""One request: how it stands, and one key for each thing that can happen to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.certificates.request import State
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.staff import Person, Role
from screens.desk.acts import Act
from screens.desk.requests.acts import PAGE, possible
from screens.desk.requests.facts import Looked, facts, looked, moves
from screens.desk.requests.opening import Opening
from screens.desk.rows import Rows
from screens.desk.scanning import RequestFound
from screens.terminal import HallChanged


class RequestRead(Message):
    """The hall has told how a request stands."""

    def __init__(self, seen: Looked) -> None:
        super().__init__()
        self.seen = seen


class RequestPage(Opening):
    """Follows the hall. ``code`` are the digits of its slip, if that is how it was opened."""

    KEYS: ClassVar[tuple[Act, ...]] = PAGE

    def __init__(
        self, hall: Hall, language: str, person: Person, number: str, code: str = ""
    ) -> None:
        super().__init__(hall, language, person)
        self.number, self._code = number, code

    def title_said(self) -> str:
        return self.number

    def body(self) -> Iterable[Widget]:
        yield Rows(self.say("desk.more"), id="facts")
        yield Rows(self.say("desk.more"), id="moves")

    def on_mount(self) -> None:
        self.may(set())
        if self.person.role is Role.ADMIN:
            self.tell(self.say("handling.not_for_admins"))

    @on(HallChanged)
    def show_hall(self) -> None:
        self.start("look", lambda: RequestRead(looked(self.hall, self.number)))

    @on(RequestRead)
    def _show(self, event: RequestRead) -> None:
        self.seen = event.seen
        request = self.seen.request
        left, right = self.query_one("#facts", Rows), self.query_one("#moves", Rows)
        about, done = (
            facts(self.hall, self.seen, self.language),
            moves(self.hall, request, self.language),
        )
        beside = self.has_class("-wide")
        right.display = beside
        left.show(about if beside else [*about, *done])
        right.show(done)
        self.may(possible(request, self.seen.certificate, self.person))
        if self._code:
            code, self._code = self._code, ""
            self._slip_shown(code)

    def say_why(self, refused: Refused) -> None:
        super().say_why(refused)
        if refused.code in {"second_person_needed", "not_allowed"}:
            self.tell(f"{self.refused(refused)}  {self.who_approves()}", warn=True)

    # --- its slip, and others' -------------------------------------------------------------------

    def show_request(self, event: RequestFound) -> None:
        """A slip was scanned here: this one's is handed over against; another one's opens that."""
        if event.number == self.number:
            self._slip_shown(event.code)
        elif self.is_active:
            page = RequestPage(self.hall, self.language, self.person, event.number, event.code)
            self.app.switch_screen(page)

    def _slip_shown(self, code: str) -> None:
        if self.seen is not None and self.seen.request.state is State.ISSUED and self.is_active:
            self.ask_hand_over(code)

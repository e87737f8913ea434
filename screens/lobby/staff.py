"""A member of staff shows who they are, to close this terminal."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from screens.lobby.padded import Padded
from screens.lobby.session import Session
from screens.widgets.field import Field


class LeaveAsked(Message):
    """Someone typed who they are, to close this terminal."""

    def __init__(self, number: str, pin: str) -> None:
        super().__init__()
        self.number, self.pin = number, pin


class StaffOnly(Padded):
    """Number and PIN; nothing of it is shown to whoever looks over a shoulder."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "language")
    PROMPT = "lobby.staff_only"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._checking = False

    def sheet(self) -> ComposeResult:
        yield Field(id="number")
        yield Field(id="pin", secret=True)
        yield Static(markup=False, id="place")

    def speak(self) -> None:
        super().speak()
        for field in self.query(Field):
            field.label = self.say(f"lobby.staff_{field.id}")
        if not self._checking:
            self._tell(self.say("lobby.staff_hint"))

    def wipe(self) -> None:
        self._checking = False
        for field in self.query(Field):
            field.clear()
            field.active = field.id == "number"

    def on_mount(self) -> None:
        self.wipe()

    def refuse(self, refusal: Refused) -> None:
        """They are not let out, and told why."""
        self.wipe()
        self._tell(self.refused(refusal))

    def _tell(self, text: str) -> None:
        self.query_one("#place", Static).update(text)

    def typed(self, key: str, character: str | None) -> bool:
        if self._checking or self.marker.marked is not None:
            return False
        number, pin = self.query(Field)
        active = number if number.active else pin
        if character and character in "0123456789":
            active.type(character)
        elif key in {"backspace", "delete"} and active.value:
            active.erase()
        elif key == "enter":
            self._next(number, pin)
        else:
            return False
        return True

    def _next(self, number: Field, pin: Field) -> None:
        if number.active:
            number.active, pin.active = False, True
        elif number.value and pin.value:
            self._checking = True
            self._tell(self.say("lobby.staff_checking"))
            self.post_message(LeaveAsked(number.value, pin.value))

    @on(Field.Touched)
    def _field(self, event: Field.Touched) -> None:
        for field in self.query(Field):
            field.active = field is event.field

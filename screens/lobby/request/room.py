"""The number of a room, where a unit has too many for tiles."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.certificates.addresses import Building, Unit
from kiosk.errors import Refused
from kiosk.wording import in_script, name_of
from screens.lobby.padded import Padded
from screens.lobby.request.question import Asking
from screens.widgets.big_text import BigText

LONGEST = 6
"""Characters of a room's number."""


class Room(Asking, Padded):
    """A number pad; only rooms that the unit has are taken."""

    building: Building | None = None
    unit: Unit | None = None
    _typed = ""

    def sheet(self) -> ComposeResult:
        yield BigText(most=8)
        yield Static(markup=False, id="place")

    def words(self) -> str:
        return f"{super().words()}  {self.say('form.which_room')}"

    def speak(self) -> None:
        super().speak()
        self._show()

    def _show(self) -> None:
        self.query_one(BigText).text = self._typed
        place = ""
        if self.building is not None and self.unit is not None:
            unit = in_script(self.unit.name, self.language)
            place = f"{name_of(self.building, self.language)}{unit}"
        self.query_one("#place", Static).update(f"{place}\n\n{self._typed}")

    def forget(self) -> None:
        self._typed = ""
        self.building = self.unit = None
        super().forget()
        if self.is_mounted:
            self._show()

    def typed(self, key: str, character: str | None) -> bool:
        if character and character.isascii() and character.isalnum():
            self._change((self._typed + character.upper())[:LONGEST])
        elif key in {"backspace", "delete"} and self._typed:
            self._change(self._typed[:-1])
        elif key == "enter" and self.marker.marked is None:
            self._enter()
        else:
            return False
        return True

    def _change(self, text: str) -> None:
        self._typed = text
        self.refuse(None)
        self._show()

    def _enter(self) -> None:
        if self.building is None or self.unit is None or not self._typed:
            return
        places = self.hall.certificates.addresses
        try:
            self.filling.answer(places.address(self.building.name, self.unit.name, self._typed))
        except Refused as refusal:
            self.refuse(refusal)

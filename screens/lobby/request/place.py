"""Where somebody lives: building, unit and room, picked from the centre's own."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from kiosk.certificates.addresses import ROOM, Building, Unit
from kiosk.errors import Refused
from kiosk.wording import in_script, name_of
from screens.lobby.request.plan import Question
from screens.lobby.request.question import Asking
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

OWN = "+"
"""The tile of those whose building is not there."""

FEW = 14
"""Rooms of a unit that stand as tiles; more are typed."""


class Place(Asking, Tiles):
    """One tile after the other; the number of the room is typed where there are many."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def ask(self, question: Question) -> None:
        super().ask(question)
        self._building: Building | None = None
        self._unit: Unit | None = None

    def words(self) -> str:
        step = "room" if self._unit else "unit" if self._building else "building"
        return f"{super().words()}  {self.say(f'form.which_{step}')}"

    def faces(self) -> list[Face]:
        if not self.asks:
            return []
        if self._unit is not None:
            return [Face(room, f"{room}{ROOM}") for room in self._unit.rooms]
        if self._building is not None:
            units = self._building.units
            return [Face(str(at), in_script(u.name, self.language)) for at, u in enumerate(units)]
        buildings = self.hall.certificates.addresses.buildings
        return [Face(str(at), name_of(b, self.language)) for at, b in enumerate(buildings)]

    def pinned(self) -> list[Face]:
        if self._building is not None:
            return []
        return [Face(OWN, self.say("form.own_address"), key="0")]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes() or not self.asks:
            return
        if event.value == OWN:
            self.filling.write()
        elif self._building is None:
            self._building = self.hall.certificates.addresses.buildings[int(event.value)]
            units = self._building.units
            self._enter(units[0] if len(units) == 1 else None)
        elif self._unit is None:
            self._enter(self._building.units[int(event.value)])
        else:
            self._pick(event.value)

    def _enter(self, unit: Unit | None) -> None:
        self.guard.close()
        if unit is not None and len(unit.rooms) > FEW and self._building is not None:
            building = self._building
            self._building = None if len(building.units) == 1 else building
            self.filling.room(building, unit)
            return
        self._unit = unit
        self.page.first()
        self.speak()

    def _pick(self, room: str) -> None:
        if self._building is None or self._unit is None:
            return
        places = self.hall.certificates.addresses
        try:
            self.filling.answer(places.address(self._building.name, self._unit.name, room))
        except Refused as refusal:
            self.refuse(refusal)

    def foot(self, name: str) -> None:
        if name != "back" or self._building is None:
            super().foot(name)
            return
        self.guard.close()
        if self._unit is None or len(self._building.units) == 1:
            self._building = None
        self._unit = None
        self.page.first()
        self.speak()

    def forget(self) -> None:
        super().forget()
        self._building = self._unit = None
        if self.is_mounted:
            self.page.first()

"""He does not agree: nothing is kept, and the windows are there for him all the same."""

from __future__ import annotations

from typing import ClassVar

from textual import on

from screens.lobby.start import LineChosen
from screens.lobby.step import FootTouched
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

HOME = "home"


class Declined(Tiles):
    """A ticket for the line that handles it, or nothing at all."""

    KEYS: ClassVar[tuple[str, ...]] = ("over", "help", "size", "language")
    PROMPT = "form.declined"
    item = ""
    """The code of what was asked for."""

    def faces(self) -> list[Face]:
        faces = [Face(HOME, self.say("form.nothing"))]
        line = self.hall.items.line(self.item) if self.item else None
        if line is not None and self.hall.queue.is_open(line):
            ticket = self.say("form.take_ticket"), "", self.say("form.take_ticket_note")
            faces.insert(0, Face(line, *ticket))
        return faces

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes():
            return
        if event.value == HOME:
            self.post_message(FootTouched("over"))
        else:
            self.post_message(LineChosen(event.value))

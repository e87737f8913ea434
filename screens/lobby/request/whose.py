"""For oneself, or for another who cannot come?"""

from __future__ import annotations

from typing import ClassVar

from textual import on

from screens.lobby.request.question import Asking
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

SELF, OTHER = "self", "other"


class Whose(Asking, Tiles):
    """Two tiles; who comes for another is asked for his own paper too (代办)."""

    WORDS: ClassVar[str] = "form.whose"

    def faces(self) -> list[Face]:
        return [
            Face(SELF, self.say("form.for_self")),
            Face(OTHER, self.say("form.for_other"), "", self.say("form.for_other_note")),
        ]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.filling.ask_for(another=event.value == OTHER)

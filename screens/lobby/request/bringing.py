"""Which of the papers has he with him? What is not ticked is said to be missing, all at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from kiosk.wording import name_of
from screens.lobby.request.question import Asking
from screens.lobby.request.sheet import Sheet
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

DONE = "="
"""The tile that goes on."""


class Bringing(Asking, Tiles):
    """Touching a paper ticks it, or takes the tick away."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")
    WORDS: ClassVar[str] = "form.bringing"

    def tiles(self) -> ComposeResult:
        yield Sheet()

    def faces(self) -> list[Face]:
        draft = self.filling.draft
        if draft is None:
            return []
        faces = []
        for at, material in enumerate(self.filling.materials):
            state = "has" if material.name in draft.has else "has_not"
            needed = "" if material.required else self.say("items.if_any")
            title = f"{needed}{name_of(material, self.language)}"
            faces.append(Face(str(at), title, "", self.say(f"form.{state}")))
        return faces

    def pinned(self) -> list[Face]:
        return [Face(DONE, self.say("form.go_on"), key="0")]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        draft = self.filling.draft
        if draft is None or not self.guard.passes():
            return
        if event.value == DONE:
            self.filling.go_on()
            return
        name = self.filling.materials[int(event.value)].name
        draft.has ^= {name}
        self.show_tiles()

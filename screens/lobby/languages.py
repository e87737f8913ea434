"""In which language? Each is named in itself."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.message import Message

from kiosk.config import Language
from kiosk.wording import say
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class LanguageChosen(Message):
    """Someone wants to read in this language."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language


class Languages(Tiles):
    """Posts ``LanguageChosen``."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size")
    PROMPT = "lobby.which_language"

    def faces(self) -> list[Face]:
        return [Face(code, say("lobby.language", code)) for code in self.session.languages]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            chosen = next(code for code in self.session.languages if code == event.value)
            self.post_message(LanguageChosen(chosen))

"""By touch: what is it about? Groups of what is handled here, and what is in one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from kiosk.hall import Hall
from kiosk.items.item import Item
from kiosk.wording import name_of
from screens.lobby.finding.asked import GroupChosen, ItemChosen, SearchAsked
from screens.lobby.finding.faces import (
    CERTIFICATES,
    found,
    group_faces,
    in_group,
    item_face,
    search_face,
)
from screens.lobby.session import Session
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

MOST = 6
"""Tiles on a page: names are long, and with six they stand in two columns on a small terminal."""


class Groups(Tiles):
    """The groups. Whoever begins to write on a keyboard wants to search."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")
    PROMPT = "finding.which_group"

    def tiles(self) -> ComposeResult:
        yield TilePage(most=MOST)

    def faces(self) -> list[Face]:
        return group_faces(self.hall, self.language)

    def pinned(self) -> list[Face]:
        return [search_face(self.language)]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.post_message(GroupChosen(event.value) if event.value else SearchAsked())

    def typed(self, key: str, character: str | None) -> bool:
        if character and character.isalpha():
            self.post_message(SearchAsked(character))
            return True
        return super().typed(key, character)


class Listing(Tiles):
    """Entries of a group, or all that was found for a text, the best first."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._title = self._text = ""
        self._items: list[Item] = []

    def tiles(self) -> ComposeResult:
        yield TilePage(most=MOST)

    def show_group(self, group: str) -> None:
        """Show a group from its first page."""
        certificates = group == CERTIFICATES
        self._title = "" if certificates else group
        self._text, self._items = "", in_group(self.hall, group)
        self._begin()

    def show_found(self, text: str) -> None:
        """Show what was found for a text from its first page."""
        self._title, self._text, self._items = "", text, found(self.hall, text)
        self._begin()

    def _begin(self) -> None:
        if self.is_mounted:
            self.page.first()

    def prompt(self) -> str:
        if self._text:
            return self.say("finding.found", text=self._text)
        if not self._title:
            return self.say("finding.certificates")
        return named_group(self.hall, self._title, self.language)

    def faces(self) -> list[Face]:
        return [item_face(item, self.language) for item in self._items]

    def wipe(self) -> None:
        self._title, self._text, self._items = "", "", []
        super().wipe()

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.post_message(ItemChosen(event.value, self._text))


def named_group(hall: Hall, code: str, language: str) -> str:
    """What a category is called."""
    return name_of(hall.items.categories()[code], language)

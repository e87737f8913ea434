"""The first screen: which line? One touch from here to a ticket."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from screens.guard import Guard
from screens.lobby.faces import announced_in, line_face
from screens.lobby.session import Session
from screens.lobby.step import QUIET
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

PRIORITY = "7"
"""The key that means the same on every page."""

EVERY = 15
"""Seconds after which waits and opening hours are shown anew though nothing was committed."""


class LineChosen(Message):
    """Someone wants a ticket of a line."""

    def __init__(self, line: str, priority: str | None = None) -> None:
        super().__init__()
        self.line, self.priority = line, priority


class PriorityAsked(Message):
    """Someone has a right to be called before others."""


class Start(Tiles):
    """All lines with the people who wait, and how long it takes as far as it can be said."""

    KEYS: ClassVar[tuple[str, ...]] = ("mine", "help", "size", "language", "more")
    PROMPT = "lobby.choose"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        # On the very first paint no screen was there before for which a touch was meant.
        self.guard, self.comes_after = Guard(QUIET), False

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="announced")
        yield from super().body()

    def on_mount(self) -> None:
        super().on_mount()
        self._announcement = 0
        self.set_interval(EVERY, self._turn_announcement)

    # --- what it shows -----------------------------------------------------------------------

    def show_tiles(self) -> None:
        super().show_tiles()
        self._announce()

    def faces(self) -> list[Face]:
        return [line_face(self.hall, line, self.language) for line in self.hall.config.lines]

    def pinned(self) -> list[Face]:
        lines = self.hall.config.lines.items()
        offering = [name for name, line in lines if line.priority]
        if not offering:
            return []
        is_open = any(self.hall.queue.is_open(name) for name in offering)
        note = self.say("lobby.priority_note" if is_open else "lobby.shut")
        title = self.say("lobby.priority"), self.say("lobby.priority_other")
        return [Face("", *title, note, ready=is_open, key=PRIORITY)]

    def _turn_announcement(self) -> None:
        self._announcement += 1
        self.show_hall()

    def _announce(self) -> None:
        """One announcement at a time, each for fifteen seconds."""
        entries = self.hall.config.announced(self.hall.clock.now().at.date())
        place = self.query_one("#announced", Static)
        place.display = bool(entries)
        if entries:
            entry = entries[self._announcement % len(entries)]
            place.update(announced_in(entry, self.language))

    # --- what is touched ---------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.post_message(LineChosen(event.value) if event.value else PriorityAsked())

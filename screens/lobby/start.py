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
from screens.lobby.step import QUIET, Step
from screens.terminal import HallChanged
from screens.widgets.key import Key
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


class Start(Step):
    """All lines with the people who wait, and how long it takes as far as it can be said."""

    KEYS: ClassVar[tuple[str, ...]] = ("mine", "help", "size", "language", "more")
    PROMPT = "lobby.choose"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        # On the very first paint no screen was there before for which a touch was meant.
        self.guard, self.comes_after = Guard(QUIET), False

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="announced")
        yield TilePage()

    def on_mount(self) -> None:
        super().on_mount()
        self._announcement = 0
        self.set_interval(EVERY, self._turn_announcement)

    # --- what it shows -----------------------------------------------------------------------

    def speak(self) -> None:
        super().speak()
        self._show()

    def wipe(self) -> None:
        self.query_one(TilePage).first()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, unless another screen hides this one."""
        if self.is_current:
            self._show()

    def _show(self) -> None:
        page = self.query_one(TilePage)
        lines = self.hall.config.lines
        faces = [line_face(self.hall, line, self.language) for line in lines]
        pinned = []
        offering = [name for name, line in lines.items() if line.priority]
        if offering:
            title = self.say("lobby.priority"), self.say("lobby.priority_other")
            is_open = any(self.hall.queue.is_open(name) for name in offering)
            note = self.say("lobby.priority_note" if is_open else "lobby.shut")
            pinned = [Face("", *title, note, ready=is_open, key=PRIORITY)]
        page.show(faces, pinned, large=self.session.large)
        self._show_more()
        self._announce()

    @on(TilePage.Paged)
    def _show_more(self) -> None:
        page = self.query_one(TilePage)
        self.query_one("#more", Key).display = page.pages > 1

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

    def typed(self, key: str, character: str | None) -> bool:
        return self.query_one(TilePage).press(character or key)

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.post_message(LineChosen(event.value) if event.value else PriorityAsked())

    def foot(self, name: str) -> None:
        if name == "more":
            self.guard.close()
            self.query_one(TilePage).turn()
        else:
            super().foot(name)

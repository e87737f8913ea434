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
from screens.lobby.finding.asked import FindAsked
from screens.lobby.scanning import ScanAsked
from screens.lobby.session import Session
from screens.lobby.step import QUIET
from screens.lobby.tiles import Tiles
from screens.lobby.volunteering.asked import VolunteeringAsked
from screens.widgets.tile import Face
from screens.widgets.tile_page import MOST, NARROW, TilePage

PRIORITY, FIND, SCAN, VOLUNTEER = "7", "6", "5", "4"
"""Keys that mean the same on every page."""

PINNED = 3
"""Tiles beside the lines: the scanner, the lists, priority."""

SEEK, CODE, HELPERS = "?", "!", "+"
"""What the tiles that lead to the lists, the scanner and volunteering stand for; no line is called
so."""

LEADS: dict[str, type[Message]] = {HELPERS: VolunteeringAsked, CODE: ScanAsked, SEEK: FindAsked}
"""What is posted for a tile that leads elsewhere."""

KEYS = {VOLUNTEER: HELPERS, SCAN: CODE, FIND: SEEK}
"""The same by their keys."""

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

    KEYS: ClassVar[tuple[str, ...]] = ("mine", "help", "size", "language", "more", "reprint")
    PROMPT = "lobby.choose"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        # On the very first paint no screen was there before for which a touch was meant.
        self.guard, self.comes_after = Guard(QUIET), False
        self._slip = False

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="announced")
        yield from super().body()

    def on_mount(self) -> None:
        self._announcement = 0
        self.offer_slip(self._slip)
        self.set_interval(EVERY, self._turn_announcement)

    # --- what it shows -----------------------------------------------------------------------

    def offer_slip(self, offered: bool) -> None:
        """Offer the last ticket's slip once more, or no longer; its number is all that it says."""
        self._slip = offered
        for key in self.query("#reprint"):
            key.display = offered

    def show_tiles(self) -> None:
        super().show_tiles()
        self._announce()

    def faces(self) -> list[Face]:
        """The lines; in large text then what is pinned otherwise, for tickets come first."""
        lines = [line_face(self.hall, line, self.language) for line in self.hall.config.lines]
        if self.session.large:
            return [*lines, *self._more()]
        return lines if self._room else [*lines, self._other(HELPERS, "volunteer")]

    def pinned(self) -> list[Face]:
        return [*([] if self.session.large else self._more()), *self._priority()]

    def _more(self) -> list[Face]:
        """What can be done here besides taking a number.

        Lines go before the way to the scanner, which every screen takes codes from anyway; on a
        narrow terminal seven tiles would not show their names.
        """
        wide = not self.session.large and self.app.size.width >= NARROW
        room = wide and len(self.hall.config.lines) + PINNED <= MOST
        helpers = self._other(HELPERS, "volunteer", VOLUNTEER)
        seek = self._other(SEEK, "seek", FIND)
        if self.session.large:
            return [seek, helpers]
        return [
            *([helpers] if self._room else []),
            *([self._other(CODE, "scan", SCAN)] if room else []),
            seek,
        ]

    @property
    def _room(self) -> bool:
        """Whether all that leads elsewhere stays beside the lines, on one page."""
        return len(self.hall.config.lines) + PINNED < MOST

    def _other(self, value: str, name: str, key: str = "") -> Face:
        return Face(
            value,
            self.say(f"lobby.{name}"),
            self.say(f"lobby.{name}_other"),
            self.say(f"lobby.{name}_note"),
            key=key,
        )

    def _priority(self) -> list[Face]:
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

    def typed(self, key: str, character: str | None) -> bool:
        if super().typed(key, character):
            return True
        if character not in KEYS:
            return False
        # In large text its tile may be on another page.
        self.post_message(LEADS[KEYS[character]]())
        return True

    # --- what is touched ---------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes():
            return
        if event.value in LEADS:
            self.post_message(LEADS[event.value]())
        else:
            self.post_message(LineChosen(event.value) if event.value else PriorityAsked())

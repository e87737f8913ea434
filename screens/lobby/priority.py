"""Two steps for those who are called first: who are you, and which line?"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.hall import Hall
from screens.lobby.faces import line_face, named
from screens.lobby.session import Session
from screens.lobby.start import LineChosen
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class Priority(Tiles):
    """Posts ``LineChosen`` with the class that was chosen before."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._class: str | None = None

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="evidence")
        yield from super().body()

    def prompt(self) -> str:
        step = "lobby.which_class" if self._class is None else "lobby.which_line"
        return self.say(step)

    def speak(self) -> None:
        super().speak()
        self.query_one("#evidence", Static).update(self.say("lobby.evidence"))

    def wipe(self) -> None:
        super().wipe()
        self._class = None

    def faces(self) -> list[Face]:
        return self._people() if self._class is None else self._their_lines()

    def _people(self) -> list[Face]:
        offered = self.hall.queue.offered.items()
        return [Face(code, *named(entry, self.language)) for code, entry in offered]

    def _their_lines(self) -> list[Face]:
        lines = [line for line, entry in self.hall.config.lines.items() if entry.priority]
        return [line_face(self.hall, line, self.language) for line in lines]

    # --- what is touched ---------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes():
            return
        if self._class is not None:
            self.post_message(LineChosen(event.value, self._class))
            return
        self._go(event.value)

    def _go(self, chosen: str | None) -> None:
        """To the step of the lines, or with ``None`` back to that of the classes."""
        self._class = chosen
        self.guard.close()
        self.marker.clear()
        self.page.first()
        self.speak()

    def foot(self, name: str) -> None:
        if name == "back" and self._class is not None:
            self._go(None)
        else:
            super().foot(name)

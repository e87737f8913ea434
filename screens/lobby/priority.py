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
from screens.lobby.step import Step
from screens.terminal import HallChanged
from screens.widgets.key import Key
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class Priority(Step):
    """Posts ``LineChosen`` with the class that was chosen before."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._class: str | None = None

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="evidence")
        yield TilePage()

    def prompt(self) -> str:
        step = "lobby.which_class" if self._class is None else "lobby.which_line"
        return self.say(step)

    def speak(self) -> None:
        super().speak()
        self.query_one("#evidence", Static).update(self.say("lobby.evidence"))
        self._show()

    def wipe(self) -> None:
        self._class = None
        self.query_one(TilePage).first()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, unless another screen hides this one."""
        if self.is_current:
            self._show()

    def _show(self) -> None:
        faces = self._people() if self._class is None else self._their_lines()
        self.query_one(TilePage).show(faces, [], large=self.session.large)
        self._show_more()

    def _people(self) -> list[Face]:
        offered = self.hall.queue.offered.items()
        return [Face(code, *named(entry, self.language)) for code, entry in offered]

    def _their_lines(self) -> list[Face]:
        lines = [line for line, entry in self.hall.config.lines.items() if entry.priority]
        return [line_face(self.hall, line, self.language) for line in lines]

    @on(TilePage.Paged)
    def _show_more(self) -> None:
        self.query_one("#more", Key).display = self.query_one(TilePage).pages > 1

    # --- what is touched ---------------------------------------------------------------------

    def typed(self, key: str, character: str | None) -> bool:
        return self.query_one(TilePage).press(character or key)

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
        self.query_one(TilePage).first()
        self.speak()

    def foot(self, name: str) -> None:
        if name == "more":
            self.guard.close()
            self.query_one(TilePage).turn()
        elif name == "back" and self._class is not None:
            self._go(None)
        else:
            super().foot(name)

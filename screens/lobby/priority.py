"""Two steps for those who are called first: who are you, and which line?"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.hall import Hall
from screens.guard import Guard
from screens.lobby.faces import line_face, named
from screens.lobby.start import NEXT, QUIET, LineChosen
from screens.terminal import HallChanged, HallScreen
from screens.widgets.clock import Trouble
from screens.widgets.key import Key
from screens.widgets.masthead import Masthead
from screens.widgets.tile import Face
from screens.widgets.tile_page import MOST, TilePage
from screens.widgets.touch import Touch


class Priority(HallScreen[None]):
    """Posts ``LineChosen`` with the class that was chosen before."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language)
        self._class: str | None = None
        self._page = 0
        self.guard = Guard(QUIET)

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language)
        yield Static(self.say("lobby.which_class"), markup=False, id="prompt")
        yield TilePage(self._faces())
        with Horizontal(id="foot"):
            yield Key(self.say("lobby.back"), id="back")
            yield Static(self.say("lobby.evidence"), markup=False, id="hint")
            yield Key(self.say("lobby.next_page", digit=NEXT), id="more")

    def on_mount(self) -> None:
        self.show_hall()

    def _choices(self) -> list[str]:
        if self._class is None:
            return list(self.hall.queue.offered)
        lines = self.hall.config.lines
        return [line for line, entry in lines.items() if entry.priority]

    def _faces(self) -> list[Face]:
        faces = []
        for key, choice in enumerate(self._choices()[self._page * MOST :][:MOST], start=1):
            if self._class is None:
                entry = self.hall.queue.offered[choice]
                title, subtitle = named(entry.name, entry.name_en, self.language)
                faces.append(Face(choice, str(key), title, subtitle))
            else:
                faces.append(line_face(self.hall, choice, str(key), self.language))
        return faces

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, unless another screen hides this one."""
        if not self.is_current:
            return
        self.query_one(TilePage).show(self._faces())
        self.query_one("#more").display = len(self._choices()) > MOST

    def on_screen_resume(self) -> None:
        self.guard.close()

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
        self._class, self._page = chosen, 0
        self.guard.close()
        self.query_one(TilePage).mark(None)
        step = "lobby.which_class" if chosen is None else "lobby.which_line"
        self.query_one("#prompt", Static).update(self.say(step))
        self.show_hall()

    @on(Touch.Touched, "#more")
    def _turn(self) -> None:
        self._page = (self._page + 1) % -(-len(self._choices()) // MOST)
        self.show_hall()

    @on(Touch.Touched, "#back")
    def _back(self) -> None:
        if self._class is None:
            self.dismiss()
        else:
            self._go(None)

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "backspace"}:
            self._back()
        elif event.key == NEXT and len(self._choices()) > MOST:
            self._turn()
        elif self.query_one(TilePage).press(event.key):
            event.stop()

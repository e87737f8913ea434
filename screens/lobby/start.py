"""The first screen: which line? One touch from here to a ticket."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.wording import say
from screens.guard import Guard
from screens.lobby.faces import line_face
from screens.terminal import HallChanged, HallScreen
from screens.widgets.clock import Trouble
from screens.widgets.key import Key
from screens.widgets.masthead import Masthead
from screens.widgets.tile import Face
from screens.widgets.tile_page import MOST, TilePage
from screens.widgets.touch import Touch

PRIORITY, NEXT, LANGUAGE = "7", "9", "0"
"""Keys that mean the same on every page."""

LINES = MOST - 1
"""Lines on a page; the last tile is for priority."""

QUIET = 0.4
"""Seconds without a touch after which this screen, shown again, takes touches."""


EVERY = 15
"""Seconds after which waits and opening hours are shown anew though nothing was committed."""


class LineChosen(Message):
    """Someone wants a ticket of a line."""

    def __init__(self, line: str, priority: str | None = None) -> None:
        super().__init__()
        self.line, self.priority = line, priority


class PriorityAsked(Message):
    """Someone has a right to be called before others."""


class LanguageAsked(Message):
    """Someone wants to read in the next language."""


class Start(HallScreen[None]):
    """All lines with the people who wait, and how long it takes as far as it can be said."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language)
        self._page = 0
        self._was_hidden = False
        self.guard = Guard(QUIET)

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language)
        yield Static(self.say("lobby.choose"), markup=False, id="prompt")
        yield TilePage(self._faces())
        with Horizontal(id="foot"):
            yield Key(self._other_language(), id="language")
            yield Static(self.say("lobby.keys"), markup=False, id="hint")
            more = Key(self.say("lobby.next_page", digit=NEXT), id="more")
            more.display = self._pages() > 1
            yield more

    def on_mount(self) -> None:
        self.set_interval(EVERY, self.show_hall)

    # --- what it shows -----------------------------------------------------------------------

    def _pages(self) -> int:
        return -(-len(self.hall.config.lines) // LINES)

    def _faces(self) -> list[Face]:
        lines = list(self.hall.config.lines)[self._page * LINES :][:LINES]
        faces = [
            line_face(self.hall, line, str(key), self.language)
            for key, line in enumerate(lines, start=1)
        ]
        title, subtitle = self.say("lobby.priority"), self.say("lobby.priority_other")
        note = self.say("lobby.priority_note")
        if any(line.priority for line in self.hall.config.lines.values()):
            faces.append(Face("", PRIORITY, title, subtitle, note))
        return faces

    def _other_language(self) -> str:
        languages = self.hall.config.centre.languages
        after = languages[(languages.index(self.language) + 1) % len(languages)]
        return f" {LANGUAGE}  {say('lobby.language', after)} " if len(languages) > 1 else ""

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, unless another screen hides this one."""
        if self.is_current:
            self.query_one(TilePage).show(self._faces())

    def speak(self, language: str) -> None:
        """Go on in another language, from the first page."""
        self.language, self._page = language, 0
        self.query_one(Masthead).speak(language)
        self.query_one("#prompt", Static).update(self.say("lobby.choose"))
        self.query_one("#hint", Static).update(self.say("lobby.keys"))
        self.query_one("#more", Key).show(self.say("lobby.next_page", digit=NEXT))
        self.query_one("#language", Key).show(self._other_language())
        self.show_hall()

    # --- what is touched ---------------------------------------------------------------------

    def on_screen_suspend(self) -> None:
        self._was_hidden = True

    def on_screen_resume(self) -> None:
        # Not on the very first paint: no screen was there before for which a touch was meant.
        if self._was_hidden:
            self.guard.close()
        self.show_hall()

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.post_message(LineChosen(event.value) if event.value else PriorityAsked())

    @on(Touch.Touched, "#language")
    def _language(self) -> None:
        if self.guard.passes():
            self.post_message(LanguageAsked())

    @on(Touch.Touched, "#more")
    def _turn(self) -> None:
        if self.guard.passes():
            self._page = (self._page + 1) % self._pages()
            self.show_hall()

    def on_key(self, event: events.Key) -> None:
        if event.key == LANGUAGE:
            self._language()
        elif event.key == NEXT and self._pages() > 1:
            self._turn()
        elif self.query_one(TilePage).press(event.key):
            event.stop()

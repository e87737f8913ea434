"""What to know, on pages to be read, and beside it what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.items.enquiry import Enquiry
from kiosk.jobs import Job
from kiosk.wording import say
from screens.lobby.finding.reading import Reading
from screens.lobby.session import Session
from screens.lobby.slip_state import SlipState
from screens.lobby.tiles import Tiles
from screens.terminal import HallChanged
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class PaperState(SlipState):
    """What becomes of a slip that says no more than the screen does."""

    def _words(self) -> str:
        if self.job is None:
            return ""
        words = super()._words()
        kept = words != say("lobby.not_printed", self._language)
        return words if kept else say("finding.not_printed", self._language)


class Page(Tiles):
    """The base of an answer and of what came of an enquiry. Says nothing at its top."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self.job: Job | None = None
        """The slip that was printed here, if any."""

    def body(self) -> ComposeResult:
        with Horizontal(classes="reading"):
            with Vertical(classes="told"):
                yield Static(markup=False, id="title")
                yield Static(markup=False, id="verdict")
                yield Reading()
            with Vertical(classes="acts"):
                yield TilePage(most=3, columns=1)
                yield PaperState(self.hall)

    # --- what its children say -----------------------------------------------------------------

    @property
    def about(self) -> str | Enquiry | None:
        """What its slip would be about."""
        return None

    def title_text(self) -> str:
        """What it is about."""
        return ""

    def verdict(self) -> tuple[str, bool]:
        """The answer in a sentence, and whether it is yes."""
        return "", True

    def sections(self) -> Sequence[Section]:
        """All there is to know."""
        return ()

    # --- what it shows -------------------------------------------------------------------------

    @property
    def reading(self) -> Reading:
        """The text."""
        return self.query_one(Reading)

    @property
    def paper(self) -> PaperState:
        """What becomes of the slip."""
        return self.query_one(PaperState)

    def speak(self) -> None:
        super().speak()
        words, good = self.verdict()
        self.query_one("#title", Static).update(self.title_text())
        verdict = self.query_one("#verdict", Static)
        verdict.update(words)
        verdict.set_class(not good, "-no")
        self.reading.show(self._read(words), large=self.session.large)
        self.paper.speak(self.language)
        self.paper.display = self.job is not None

    def _read(self, verdict: str) -> list[Section]:
        """What there is to read; in large text the answer itself first, for it can be drawn."""
        first = [Section(self.title_text(), (verdict,))] if self.session.large else []
        return [*first, *self.sections()]

    def printed(self, job: Job) -> None:
        """Its slip is on its way."""
        self.job = job
        self.paper.follow(job.about)
        self.speak()
        self.paper.begin()

    def wipe(self) -> None:
        super().wipe()
        self.job = None
        self.paper.follow(None)
        self.paper.rest()
        self.reading.first()

    def on_screen_suspend(self) -> None:
        self.paper.rest()

    @on(HallChanged)
    def _follow_paper(self) -> None:
        self.paper.look()

    # --- pages ---------------------------------------------------------------------------------

    @on(Reading.Paged)
    @on(TilePage.Paged)
    def _show_more(self) -> None:
        self.query_one("#more").display = self.reading.pages > 1

    def foot(self, name: str) -> None:
        if name == "more":
            self.reading.turn()
        else:
            super().foot(name)

    def print_face(self, word: str) -> Face:
        """To have it on paper, once a visit."""
        return Face("print", self.say(f"finding.{word}"), ready=self.job is None)

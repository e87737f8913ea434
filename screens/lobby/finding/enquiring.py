"""A proof that is on no list: the steps of the decision asked one by one, then who demands it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.items.enquiry import Enquiry, Step
from kiosk.wording import name_of
from screens.lobby.finding.asked import EnquiryMade, PrintAsked, TicketAsked, UnitAsked
from screens.lobby.finding.faces import SEARCH, ticket_face
from screens.lobby.finding.groups import MOST
from screens.lobby.finding.page import Page
from screens.lobby.session import Session
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

ANSWERS = ("yes", "no", "unsure_answer")


class Enquiring(Tiles):
    """Asks the steps, then for the unit; posts ``EnquiryMade`` or ``UnitAsked``."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self.what = ""
        self._said: list[bool] = []

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="question")
        yield from super().body()

    def tiles(self) -> ComposeResult:
        yield TilePage(most=MOST)

    def begin(self, what: str) -> None:
        """Ask about another proof."""
        self.what, self._said = what, []
        if self.is_mounted:
            self.page.first()

    def wipe(self) -> None:
        self.what, self._said = "", []
        super().wipe()

    @property
    def _asked(self) -> list[Step]:
        return [step for step in self.hall.items.steps if step.asks]

    @property
    def holds(self) -> tuple[str, ...]:
        """The words of the steps that were said yes to."""
        pairs = zip(self._asked, self._said, strict=False)
        return tuple(step.code for step, yes in pairs if yes)

    @property
    def _step(self) -> Step | None:
        """The step that is asked now; ``None``: all are, and the unit is."""
        steps = self._asked
        return steps[len(self._said)] if len(self._said) < len(steps) else None

    # --- what it shows -------------------------------------------------------------------------

    def speak(self) -> None:
        super().speak()
        step = self._step
        asks = step.asked_in(self.language) if step else self.say("finding.which_unit")
        self.query_one("#question", Static).update(f"{self.what}\n{asks}")

    def faces(self) -> list[Face]:
        if self._step is not None:
            return [Face(answer, self.say(f"finding.{answer}")) for answer in ANSWERS]
        units = self.hall.items.lists.units
        return [Face(unit.code, name_of(unit, self.language)) for unit in units]

    def pinned(self) -> list[Face]:
        if self._step is not None:
            return []
        return [Face("", self.say("finding.other_unit"), key=SEARCH)]

    # --- what is touched -----------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes():
            return
        if self._step is not None:
            self._go([*self._said, event.value == "yes"])
        elif event.value:
            self.post_message(EnquiryMade(self.what, self._unit(event.value), self.holds))
        else:
            self.post_message(UnitAsked())

    def _unit(self, code: str) -> str:
        """Recorded as the lists call it, whatever the language of the screen."""
        return next(unit.name for unit in self.hall.items.lists.units if unit.code == code)

    def _go(self, said: list[bool]) -> None:
        """To another step."""
        self._said = said
        self.guard.close()
        self.marker.clear()
        self.page.first()
        self.speak()

    def foot(self, name: str) -> None:
        if name == "back" and self._said:
            self._go(self._said[:-1])
        else:
            super().foot(name)


class Outcome(Page):
    """What was decided, and where to go with it."""

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._enquiry: Enquiry | None = None

    def show(self, enquiry: Enquiry) -> None:
        """Show what came of another enquiry."""
        if self.is_mounted:
            self.wipe()
        self._enquiry = enquiry

    def wipe(self) -> None:
        super().wipe()
        self._enquiry = None

    @property
    def about(self) -> Enquiry | None:
        return self._enquiry

    def title_text(self) -> str:
        return self._enquiry.what if self._enquiry else ""

    def verdict(self) -> tuple[str, bool]:
        unit = self._enquiry.unit if self._enquiry else ""
        return self.say("finding.noted", unit=unit), True

    def sections(self) -> Sequence[Section]:
        if self._enquiry is None:
            return ()
        return self.hall.items.decided(self._enquiry, self.language)

    def faces(self) -> list[Face]:
        if self._enquiry is None:
            return []
        terminal = self.hall.config.terminals.get(self.hall.queue.terminal)
        prints = terminal is not None and terminal.printer is not None
        code = self.hall.items.lists.enquiry.code
        ticket = ticket_face(self.hall, code, self.language)
        return [ticket, *([self.print_face("print_this")] if prints else [])]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self._enquiry is None or not self.guard.passes():
            return
        if event.value == "ticket":
            self.post_message(TicketAsked(self.hall.items.lists.enquiry.code))
        else:
            self.post_message(PrintAsked(self._enquiry))

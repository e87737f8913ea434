"""What an entry answers: here and how, or not here and where instead."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from kiosk.hall import Hall
from kiosk.items.answers import Section
from kiosk.items.item import Answer as Says
from kiosk.items.item import Item
from kiosk.wording import name_of
from screens.lobby.finding.asked import PrintAsked, RequestAsked, TicketAsked
from screens.lobby.finding.faces import has_slip, ticket_face
from screens.lobby.finding.page import Page
from screens.lobby.session import Session
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class AnswerPage(Page):
    """One for all entries, told each time which it is."""

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._item: Item | None = None

    def show(self, code: str) -> None:
        """Show another entry."""
        if self.is_mounted:
            self.wipe()
        self._item = self.hall.items.get(code)

    def wipe(self) -> None:
        super().wipe()
        self._item = None

    @property
    def about(self) -> str | None:
        return self._item.code if self._item else None

    # --- what it shows -------------------------------------------------------------------------

    def title_text(self) -> str:
        return name_of(self._item, self.language) if self._item else ""

    def verdict(self) -> tuple[str, bool]:
        if self._item is None:
            return "", True
        answer = self._item.answer
        return self.say(f"items.answer_{answer}"), answer is not Says.ELSEWHERE

    def sections(self) -> Sequence[Section]:
        return self.hall.items.sections(self._item.code, self.language) if self._item else ()

    def faces(self) -> list[Face]:
        item = self._item
        if item is None:
            return []
        found = []
        if item.answer is Says.REQUEST:
            found.append(Face("request", self.say("finding.request")))
        if item.answer is not Says.ELSEWHERE:
            found.append(ticket_face(self.hall, item.code, self.language))
        if has_slip(self.hall, item.code):
            word = "print_where" if item.answer is Says.ELSEWHERE else "print"
            found.append(self.print_face(word))
        return found

    # --- what is touched -----------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        item = self._item
        if item is None or not self.guard.passes():
            return
        asked = {"request": RequestAsked, "ticket": TicketAsked, "print": PrintAsked}
        self.post_message(asked[event.value](item.code))

"""The ticket just taken: a number large enough to remember, and what becomes of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.tickets.late import rule_in_words
from kiosk.tickets.ticket import Ticket
from screens.lobby.faces import ahead_in_words, named
from screens.lobby.handed import Handed
from screens.lobby.session import Session
from screens.lobby.slip_state import SlipState
from screens.widgets.big_text import BigText
from screens.widgets.paper import Paper, has_room

if TYPE_CHECKING:
    from screens.lobby.app import Preview


class PaperDrawn(Message):
    """The receipt of a ticket was drawn, on a thread of its own."""

    def __init__(self, ticket: Ticket, lines: list[str]) -> None:
        super().__init__()
        self.ticket, self.lines = ticket, lines


class TicketScreen(Handed):
    """Goes back to the start by itself. One for all tickets, told each time which it is.

    A fresh one a ticket would cost 50 ms more, and 0.6 MB that Textual's render caches keep.
    """

    def __init__(self, hall: Hall, session: Session, preview: Preview | None) -> None:
        super().__init__(hall, session)
        self._preview = preview
        self._ticket: Ticket | None = None
        self._alone = False

    def body(self) -> ComposeResult:
        with Horizontal(id="sheet"):
            with Vertical(id="ticket"):
                yield Static(markup=False, id="heading")
                yield BigText(most=14, id="number")
                yield Static(markup=False, id="line")
                yield BigText(most=7, id="ahead")
                yield SlipState(self.hall)
                yield Static(markup=False, id="late")
            yield Paper()

    def show(self, ticket: Ticket, *, alone: bool = False) -> None:
        """Show another ticket; ``alone``: this machine gave it out while it was cut off."""
        self._ticket, self._alone = ticket, alone

    def speak(self) -> None:
        super().speak()
        ticket = self._ticket
        if ticket is None:
            return
        line = self.hall.config.lines[ticket.line]
        late = rule_in_words(self.hall.config.queue.late_return, self.language)
        late = self.say("cut_off.joins") if self._alone else late
        title, subtitle = named(line, self.language)
        texts = {
            # Written too, not only drawn: for a Braille line, and for whoever reads it aloud.
            "heading": f"{self.say('lobby.your_number')}  {ticket.number}",
            "line": f"{title}  {subtitle}",
            "late": f"{self.say('lobby.watch')}\n{late}",
        }
        for part, text in texts.items():
            self.query_one(f"#{part}", Static).update(text)
        self.slip.follow(ticket.id, alone=self._alone)
        self.slip.speak(self.language)
        self.query_one("#number", BigText).text = ticket.number
        ahead = self.query_one("#ahead", BigText)
        ahead.text, ahead.large = self._ahead(ticket), self.session.large

    def _ahead(self, ticket: Ticket) -> str:
        """In large text only how many: the range would not fit, and stands on the paper."""
        if self._alone:
            return self.say("cut_off.ahead")
        if self.session.large:
            return self.say("lobby.ahead", count=ticket.ahead)
        return ahead_in_words(ticket, self.language)

    def wipe(self) -> None:
        self.query_one(Paper).display = False

    def on_screen_resume(self) -> None:
        # After the number is on the screen: drawing a QR code would keep it waiting.
        self.call_after_refresh(self._ask_for_paper)

    # --- the paper ---------------------------------------------------------------------------

    def _ask_for_paper(self) -> None:
        job, preview = self.slip.job, self._preview
        ticket = self._ticket
        room = has_room(self.query_one("#sheet").size)
        if job is None or preview is None or ticket is None or not room:
            return

        def draw() -> None:
            paper = self.hall.config.printers[job.printer].roll
            self.post_message(PaperDrawn(ticket, preview(job.kind, job.fields, paper)))

        self.run_worker(draw, thread=True, exit_on_error=False, name="draw")

    @on(PaperDrawn)
    def _show_paper(self, event: PaperDrawn) -> None:
        if event.ticket is self._ticket:
            self.query_one(Paper).show(event.lines, self.query_one("#sheet").size)

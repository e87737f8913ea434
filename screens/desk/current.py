"""The ticket at the window, large, with what it is doing and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hours import seconds_between
from kiosk.tickets.ticket import State, Ticket
from kiosk.wording import name_of, say
from screens.widgets.big_text import BigText

if TYPE_CHECKING:
    from screens.terminal import Terminal


class Current(Vertical):
    """Says that the window is free when nobody is there."""

    def __init__(self, hall: Hall, window: str, language: str) -> None:
        super().__init__()
        self._hall, self._window, self._language = hall, window, language
        self._ticket: Ticket | None = None
        self._noted = False
        """Whether it was noted here as served, while cut off."""

    def compose(self) -> ComposeResult:
        yield BigText(most=8)
        yield Static(markup=False, id="state")
        yield Static(markup=False, id="about")

    def show(self, ticket: Ticket | None) -> None:
        """Show who is at the window now."""
        self._ticket = ticket
        self._noted = False
        if ticket is not None and self._hall.cut_off is not None:
            self._noted = ticket.number in cast("Terminal", self.app).wire.served()
        self.set_class(ticket is not None and ticket.state is State.CALLED, "-called")
        self.query_one(BigText).text = ticket.number if ticket else ""
        self.query_one("#about", Static).update(self._about(ticket))
        self.show_time()

    def _about(self, ticket: Ticket | None) -> str:
        if ticket is None:
            following = self._hall.queue.next(self._window)
            if following is None:
                return say("desk.empty", self._language)
            words = [say("desk.following", self._language, number=following.number)]
            return "  ".join(words + self._of(following))
        words = self._of(ticket)
        if ticket.calls:
            words.append(say("desk.calls", self._language, count=ticket.calls))
        return "  ".join(words)

    def _of(self, ticket: Ticket) -> list[str]:
        """Its line, what it is for, and that it goes before others, never why."""
        words = [name_of(self._hall.config.lines[ticket.line], self._language)]
        if ticket.item is not None:
            words.append(self._hall.items.called(ticket.item, self._language))
        if ticket.priority is not None:
            words.append(say("desk.favoured", self._language))
        return words

    def show_time(self) -> None:
        """How long it has been so."""
        state = say("desk.nobody", self._language)
        if self._ticket is not None:
            start = self._ticket.periods()[-1].start
            seconds = int(seconds_between(start, self._hall.clock.now()))
            word = say(f"states.{self._ticket.state}", self._language)
            state = f"{self._ticket.number}  {word}  {seconds // 60:02d}:{seconds % 60:02d}"
            if self._noted:
                state = f"{self._ticket.number}  {say('cut_off.noted', self._language)}"
        self.query_one("#state", Static).update(state)

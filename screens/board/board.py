"""The board: numbers and windows, never names."""

from __future__ import annotations

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.tickets.ticket import State, Ticket
from screens.board.calls import Calls
from screens.terminal import HallChanged, HallScreen
from screens.widgets.clock import Trouble
from screens.widgets.masthead import Masthead

EVERY = 15
"""Seconds after which the board is drawn anew though nothing was committed (midnight)."""


MARGIN = 3
"""Columns beside the counts of who waits."""

GAP = "     "


def _packed(parts: list[str], width: int) -> list[str]:
    """As many parts on each line as fit, none of them broken."""
    rows: list[str] = []
    for part in parts:
        if rows and cell_len(rows[-1] + GAP + part) <= width:
            rows[-1] += GAP + part
        else:
            rows.append(part)
    return rows


class Board(HallScreen[None]):
    """Who is called where, who is being served, how many wait."""

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language)
        with Horizontal(id="middle"):
            yield Calls(self.language)
            with Vertical(id="served"):
                yield Static(self.say("board.serving"), markup=False, id="served-heading")
                yield Static(markup=False, id="serving")
        yield Static(markup=False, id="waiting")

    def on_mount(self) -> None:
        self.show_hall()
        self.set_interval(EVERY, self.show_hall)

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now."""
        tickets = self.hall.queue.on_floor()
        self.query_one(Calls).show([t for t in tickets if t.state is State.CALLED])
        self._show_serving([t for t in tickets if t.state is State.SERVING])
        self._update("#waiting", self._waiting())

    def on_resize(self) -> None:
        self.show_hall()

    def _show_serving(self, tickets: list[Ticket]) -> None:
        tickets.sort(key=lambda ticket: -ticket.log[-1].n)
        lines = [
            f"{ticket.number}  {self.say('board.window_full', window=ticket.window)}"
            for ticket in tickets
        ]
        room = max(1, self.query_one("#served").size.height - 3)
        self._update("#serving", "\n".join(lines[:room]))

    def _waiting(self) -> str:
        parts = [
            f"{line} {entry.name}  {self.say('board.waiting', count=self.hall.queue.waiting(line))}"
            for line, entry in self.hall.config.lines.items()
        ]
        return "\n".join(_packed(parts, self.size.width - 2 * MARGIN))

    def _update(self, selector: str, text: str) -> None:
        """Draw only what has changed."""
        place = self.query_one(selector, Static)
        if place.visual is None or str(place.content) != text:
            place.update(text)

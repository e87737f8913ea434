"""Who waits for this window, who is set aside, who did not come; one of them can be selected."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.tickets.ticket import State, Ticket
from kiosk.wording import in_script, name_of, say
from screens.widgets.cells import fitted

if TYPE_CHECKING:
    from screens.terminal import Terminal

WAITED = (State.ISSUED, State.WAITING)


@dataclass(frozen=True)
class Row:
    """A heading, or a ticket with what is said of it."""

    heading: str = ""
    ticket: Ticket | None = None


class TicketList(Widget, can_focus=False):
    """Keeps the selected ticket selected while others come and go."""

    COMPONENT_CLASSES = {"list--heading", "list--row", "list--selected", "list--dim"}

    class Selected(Message):
        """Another ticket is selected now, or none."""

    def __init__(self, hall: Hall, window: str, language: str) -> None:
        super().__init__()
        self._hall, self._language = hall, language
        self._lines = frozenset(hall.config.windows[window].lines)
        self._rows: list[Row] = []
        self._served: set[str] = set()
        """Noted here as served, while cut off."""
        self._id: str | None = None
        self._top = 0

    # --- what it shows -----------------------------------------------------------------------

    def show(self, tickets: list[Ticket]) -> None:
        """Show those that concern this window, each group in the order of the line."""
        mine = [ticket for ticket in tickets if ticket.line in self._lines]
        rows: list[Row] = []
        if (cut := self._hall.cut_off) is not None:
            wire = cast("Terminal", self.app).wire
            known = wire.moment(cut.known)
            rows.append(Row(say("cut_off.list", self._language, known=known)))
            self._served = wire.served()
        else:
            self._served = set()
        for state in (State.WAITING, State.HELD, State.MISSED):
            group = [ticket for ticket in mine if ticket.state is state]
            if group or state is State.WAITING:
                rows.append(Row(say(f"desk.{state}", self._language, count=len(group))))
            rows += [Row(ticket=ticket) for ticket in sorted(group, key=attrgetter("place"))]
        self._rows = rows
        if self._id is not None and self.selected is None:
            self._select(None)
        self.refresh()

    def show_time(self) -> None:
        """A second has gone by; drawn anew only as often as a minute ends for someone."""
        self.refresh()

    @property
    def numbers(self) -> list[str]:
        """What it shows, from the top."""
        return [row.ticket.number for row in self._rows if row.ticket is not None]

    @property
    def selected(self) -> Ticket | None:
        """The selected ticket as it is now."""
        tickets = [row.ticket for row in self._rows if row.ticket is not None]
        return next((ticket for ticket in tickets if ticket.id == self._id), None)

    # --- selecting ---------------------------------------------------------------------------

    def step(self, key: str) -> None:
        """Move the selection by ``up``, ``down``, ``home`` or ``end``; ``escape`` selects none."""
        ids = [row.ticket.id for row in self._rows if row.ticket is not None]
        if key == "escape" or not ids:
            self._select(None)
            return
        at = ids.index(self._id) if self._id in ids else -1
        after = {
            "up": max(at - 1, 0) if at >= 0 else len(ids) - 1,
            "down": min(at + 1, len(ids) - 1),
            "home": 0,
            "end": len(ids) - 1,
        }
        self._select(ids[after[key]])

    def select(self, id_: str) -> bool:
        """Select one ticket; whether it is in the list."""
        there = any(row.ticket is not None and row.ticket.id == id_ for row in self._rows)
        if there:
            self._select(id_)
        return there

    def _select(self, id_: str | None) -> None:
        self._id = id_
        self.refresh()
        self.post_message(self.Selected())

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.get_content_offset_capture(self).y
        if 0 <= at < len(self._rows) and (ticket := self._rows[at].ticket) is not None:
            self._select(None if ticket.id == self._id else ticket.id)

    def on_mouse_scroll_down(self) -> None:
        self.step("down")

    def on_mouse_scroll_up(self) -> None:
        self.step("up")

    # --- drawing -----------------------------------------------------------------------------

    def _scroll(self) -> None:
        """Keep the selected row in view."""
        height = self.size.height
        at = next(
            (y for y, row in enumerate(self._rows) if row.ticket and row.ticket.id == self._id), 0
        )
        self._top = max(min(self._top, at), at - height + 1, 0)
        self._top = min(self._top, max(0, len(self._rows) - height))

    def render_line(self, y: int) -> Strip:
        if y == 0:
            self._scroll()
        width = self.size.width
        at = self._top + y
        if at >= len(self._rows):
            empty = at == len(self._rows) and not self.numbers
            text = "  " + say("desk.empty", self._language) if empty else ""
            return self._strip(text, "list--dim", width)
        row = self._rows[at]
        if row.ticket is None:
            return self._strip(row.heading, "list--heading", width)
        selected = row.ticket.id == self._id
        style = "list--selected" if selected else "list--row"
        return self._strip(self._words(row.ticket, width, selected=selected), style, width)

    def _strip(self, text: str, style: str, width: int) -> Strip:
        rich = self.get_component_rich_style(style)
        return Strip([Segment(fitted(text, width), rich)])

    def _words(self, ticket: Ticket, width: int, *, selected: bool) -> str:
        mark = ">" if selected else " "
        priority = say("desk.priority", self._language) if ticket.priority else ""
        left = f"{mark} {ticket.number}  {fitted(priority, 2)}  "
        facts = self._facts(ticket)
        while len(facts) > 1 and cell_len(left + "  ".join(facts)) >= width:
            facts.pop()
        right = "  ".join(facts)
        name = name_of(self._hall.config.lines[ticket.line], self._language)
        room = width - cell_len(left) - cell_len(right) - 1
        return f"{left}{fitted(name, room) if room > 0 else ''}{right} "

    def _facts(self, ticket: Ticket) -> list[str]:
        """How long someone has waited; or where they were set aside, when, why and by whom.

        What matters most is first.
        """
        if ticket.number in self._served:
            return [say("cut_off.noted", self._language)]
        if ticket.state is State.WAITING:
            minutes = int(ticket.seconds(*WAITED, now=self._hall.clock.now()) // 60)
            return [say("desk.minutes", self._language, minutes=minutes)]
        last = ticket.log[-1]
        facts = [
            say("desk.at_window", self._language, window=last.window or "", time=f"{last.at:%H:%M}")
        ]
        if last.reason:
            facts.append(in_script(last.reason, self._language))
        if last.by:
            facts.append(say("desk.by", self._language, number=last.by))
        return facts

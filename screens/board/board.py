"""The board: numbers and windows, never names."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.config import Sound
from kiosk.hall import Hall
from kiosk.tickets.ticket import State, Ticket
from kiosk.wording import name_of, say
from screens.board.announcer import Announcer
from screens.board.calls import Calls
from screens.board.news import News, standing
from screens.board.packing import packed
from screens.board.staff_line import StaffLine
from screens.cut_off import Where
from screens.terminal import HallChanged, HallScreen, Terminal
from screens.widgets.clock import Trouble
from screens.widgets.masthead import Masthead

EVERY = 15
"""Seconds after which the board is drawn anew though nothing was committed (midnight, minutes)."""

STALE = timedelta(seconds=30)
"""After the records were out of reach, older calls than this are shown and not announced."""

AFTER = 5.0
"""Seconds after they were last seen out of reach in which what was missed comes in."""

HEADING = 3
"""Rows of the heading of those who are served, in two languages, and below it."""

MARGIN = 3
"""Columns beside the rows at the bottom."""


class Board(HallScreen[None]):
    """Who is called where, who is being served, how many wait, and who asks staff for help."""

    class Rang(Message):
        """The terminal's bell is due."""

    def __init__(self, hall: Hall, language: str, sound: Sound | None = None) -> None:
        super().__init__(hall, language)
        self.other = second_language(language, hall.config.centre.languages)
        self._announcer = Announcer(sound or Sound(), language, self._ring)
        self._news = News()
        self._gone = -AFTER

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language, Where.BOARD)
        if self.other:
            yield Trouble(self.hall, self.other, Where.BOARD)
        with Middle(id="middle"):
            yield Calls(self.language, self.other)
            with Vertical(id="served"):
                yield Static(self._serving_heading(), markup=False, id="served-heading")
                yield Static(markup=False, id="serving")
        yield Static(markup=False, id="waiting")
        yield StaffLine(self.language)

    def on_mount(self) -> None:
        self._announcer.start()
        self.show_hall()
        self.set_interval(EVERY, self.show_hall)
        self.set_interval(1, self._look)

    def on_unmount(self) -> None:
        self._announcer.stop()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, and announce what is new."""
        tickets = self.hall.queue.on_floor()
        calls = standing(tickets)
        news = self._news.since(tickets, self._not_before())
        self.query_one(Calls).show(calls, news)
        self._announcer.tell(calls, news)
        self.query_one(Middle).make_room()
        self._show_serving([t for t in tickets if t.state is State.SERVING])
        width = self.size.width - 2 * MARGIN
        self._update("#waiting", "\n".join(packed(self._waiting(), width)))
        now = self.hall.clock.now()
        self.query_one(StaffLine).show(self.hall.help.waiting(), now, width)

    def on_resize(self) -> None:
        self.show_hall()

    # --- news --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Remember when the records were last out of reach."""
        if self.hall.trouble is not None:
            self._gone = time.monotonic()

    def _not_before(self) -> datetime | None:
        """Clocks of machines differ: a call's age is asked only where it matters."""
        wire = cast(Terminal, self.app).wire
        back = time.monotonic() - self._gone < AFTER or wire.lately(AFTER)
        return self.hall.clock.now().at - STALE if back else None

    def _ring(self) -> None:
        self.post_message(self.Rang())

    @on(Rang)
    def _rang(self) -> None:
        self.app.bell()

    # --- what stands beside the calls --------------------------------------------------------

    def _serving_heading(self) -> str:
        heading = self.say("board.serving")
        return f"{heading}\n{say('board.serving', self.other)}" if self.other else heading

    def _show_serving(self, tickets: list[Ticket]) -> None:
        tickets.sort(key=lambda ticket: -ticket.log[-1].n)
        lines = [
            f"{ticket.number}  {self.say('board.window_full', window=ticket.window)}"
            for ticket in tickets
        ]
        taken = self.query_one("#served").gutter.height + HEADING
        room = max(1, self.query_one(Middle).content_size.height - taken)
        self._update("#serving", "\n".join(lines[:room]))

    def _waiting(self) -> list[str]:
        return [
            f"{line} {name_of(entry, self.language)}  "
            + self.say("board.waiting", count=self.hall.queue.waiting(line))
            for line, entry in self.hall.config.lines.items()
        ]

    def _update(self, selector: str, text: str) -> None:
        """Draw only what has changed."""
        place = self.query_one(selector, Static)
        if place.visual is None or str(place.content) != text:
            place.update(text)


class Middle(Horizontal):
    """Calls, and beside them who is being served, unless the calls need that room."""

    def make_room(self) -> None:
        """Give the calls the whole width as soon as they would be less than all, and large."""
        calls, served = self.query_one(Calls), self.query_one("#served")
        width, height = self.content_size
        beside = served.styles.width
        width -= int(beside.value if beside else 0) + served.styles.margin.width
        served.display = not calls.calls or calls.plan(width, height).comfortable

    def on_resize(self) -> None:
        self.make_room()


def second_language(first: str, languages: tuple[str, ...]) -> str | None:
    """For residents who do not read the first: English, or another of the centre's."""
    if first != "en":
        return "en"
    return next((language for language in languages if language != "en"), None)

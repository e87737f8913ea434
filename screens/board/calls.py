"""The called tickets, newest first, as large as there is room; a new call flashes."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from kiosk.tickets.ticket import Move, Ticket, Transition
from kiosk.wording import say
from screens.widgets.cells import fitted
from screens.widgets.glyphs import big, columns

FLASH = 8.0
"""Seconds a new call flashes."""

BEAT = 0.5
"""Seconds a flash is light, then dark: far from three a second, which can harm (WCAG 2.3.1)."""

HIGHEST, LOWEST = 10, 4
"""Rows a number is drawn with; below that it is written."""

HAN = 6
"""Rows a Chinese word is drawn with; with fewer it cannot be read."""

MARK = 7
"""Columns at the left for the word that marks a call."""


@dataclass(frozen=True)
class Call:
    """A ticket as it was called last."""

    number: str
    window: str
    n: int
    again: bool


def last_call(ticket: Ticket) -> Transition:
    """The last call of a ticket that is called."""
    return next(e for e in reversed(ticket.log) if e.move in {Move.CALL, Move.RECALL})


class Calls(Widget):
    """Rows of ``number  window``."""

    COMPONENT_CLASSES = {"calls--row", "calls--newest", "calls--flash", "calls--quiet"}

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._calls: list[Call] = []
        self._flashing: dict[int, float] = {}
        self._known: int | None = None
        self._lines: list[Strip] = []

    def on_mount(self) -> None:
        self._timer = self.set_interval(BEAT, self._beat, pause=True)

    @property
    def calls(self) -> list[Call]:
        """What it shows, newest first."""
        return self._calls

    def flashes(self, number: str) -> bool:
        """Whether this number's call is new enough to flash."""
        return any(call.number == number and call.n in self._flashing for call in self._calls)

    def show(self, tickets: list[Ticket]) -> None:
        """Show these called tickets; calls later than all known before begin to flash."""
        calls = []
        for ticket in tickets:
            entry = last_call(ticket)
            again = entry.move is Move.RECALL
            calls.append(Call(ticket.number, ticket.window or "", entry.n, again))
        calls.sort(key=lambda call: -call.n)
        if calls == self._calls and self._known is not None:
            return
        known, self._calls = self._known, calls
        newest = max((call.n for call in calls), default=0)
        self._known = max(newest, known or 0)
        if known is not None:
            now = time.monotonic()
            self._flashing.update({call.n: now for call in calls if call.n > known})
        if self._flashing:
            self._timer.resume()
        self.refresh()

    def _beat(self) -> None:
        now = time.monotonic()
        self._flashing = {n: since for n, since in self._flashing.items() if now - since < FLASH}
        if not self._flashing:
            self._timer.pause()
        self.refresh()

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        if y == 0:
            self._lines = self._drawn()
        if y < len(self._lines):
            return self._lines[y]
        return Strip.blank(self.size.width, self.rich_style)

    def _drawn(self) -> list[Strip]:
        if not self._calls:
            return self._empty()
        width, height = self.size
        most = min(HIGHEST, height // len(self._calls) - 1)
        for rows in range(most, LOWEST - 1, -1):
            for full in (True, False) if rows >= HAN else (False,):
                drawn = [self._large(call, rows, full=full) for call in self._calls]
                if max(cell_len(lines[0]) for lines in drawn) + MARK <= width:
                    captions = [self._plain(call) for call in self._calls]
                    return self._placed(
                        [[text, *lines] for text, lines in zip(captions, drawn, strict=True)]
                    )
        return self._placed([[self._plain(call)] for call in self._calls[:height]])

    def _large(self, call: Call, rows: int, *, full: bool) -> list[str]:
        """Number and window in large characters; the word for "window" too if it has room."""
        number = big(call.number, rows)
        window = big(call.window, rows) if call.window.isascii() else [""] * rows
        word = say("board.window", self._language)
        if full and not word.isascii():
            tail = big(word, HAN)
            tail = [" " * len(tail[0])] * (rows - HAN) + tail
        else:
            tail = [" " * (cell_len(word) + 1)] * rows
            tail[rows // 2] = f" {word}"
        return [f"{a}    {b}{c}" for a, b, c in zip(number, window, tail, strict=True)]

    def _plain(self, call: Call) -> str:
        return f"{call.number}    {say('board.window_full', self._language, window=call.window)}"

    def _placed(self, blocks: list[list[str]]) -> list[Strip]:
        """Each call's lines in its style, with its mark beside them."""
        strips = []
        width = self.size.width
        for place, (call, lines) in enumerate(zip(self._calls, blocks, strict=False)):
            style, mark = self._look(call, newest=place == 0)
            middle = (len(lines) - 1) // 2 + (len(lines) > 1)
            for at, line in enumerate(lines):
                # Above what is drawn it is written too, small: for a Braille line or a reader.
                caption = at == 0 and len(lines) > 1
                words = f" {mark}" if at == middle else ""
                bar = "" if caption or not mark else "█"
                text = fitted(f"{bar}{words}", MARK) + line
                row = self.get_component_rich_style("calls--quiet") if caption else style
                strips.append(Strip([Segment(text, row)]).adjust_cell_length(width, row))
        return strips

    def _look(self, call: Call, *, newest: bool) -> tuple[Style, str]:
        since = self._flashing.get(call.n)
        if since is not None:
            lit = int((time.monotonic() - since) / BEAT) % 2 == 0
            name = "calls--flash" if lit else "calls--newest"
            word = "board.again" if call.again else "board.new"
            return self.get_component_rich_style(name), say(word, self._language)
        if newest:
            style = self.get_component_rich_style("calls--newest")
            return style, say("board.latest", self._language)
        return self.get_component_rich_style("calls--row"), ""

    def _empty(self) -> list[Strip]:
        """Nobody is called."""
        width, height = self.size
        style = self.get_component_rich_style("calls--quiet")
        text, other = say("board.quiet", self._language), say("board.quiet_other", self._language)
        rows = next(
            (r for r in range(min(8, height - 4), 5, -1) if columns(text, r) <= width - 2), 0
        )
        lines = [*(big(text, rows) if rows else [text]), "", other]
        lines = [" " * ((width - cell_len(line)) // 2) + line for line in lines]
        top = [""] * max(0, (height - len(lines)) // 2)
        return [
            Strip([Segment(line, style)]).adjust_cell_length(width, style)
            for line in (*top, *lines)
        ][:height]

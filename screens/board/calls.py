"""The called tickets, newest first, as large as there is room; a new call flashes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import cache
from math import ceil

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from kiosk.wording import say
from screens.board.blocks import Shape, Words, block, shapes
from screens.board.news import Call
from screens.board.plan import GAP, Plan, Widths, plan
from screens.widgets.glyphs import LEAST_HAN, big, columns

FLASH = 8.0
"""Seconds a new call flashes."""

BEAT = 0.5
"""Seconds a flash is light, then dark: far from three a second, which can harm (WCAG 2.3.1)."""

PAGE = 5.0
"""Seconds a page of the older calls stays, when there are more than fit."""

LARGE = 8
"""Rows the words of an empty board are drawn with at most."""


class Calls(Widget):
    """The newest call over the whole width, the others below it, in pages if they must."""

    COMPONENT_CLASSES = {"calls--row", "calls--newest", "calls--flash", "calls--quiet"}

    def __init__(self, language: str, other: str | None = None) -> None:
        super().__init__()
        self._language = language
        self._words = Words(language, other)
        self._calls: list[Call] = []
        self._flashing: dict[str, tuple[float, bool]] = {}
        self._turn = 0
        self._plans: dict[tuple[int, int], Plan] = {}
        self._drawn: tuple[object, list[Strip]] = (None, [])

    def on_mount(self) -> None:
        self._beats = self.set_interval(BEAT, self._beat, pause=True)
        self._turns = self.set_interval(PAGE, self.turn)

    @property
    def calls(self) -> list[Call]:
        """What it shows, newest first, on whichever page."""
        return self._calls

    def flashes(self, number: str) -> bool:
        """Whether this number's call is new enough to flash."""
        return number in self._flashing

    def show(self, calls: list[Call], news: Iterable[Call] = ()) -> None:
        """Show these calls, newest first; those that are news begin to flash."""
        now = time.monotonic()
        fresh = {call.number: (now, call.again) for call in news}
        if fresh:
            self._flashing |= fresh
            self._turn = 0
            self._turns.reset()
            self._beats.resume()
        if fresh or calls != self._calls:
            self._calls = calls
            self._plans.clear()
            self._anew()

    def turn(self) -> None:
        """Show the next page of the older calls."""
        if self._calls and self.plan(*self.size).pages > 1:
            self._turn += 1
            self._anew()

    def plan(self, width: int, height: int) -> Plan:
        """How the calls of now would be arranged in a place of this size."""
        if (width, height) not in self._plans:
            widths = [self._widest(shape) for shape in shapes(self._words)]
            self._plans[width, height] = plan(len(self._calls), width, height, widths)
        return self._plans[width, height]

    def _widest(self, shape: Shape) -> Widths:
        return cache(lambda rows: max(shape.width(call, rows) for call in self._calls))

    def _beat(self) -> None:
        now = time.monotonic()
        self._flashing = {
            number: (since, again)
            for number, (since, again) in self._flashing.items()
            if now - since < FLASH
        }
        if not self._flashing:
            self._beats.pause()
        self._anew()

    def _anew(self) -> None:
        self._drawn = (None, [])
        self.refresh()

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        if self._drawn[0] != self.size:
            self._drawn = (self.size, self._all() if self._calls else self._empty())
        lines = self._drawn[1]
        if y < len(lines):
            return lines[y].adjust_cell_length(self.size.width, self.rich_style)
        return Strip.blank(self.size.width, self.rich_style)

    def _all(self) -> list[Strip]:
        """The newest call, the page of the others, and which page it is."""
        width, height = self.size
        chosen = self.plan(width, height)
        lines = self._block(0, chosen.newest, width)
        wide = (width + GAP) // chosen.columns - GAP
        shown = list(chosen.shown(self._turn, len(self._calls)))
        rows = [shown[at : at + chosen.columns] for at in range(0, len(shown), chosen.columns)]
        air = [Strip.blank(width, self.rich_style)] * chosen.airy(height)
        for row in rows:
            lines += air
            blocks = [self._block(at, chosen.others, wide) for at in row]
            lines += _side_by_side(blocks, Segment(" " * GAP, self.rich_style))
        if chosen.pages > 1 and len(lines) < height:
            lines += [Strip.blank(width, self.rich_style)] * (height - 1 - len(lines))
            lines.append(self._page_number(self._turn % chosen.pages + 1, chosen.pages))
        return lines

    def _block(self, place: int, rows: int, width: int) -> list[Strip]:
        """One call in its style, with its mark."""
        call = self._calls[place]
        style, mark = self._look(call, newest=place == 0)
        lines = block(call, mark, rows, width, self._words)
        quiet = self.get_component_rich_style("calls--quiet")
        above = style if mark or not rows else quiet
        return [Strip([Segment(line, style if at else above)]) for at, line in enumerate(lines)]

    def _look(self, call: Call, *, newest: bool) -> tuple[Style, str]:
        if call.number in self._flashing:
            since, again = self._flashing[call.number]
            lit = int((time.monotonic() - since) / BEAT) % 2 == 0
            name = "calls--flash" if lit else "calls--newest"
            word = "board.again" if again else "board.new"
            return self.get_component_rich_style(name), say(word, self._language)
        if newest:
            style = self.get_component_rich_style("calls--newest")
            return style, say("board.latest", self._language)
        return self.get_component_rich_style("calls--row"), ""

    def _page_number(self, page: int, pages: int) -> Strip:
        text = say("board.page", self._language, page=page, pages=pages)
        style = self.get_component_rich_style("calls--newest")
        return Strip([Segment(" " * max(0, self.size.width - cell_len(text)) + text, style)])

    def _empty(self) -> list[Strip]:
        """Nobody is called."""
        width, height = self.size
        style = self.get_component_rich_style("calls--quiet")
        text, other = say("board.quiet", self._language), say("board.quiet_other", self._language)
        lines = [*_large(text, width - 2, height - 4), "", other]
        lines = [" " * ((width - cell_len(line)) // 2) + line for line in lines]
        top = [""] * max(0, (height - len(lines)) // 2)
        return [Strip([Segment(line, style)]) for line in (*top, *lines)][:height]


def _large(text: str, width: int, height: int) -> list[str]:
    """On one row of characters, or Chinese in two halves; written where neither fits."""
    half = ceil(len(text) / 2)
    for parts in [[text]] if text.isascii() else [[text], [text[:half], text[half:]]]:
        most = min(LARGE, (height - len(parts) + 1) // len(parts))
        for rows in range(most, LEAST_HAN - 1, -1):
            if max(columns(part, rows) for part in parts) <= width:
                drawn = [big(part, rows) for part in parts]
                return drawn[0] + [line for part in drawn[1:] for line in ("", *part)]
    return [text]


def _side_by_side(blocks: list[list[Strip]], gap: Segment) -> list[Strip]:
    rows = zip(*blocks, strict=True)
    return [Strip.join([part for strip in row for part in (strip, Strip([gap]))]) for row in rows]

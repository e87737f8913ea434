"""A text in short sections, a page at a time: nothing scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kiosk.items.answers import Section
from screens.widgets.cells import wrapped
from screens.widgets.glyphs import fitted_big

INDENT = "  "
"""Before the lines below a heading."""

LARGE = 8
"""Rows of a character at most, where a section is drawn."""

Line = tuple[str, bool]
"""A line, and whether it is a heading."""


class Reading(Widget):
    """In large text a section has a page for itself, and is drawn where there is room."""

    COMPONENT_CLASSES = {"reading--heading", "reading--text"}

    class Paged(Message):
        """There are more or fewer pages now, or another one is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: Sequence[Section] = ()
        self._large = False
        self._pages: list[list[Line]] = [[]]
        self._page = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    def show(self, sections: Sequence[Section], *, large: bool) -> None:
        """Show these; the page stays as long as it exists."""
        if (list(sections), large) != (list(self._sections), self._large):
            self._sections, self._large = sections, large
            self._lay_out()

    def first(self) -> None:
        """Back to the first page."""
        self._page = 0
        self._turned()

    def turn(self) -> None:
        """To the next page; from the last, to the first."""
        self._page = (self._page + 1) % self.pages
        self._turned()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.size
        if not width or not height:
            return
        self._pages = [[]]
        for section in self._sections:
            self._add(section, width, height)
        self._pages = [page for page in self._pages if page] or [[]]
        self._page = min(self._page, self.pages - 1)
        self._turned()

    def _turned(self) -> None:
        self.refresh()
        self.post_message(self.Paged())

    def _add(self, section: Section, width: int, height: int) -> None:
        """A section below the last one where it fits whole, else from the top of a page on."""
        drawn = self._drawn(section, width, height) if self._large else []
        if drawn or self._large:
            self._pages += drawn or [[]]
            if not drawn:
                self._flow(self._written(section, width), height)
            return
        lines = self._written(section, width)
        page = self._pages[-1]
        if page and len(page) + 1 + len(lines) > height:
            self._pages.append([])
        elif page:
            page.append(("", False))
        self._flow(lines, height)

    def _flow(self, lines: list[Line], height: int) -> None:
        """Lines on the last page and on others as they are needed, each with the heading."""
        for line in lines:
            if len(self._pages[-1]) >= height:
                self._pages.append([lines[0]])
            self._pages[-1].append(line)

    def _written(self, section: Section, width: int) -> list[Line]:
        room = width - len(INDENT)
        found = [(line, True) for line in wrapped(section.heading, width)]
        for text in section.lines:
            found += [(INDENT + line, False) for line in wrapped(text, room)]
        return found

    def _drawn(self, section: Section, width: int, height: int) -> list[list[Line]]:
        """The whole on a page in large characters, else each line on one; or nothing."""
        room = height - 2
        for texts in ([" ".join(section.lines)], section.lines):
            found = [fitted_big(text, width, room, most=LARGE) for text in texts]
            if all(found):
                head: list[Line] = [(section.heading, True), ("", False)]
                return [[*head, *((row, False) for row in rows or ())] for rows in found]
        return []

    def render_line(self, y: int) -> Strip:
        lines = self._pages[self._page]
        text, heading = lines[y] if y < len(lines) else ("", False)
        style = self.get_component_rich_style("reading--heading" if heading else "reading--text")
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, self.rich_style)

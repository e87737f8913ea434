"""Lines of text that can be longer than their place; the wheel and the arrows move them."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import fitted, wrapped

INSET = "  "
"""Before what goes on in another line."""

Row = tuple[str, str]
"""A text, and how it looks: ``heading``, ``row``, ``dim``, or one of ``due.standing``."""


class Rows(Widget, can_focus=False):
    """Says at its foot that there is more where there is."""

    COMPONENT_CLASSES = {
        *("rows--heading", "rows--row", "rows--dim"),
        *("rows--late", "rows--today", "rows--bring"),
    }

    def __init__(self, more: str, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's
        super().__init__(id=id)
        self._more = more
        self._rows: list[Row] = []
        self._top = 0

    def show(self, rows: list[Row]) -> None:
        """Show these; nothing is drawn when nothing changed."""
        if rows != self._rows:
            self._rows = rows
            self.refresh()

    def step(self, key: str) -> None:
        """Move by ``up``, ``down``, ``home`` or ``end``."""
        last = max(0, len(self._lines()) - self.size.height)
        after = {"up": self._top - 1, "down": self._top + 1, "home": 0, "end": last}
        self._top = max(0, min(after.get(key, self._top), last))
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        self.step("down")

    def on_mouse_scroll_up(self) -> None:
        self.step("up")

    def _lines(self) -> list[Row]:
        """The rows, broken where they are longer than a line; what goes on is set in."""
        lines = []
        for text, style in self._rows:
            lines += [(line, style) for line in self._broken(text)]
        return lines

    def _broken(self, text: str) -> list[str]:
        """One row, as lines that have room with what they are set in by."""
        width = self.size.width
        first, *others = wrapped(text, width)
        if not others:
            return [first]
        rest = text[len(first) :].strip()
        return [first, *(INSET + line for line in wrapped(rest, width - len(INSET)))]

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        lines = self._lines()
        top = max(0, min(self._top, len(lines) - height))
        text, style = lines[top + y] if top + y < len(lines) else ("", "row")
        below = len(lines) - top - height
        if below > 0 and y == height - 1:
            text, style = self._more.format(count=below + 1), "dim"
        rich = self.get_component_rich_style(f"rows--{style}")
        return Strip([Segment(fitted(text, width), rich)])

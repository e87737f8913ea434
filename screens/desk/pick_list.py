"""Lines of which one is selected, below lines that say something about all of them."""

from __future__ import annotations

from textual import events
from textual.message import Message

from screens.desk.rows import Row, Rows

STEPS = {"up": -1, "down": 1}


class PickList(Rows):
    """Arrows, the wheel and touch select; what is selected stays so while the list changes."""

    COMPONENT_CLASSES = {"rows--selected"}

    class Selected(Message):
        """Another entry is selected, or none."""

    class Opened(Message):
        """The entry that is selected was touched once more."""

    def __init__(self, more: str, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's
        super().__init__(more, id=id)
        self._entries: list[tuple[str, Row]] = []
        self._ids: list[str] = []
        self._at = 0

    @property
    def selected(self) -> str | None:
        """The id of the selected entry."""
        return self._ids[self._at] if self._ids else None

    def offer(self, entries: list[tuple[str, Row]]) -> None:
        """Show these lines, each with its id; those without one are headings."""
        before = self.selected
        self._entries, self._ids = entries, [id_ for id_, _ in entries if id_]
        last = max(0, len(self._ids) - 1)
        self._at = self._ids.index(before) if before in self._ids else min(self._at, last)
        self._mark()

    def step(self, key: str) -> None:
        last = len(self._ids) - 1
        after = {"home": 0, "end": last}.get(key, self._at + STEPS.get(key, 0))
        self._select(max(0, min(after, last)))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        line = self._top + event.y
        for place, height in enumerate(self._heights()):
            line -= height
            if line < 0:
                self._touch(place)
                return

    def _touch(self, place: int) -> None:
        above = [id_ for id_, _ in self._entries[:place] if id_]
        at = min(len(above), max(0, len(self._ids) - 1))
        if self._entries[place][0] and at == self._at:
            self.post_message(self.Opened())
        self._select(at)

    def _select(self, place: int) -> None:
        self._at = place
        self._mark()

    def _mark(self) -> None:
        chosen = self.selected
        self.show(
            [
                (text, "selected" if id_ and id_ == chosen else style)
                for id_, (text, style) in self._entries
            ]
        )
        self._bring_into_view()
        self.post_message(self.Selected())

    def _heights(self) -> list[int]:
        return [len(self._broken(text)) for text, _ in self._rows]

    def _bring_into_view(self) -> None:
        """The last row of all may be said in a line of its own, which shows only the count."""
        height = self.size.height - 1
        if not self.size or not self._ids:
            return
        heights = self._heights()
        place = next(n for n, (id_, _) in enumerate(self._entries) if id_ == self.selected)
        first, last = sum(heights[:place]), sum(heights[: place + 1])
        if self._at == 0:
            first = 0
        self._top = max(min(self._top, first), last - height, 0)
        self.refresh()

"""The slips that are not printed, one of them selected; above them, how the printers are."""

from __future__ import annotations

from textual import events
from textual.message import Message

from kiosk.jobs import Job
from screens.desk.rows import Row, Rows
from screens.widgets.cells import wrapped

STEPS = {"up": -1, "down": 1}


class JobList(Rows):
    """Arrows, the wheel and touch select; what is selected stays so while the list changes."""

    COMPONENT_CLASSES = {"rows--selected"}

    class Selected(Message):
        """Another job is selected, or none."""

    def __init__(self, more: str) -> None:
        super().__init__(more)
        self._heads: list[Row] = []
        self._jobs: list[tuple[str, str]] = []
        self._at = 0

    @property
    def selected(self) -> str | None:
        """The id of the selected job."""
        return self._jobs[self._at][0] if self._jobs else None

    def fill(self, heads: list[Row], jobs: list[tuple[Job, str]]) -> None:
        """Show these lines, and below them these jobs, each with its text."""
        before = self.selected
        self._heads, self._jobs = heads, [(job.id, text) for job, text in jobs]
        ids = [id_ for id_, _ in self._jobs]
        self._at = ids.index(before) if before in ids else min(self._at, max(0, len(ids) - 1))
        self._mark()

    def step(self, key: str) -> None:
        last = len(self._jobs) - 1
        after = {"home": 0, "end": last}.get(key, self._at + STEPS.get(key, 0))
        self._select(max(0, min(after, last)))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        line = self._top + event.y
        for place, height in enumerate(self._heights()):
            line -= height
            if line < 0:
                self._select(max(0, place - len(self._heads)))
                return

    def _select(self, place: int) -> None:
        self._at = place
        self._mark()

    def _mark(self) -> None:
        jobs = [
            (text, "selected" if place == self._at else "row")
            for place, (_, text) in enumerate(self._jobs)
        ]
        self.show([*self._heads, *jobs])
        self._bring_into_view()
        self.post_message(self.Selected())

    def _heights(self) -> list[int]:
        return [len(wrapped(text, self.size.width)) for text, _ in self._rows]

    def _bring_into_view(self) -> None:
        """The last row of all may be said in a line of its own, which shows only the count."""
        height = self.size.height - 1
        if not self.size or not self._jobs:
            return
        heights = self._heights()
        place = len(self._heads) + self._at
        first, last = sum(heights[:place]), sum(heights[: place + 1])
        if self._at == 0:
            first = 0
        self._top = max(min(self._top, first), last - height, 0)
        self.refresh()

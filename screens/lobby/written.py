"""A screen with the pad that writes Chinese, Latin and digits; a form, or a search."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.lobby.step import Step
from screens.widgets.pad import Pad


class Written(Step):
    """A sheet above the pad that writes Chinese, Latin and digits.

    Say in ``wrote``, ``erased``, ``emptied`` and ``entered`` what becomes of the field; before each
    field, ``self.pad.begin(kind, before, mode)``. Keys that the pad has no use for, among them
    escape, F1 to F3 and Home, remain those of the foot.
    """

    def body(self) -> ComposeResult:
        with Vertical(classes="written"):
            yield from self.sheet()
        yield Pad(self.language, touch=self.guard.passes)

    def sheet(self) -> ComposeResult:
        """What is written, and what it means."""
        yield from ()

    @property
    def pad(self) -> Pad:
        """Where one writes."""
        return self.query_one(Pad)

    def speak(self) -> None:
        super().speak()
        self.pad.speak(self.language)

    def wipe(self) -> None:
        self.pad.clear()

    def typed(self, key: str, character: str | None) -> bool:
        if key in {"enter", "space"} and self.marker.marked is not None:
            return False
        return self.pad.press(key, character)

    # --- the field ---------------------------------------------------------------------------

    def wrote(self, text: str) -> None:
        """This belongs at the end of the field."""

    def erased(self) -> None:
        """The last character of the field is to go."""

    def emptied(self) -> None:
        """All of the field is to go."""

    def entered(self) -> None:
        """The field is done."""

    @on(Pad.Wrote)
    def _wrote(self, event: Pad.Wrote) -> None:
        self.wrote(event.text)

    @on(Pad.Erased)
    def _erased(self) -> None:
        self.erased()

    @on(Pad.Emptied)
    def _emptied(self) -> None:
        self.emptied()

    @on(Pad.Entered)
    def _entered(self) -> None:
        self.entered()

"""A line of a clerk's own words: a reason, a name; with a keyboard, by touch or by mouse."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.hanzi import Kind
from kiosk.wording import say
from screens.desk.choice import Answer
from screens.widgets.field import LONGEST, Field
from screens.widgets.pad import Pad
from screens.widgets.pad.writing import Mode
from screens.widgets.touch import Touch


class Written(ModalScreen[str | None]):
    """Gives back what was written, perhaps nothing; ``None`` when it is not wanted after all."""

    def __init__(
        self,
        language: str,
        question: str,
        label: str,
        kind: Kind,
        before: str = "",
        *,
        mode: Mode | None = None,
        longest: int = LONGEST,
    ) -> None:
        super().__init__()
        self._language, self._question, self._label = language, question, label
        self._kind, self._before = kind, before
        self._mode, self._longest = mode, longest

    def compose(self) -> ComposeResult:
        with Vertical(id="paper"):
            yield Static(self._question, markup=False, id="asked")
            yield Field(self._label, id="written", any_script=True, longest=self._longest)
            yield Pad(self._language)
            yield Answer("Esc", "", say("desk.no", self._language))

    def on_mount(self) -> None:
        field = self.query_one(Field)
        field.active = True
        field.type(self._before)
        self.query_one(Pad).begin(self._kind, self._before, self._mode)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.query_one(Pad).press(event.key, event.character) and event.key == "escape":
            self.dismiss(None)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.query_one(Field).type(event.text)

    @on(Pad.Wrote)
    def _wrote(self, event: Pad.Wrote) -> None:
        self.query_one(Field).type(event.text)

    @on(Pad.Erased)
    def _erased(self) -> None:
        self.query_one(Field).erase()

    @on(Pad.Emptied)
    def _emptied(self) -> None:
        self.query_one(Field).clear()

    @on(Pad.Entered)
    def _entered(self) -> None:
        self.dismiss(self.query_one(Field).value.strip())

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, Answer):
            self.dismiss(None)

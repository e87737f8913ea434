"""Several of what is offered: papers that are missing, papers that came; others in own words."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.hanzi import Kind
from kiosk.wording import say
from screens.desk.choice import MANY, Answer
from screens.desk.written import Written
from screens.widgets.touch import Touch

STEPS = {"up": -1, "down": 1, "tab": 1, "shift+tab": -1}
DONE, OTHER, NO = "done", "other", ""


class Tick(Answer):
    """One of them, with a box that says whether it is chosen."""

    def __init__(self, key: str, value: str, text: str, *, chosen: bool) -> None:
        super().__init__(key, value, text)
        self.chosen = chosen

    def render(self) -> Content:
        return Content(f" {self.key.upper()}   [{'x' if self.chosen else ' '}] {self._text}")


class Several(ModalScreen[list[str] | None]):
    """Gives back the values that were chosen, ``None`` when it is not wanted after all.

    Digits, Space and touch choose; O writes another one where ``label`` says what is written;
    Enter is done once something is chosen.
    """

    def __init__(
        self,
        language: str,
        question: str,
        options: list[tuple[str, str]],
        *,
        label: str = "",
        longest: int = 60,
        chosen: bool = False,
    ) -> None:
        super().__init__()
        self._language, self._question, self._label = language, question, label
        self._longest = longest
        self._options = [(value, text, chosen) for value, text in options]
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(self._question, markup=False, id="asked")
            yield Vertical(*self._ticks(), id="ticks")
            if self._label:
                yield Answer("o", OTHER, say("handling.other_paper", self._language))
            yield Answer("Enter", DONE, say("handling.done", self._language))
            yield Answer("Esc", NO, say("desk.no", self._language))

    def on_mount(self) -> None:
        self._place()

    def _ticks(self) -> list[Tick]:
        return [
            Tick(str(n % 10), value, text, chosen=chosen)
            for n, (value, text, chosen) in enumerate(self._options, 1)
        ]

    async def _offer(self) -> None:
        """Show them anew; one that was written has come to the others."""
        place = self.query_one("#ticks", Vertical)
        await place.remove_children()
        await place.mount_all(self._ticks())
        self._place()

    def _place(self) -> None:
        crowded = len(self.query(Answer)) > MANY
        self.query_one("#question").set_class(crowded, "-crowded")
        self._mark()

    def _mark(self) -> None:
        self._at %= len(self.query(Answer))
        for place, answer in enumerate(self.query(Answer)):
            answer.set_class(place == self._at, "-marked")
        done = next(answer for answer in self.query(Answer) if answer.value == DONE)
        done.disabled = not self.chosen

    @property
    def chosen(self) -> list[str]:
        """What is chosen so far."""
        return [value for value, _, chosen in self._options if chosen]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        answers = list(self.query(Answer))
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in STEPS:
            self._at += STEPS[event.key]
            self._mark()
        elif event.key == "space":
            answers[self._at].touched()
        elif event.key == "enter":
            if self.chosen:
                self.dismiss(self.chosen)
        else:
            for answer in answers:
                if answer.key == event.key.lower():
                    answer.touched()

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        match event.touch:
            case Tick():
                self._toggle(event.touch)
            case Answer(value="done"):
                self.dismiss(self.chosen)
            case Answer(value="other"):
                ask = Written(
                    self._language,
                    self._question,
                    self._label,
                    Kind.WORDS,
                    longest=self._longest,
                )
                self.app.push_screen(ask, self._add)
            case Answer():
                self.dismiss(None)

    def _toggle(self, tick: Tick) -> None:
        tick.chosen = not tick.chosen
        self._options = [
            (value, text, tick.chosen if value == tick.value else chosen)
            for value, text, chosen in self._options
        ]
        tick.refresh()
        self._mark()

    async def _add(self, text: str | None) -> None:
        if text:
            self._options.append((text, text, True))
            await self._offer()

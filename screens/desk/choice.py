"""A question with a few answers: a window, a line, yes or no."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.widgets.touch import Touch

STEPS = {"up": -1, "down": 1, "tab": 1, "shift+tab": -1}


ROOMY = 6
"""Answers that have room to stand apart in the smallest terminal."""


class Answer(Touch):
    """One answer and the key that gives it."""

    def __init__(self, key: str, value: str, text: str) -> None:
        super().__init__()
        self.key, self.value, self._text = key, value, text

    def render(self) -> str:
        return f" {self.key.upper()}   {self._text}"


class Choice(ModalScreen[str | None]):
    """Gives back the value of the answer, ``None`` for none (Esc).

    Answers are chosen by the key before them, by arrows and Enter, or by touch. A value of one
    character is its own key; others are numbered.
    """

    def __init__(self, question: str, options: list[tuple[str, str]], no: str) -> None:
        super().__init__()
        self._question, self._options, self._no = question, options, no
        self._at = -1

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes="-many" if len(self._options) > ROOMY else ""):
            yield Static(self._question, markup=False, id="asked")
            for place, (value, text) in enumerate(self._options, start=1):
                key = value.lower() if len(value) == 1 else str(place % 10)
                yield Answer(key, value, text)
            yield Answer("Esc", "", self._no)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        answers = list(self.query(Answer))
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in STEPS:
            self._at = (self._at + STEPS[event.key]) % len(answers)
            for place, answer in enumerate(answers):
                answer.set_class(place == self._at, "-marked")
        elif event.key == "enter" and self._at >= 0:
            answers[self._at].touched()
        else:
            for answer in answers:
                if answer.key == event.key:
                    answer.touched()

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, Answer):
            self.dismiss(event.touch.value or None)

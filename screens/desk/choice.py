"""A question with a few answers: a window, a line, a reason, yes or no."""

from __future__ import annotations

import time

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.desk.acts import HELD_KEY
from screens.widgets.touch import Touch

STEPS = {"up": -1, "down": 1, "tab": 1, "shift+tab": -1}


NUMBERED = "1234567890bcdefghijkmoqruwx"
"""Keys of numbered answers, the first at 1; letters where there are more than ten."""

ROOMY, MANY = 5, 8
"""Answers that have room to stand apart in the smallest terminal."""


class Answer(Touch):
    """One answer and the key that gives it."""

    def __init__(self, key: str, value: str, text: str) -> None:
        super().__init__()
        self.key, self.value, self._text = key, value, text

    def render(self) -> Content:
        return Content(f" {self.key.upper()}   {self._text}")  # a name is no markup


class Choice(ModalScreen[str | None]):
    """Gives back the value of the answer, ``None`` for none (Esc).

    Answers are chosen by the key before them, by arrows and Enter, or by touch. A value of one
    character is its own key; others are numbered. The first is marked where ``first`` says so, for
    Enter alone to choose it. ``held`` is the key that asked: while it is still held it answers
    nothing.
    """

    def __init__(
        self,
        question: str,
        options: list[tuple[str, str]],
        no: str,
        *,
        first: bool = False,
        held: str = "",
    ) -> None:
        super().__init__()
        self._question, self._options, self._no = question, options, no
        self._at = 0 if first else -1
        self._held = (held, time.monotonic())

    def compose(self) -> ComposeResult:
        with Vertical(id="question", classes=_crowding(len(self._options))):
            yield Static(self._question, markup=False, id="asked")
            for place, (value, text) in enumerate(self._options, start=1):
                key = value.lower() if len(value) == 1 else NUMBERED[(place - 1) % len(NUMBERED)]
                yield Answer(key, value, text)
            yield Answer("Esc", "", self._no)

    def on_mount(self) -> None:
        self._mark()

    def _mark(self) -> None:
        for place, answer in enumerate(self.query(Answer)):
            answer.set_class(place == self._at, "-marked")

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self.query(Answer))
        self._mark()

    def _still_held(self, key: str) -> bool:
        name, since = self._held
        now = time.monotonic()
        held = key == name and now - since < HELD_KEY
        self._held = (name if held else "", now)
        return held

    def on_key(self, event: events.Key) -> None:
        event.stop()
        answers = list(self.query(Answer))
        if self._still_held(event.key):
            return
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in STEPS:
            self._step(STEPS[event.key])
        elif event.key == "enter" and self._at >= 0:
            answers[self._at].touched()
        else:
            for answer in answers:
                if answer.key == event.key.lower():
                    answer.touched()
                    break

    def on_mouse_scroll_down(self) -> None:
        self._step(1)

    def on_mouse_scroll_up(self) -> None:
        self._step(-1)

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, Answer):
            self.dismiss(event.touch.value or None)


def _crowding(options: int) -> str:
    """How close together the answers must stand to be all on the screen."""
    return "-crowded" if options > MANY else "-many" if options > ROOMY else ""

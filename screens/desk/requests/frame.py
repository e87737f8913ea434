"""The frame of these screens: a head with the clock, a body, a sentence, and the keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.widget import Widget
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import DEFAULT, say
from screens.desk.acts import HELD_KEY, LOOKS, Act
from screens.desk.cut_off import DeskTrouble
from screens.desk.requests.acts import RequestKey
from screens.desk.rows import Rows
from screens.desk.scanning import Scanning
from screens.widgets.clock import Clock
from screens.widgets.touch import Touch

REASON = 60
"""Characters of a reason (``kiosk.certificates.ground.LONGEST``)."""

OTHER = "other"

FEW, SOME = 4, 10
"""Keys that have room in one row, and in two."""


class Framed(Scanning[None]):
    """``act_<name>`` does what the key of that name says."""

    KEYS: ClassVar[tuple[Act, ...]] = ()

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language, person)
        self._pressed = ("", 0.0)
        self._left = False

    def on_screen_resume(self) -> None:
        self._pressed = ("", 0.0)  # back from a question: the same key is another press

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(self.title_said(), markup=False, id="who")
            yield Clock(self.hall, self.language, brief=True)
        yield DeskTrouble(self.hall, self.language)
        with Horizontal(id="sheet"):
            yield from self.body()
        yield Static("", markup=False, id="message")
        with Grid(id="acts", classes=_rows_of(len(self.KEYS))):
            for act in self.KEYS:
                yield RequestKey(act, self.key_said(act.name))

    def key_said(self, name: str) -> str:
        """What a key is called."""
        return self.say(f"handling.act_{name}")

    def why_said(self, name: str, language: str) -> str:
        """A reason of the catalogue."""
        return say(f"handling.why_{name}", language)

    def title_said(self) -> str:
        """What stands at the head."""
        return self.say("handling.title")

    def body(self) -> Iterable[Widget]:
        """What stands between the head and the sentence."""
        return ()

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_hall)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_hall)

    def show_hall(self) -> None:
        """Show the hall as it is now."""

    def may(self, names: set[str]) -> None:
        """Only these keys do something; that back is among them goes without saying."""
        for key in self.query(RequestKey):
            key.disabled = key.act.name not in names | {"back"}

    # --- keys and touches --------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        event.stop()
        key = event.key.lower()
        if key == "escape":
            self.act_back()
            return
        for shown in self.query(RequestKey):
            if key in {shown.act.function, shown.act.letter}:
                if not shown.disabled:
                    self._press(shown.act, key)
                return
        for rows in self.query(Rows).results():
            rows.step(key)
            break

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, RequestKey):
            self._press(event.touch.act)

    def _press(self, act: Act, key: str = "") -> None:
        """A key held down acts once."""
        now = time.monotonic()
        held = self._pressed[0] == act.name and now - self._pressed[1] < HELD_KEY
        self._pressed = (act.name, now)
        if not held and self.is_active:
            do: Callable[[str], None] | Callable[[], None] = getattr(self, f"act_{act.name}")
            if act.name == "back":
                self.act_back()
            elif self.hall.cut_off is not None and act.name not in LOOKS:
                self.tell(self.say("refused.cut_off_desk"), warn=True)
            else:
                self.after_others(lambda: do(key))  # type: ignore[call-arg]

    def act_back(self) -> None:
        """Leave this screen, once, however many keys or clocks ask for it."""
        if self.is_active and not self._left:
            self._left = True
            self.dismiss()

    # --- why -----------------------------------------------------------------------------------

    def ask_why(
        self, question: str, reasons: Iterable[str], then: Callable[[str], None], key: str = ""
    ) -> None:
        """Ask for a reason: one of the catalogue's, or their own words."""
        options = [(name, self.why_said(name, self.language)) for name in reasons]
        options.append((OTHER, self.say("desk.other_reason")))

        def given(name: str | None) -> None:
            if name == OTHER:
                self.write(
                    self.say("handling.own_reason"), self.say("desk.reason"), then, longest=REASON
                )
            elif name is not None:
                then(self.why_said(name, DEFAULT))  # records are kept in one language

        self.choose(question, options, given, key)


def _rows_of(keys: int) -> str:
    """How many rows of keys there are: one, two or three."""
    return "-few" if keys <= FEW else "-some" if keys <= SOME else ""

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
from screens.desk.acts import HELD_KEY, Act
from screens.desk.requests.acts import RequestKey
from screens.desk.rows import Rows
from screens.desk.scanning import Scanning
from screens.widgets.clock import Clock, Trouble
from screens.widgets.touch import Touch

REASON = 60
"""Characters of a reason (``kiosk.certificates.ground.LONGEST``)."""

OTHER = "other"


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
        yield Trouble(self.hall, self.language)
        with Horizontal(id="sheet"):
            yield from self.body()
        yield Static("", markup=False, id="message")
        with Grid(id="acts", classes="-few" if len(self.KEYS) <= len("four") else ""):
            for act in self.KEYS:
                yield RequestKey(act, self.say(f"handling.act_{act.name}"))

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
        self.query(Rows).first().step(key)

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
        options = [(name, self.say(f"handling.why_{name}")) for name in reasons]
        options.append((OTHER, self.say("desk.other_reason")))

        def given(name: str | None) -> None:
            if name == OTHER:
                self.write(
                    self.say("handling.own_reason"), self.say("desk.reason"), then, longest=REASON
                )
            elif name is not None:
                then(say(f"handling.why_{name}", DEFAULT))  # records are kept in one language

        self.choose(question, options, given, key)

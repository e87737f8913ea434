"""Who in the hall asks for help, and the key with which a clerk says "I am coming"."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from kiosk.hall import Hall
from kiosk.help import HelpCall
from kiosk.wording import name_of, say
from screens.widgets.touch import Touch

MOST = 2
"""Lines at once; with more calls the last line says how many there are."""


class HelpLine(Touch, can_focus=False):
    """One call, and what touching its line does: ``answer``, ``close`` or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.call: HelpCall | None = None
        self.act = ""
        self._text = ""

    def show(self, call: HelpCall | None, act: str, text: str) -> None:
        """Show a call, or nothing."""
        self.call, self.act = call, act
        self.display = call is not None
        self.disabled = not act
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Content:
        return Content(self._text)


class HelpLines(Vertical):
    """The calls a clerk can do something about, before those that colleagues see to."""

    class Chosen(Message):
        """A clerk goes (``answer``) to a terminal, or has been there (``close``)."""

        def __init__(self, act: str, call: HelpCall) -> None:
            super().__init__()
            self.act, self.call = act, call

    def __init__(self, hall: Hall, number: str, language: str) -> None:
        super().__init__()
        self._hall, self._number, self._language = hall, number, language
        self._heard: set[str] = set()

    def compose(self) -> ComposeResult:
        for _ in range(MOST):
            yield HelpLine()

    def show_hall(self) -> None:
        """Show the calls that are open; a new one is heard, too."""
        calls = sorted(self._hall.help.waiting(), key=self._rank)
        new = {call.id for call in calls if call.answer is None} - self._heard
        self._heard |= new
        if new:
            self.app.bell()
        self.display = bool(calls)
        for place, line in enumerate(self.query(HelpLine)):
            call = calls[place] if place < len(calls) else None
            more = len(calls) - MOST if place == MOST - 1 else 0
            line.show(call, self._act(call), self._words(call, more) if call else "")

    def choose(self) -> None:
        """As if the first line had been touched."""
        first = next((line for line in self.query(HelpLine) if line.call and line.act), None)
        if first is not None:
            first.touched()

    def on_touch_touched(self, event: Touch.Touched) -> None:
        """A line was touched, or its key pressed."""
        event.stop()
        if isinstance(event.touch, HelpLine) and event.touch.call is not None:
            self.post_message(self.Chosen(event.touch.act, event.touch.call))

    def _rank(self, call: HelpCall) -> tuple[bool, bool]:
        return self._act(call) == "", self._act(call) == "answer"

    def _act(self, call: HelpCall | None) -> str:
        if call is None:
            return ""
        if call.answer is None:
            return "answer"
        return "close" if call.answered_by == self._number else ""

    def _words(self, call: HelpCall, more: int) -> str:
        minutes = int(call.seconds(self._hall.clock.now()) // 60)
        who = self._hall.staff.name_of(call.answered_by) if call.answered_by else ""
        key = {"answer": "help_open", "close": "help_mine"}.get(self._act(call), "help_theirs")
        name = name_of(call, self._language)
        text = say(f"desk.{key}", self._language, terminal=name, minutes=minutes, name=who)
        return text + (f"  {say('desk.help_more', self._language, count=more)}" if more > 0 else "")

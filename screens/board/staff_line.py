"""The line for staff: at which terminals somebody asked for help."""

from __future__ import annotations

from textual.widgets import Static

from kiosk.help import HelpCall
from kiosk.hours import Moment
from kiosk.wording import name_of, say
from screens.board.packing import packed


class StaffLine(Static):
    """Names machines, never people; gone when nobody asks."""

    def __init__(self, language: str) -> None:
        super().__init__(markup=False)
        self._language = language
        self._text: str | None = None

    def show(self, calls: list[HelpCall], now: Moment, width: int) -> None:
        """Show the open calls for help, unanswered ones first, on as many rows as they need."""
        calls = sorted(calls, key=lambda call: call.answer is not None)
        parts = [self._words(call, now) for call in calls]
        if parts:
            parts[0] = say("board.staff", self._language, calls=parts[0])
        text = "\n".join(packed(parts, width))
        if text != self._text:
            self._text = text
            self.display = bool(parts)
            self.set_class(any(call.answer is None for call in calls), "-unanswered")
            self.update(text)

    def _words(self, call: HelpCall, now: Moment) -> str:
        name = name_of(call, self._language)
        if call.answer is not None:
            return say("board.help_coming", self._language, name=name)
        minutes = int(call.seconds(now) // 60)
        key = "board.help_asked" if minutes else "board.help_now"
        return say(key, self._language, name=name, minutes=minutes)

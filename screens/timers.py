"""Timers that come, however busy the machine is.

Textual looks at the clock when a timer begins and again before it sleeps, and skips what fell due
in between: of a timer that is to come once, nothing is left then (textual 8.2.8, ``timer.py``,
``_run``). With both cores busy that befell 1 of 7,000 timers of 8 ms. After one such, an app never
again heard of its terminal's size, or a screen of the hall's news.
"""

from __future__ import annotations

from textual.message_pump import MessagePump
from textual.timer import Timer, TimerCallback


class Punctual(MessagePump):
    """Comes before App or Screen among the bases. A timer set once comes once, if late."""

    def set_timer(
        self,
        delay: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # its task has not run yet
        return timer

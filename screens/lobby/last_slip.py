"""补打上一张: a ticket's slip of which nobody knows whether it came out, offered once more."""

from __future__ import annotations

import time

from textual.app import App
from textual.message import Message

from kiosk.hall import Hall

OFFER = 300.0
"""Seconds for which a slip is offered once more if nobody knows whether it came out: whoever waited
for it is still there."""

EVERY = 2.0
"""Seconds between two looks whether there is one. Its spooler, which knows, starts after us."""


class SlipInDoubt(Message):
    """Nobody knows whether this terminal's last slip came out; or somebody does by now."""

    def __init__(self, doubt: bool) -> None:
        super().__init__()
        self.doubt = doubt


class LastSlip:
    """Looks, on a thread, after a start of the lobby and while it is cut off.

    At other times the desks see what is not printed, and decide.
    """

    def __init__(self, app: App[None], hall: Hall) -> None:
        self._app, self._hall = app, hall
        self._started, self._opened = time.monotonic(), hall.clock.now().at
        self._offered = False

    def look(self) -> None:
        """Have ``SlipInDoubt`` posted, when that is news."""
        if time.monotonic() - self._started < OFFER or self._hall.cut_off is not None:
            self._app.run_worker(self._find, thread=True, name="slip", exit_on_error=False)
        elif self._offered:
            self._say(False)

    def _find(self) -> None:
        from kiosk.outbox import going_on  # noqa: PLC0415 -- after the first frame

        slip, doubt = going_on.last_slip(self._hall), False
        if slip is not None and slip.job.doubtful:
            age = (self._hall.clock.now().at - slip.job.at).total_seconds()
            doubt = age < OFFER and (slip.offline or slip.job.at < self._opened)
        self._say(doubt)

    def _say(self, doubt: bool) -> None:
        if doubt != self._offered:
            self._offered = doubt
            self._app.post_message(SlipInDoubt(doubt))

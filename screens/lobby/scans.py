"""Which screen a scanned code leads to, once the hall has believed it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.codes import KINDS, bare
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.wording import refusal
from screens.lobby.step import Step

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.lobby.kept import Kept

BAD_IN_A_ROW = 5
"""Codes that are nobody's, one after the other, until there is a pause (civic-systems.md 3.4)."""

PAUSE = 15.0
"""Seconds of it: long for whoever guesses, bearable for whoever held the wrong card."""

INSTEAD = {
    "ticket": "volunteering.is_ticket",
    "request": "volunteering.is_request",
    "": "volunteering.is_certificate",
}
"""What is said of a code that was shown as if it were a card."""

CARD = str(KINDS["card"])
"""How the codes of cards begin, the forged ones too."""


class Scans:
    """Codes of digits by their kind; whatever else is shown may be a certificate's."""

    def __init__(self, hall: Hall, kept: Kept, clock: Callable[[], float] = time.monotonic) -> None:
        self._hall, self._kept, self._clock = hall, kept, clock
        self.screens: dict[str, Callable[[str], Step | None]] = {
            "ticket": self._ticket,
            "request": self._request,
            "card": self._card,
            "activity": self._activity,
        }
        self._bad, self._until = 0, 0.0

    def screen(self, scanned: str, shown: Screen[object]) -> Step | None:
        """The screen that shows what this is; ``None``: one comes when the hall has answered.

        ``shown`` is the screen before which it was scanned. Where that waits for a volunteer's
        card, whatever else is ours is told what it is.
        Refuses: ``not_our_code``, ``scans_paused``, and what the hall refuses of a code of ours.
        """
        if (seconds := self.pause) > 0:
            raise refusal("scans_paused", seconds=seconds)
        code, for_cards = bare(scanned), isinstance(shown, Step) and shown.FOR_CARDS
        if self._hall.cut_off is not None and not code.isdecimal():
            raise refusal("cut_off_verdict", phone=self._hall.config.centre.phone)
        kind = self._kind(code, for_cards=for_cards)
        screen = self.screens[kind](code) if kind else self._certificate(code)
        if screen is not None and for_cards:
            screen.instead = INSTEAD[kind]
        return screen

    def _kind(self, code: str, *, for_cards: bool) -> str:
        """The kind of a code of digits; empty for all else, which may be a certificate.

        What passes itself off as a card is handed on as one: there it is refused, and the reason
        kept. So is whatever is nobody's where a card is waited for.
        """
        try:
            if code.isdecimal():
                return self._hall.codes.read(code).kind
            if not for_cards or self._hall.certificates.verify(code).reason != "not_our_code":
                return ""
        except Refused:
            if not (for_cards or code.startswith(CARD)):
                self.bad()
                raise
        return "card"

    # --- a pause after guessing --------------------------------------------------------------

    @property
    def pause(self) -> int:
        """Seconds during which nothing that is scanned counts; 0: it does."""
        return max(0, round(self._until - self._clock()))

    def bad(self) -> None:
        """One more that is nobody's."""
        self._bad += 1
        if self._bad >= BAD_IN_A_ROW:
            self._bad, self._until = 0, self._clock() + PAUSE

    def good(self) -> None:
        """One that is somebody's: those that are not are counted anew."""
        self._bad = 0

    # --- where each kind leads ---------------------------------------------------------------

    def _ticket(self, code: str) -> Step:
        self.good()
        self._kept.mine.show(self._hall.queue.by_code(code))
        return self._kept.mine

    def _request(self, code: str) -> Step:
        self.good()
        if self._hall.cut_off is not None:
            raise refusal("cut_off_standing", phone=self._hall.config.centre.phone)
        self._kept.standing.show(self._hall.certificates.by_code(code))
        return self._kept.standing

    def _certificate(self, code: str) -> Step:
        found = self._hall.certificates.verify(code)
        if found.reason == "not_our_code":
            self.bad()
        else:
            self.good()
        self._kept.verdict.show(found)
        return self._kept.verdict

    def _card(self, code: str) -> None:
        self._kept.volunteering.card(code)

    def _activity(self, code: str) -> None:
        self._kept.volunteering.elsewhere(code)

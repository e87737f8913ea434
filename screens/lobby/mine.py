"""Where is my number? Scan the ticket, or type what is printed on it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.ticket import State, Ticket, series_of
from screens.lobby.faces import ahead_in_words, named
from screens.lobby.padded import Padded
from screens.lobby.session import Session
from screens.terminal import HallChanged
from screens.widgets.big_text import BigText
from screens.widgets.number_pad import PadKey
from screens.widgets.touch import Touch

DIGITS = 5
"""Digits of a number at most."""


class Letters(Grid):
    """A key for each letter that numbers begin with."""

    def show(self, letters: str) -> None:
        """Have keys for these."""
        if letters == "".join(key.key for key in self.query(PadKey)):
            return
        with self.app.batch_update():
            self.remove_children()
            self.mount(*(PadKey(letter, letter) for letter in letters))
        self.styles.grid_size_columns = len(letters)


class Mine(Padded):
    """Shows one ticket's place, and follows it while someone looks."""

    PROMPT = "lobby.mine"
    ENTER: ClassVar[str] = "lobby.look_up"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._letters, self._digits = "", ""
        self._found: str | None = None
        self._refused: Refused | None = None

    def sheet(self) -> ComposeResult:
        yield BigText(most=8)
        yield Static(markup=False, id="place")

    def above(self) -> ComposeResult:
        yield Letters()

    # --- what it shows -----------------------------------------------------------------------

    def show(self, ticket: Ticket | Refused) -> None:
        """What a scanned code is, or why it is nothing."""
        self.wipe()
        if isinstance(ticket, Refused):
            self._refused = ticket
        else:
            self._show_found(ticket)

    def wipe(self) -> None:
        self._letters, self._digits, self._found, self._refused = "", "", None, None

    def _show_found(self, ticket: Ticket) -> None:
        self._found, self._refused = ticket.number, None
        self._letters = series_of(ticket.number)
        self._digits = ticket.number.removeprefix(self._letters)

    def speak(self) -> None:
        super().speak()
        self.show_hall()

    @on(HallChanged)
    def show_hall(self) -> None:
        """The number as typed so far, or the ticket as it is now."""
        number = self._letters + self._digits
        second = "".join(series[1:] for series in self._series())
        letters = dict.fromkeys((*self.hall.config.lines, *second))
        self.query_one(Letters).show("".join(letters))
        big = self.query_one(BigText)
        big.text, big.display = number, bool(number)
        self.query_one("#place", Static).update(self._words(number))

    def _words(self, number: str) -> str:
        if self.hall.cut_off is not None:
            return f"{number}\n\n{self.say('cut_off.mine')}".lstrip()
        if self._refused is not None:
            return self.refused(self._refused)
        if self._found is None:
            return f"{number}\n\n{self.say('lobby.mine_how')}".lstrip()
        ticket = self.hall.queue.ticket(self._found)
        line = "  ".join(named(self.hall.config.lines[ticket.line], self.language))
        return f"{ticket.number}  {line}\n\n{self._state(ticket)}"

    def _state(self, ticket: Ticket) -> str:
        if ticket.state in {State.ISSUED, State.WAITING}:
            return ahead_in_words(ticket, self.language)
        key = "mine_called" if ticket.state is State.CALLED else "mine_state"
        state = self.say(f"states.{ticket.state}")
        return self.say(f"lobby.{key}", window=ticket.window or "", state=state)

    # --- typing ------------------------------------------------------------------------------

    def typed(self, key: str, character: str | None) -> bool:
        letter = (character or "").upper()
        if letter and not self._digits and self._letters + letter in self._series():
            self._change(self._letters + letter, "")
        elif letter in self.hall.config.lines:
            self._change(letter, self._digits)
        elif letter and letter in "0123456789":
            self._change(self._letters, (self._digits + letter)[:DIGITS])
        elif key in {"backspace", "delete"} and self._digits:
            self._change(self._letters, self._digits[:-1])
        elif key in {"backspace", "delete"} and self._letters:
            self._change(self._letters[:-1], "")
        elif key == "enter" and self.marker.marked is None:
            self._look_up()
        else:
            return False
        return True

    def _series(self) -> list[str]:
        """What numbers of machines that were cut off today begin with (``AX``)."""
        return [series for series in self.hall.queue.series() if len(series) > 1]

    def _change(self, letters: str, digits: str) -> None:
        self.wipe()
        self._letters, self._digits = letters, digits
        self.show_hall()

    def _look_up(self) -> None:
        if not self._digits:
            return
        letters = self._letters or next(iter(self.hall.config.lines))
        try:
            self._show_found(self.hall.queue.ticket(f"{letters}{int(self._digits):03d}"))
        except Refused as refusal:
            self._refused = refusal
        self.show_hall()

    @on(Touch.Touched)
    def _letter_touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, PadKey):
            event.stop()
            self.pressed(event.touch.key, event.touch.key)

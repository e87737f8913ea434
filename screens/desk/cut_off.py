"""A window that is cut off: what it may note, what it may not decide, and what is looked at after.

Facts may be noted ("served A012"); whom to call, what to approve waits for the others.
"""

from __future__ import annotations

from functools import partial
from typing import cast

from textual import on
from textual.message import Message

from kiosk.hanzi import Kind
from kiosk.wording import say
from screens.desk.asking import Asking
from screens.desk.ticket_list import TicketList
from screens.terminal import HallChanged, Terminal
from screens.widgets.clock import Trouble
from screens.widgets.pad.writing import Mode

HERE, OTHER = "y", "o"
"""Answers: the number that stands there, or another one."""

LONGEST = 8
"""Characters of a number with room for a slip of the finger (``AX001``)."""


class DeskTrouble(Trouble):
    """Says, too, that facts of the time cut off do not agree, until somebody has looked."""

    def faults(self) -> list[str]:
        faults = super().faults()
        if self._hall.cut_off is None and (count := len(self._hall.conflicts.open())):
            faults.append(say("cut_off.open", self.language, count=count))
        return faults


class ServedNoted(Message):
    """It is kept here that a number was served."""

    def __init__(self, number: str, at: str) -> None:
        super().__init__()
        self.number, self.at = number, at


class Noting(Asking):
    """The window's acts, and what becomes of them while it is cut off."""

    _alone = False

    def say_wire(self) -> None:
        """When the wire was cut, or is whole again, what can be done now stands above the keys."""
        alone = self.hall.cut_off is not None
        if alone != self._alone:
            self._alone = alone
            self.tell(self.say("refused.cut_off_desk" if alone else "desk.welcome"), warn=alone)

    def act(self, name: str, key: str = "") -> None:
        """Do or ask; while cut off only to leave."""
        if self.hall.cut_off is not None and name != "leave":
            self.tell(self.say("refused.cut_off_desk"), warn=True)
        else:
            super().act(name, key)

    # --- "served A012" -------------------------------------------------------------------------

    def note_served(self, key: str = "") -> None:
        """A number was served: the one at the window, the selected one, or another."""
        if self.hall.cut_off is None:
            self.tell(self.say("cut_off.not_cut_off"), warn=True)
            return
        ticket = self.query_one(TicketList).selected or self.hall.queue.at(self.window)
        if ticket is None or ticket.number in cast(Terminal, self.app).wire.served():
            self._ask_which()
            return
        question = self.say("cut_off.served_here", number=ticket.number)
        yes, other = self.say("cut_off.served_yes"), self.say("cut_off.served_other")
        options = [(HERE, yes), (OTHER, other)]
        self.choose(question, options, partial(self._served_or_other, ticket.number), key)

    def _served_or_other(self, number: str, answer: str | None) -> None:
        if answer == OTHER:
            self._ask_which()
        elif answer is not None:
            self._note_served(number)

    def _ask_which(self) -> None:
        question, label = self.say("cut_off.served_which"), self.say("cut_off.served_number")
        self.write(
            question, label, self._note_served, kind=Kind.WORDS, mode=Mode.LATIN, longest=LONGEST
        )

    def _note_served(self, number: str) -> None:
        def note() -> Message:
            from kiosk.outbox import going_on  # noqa: PLC0415 -- who is cut off only

            fact = going_on.served(self.hall, number, self.window).fact
            return ServedNoted(fact.about, f"{fact.at:%H:%M}") if fact else HallChanged()

        self.start("served", note)

    @on(ServedNoted)
    def _say_noted(self, event: ServedNoted) -> None:
        self.query_one(TicketList).step("escape")
        self.tell(self.say("cut_off.served_kept", number=event.number, time=event.at))
        self.query_one(Trouble).look()
        self.post_message(HallChanged())

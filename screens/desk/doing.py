"""Acts of a desk on tickets, and on calls for help, and what the hall said of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.message import Message

from kiosk.hall import Hall
from kiosk.help import HelpCall
from kiosk.staff import Person
from kiosk.tickets.ticket import State, Ticket
from screens.desk.help_line import HelpLines
from screens.desk.scanning import Scanning


class MoveMade(Message):
    """The hall has recorded an act of this window; ``did`` is its word in the catalogue."""

    def __init__(self, did: str, ticket: Ticket) -> None:
        super().__init__()
        self.did, self.ticket = did, ticket


class HelpGiven(Message):
    """The hall has recorded that someone goes to a terminal (``answer``), or was there."""

    def __init__(self, act: str, call: HelpCall) -> None:
        super().__init__()
        self.act, self.call = act, call


class Doing(Scanning[str]):
    """The acts of one window."""

    def __init__(self, hall: Hall, language: str, person: Person, window: str) -> None:
        super().__init__(hall, language, person)
        self.window = window

    def do(self, name: str, act: Callable[[], Ticket]) -> None:
        """One act on a ticket, on a thread; posts ``MoveMade`` or ``MoveRefused``."""

        def done(ticket: Ticket) -> Message:
            back = name == "resume" and ticket.state is State.WAITING
            return MoveMade("return" if back else name, ticket)

        self.start(name, lambda: done(act()))

    @on(HelpLines.Chosen)
    def _help(self, event: HelpLines.Chosen) -> None:
        act = {"answer": self.hall.help.answer, "close": self.hall.help.close}[event.act]
        go = partial(act, event.call.id, window=self.window)
        self.start("help", lambda: HelpGiven(event.act, go()))

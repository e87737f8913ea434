"""Acts of a desk on their way to the hall and back; the screen never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from textual import on
from textual.message import Message

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.help import HelpCall
from kiosk.tickets.ticket import State, Ticket
from screens.desk.help_line import HelpLines
from screens.terminal import HallScreen


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


class MoveRefused(Message):
    """The hall would not do it; nothing has changed."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Doing(HallScreen[str]):
    """Acts typed faster than the disk writes follow one another."""

    def __init__(self, hall: Hall, language: str, window: str) -> None:
        super().__init__(hall, language)
        self.window = window
        self._one_at_a_time = asyncio.Lock()
        self._under_way = 0

    def do(self, name: str, act: Callable[[], Ticket]) -> None:
        """One act on a ticket, on a thread; posts ``MoveMade`` or ``MoveRefused``."""

        def done(ticket: Ticket) -> Message:
            back = name == "resume" and ticket.state is State.WAITING
            return MoveMade("return" if back else name, ticket)

        self._start(name, lambda: done(act()))

    @on(HelpLines.Chosen)
    def _help(self, event: HelpLines.Chosen) -> None:
        act = {"answer": self.hall.help.answer, "close": self.hall.help.close}[event.act]
        go = partial(act, event.call.id, window=self.window)
        self._start("help", lambda: HelpGiven(event.act, go()))

    def after_others(self, ask: Callable[[], None]) -> None:
        """Ask when what was typed before is done: the answer may depend on it."""
        if self._under_way:
            self.run_worker(self._ask_in_turn(ask), exit_on_error=False, name="ask")
        else:
            ask()

    async def _ask_in_turn(self, ask: Callable[[], None]) -> None:
        async with self._one_at_a_time:
            pass
        ask()

    def _start(self, name: str, act: Callable[[], Message]) -> None:
        self._under_way += 1
        self.run_worker(self._in_turn(act), exit_on_error=False, name=name)

    async def _in_turn(self, act: Callable[[], Message]) -> None:
        try:
            async with self._one_at_a_time:
                self.post_message(await asyncio.to_thread(act))
        except Refused as refusal:
            self.post_message(MoveRefused(refusal))
        finally:
            self._under_way -= 1

"""The window: who waits, who stands here, and one key for each thing that can happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.message import Message
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.slips import JobState
from kiosk.staff import Person
from kiosk.tickets.ticket import State, Ticket
from screens.desk.acts import ACTS, Act
from screens.desk.choice import Choice
from screens.desk.current import Current
from screens.desk.ticket_list import TicketList
from screens.terminal import ActFailed, HallChanged, HallScreen
from screens.widgets.clock import Clock, Trouble
from screens.widgets.touch import Touch

HELD_KEY = 0.35
"""Seconds within which the same key again is a key held down, not a second wish."""

UNPRINTED = frozenset({JobState.QUEUED, JobState.UNKNOWN, JobState.FAILED})


class MoveMade(Message):
    """The hall has recorded an act of this window."""

    def __init__(self, name: str, ticket: Ticket) -> None:
        super().__init__()
        self.name, self.ticket = name, ticket


class MoveRefused(Message):
    """The hall would not do it; nothing has changed."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class ActKey(Touch, can_focus=False):
    """What one key does. Its word is dim, and it takes no touch, while it cannot do anything."""

    def __init__(self, act: Act, word: str) -> None:
        super().__init__(id=act.name)
        self.act, self._word = act, word

    def render(self) -> str:
        return f"{self.act.key.upper()}  {self._word}"


class Window(HallScreen[None]):
    """One window and the person at it; ends when they leave."""

    def __init__(self, hall: Hall, language: str, person: Person, window: str) -> None:
        super().__init__(hall, language)
        self.person, self.window = person, window
        self._one_at_a_time = asyncio.Lock()
        self._pressed = ("", 0.0)

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            person = self.say("desk.person", name=self.person.name, number=self.person.number)
            where = self.say("desk.window", window=self.window)
            yield Static(f"{where}   {person}", markup=False, id="who")
            yield Static(markup=False, id="unprinted")
            yield Clock(self.hall, self.language, brief=True)
        yield Trouble(self.hall, self.language)
        with Horizontal(id="middle"):
            yield TicketList(self.hall, self.window, self.language)
            yield Current(self.hall, self.window, self.language)
        yield Static(self.say("desk.welcome"), markup=False, id="message")
        with Grid(id="acts"):
            for act in ACTS:
                yield ActKey(act, self.say(f"desk.act_{act.name}"))

    def on_mount(self) -> None:
        self.show_hall()
        self.set_interval(1, self._second)

    def _second(self) -> None:
        self.query_one(Current).show_time()
        self.query_one(TicketList).show_time()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now."""
        self.query_one(TicketList).show(self.hall.queue.on_floor())
        self.query_one(Current).show(self.hall.queue.at(self.window))
        count = sum(job.state in UNPRINTED for job in self.hall.slips.jobs())
        unprinted = self.query_one("#unprinted", Static)
        unprinted.update(self.say("desk.unprinted", count=count) if count else "")
        self._show_keys()

    @on(TicketList.Selected)
    def _show_keys(self) -> None:
        here, selected = self.hall.queue.at(self.window), self.query_one(TicketList).selected
        for key in self.query(ActKey):
            key.disabled = not key.act.ready(here, selected)

    # --- keys --------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if event.key in {"up", "down", "home", "end", "escape"}:
            self.query_one(TicketList).step(event.key)
            return
        key = "n" if event.key == "enter" else event.key.lower()
        for act in ACTS:
            if act.key == key:
                self._press(act)

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, ActKey):
            self._press(event.touch.act)

    def _press(self, act: Act) -> None:
        now = time.monotonic()
        held = self._pressed[0] == act.name and now - self._pressed[1] < HELD_KEY
        self._pressed = (act.name, now)
        if not held and self.is_current:
            getattr(self, f"_act_{act.name}")()

    def _act_call(self) -> None:
        self._do("call", partial(self.hall.queue.call, self.window))

    def _act_recall(self) -> None:
        self._do("recall", partial(self.hall.queue.recall, self.window))

    def _act_arrive(self) -> None:
        self._do("arrive", partial(self.hall.queue.arrive, self.window))

    def _act_finish(self) -> None:
        self._do("finish", partial(self.hall.queue.finish, self.window))

    def _act_miss(self) -> None:
        self._do("miss", partial(self.hall.queue.miss, self.window))

    def _act_hold(self) -> None:
        self._do("hold", partial(self.hall.queue.hold, self.window))

    def _act_undo(self) -> None:
        self._do("undo", partial(self.hall.queue.undo, self.window))

    def _act_leave(self) -> None:
        self.dismiss()

    def _act_resume(self) -> None:
        if number := self._chosen():
            self._do("resume", partial(self.hall.queue.resume, self.window, number))

    def _act_call_selected(self) -> None:
        if number := self._chosen():
            self._do("call_selected", partial(self.hall.queue.call, self.window, number))

    def _act_transfer(self) -> None:
        here = self.hall.queue.at(self.window)
        if here is None:
            self._tell(self.say("refused.nothing_called", window=self.window))
            return
        lines = self.hall.config.lines.items()
        options = [(line, entry.name) for line, entry in lines if line != here.line]
        question = self.say("desk.which_line", number=here.number)
        self.app.push_screen(Choice(question, options, self.say("desk.no")), self._transfer)

    def _transfer(self, line: str | None) -> None:
        if line is not None:
            self._do("transfer", partial(self.hall.queue.transfer, self.window, line))

    def _act_void(self) -> None:
        ticket = self.query_one(TicketList).selected or self.hall.queue.at(self.window)
        if ticket is None:
            self._tell(self.say("desk.choose_first"))
            return
        question = self.say("desk.sure_void", number=ticket.number)
        sure = [("y", self.say("desk.yes"))]
        void = partial(self._void, ticket.number)
        self.app.push_screen(Choice(question, sure, self.say("desk.no")), void)

    def _void(self, number: str, sure: str | None) -> None:
        if sure is not None:
            self._do("void", partial(self.hall.queue.void, number))

    def _chosen(self) -> str | None:
        """The number selected in the list; says what to do when there is none."""
        selected = self.query_one(TicketList).selected
        if selected is None:
            self._tell(self.say("desk.choose_first"))
        return selected.number if selected else None

    # --- the hall ----------------------------------------------------------------------------

    def _do(self, name: str, act: Callable[[], Ticket]) -> None:
        """One act, on a thread; acts typed faster than the disk writes follow one another."""
        self.run_worker(self._in_turn(name, act), exit_on_error=False, name=name)

    async def _in_turn(self, name: str, act: Callable[[], Ticket]) -> None:
        async with self._one_at_a_time:
            try:
                self.post_message(MoveMade(name, await asyncio.to_thread(act)))
            except Refused as refusal:
                self.post_message(MoveRefused(refusal))

    @on(MoveMade)
    def _say_what(self, event: MoveMade) -> None:
        ticket = event.ticket
        back = event.name == "resume" and ticket.state is State.WAITING
        words = self.say(
            "desk.did_return" if back else f"desk.did_{event.name}",
            number=ticket.number,
            calls=ticket.calls,
            line=self.hall.config.lines[ticket.line].name,
            state=self.say(f"states.{ticket.state}"),
        )
        self._tell(words)
        self.show_hall()

    @on(MoveRefused)
    def _say_why(self, event: MoveRefused) -> None:
        self._tell(self.refused(event.refusal), warn=True)

    def on_act_failed(self, _: ActFailed) -> None:
        self._tell(self.say("desk.failed"), warn=True)

    def _tell(self, text: str, *, warn: bool = False) -> None:
        message = self.query_one("#message", Static)
        message.set_class(warn, "-warn")
        message.update(f"! {text}" if warn else text)

"""The desk as an app: who sits there, at which window, and back to the log-in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from textual import on
from textual.message import Message
from textual.screen import Screen

from kiosk.config import Window as WindowSetting
from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.hours import Moment
from kiosk.staff import Person, Role
from kiosk.wording import name_of
from screens.cut_off import instead
from screens.desk.locked import Locked, SeatGiven
from screens.desk.login import Login, LoginGiven
from screens.terminal import ActFailed, Terminal, in_words

HERE = Path(__file__).parent
PAD = HERE.parent / "widgets" / "pad"

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks whether the desk stands alone."""


class PersonEntered(Message):
    """The hall knows who this is."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


class EntryRefused(Message):
    """Nobody was let in, or not at this window."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class WindowOpened(Message):
    """Someone sits at a window now."""

    def __init__(self, person: Person, window: str) -> None:
        super().__init__()
        self.person, self.window = person, window


class DeskApp(Terminal):
    """Calls and serves. ``window`` is where it stands; without it each person is asked."""

    CSS_PATH = [*Terminal.CSS_PATH, PAD / "pad.tcss", HERE / "desk.tcss"]

    def __init__(self, hall: Hall, terminal: str = "desk", window: str | None = None) -> None:
        super().__init__(hall, terminal)
        self._window = window
        self._entering = False
        self._sits: tuple[Person, str] | None = None
        self._touched: Moment = hall.clock.now()

    def on_mount(self) -> None:
        self.set_interval(LOOK, self._lock_if_alone)

    def get_default_screen(self) -> Screen[None]:
        return Login(self.hall, self.language)

    def may_leave(self) -> bool:
        """In a live hall a desk is the staff's: only who sits there ends it (``Asking``)."""
        return super().may_leave() or len(self.hall.staff) == 0

    @property
    def login(self) -> Login:
        """The screen below all others."""
        return cast(Login, self.screen_stack[0])

    @property
    def entrance(self) -> Login:
        """Where a PIN is asked for now."""
        return self.screen if isinstance(self.screen, Locked) else self.login

    # --- a desk that stands alone ------------------------------------------------------------

    def someone_there(self) -> None:
        self._touched = self.hall.clock.now()

    def _lock_if_alone(self) -> None:
        alone = self.hall.staff.timed_out(self._touched)
        if alone and self._sits and not isinstance(self.screen, Locked):
            self.push_screen(Locked(self.hall, self.language, self._sits[0]))

    @on(SeatGiven)
    def _give_seat(self) -> None:
        if self._sits is not None:
            person, window = self._sits
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self._leave(person, window)

    # --- who sits down -----------------------------------------------------------------------

    def _work(self, act: Callable[[], Message]) -> None:
        """One act of the hall on a thread of its own; what it says comes back as a message."""

        def work() -> None:
            try:
                self.post_message(act())
            except Refused as refusal:
                self.post_message(EntryRefused(refusal))

        self.run_worker(work, thread=True, exit_on_error=False, name="enter")

    @on(LoginGiven)
    def _check(self, event: LoginGiven) -> None:
        if not self._entering:
            self._entering = True
            check = self._add_first if event.name else self._enter
            self._work(partial(check, event))

    def _enter(self, given: LoginGiven) -> PersonEntered:
        staff, locked = self.hall.staff, isinstance(self.screen, Locked)
        if locked and self.hall.cut_off is not None:
            return PersonEntered(staff.still(given.number, given.pin))
        return PersonEntered(staff.enter(given.number, given.pin, self.terminal))

    def _add_first(self, given: LoginGiven) -> PersonEntered:
        self.hall.staff.add(given.number, given.name, given.pin, Role.ADMIN, first=True)
        return self._enter(given)

    @on(PersonEntered)
    def _choose_window(self, event: PersonEntered) -> None:
        if isinstance(self.screen, Locked):
            self._entering = False
            self.pop_screen()
            return
        if self._window is not None:
            self._sit(event.person, self._window)
            return
        from screens.desk.choice import Choice  # noqa: PLC0415 -- when first shown

        options = [
            (window, f"{self.login.say('desk.window', window=window)}  {self._named(entry)}")
            for window, entry in self.hall.config.windows.items()
        ]
        ask = Choice(self.login.say("desk.which_window"), options, self.login.say("desk.no"))
        self.push_screen(ask, partial(self._sit, event.person))

    def _named(self, window: WindowSetting) -> str:
        return name_of(window, self.language) if window.name else ""

    def _sit(self, person: Person, window: str | None) -> None:
        if window is None:
            self._leave(person, None)
            return
        self._work(partial(self._open_window, person, window))

    def _open_window(self, person: Person, window: str) -> WindowOpened:
        self.hall.queue.actor = person.number
        try:
            self.hall.queue.open_window(window)
        except Refused:
            self.hall.queue.actor = None
            raise
        return WindowOpened(person, window)

    @on(WindowOpened)
    def _show_window(self, event: WindowOpened) -> None:
        from screens.desk.window import Window  # noqa: PLC0415 -- when first shown

        self._entering = False
        self._sits = event.person, event.window
        screen = Window(self.hall, self.language, event.person, event.window)
        self.push_screen(screen, partial(self._left, event.person, event.window))

    def _left(self, person: Person, window: str, how: str | None) -> None:
        self._leave(person, window, close=how == "close")

    def _leave(self, person: Person, window: str | None, *, close: bool = False) -> None:
        self._entering = False
        self._sits = None
        self.login.clear()

        def leave() -> None:
            try:
                if window is not None:
                    self.hall.queue.close_window(window)
                self.hall.staff.left(person.number, self.terminal)
            except StoreError as error:
                log.warning("%s left window %s unnoticed: %s", person.number, window, error.code)
            self.hall.queue.actor = None
            if close:
                self.call_from_thread(self.exit)

        self.run_worker(leave, thread=True, exit_on_error=False, name="leave")

    @on(EntryRefused)
    def _say_why(self, event: EntryRefused) -> None:
        self._entering = False
        self.entrance.clear()
        refusal = instead(self.hall, event.refusal, "login")
        self.entrance.tell(in_words(refusal, self.language))

    def on_act_failed(self, _: ActFailed) -> None:
        self._entering = False
        self.entrance.clear()
        self.entrance.tell(self.login.say("desk.failed"))

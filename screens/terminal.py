"""What all terminals have in common: locked down, in step with the hall, never a traceback."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker, WorkerState

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.store.rows import Change
from kiosk.store.wire import CutOff
from kiosk.wording import catalogue, say
from screens.cut_off import Wire
from screens.incident import Supervised
from screens.scanner.scanners import Scanners
from screens.themes import THEMES
from screens.timers import Punctual
from screens.widgets.clock import Trouble

BREATH = 0.04
"""Seconds in which further changes are taken together, so that a rush costs one drawing each."""

log = logging.getLogger(__name__)


class HallChanged(Message, bubble=False):
    """Something was committed, here or in another process. Sent to every screen that is open."""


class WireChanged(Message, bubble=False):
    """The server stopped to answer, or answers again."""


class ActFailed(Message):
    """An act ended in an error nobody foresaw; the log has it, the screen says so plainly."""


class HallScreen(Punctual, Screen[ScreenResultType]):
    """A screen of a terminal: shows the hall in one language."""

    AUTO_FOCUS = ""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__()
        self.hall, self.language = hall, language

    def on_mount(self) -> None:
        """Know how large the terminal is: Textual says so only after the first frame."""
        before = self.classes
        width, height = self.app.size
        for size, steps in (
            (width, self.app.HORIZONTAL_BREAKPOINTS or []),
            (height, self.app.VERTICAL_BREAKPOINTS or []),
        ):
            reached = [name for least, name in steps if size >= least]
            for _, name in steps:
                self.set_class(name == reached[-1], name, update=False)
        if self.classes != before:
            self.update_node_styles()  # once: it goes through everything on the screen

    def say(self, key: str, **fields: object) -> str:
        """A message of the catalogue in this screen's language."""
        return say(key, self.language, **fields)

    @on(Worker.StateChanged)
    def _worker_ended(self, event: Worker.StateChanged) -> None:
        if _failed(event):
            self.post_message(ActFailed())

    def refused(self, refusal: Refused) -> str:
        """Why the hall would not do it, in this screen's language."""
        return in_words(refusal, self.language)


class Terminal(Supervised, inherit_bindings=False):
    """The base of the three apps. No key leaves it, except ctrl+q in training."""

    BINDINGS: ClassVar[list[BindingType]] = []
    CSS_PATH = [Path(__file__).with_name("terminal.tcss")]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    THEME: ClassVar[str] = "dark"
    """Its colours where the settings name no others."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init__(self, hall: Hall, terminal: str) -> None:
        self.hall = hall
        self.terminal = terminal
        setting = hall.config.terminals.get(terminal)
        self._colours = THEMES[(setting and setting.theme) or self.THEME]
        super().__init__()
        self.animation_level = "none"
        self.wire = Wire(hall)
        self.language = hall.config.centre.languages[0]
        self._news = threading.Lock()
        self._following = self._telling = self._fresh = False
        self._scanners = Scanners(self, super().on_event, setting)

    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), **self._colours}

    def on_mount(self) -> None:
        self._following = True
        self.hall.follow(self._listen)
        self.hall.on_wire(self._wire_changed)
        self.post_message(WireChanged())
        self._scanners.start()
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for name in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(name, self.exit)
            for name in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
                loop.add_signal_handler(name, _ignore)

    def on_unmount(self) -> None:
        self._following = False
        self._scanners.stop()

    # --- who touches it ---------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent):
            self.someone_there()
        if isinstance(event, events.Key) and await self._scanners.takes(event):
            return
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+q" and self.may_leave():
            self.exit()

    def someone_there(self) -> None:
        """A key or finger was felt, wherever it was meant to go."""

    def may_leave(self) -> bool:
        """Whether ctrl+q ends this terminal; a supervisor's signals always do."""
        return self.hall.clock.training

    # --- what happens in the hall -----------------------------------------------------------

    def _listen(self, _: list[Change]) -> None:
        """Called by the hall from a thread that is not ours, perhaps many times a second."""
        with self._news:
            self._fresh = True
            if self._telling or not self._following:
                return
            self._telling = True
        self.post_message(HallChanged())

    @on(HallChanged)
    def _spread(self) -> None:
        """Tell the screens; then, after a breath, again if there was more in the meantime."""
        with self._news:
            self._telling, self._fresh = self._fresh, False
        if self._telling:
            self._tell()
            self.set_timer(BREATH, self._spread)

    def _tell(self) -> None:
        for screen in self.screen_stack:
            screen.post_message(HallChanged())

    # --- the wire to the server -------------------------------------------------------------

    def _wire_changed(self, _: CutOff | None) -> None:
        """Called by the hall from a thread that is not ours."""
        if self._following:
            self.post_message(WireChanged())

    @on(WireChanged)
    def _say_wire(self) -> None:
        """At once: nobody waits for the next second to know why nothing goes."""
        if not self.wire.look():
            return
        for screen in self.screen_stack:
            for line in screen.query(Trouble):
                line.look()
            screen.post_message(HallChanged())

    def on_load(self) -> None:
        """Before the first frame there is no garbage worth the time to look for it."""
        gc.disable()

    def on_ready(self) -> None:
        """After the first frame: be ready to go on alone."""
        gc.enable()
        self.run_worker(self._be_ready, thread=True, name="going on", exit_on_error=False)

    def _be_ready(self) -> None:
        """What this machine keeps by itself lies on its disk, for which no screen waits."""
        from kiosk.outbox import going_on  # noqa: PLC0415 -- after the first frame

        if going_on.apart(self.hall):
            going_on.start(self.hall)
            self.hall.outbox.follow(self._listen)
            self.wire.kept = True

    @on(Worker.StateChanged)
    def _worker_ended(self, event: Worker.StateChanged) -> None:
        if _failed(event):
            self.post_message(ActFailed())


def _ignore() -> None:
    """A signal that people at a keyboard could send; it ends nothing here."""


def _failed(event: Worker.StateChanged) -> bool:
    """Whether a worker ended in an error nobody foresaw, which the log then has."""
    failed = event.state is WorkerState.ERROR
    if failed:
        log.error("%s failed", event.worker.name, exc_info=event.worker.error)
    return failed


def in_words(refusal: Refused, language: str) -> str:
    """A refusal's sentence in a language; its own words where the catalogue has none."""
    key = f"refused.{refusal.code}"
    if key not in catalogue(language):
        return str(refusal)
    return say(key, language, **refusal.fields)

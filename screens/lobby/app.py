"""The lobby machine as an app: from start to ticket and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from textual import on
from textual.message import Message
from textual.screen import Screen

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.ticket import Ticket
from kiosk.wording import say
from screens.lobby.start import LanguageAsked, LineChosen, PriorityAsked, Start
from screens.terminal import BREATH, ActFailed, Terminal, in_words
from screens.widgets.tile import Tile

HERE = Path(__file__).parent

IDLE = 30.0
"""Seconds without a touch after which a step, page or language that nobody uses is left."""

TICKET = "ticket"
"""The name under which the one screen for tickets is kept."""

Preview = Callable[[str, Mapping[str, str], int], list[str]]
"""What a slip looks like as lines of a terminal: ``(kind, fields, paper in mm)``."""


class TicketTaken(Message):
    """The hall has given out a ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self.ticket = ticket


class TicketRefused(Message):
    """The hall gives out no ticket just now, and says why."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Prepared(Message):
    """Large characters can be drawn at once now."""


class LobbyApp(Terminal):
    """Takes tickets.

    ``preview`` draws the receipt beside the number, where there is room. ``ready`` is called once,
    on a thread, when the first frame is painted: what the lobby needs beside it may start then.
    """

    CSS_PATH = [*Terminal.CSS_PATH, HERE / "lobby.tcss"]
    PALETTE = {
        "ground": "#efece4",
        "ink": "#14202b",
        "card": "#ffffff",
        "band": "#0b4a46",
        "band-ink": "#ffffff",
        "accent": "#0b4a46",
        "mark": "#8c1d18",
        "quiet": "#37434d",
        "shut": "#dcd7ca",
        "shut-ink": "#3d4247",
        "alarm": "#7a1712",
        "alarm-ink": "#ffffff",
    }

    def __init__(
        self,
        hall: Hall,
        terminal: str = "lobby",
        preview: Preview | None = None,
        ready: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(hall, terminal)
        self._preview, self._call_ready = preview, ready
        self._taking = False

    def get_default_screen(self) -> Screen[None]:
        return Start(self.hall, self.language)

    def on_mount(self) -> None:
        self._idle = self.set_interval(IDLE, self._home)

    def someone_there(self) -> None:
        self._idle.reset()

    def on_ready(self) -> None:
        """After the first frame: what the first ticket needs and the first frame does not."""
        self.run_worker(self._prepare, thread=True, name="prepare", exit_on_error=False)

    def _prepare(self) -> None:
        """Load the modules and the font of the screen that most people see next."""
        from screens.lobby import ticket  # noqa: F401, PLC0415
        from screens.widgets.glyphs import big  # noqa: PLC0415

        big("A", 8)
        self.post_message(Prepared())
        if self._call_ready is not None:
            self._call_ready()

    @on(Prepared)
    def _draw_keys_large(self) -> None:
        self.screen_stack[0].query(Tile).refresh()

    @on(LanguageAsked)
    def _next_language(self) -> None:
        languages = self.hall.config.centre.languages
        place = languages.index(self.language) + 1
        self._speak(languages[place % len(languages)])

    def _speak(self, language: str) -> None:
        self.language = language  # type: ignore[assignment]
        start = self.screen_stack[0]
        if isinstance(start, Start):
            start.speak(language)

    def _tell(self) -> None:
        # News of the very act somebody waits for: first their number, then how the tiles look.
        if self._taking:
            self.set_timer(BREATH, super()._tell)
        else:
            super()._tell()

    @on(PriorityAsked)
    def _ask_class(self) -> None:
        from screens.lobby.priority import Priority  # noqa: PLC0415 -- when first shown

        if len(self.screen_stack) == 1 and not self._taking:
            self.push_screen(Priority(self.hall, self.language))

    @on(LineChosen)
    def _take(self, event: LineChosen) -> None:
        if not self._taking:
            self._taking = True
            act = partial(self._ask_hall, event.line, event.priority)
            self.run_worker(act, thread=True, name="take", exit_on_error=False)

    def _ask_hall(self, line: str, priority: str | None) -> None:
        """One act, on a thread of its own: the screen never waits for the disk."""
        try:
            self.post_message(TicketTaken(self.hall.queue.take(line, priority)))
        except Refused as refusal:
            self.post_message(TicketRefused(refusal))

    @on(TicketTaken)
    def _show_ticket(self, event: TicketTaken) -> None:
        from screens.lobby.ticket import TicketScreen  # noqa: PLC0415 -- when first shown

        self._taking = False
        if not self.is_screen_installed(TICKET):
            screen = TicketScreen(self.hall, event.ticket, self.language, self._preview)
            self.install_screen(screen, TICKET)
        else:
            self.get_screen(TICKET, TicketScreen).show(event.ticket, self.language)
        self.push_screen(TICKET, self._home)

    @on(TicketRefused)
    def _show_refusal(self, event: TicketRefused) -> None:
        self._notice(in_words(event.refusal, self.language))

    def on_act_failed(self, _: ActFailed) -> None:
        self._notice(say("lobby.failed", self.language))

    def _notice(self, text: str) -> None:
        from screens.lobby.notice import Notice  # noqa: PLC0415 -- when first shown

        self._taking = False
        self.push_screen(Notice(self.hall, self.language, text), self._home)

    def _home(self, _: None = None) -> None:
        """Back to the start, in the hall's own language."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._speak(self.hall.config.centre.languages[0])

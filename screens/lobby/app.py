"""The lobby machine as an app: from start to ticket and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from textual import on
from textual.message import Message
from textual.screen import Screen

from kiosk.errors import Refused
from kiosk.hall import Hall
from screens.cut_off import instead
from screens.lobby import asking
from screens.lobby.finding.asking import FindingAsks
from screens.lobby.finding.flow import Finding
from screens.lobby.helping import HelpNotNeeded
from screens.lobby.kept import Kept
from screens.lobby.languages import LanguageChosen
from screens.lobby.last_slip import EVERY, LastSlip, SlipInDoubt
from screens.lobby.passing import Passed
from screens.lobby.scanning import ScanAsked
from screens.lobby.scans import Scans
from screens.lobby.session import Session
from screens.lobby.staff import LeaveAsked
from screens.lobby.start import LineChosen, PriorityAsked, Start
from screens.lobby.step import FootTouched, StaffAsked, Step
from screens.lobby.still_there import NobodyThere, SomebodyThere
from screens.lobby.volunteering.asked import Answered, VolunteeringAsked
from screens.memory import give_back
from screens.scanner.scanned import ScanBroken, Scanned
from screens.terminal import BREATH, ActFailed, Terminal
from screens.widgets.tile import Tile

HERE = Path(__file__).parent
PAD = HERE.parent / "widgets" / "pad"
REQUEST = HERE / "request" / "request.tcss"
FINDING = HERE / "finding" / "finding.tcss"
VOLUNTEERING = HERE / "volunteering" / "volunteering.tcss"

IDLE = 60.0
"""Seconds without a touch after which the lobby asks whether somebody is still there."""

Preview = Callable[[str, Mapping[str, str], int], list[str]]
"""What a slip looks like as lines of a terminal: ``(kind, fields, paper in mm)``."""


class Prepared(Message):
    """Large characters can be drawn at once now."""


class LobbyApp(Finding):
    """Takes tickets.

    ``preview`` draws the receipt beside the number, where there is room. ``ready`` is called once,
    on a thread, when the first frame is painted: what the lobby needs beside it may start then.
    """

    CSS_PATH = [
        *Terminal.CSS_PATH,
        PAD / "pad.tcss",
        HERE / "lobby.tcss",
        REQUEST,
        FINDING,
        VOLUNTEERING,
    ]
    THEME = "light"

    def __init__(
        self,
        hall: Hall,
        terminal: str = "lobby",
        preview: Preview | None = None,
        ready: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(hall, terminal)
        self.session = Session.new(hall.config.centre.languages)
        self.kept = Kept(self, hall, self.session, preview)
        self.asking = FindingAsks(self, hall)
        self.scans = Scans(hall, self.kept)
        self._call_ready = ready
        self._waits_for_number = False

    def get_default_screen(self) -> Screen[None]:
        return Start(self.hall, self.session)

    @property
    def start(self) -> Start:
        """The screen below all others."""
        start = self.screen_stack[0]
        assert isinstance(start, Start)  # noqa: S101 -- get_default_screen made it
        return start

    def on_mount(self) -> None:
        self._touched = time.monotonic()
        # Textual's Timer.reset only counts from its next beat: a minute might become two.
        self.set_interval(1, self._look_for_someone)
        self.last_slip = LastSlip(self, self.hall)
        self.set_interval(EVERY, self.last_slip.look)

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
        self.prepare_search()

    @on(Prepared)
    def _draw_keys_large(self) -> None:
        self.start.query(Tile).refresh()

    # --- where one is -----------------------------------------------------------------------

    def go(self, screen: Step) -> None:
        """Show a screen above the others; one that lies below comes up again."""
        while screen in self.screen_stack and self.screen is not screen:
            self.pop_screen()
        if self.screen is screen:
            self._speak()
        else:
            self.push_screen(screen)

    def back(self) -> None:
        """One screen back; what was typed on it is forgotten."""
        if len(self.screen_stack) > 1:
            self._wipe(self.screen)
            self.pop_screen()

    def home(self) -> None:
        """Back to the start; nothing that was typed or chosen on the way is kept."""
        for screen in self.screen_stack:
            self._wipe(screen)
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def end_session(self) -> None:
        """Whoever was here has gone: back to the start, as the next one should find it."""
        self.session.end()
        self.home()
        self.start.speak()
        self.run_worker(give_back, thread=True, name="tidy", exit_on_error=False)

    def _wipe(self, screen: Screen[object]) -> None:
        if isinstance(screen, Step) and screen.is_mounted:
            screen.wipe()

    def _speak(self) -> None:
        # One that is not mounted yet speaks as soon as it is.
        if isinstance(self.screen, Step) and self.screen.is_mounted:
            self.screen.speak()

    # --- what is touched --------------------------------------------------------------------

    @on(FootTouched)
    def _foot(self, event: FootTouched) -> None:
        if self._waits_for_number:
            return
        match event.name:
            case "back":
                self.back()
            case "over":
                self.home()
            case "mine":
                self.go(self.kept.mine)
            case "language":
                self._change_language()
            case "size":
                self.session.large = not self.session.large
                self._speak()
            case "help":
                self.asking.help()
            case "reprint":
                self.asking.last_slip_again()

    def _change_language(self) -> None:
        """The other one, or a choice of many."""
        others = [code for code in self.session.languages if code != self.session.language]
        if len(others) == 1:
            self.session.language = others[0]
            self._speak()
        elif others:
            self.go(self.kept.languages)

    @on(LanguageChosen)
    def _read_in(self, event: LanguageChosen) -> None:
        self.session.language = event.language
        self.back()

    @on(PriorityAsked)
    def _ask_class(self) -> None:
        if not self._waits_for_number:
            self.go(self.kept.priority)

    @on(LineChosen)
    def _take(self, event: LineChosen) -> None:
        self.take(event.line, event.priority)

    def take(self, line: str, priority: str | None = None, item: str | None = None) -> None:
        """A ticket, unless one is on its way; ``item``: what it is for."""
        if not self._waits_for_number:
            self._waits_for_number = True
            self.asking.take(line, priority, item=item, large=self.session.large)

    @on(HelpNotNeeded)
    def _withdraw(self) -> None:
        self.asking.withdraw()

    @on(StaffAsked)
    def _ask_staff(self) -> None:
        self.go(self.kept.staff)

    @on(LeaveAsked)
    def _leave(self, event: LeaveAsked) -> None:
        self.asking.leave(event.number, event.pin)

    @on(ScanAsked)
    def _await_code(self) -> None:
        if not self._waits_for_number:
            self.go(self.kept.scanning)

    # --- what is scanned --------------------------------------------------------------------

    @on(Scanned)
    def _look_up(self, event: Scanned) -> None:
        self.someone_there()  # a scanner on a line of its own presses no keys
        if self.screen is self.kept.still_there:
            self._go_on()
            return
        if self._waits_for_number:
            return
        if isinstance(self.screen, Step) and self.screen.hold_scan():
            return
        try:
            screen = self.scans.screen(event.text, self.screen)
        except Refused as refusal:
            self.tell("lobby.scan_broken", refusal)
            return
        if screen is not None:
            self.go(screen)

    @on(ScanBroken)
    def _scan_again(self) -> None:
        self.someone_there()
        held = isinstance(self.screen, Step) and self.screen.hold_scan()
        if not (held or self._waits_for_number):
            self.tell("lobby.scan_broken", "lobby.scan_again")

    # --- who volunteers ---------------------------------------------------------------------

    @on(VolunteeringAsked)
    def _volunteering(self) -> None:
        if not self._waits_for_number:
            self.kept.volunteering.begin()

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        event.then()

    # --- who is there -----------------------------------------------------------------------

    def someone_there(self) -> None:
        self._touched = time.monotonic()

    def _look_for_someone(self) -> None:
        if time.monotonic() - self._touched >= IDLE:
            self._touched = time.monotonic()
            self._nobody()

    def _nobody(self) -> None:
        if len(self.screen_stack) > 1:
            if self.screen is not self.kept.still_there:
                self.push_screen(self.kept.still_there)
        elif self.session.untouched:
            self.start.wipe()
        else:
            self.end_session()

    @on(SomebodyThere)
    def _go_on(self) -> None:
        if self.screen is self.kept.still_there:
            self.pop_screen()

    @on(NobodyThere)
    def _gone(self) -> None:
        self.end_session()

    @on(Passed)
    def _read_it(self, event: Passed) -> None:
        if event.over:
            self.end_session()
        else:
            self.home()

    # --- what the hall answered -------------------------------------------------------------

    def _tell(self) -> None:
        # News of the very act somebody waits for: first their number, then how the tiles look.
        if self._waits_for_number:
            self.set_timer(BREATH, super()._tell)
        else:
            super()._tell()

    @on(asking.TicketTaken)
    def _show_ticket(self, event: asking.TicketTaken) -> None:
        self._waits_for_number = False
        self.kept.ticket.show(event.ticket, alone=event.alone)
        self.go(self.kept.ticket)

    @on(asking.AskRefused)
    def _say_why(self, event: asking.AskRefused) -> None:
        self.tell(event.heading, event.refusal)

    def on_act_failed(self, _: ActFailed) -> None:
        self.tell("lobby.not_done", "lobby.failed")

    def tell(self, heading: str, why: Refused | str) -> None:
        """Say why something cannot be done."""
        self._waits_for_number = False
        if isinstance(why, Refused):
            why = instead(self.hall, why, "lobby")
        if isinstance(why, Refused) and why.code.startswith("cut_off"):
            heading = "cut_off.not_now"
        self.kept.notice.tell(heading, why)
        self.go(self.kept.notice)

    @on(asking.HelpCalled)
    def _show_help(self) -> None:
        self.go(self.kept.helping)

    @on(asking.HelpWithdrawn)
    def _help_over(self) -> None:
        if self.screen is self.kept.helping:
            self.back()

    @on(asking.StaffKnown)
    def _close(self) -> None:
        self.exit()

    @on(asking.StaffRefused)
    def _keep(self, event: asking.StaffRefused) -> None:
        self.kept.staff.refuse(event.refusal)

    # --- a slip that nobody is sure of ------------------------------------------------------

    @on(SlipInDoubt)
    def _offer_slip(self, event: SlipInDoubt) -> None:
        if self.screen_stack:  # it may be closing by then
            self.start.offer_slip(event.doubt)

    @on(asking.SlipAgain)
    def _say_slip_again(self) -> None:
        self.start.offer_slip(False)
        self.tell("lobby.reprinted", "lobby.reprinted_note")

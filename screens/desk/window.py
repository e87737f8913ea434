"""The window: who waits, who stands here, and one key for each thing that can happen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import name_of
from screens.desk.acts import (
    ACTS,
    BY_KEY,
    CONFLICTS_KEYS,
    HELD_KEY,
    HELP_KEYS,
    MACHINES_KEYS,
    REQUESTS_KEYS,
    SERVED_KEYS,
    UNPRINTED_KEYS,
    VOLUNTEERS_KEYS,
    Act,
    ActKey,
)
from screens.desk.colleagues import Colleagues
from screens.desk.current import Current
from screens.desk.cut_off import DeskTrouble, Noting
from screens.desk.doing import HelpGiven, MoveMade
from screens.desk.help_line import HelpLines
from screens.desk.machines import due as machines
from screens.desk.requests.due import headline as headline_of_requests
from screens.desk.ticket_list import TicketList
from screens.desk.unprinted import Count, Unprinted, headline
from screens.desk.views import View
from screens.desk.volunteering.due import headline as headline_of_volunteers
from screens.terminal import HallChanged
from screens.widgets.clock import Clock
from screens.widgets.touch import Touch


class RequestCount(Count):
    """How many requests there are; touching it shows them."""

    def __init__(self) -> None:
        super().__init__("requests")


class VolunteerCount(Count):
    """What waits for a clerk about volunteers; touching it shows it."""

    def __init__(self) -> None:
        super().__init__("volunteers")


class MachineCount(Count):
    """How the machines are, for who looks after them; touching it shows them."""

    def __init__(self) -> None:
        super().__init__("machines")


class Window(Noting):
    """One window and the person at it; ends when they leave, with ``close`` to end the program."""

    def __init__(self, hall: Hall, language: str, person: Person, window: str) -> None:
        super().__init__(hall, language, person, window)
        self._pressed = ("", 0.0)
        self._volunteers: tuple[int, datetime, bool] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            person = self.say("desk.person", name=self.person.name, number=self.person.number)
            where = self.say("desk.window", window=self.window)
            yield Static(f"{where}   {person}", markup=False, id="who")
            yield Count()
            yield RequestCount()
            yield VolunteerCount()
            yield MachineCount()
            yield Clock(self.hall, self.language, brief=True)
        yield DeskTrouble(self.hall, self.language)
        yield HelpLines(self.hall, self.person.number, self.language)
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                with Horizontal(id="views"):
                    yield View("mine", self.say("desk.view_mine"))
                    yield View("colleagues", self.say("desk.view_colleagues"))
                with Horizontal(id="lists"):
                    yield TicketList(self.hall, self.window, self.language)
                    yield Colleagues(self.hall, self.window, self.language)
            yield Current(self.hall, self.window, self.language)
        yield Static(self.say("desk.welcome"), markup=False, id="message")
        with Grid(id="acts"):
            for act in ACTS:
                yield ActKey(act, self.say(f"desk.act_{act.name}"))

    def on_mount(self) -> None:
        self._view("mine")
        self.show_hall()
        self._show_volunteers()
        self._show_machines()
        self.set_interval(1, self._second)

    def _second(self) -> None:
        self.query_one(Current).show_time()
        self.query_one(TicketList).show_time()
        self.query_one(Colleagues).show_hall()
        self.query_one(HelpLines).show_hall()
        self._show_volunteers()
        self._show_machines()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now."""
        self.query_one(TicketList).show(self.hall.queue.on_floor())
        self.query_one(Current).show(self.hall.queue.at(self.window))
        self.query_one(Colleagues).show_hall()
        self.query_one(HelpLines).show_hall()
        self.query_one(Count).show(headline(self.hall, self.language))
        self._show_requests()
        self._show_keys()
        self.say_wire()

    def _show_requests(self) -> None:
        brief = not self.has_class("-wide")
        said = headline_of_requests(self.hall, self.person, self.language, brief=brief)
        self.query_one(RequestCount).show(f"D {said}")

    def _show_volunteers(self) -> None:
        """A rush of volunteers is counted once a second, not at each of their cards."""
        now, brief = self.hall.clock.now().at, not self.has_class("-wide")
        said = (self.hall.store.rows.ver, now.replace(second=0, microsecond=0), brief)
        if said != self._volunteers:
            self._volunteers = said
            words = headline_of_volunteers(self.hall, self.language, brief=brief)
            self.query_one(VolunteerCount).show(f"Z {words}")

    def _show_machines(self) -> None:
        brief = not self.has_class("-wide")
        said = machines.headline(self.hall, self.person, self.language, brief=brief)
        self.query_one(MachineCount).show(f"K {said}" if said else "")

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_requests)
        self.call_after_refresh(self._show_volunteers)

    @on(TicketList.Selected)
    def _show_keys(self) -> None:
        selected = self.query_one(TicketList).selected
        number = selected.number if selected else None
        alone = self.hall.cut_off is not None
        possible = set() if alone else self.hall.queue.possible(self.window, number)
        for key in self.query(ActKey):
            key.disabled = key.act.name not in possible and key.act.name != "leave"

    def _view(self, panel: str) -> None:
        """Which of the two panels stands on the left where there is no room for both."""
        self.set_class(panel == "colleagues", "-colleagues")
        for view in self.query(View):
            view.chosen = view.panel == panel

    def _panel(self) -> TicketList | Colleagues:
        """The panel that the arrows move in."""
        alone = self.has_class("-colleagues") and not self.has_class("-wide")
        return self.query_one(Colleagues) if alone else self.query_one(TicketList)

    # --- keys and touches --------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        key = event.key.lower()
        if key in {"up", "down", "home", "end", "escape"}:
            self._panel().step(key)
        elif key in {"tab", "shift+tab"}:
            event.stop()
            event.prevent_default()
            self._view("mine" if self.has_class("-colleagues") else "colleagues")
        elif key in HELP_KEYS:
            self._once("help", self.query_one(HelpLines).choose)
        elif key in UNPRINTED_KEYS:
            self._show_unprinted()
        elif key in REQUESTS_KEYS:
            self._open_requests()
        elif key in VOLUNTEERS_KEYS:
            self._open_volunteers()
        elif key in MACHINES_KEYS:
            self._open_machines()
        elif key in SERVED_KEYS:
            self._once("served", lambda: self.note_served(key))
        elif key in CONFLICTS_KEYS:
            self._open_conflicts()
        elif act := BY_KEY.get(key):
            self._press(act, key)

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        match event.touch:
            case ActKey():
                self._press(event.touch.act)
            case View():
                self._view(event.touch.panel)
            case RequestCount():
                self._open_requests()
            case VolunteerCount():
                self._open_volunteers()
            case MachineCount():
                self._open_machines()
            case Count():
                self._show_unprinted()

    def _press(self, act: Act, key: str = "") -> None:
        self._once(act.name, lambda: self.act(act.name, key))

    def _once(self, name: str, do: Callable[[], None]) -> None:
        """A key held down acts once."""
        now = time.monotonic()
        held = self._pressed[0] == name and now - self._pressed[1] < HELD_KEY
        self._pressed = (name, now)
        if not held and self.is_current:
            do()

    def _show_unprinted(self) -> None:
        if self.is_current:
            self.app.push_screen(Unprinted(self.hall, self.language, self.window))

    def _open_requests(self) -> None:
        from screens.desk.requests.listing import Requests  # noqa: PLC0415 -- when first shown

        if self.is_current:
            self.app.push_screen(Requests(self.hall, self.language, self.person))

    def _open_conflicts(self) -> None:
        from screens.desk.conflicts.listing import Conflicts  # noqa: PLC0415 -- when first shown

        if self.is_current:
            self.app.push_screen(Conflicts(self.hall, self.language, self.person))

    def _open_machines(self) -> None:
        from screens.desk.machines.listing import Machines  # noqa: PLC0415 -- when first shown

        if self.is_current and machines.may_see(self.hall, self.person):
            self.app.push_screen(Machines(self.hall, self.language, self.person))

    def _open_volunteers(self) -> None:
        from screens.desk.volunteering.listing import Volunteers  # noqa: PLC0415

        if self.is_current:
            self.app.push_screen(Volunteers(self.hall, self.language, self.person))

    def scanned_ticket(self, code: str) -> None:
        ticket = self.hall.queue.by_code(code)
        self._view("mine")
        if not self.query_one(TicketList).select(ticket.id):
            state = self.say(f"states.{ticket.state}")
            self.tell(self.say("desk.not_here", number=ticket.number, state=state), warn=True)

    # --- what the hall said ------------------------------------------------------------------

    @on(MoveMade)
    def _say_what(self, event: MoveMade) -> None:
        ticket = event.ticket
        words = self.say(
            f"desk.did_{event.did}",
            number=ticket.number,
            calls=ticket.calls,
            line=name_of(self.hall.config.lines[ticket.line], self.language),
            state=self.say(f"states.{ticket.state}"),
        )
        last = self.hall.queue.undoable(self.window)
        if last is not None and last[0].id == ticket.id:
            words = f"{words}  {self.say('desk.undo_hint')}"
        self.tell(words)
        self.show_hall()

    @on(HelpGiven)
    def _say_who(self, event: HelpGiven) -> None:
        self.tell(self.say(f"desk.did_help_{event.act}", name=name_of(event.call, self.language)))
        self.show_hall()

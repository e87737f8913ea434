"""What the lobby asks the hall, on threads of its own: the screen never waits for the disk."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App
from textual.message import Message

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.ticket import Ticket


class TicketTaken(Message):
    """The hall has given out a ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self.ticket = ticket


class AskRefused(Message):
    """The hall would not do it; ``heading`` says, by its key in the catalogue, what."""

    def __init__(self, heading: str, refusal: Refused) -> None:
        super().__init__()
        self.heading, self.refusal = heading, refusal


class HelpCalled(Message):
    """The call for help is on record."""


class HelpWithdrawn(Message):
    """The call for help is over."""


class StaffKnown(Message):
    """Someone who works here wants this terminal closed."""


class StaffRefused(Message):
    """Nobody is let out, and why."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Asking:
    """Posts to the app what came of it."""

    def __init__(self, app: App[None], hall: Hall) -> None:
        self._app, self._hall = app, hall

    def take(
        self, line: str, priority: str | None, *, item: str | None = None, large: bool = False
    ) -> None:
        """A ticket, its slip in ordinary or large type: ``TicketTaken`` or ``AskRefused``."""

        def take() -> Message:
            return TicketTaken(self._hall.queue.take(line, priority, item=item, large=large))

        self._ask("take", take, _no("lobby.no_ticket"))

    def help(self) -> None:
        """Somebody to help: ``HelpCalled`` or ``AskRefused``."""

        def call() -> Message:
            self._hall.help.call()
            return HelpCalled()

        self._ask("help", call, _no("lobby.not_done"))

    def withdraw(self) -> None:
        """Nobody after all: ``HelpWithdrawn``, also when the call was over by then."""

        def withdraw() -> Message:
            self._hall.help.withdraw()
            return HelpWithdrawn()

        self._ask("withdraw", withdraw, lambda _: HelpWithdrawn())

    def leave(self, number: str, pin: str) -> None:
        """To be let out: ``StaffKnown`` or ``StaffRefused``."""

        def enter() -> Message:
            self._hall.staff.enter(number, pin, self._hall.queue.terminal)
            return StaffKnown()

        self._ask("leave", enter, StaffRefused)

    def _ask(
        self, name: str, act: Callable[[], Message], refused: Callable[[Refused], Message]
    ) -> None:
        def work() -> None:
            try:
                answer = act()
            except Refused as refusal:
                answer = refused(refusal)
            self._app.post_message(answer)

        self._app.run_worker(work, thread=True, name=name, exit_on_error=False)


def _no(heading: str) -> Callable[[Refused], Message]:
    return lambda refusal: AskRefused(heading, refusal)

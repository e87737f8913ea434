"""What the lobby asks the hall, on threads of its own: the screen never waits for the disk."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App
from textual.message import Message

from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.tickets.ticket import Ticket
from screens.cut_off import instead


class TicketTaken(Message):
    """The hall has given out a ticket; or, ``alone``, this machine while it is cut off."""

    def __init__(self, ticket: Ticket, *, alone: bool = False) -> None:
        super().__init__()
        self.ticket, self.alone = ticket, alone


class AskRefused(Message):
    """The hall would not do it; ``heading`` says, by its key in the catalogue, what."""

    def __init__(self, heading: str, refusal: Refused) -> None:
        super().__init__()
        self.heading, self.refusal = heading, refusal


class SlipAgain(Message):
    """Another copy of this terminal's last ticket is on its way to the printer."""


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
            from kiosk.outbox import going_on  # noqa: PLC0415 -- the first frame needs it not

            went = going_on.take(self._hall, line, priority, item=item, large=large)
            return TicketTaken(went.done, alone=went.offline)

        self._ask("take", take, _no("lobby.no_ticket"))

    def help(self) -> None:
        """Somebody to help: ``HelpCalled`` or ``AskRefused``."""

        def call() -> Message:
            self._hall.help.call()
            return HelpCalled()

        def refused(why: Refused) -> Message:
            return AskRefused("lobby.not_done", instead(self._hall, why, "help"))

        self._ask("help", call, refused)

    def last_slip_again(self) -> None:
        """The last ticket's slip once more: ``SlipAgain`` or ``AskRefused``."""

        def reprint() -> Message:
            from kiosk.outbox import going_on  # noqa: PLC0415

            going_on.reprint_last(self._hall, self._hall.queue.terminal)
            return SlipAgain()

        self._ask("reprint", reprint, _no("lobby.not_done"))

    def withdraw(self) -> None:
        """Nobody after all: ``HelpWithdrawn``, also when the call was over by then."""

        def withdraw() -> Message:
            self._hall.help.withdraw()
            return HelpWithdrawn()

        def refused(why: Refused) -> Message:
            if isinstance(why, StoreError):
                return AskRefused("lobby.not_done", why)
            return HelpWithdrawn()

        self._ask("withdraw", withdraw, refused)

    def leave(self, number: str, pin: str) -> None:
        """To be let out: ``StaffKnown`` or ``StaffRefused``."""

        def enter() -> Message:
            self._hall.staff.enter(number, pin, self._hall.queue.terminal)
            return StaffKnown()

        def refused(why: Refused) -> Message:
            return StaffRefused(instead(self._hall, why, "login"))

        self._ask("leave", enter, refused)

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

"""Asks the hall on threads, and shows what it says, or why not; of a ``Visit``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.errors import Refused, StoreError
from kiosk.hall import Hall
from kiosk.wording import refusal
from screens.cut_off import instead
from screens.lobby.volunteering.asked import Answered, Bearer

if TYPE_CHECKING:
    from screens.lobby.app import LobbyApp

Told = TypeVar("Told")

HEADINGS = {
    "not_ours": "volunteering.unknown_card",
    "old_card": "volunteering.old_card",
    "volunteer_left": "volunteering.void_card",
    "forgotten": "volunteering.forgot_heading",
    "no_activity": "volunteering.not_yet",
    "not_open": "volunteering.not_yet",
    "activity_over": "volunteering.over",
    "cancelled": "volunteering.cancelled",
    "other_activity": "volunteering.elsewhere_now",
    "code_expired": "volunteering.old_code",
    "nobody_found": "volunteering.not_found",
    "several_found": "volunteering.not_found",
    "no_places": "volunteering.no_place",
}
"""Refusals that have a heading of their own."""

BAD = frozenset({"not_ours", "not_our_code", "nobody_found"})
"""Refusals that guessing would meet."""


class Answers:
    """Each act is one call of the hall."""

    def __init__(self, app: LobbyApp, hall: Hall) -> None:
        self._app, self._hall = app, hall

    def _cut_off(self) -> bool:
        """Whether nobody can be asked just now, which is then said."""
        if self._hall.cut_off is not None:
            self._refuse(refusal("cut_off_volunteer", phone=self._hall.config.centre.phone))
        return self._hall.cut_off is not None

    def _bearer(self, code: str) -> Bearer:
        volunteers = self._hall.volunteers
        try:
            found = volunteers.roster.read_card(code)
        except StoreError:
            raise
        except Refused:
            volunteers.attendance.scan(code)  # which refuses it too, and keeps the reason
            raise
        return Bearer(found.number, found.shown, code)

    def _ask(self, name: str, ask: Callable[[], Told], show: Callable[[Told], None]) -> None:
        def answer() -> Callable[[], None]:
            try:
                told = ask()
            except Refused as refused:
                why = refused  # the name in the clause is gone by the time it is shown
                return lambda: self._refuse(why)
            return lambda: self._show(lambda: show(told))

        def work() -> None:
            self._app.post_message(Answered(answer()))

        self._app.run_worker(work, thread=True, name=name, exit_on_error=False)

    def _show(self, show: Callable[[], None]) -> None:
        self._app.scans.good()
        show()

    def _refuse(self, why: Refused) -> None:
        why = instead(self._hall, why, "volunteer")
        if why.code in BAD:
            self._app.scans.bad()
        heading = HEADINGS.get(why.code, "volunteering.nothing")
        self._app.tell("volunteering.no_store" if isinstance(why, StoreError) else heading, why)

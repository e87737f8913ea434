"""What the lobby asks of the lists, on threads of its own: the screen never waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from textual.message import Message

from kiosk.errors import ConfigError, Refused
from screens.lobby.asking import Asking, AskRefused
from screens.lobby.finding.asked import Enquired, ListsRead, Printed

if TYPE_CHECKING:
    from kiosk.items.enquiry import Enquiry

log = logging.getLogger(__name__)


class FindingAsks(Asking):
    """Posts to the app what came of it, as all asking does."""

    def lists(self) -> None:
        """The lists, read: ``ListsRead``."""

        def read() -> Message:
            try:
                self._hall.items.lists  # noqa: B018 -- read now, and kept
            except ConfigError as error:
                log.error("nothing can be looked up: %s", error)
                return ListsRead(broken=True)
            return ListsRead(broken=False)

        self._ask("lists", read, _not_done)

    def paper(self, about: str | Enquiry, *, large: bool) -> None:
        """What an entry answers, or what was decided, on paper: ``Printed`` or ``AskRefused``."""

        def put() -> Message:
            items = self._hall.items
            if isinstance(about, str):
                return Printed(about, items.print_checklist(about, large=large))
            return Printed(about, items.print_enquiry(about, large=large))

        self._ask("paper", put, _not_done)

    def enquire(self, what: str, unit: str, holds: tuple[str, ...]) -> None:
        """A proof that is on no list, on record: ``Enquired`` or ``AskRefused``."""

        def enquire() -> Message:
            return Enquired(self._hall.items.enquire(what, unit, holds))

        self._ask("enquire", enquire, _not_done)


def _not_done(refusal: Refused) -> Message:
    return AskRefused("lobby.not_done", refusal)

"""The screens of the lobby, each made when first shown and shown again ever after.

A fresh one each time costs up to 50 ms, and 0.6 MB that Textual's render caches keep for long
(textual.md, 2.2). They are imported when first shown: the first frame need not wait for them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from kiosk.hall import Hall
from screens.lobby.session import Session

if TYPE_CHECKING:
    from screens.lobby.app import LobbyApp, Preview
    from screens.lobby.cut_off import RequestKept, ScanKept
    from screens.lobby.finding.rooms import Rooms
    from screens.lobby.helping import Helping
    from screens.lobby.languages import Languages
    from screens.lobby.mine import Mine
    from screens.lobby.notice import Notice
    from screens.lobby.priority import Priority
    from screens.lobby.request.consent import Consent
    from screens.lobby.request.standing import Standing
    from screens.lobby.scanning import Scanning
    from screens.lobby.staff import StaffOnly
    from screens.lobby.still_there import StillThere
    from screens.lobby.ticket import TicketScreen
    from screens.lobby.verdict import VerdictScreen
    from screens.lobby.volunteering.visit import Visit

Kind = TypeVar("Kind", bound=Screen[None])


class Kept:
    """One of each."""

    def __init__(
        self, app: LobbyApp, hall: Hall, session: Session, preview: Preview | None
    ) -> None:
        self._app, self._hall = app, hall
        self._session, self._preview = session, preview

    def keep(self, screen: Kind) -> Kind:
        """An installed screen stays when it is left; any other is thrown away."""
        self._app.install_screen(screen, type(screen).__name__)
        return screen

    @cached_property
    def ticket(self) -> TicketScreen:
        """The number just taken."""
        from screens.lobby.ticket import TicketScreen  # noqa: PLC0415 -- see above

        return self.keep(TicketScreen(self._hall, self._session, self._preview))

    @cached_property
    def notice(self) -> Notice:
        """Why not."""
        from screens.lobby.notice import Notice  # noqa: PLC0415

        return self.keep(Notice(self._hall, self._session))

    @cached_property
    def priority(self) -> Priority:
        """Who is called first."""
        from screens.lobby.priority import Priority  # noqa: PLC0415

        return self.keep(Priority(self._hall, self._session))

    @cached_property
    def mine(self) -> Mine:
        """Where is my number?"""
        from screens.lobby.mine import Mine  # noqa: PLC0415

        return self.keep(Mine(self._hall, self._session))

    @cached_property
    def helping(self) -> Helping:
        """Somebody was called."""
        from screens.lobby.helping import Helping  # noqa: PLC0415

        return self.keep(Helping(self._hall, self._session))

    @cached_property
    def languages(self) -> Languages:
        """In which language?"""
        from screens.lobby.languages import Languages  # noqa: PLC0415

        return self.keep(Languages(self._hall, self._session))

    @cached_property
    def still_there(self) -> StillThere:
        """Is somebody still there?"""
        from screens.lobby.still_there import StillThere  # noqa: PLC0415

        return self.keep(StillThere(self._hall, self._session))

    @cached_property
    def scanning(self) -> Scanning:
        """What can be held before the scanner."""
        from screens.lobby.scanning import Scanning  # noqa: PLC0415

        return self.keep(Scanning(self._hall, self._session))

    @cached_property
    def verdict(self) -> VerdictScreen:
        """Is this certificate genuine?"""
        from screens.lobby.verdict import VerdictScreen  # noqa: PLC0415

        return self.keep(VerdictScreen(self._hall, self._session))

    @cached_property
    def standing(self) -> Standing:
        """How far has this request come?"""
        from screens.lobby.request.standing import Standing  # noqa: PLC0415

        return self.keep(Standing(self._hall, self._session))

    @cached_property
    def request(self) -> Consent:
        """The first screen of a request for a certificate; ``begin`` it with an item's code."""
        from screens.lobby.request.filling import Filling  # noqa: PLC0415

        return Filling(self._app, self._hall).first

    @cached_property
    def scan_kept(self) -> ScanKept:
        """A card was read while nobody could be asked."""
        from screens.lobby.cut_off import ScanKept  # noqa: PLC0415

        return self.keep(ScanKept(self._hall, self._session))

    @cached_property
    def request_kept(self) -> RequestKept:
        """A request was handed in while nobody could be asked."""
        from screens.lobby.cut_off import RequestKept  # noqa: PLC0415

        return self.keep(RequestKept(self._hall, self._session))

    @cached_property
    def finding(self) -> Rooms:
        """What is handled here, and how."""
        from screens.lobby.finding.rooms import Rooms  # noqa: PLC0415

        return Rooms(self, self._hall, self._session)

    @cached_property
    def volunteering(self) -> Visit:
        """What volunteers do here, from a card that is shown on."""
        from screens.lobby.volunteering.visit import Visit  # noqa: PLC0415

        return Visit(self._app, self._hall)

    @cached_property
    def staff(self) -> StaffOnly:
        """Who wants to close this terminal?"""
        from screens.lobby.staff import StaffOnly  # noqa: PLC0415

        return self.keep(StaffOnly(self._hall, self._session))

"""The screens of the lobby, each made when first shown and shown again ever after.

A fresh one each time costs up to 50 ms, and 0.6 MB that Textual's render caches keep for long
(textual.md, 2.2). They are imported when first shown: the first frame need not wait for them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.app import App
from textual.screen import Screen

from kiosk.hall import Hall
from screens.lobby.session import Session

if TYPE_CHECKING:
    from screens.lobby.app import Preview
    from screens.lobby.helping import Helping
    from screens.lobby.languages import Languages
    from screens.lobby.mine import Mine
    from screens.lobby.notice import Notice
    from screens.lobby.priority import Priority
    from screens.lobby.staff import StaffOnly
    from screens.lobby.still_there import StillThere
    from screens.lobby.ticket import TicketScreen

Kind = TypeVar("Kind", bound=Screen[None])


class Kept:
    """One of each."""

    def __init__(
        self, app: App[None], hall: Hall, session: Session, preview: Preview | None
    ) -> None:
        self._app, self._hall = app, hall
        self._session, self._preview = session, preview

    def _keep(self, screen: Kind) -> Kind:
        """An installed screen stays when it is left; any other is thrown away."""
        self._app.install_screen(screen, type(screen).__name__)
        return screen

    @cached_property
    def ticket(self) -> TicketScreen:
        """The number just taken."""
        from screens.lobby.ticket import TicketScreen  # noqa: PLC0415 -- see above

        return self._keep(TicketScreen(self._hall, self._session, self._preview))

    @cached_property
    def notice(self) -> Notice:
        """Why not."""
        from screens.lobby.notice import Notice  # noqa: PLC0415

        return self._keep(Notice(self._hall, self._session))

    @cached_property
    def priority(self) -> Priority:
        """Who is called first."""
        from screens.lobby.priority import Priority  # noqa: PLC0415

        return self._keep(Priority(self._hall, self._session))

    @cached_property
    def mine(self) -> Mine:
        """Where is my number?"""
        from screens.lobby.mine import Mine  # noqa: PLC0415

        return self._keep(Mine(self._hall, self._session))

    @cached_property
    def helping(self) -> Helping:
        """Somebody was called."""
        from screens.lobby.helping import Helping  # noqa: PLC0415

        return self._keep(Helping(self._hall, self._session))

    @cached_property
    def languages(self) -> Languages:
        """In which language?"""
        from screens.lobby.languages import Languages  # noqa: PLC0415

        return self._keep(Languages(self._hall, self._session))

    @cached_property
    def still_there(self) -> StillThere:
        """Is somebody still there?"""
        from screens.lobby.still_there import StillThere  # noqa: PLC0415

        return self._keep(StillThere(self._hall, self._session))

    @cached_property
    def staff(self) -> StaffOnly:
        """Who wants to close this terminal?"""
        from screens.lobby.staff import StaffOnly  # noqa: PLC0415

        return self._keep(StaffOnly(self._hall, self._session))

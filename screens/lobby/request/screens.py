"""The screens of a request, each made when first shown and kept as all of the lobby's are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.hall import Hall
from screens.lobby.request.plan import Way

if TYPE_CHECKING:
    from screens.lobby.app import LobbyApp
    from screens.lobby.request.accepted import Accepted
    from screens.lobby.request.consent import Consent
    from screens.lobby.request.declined import Declined
    from screens.lobby.request.filling import Filling
    from screens.lobby.request.question import Asking
    from screens.lobby.request.room import Room


class Screens:
    """One for each way of asking, and for how it can end."""

    def __init__(self, app: LobbyApp, hall: Hall, filling: Filling) -> None:
        self._app, self._hall, self._filling = app, hall, filling

    @cached_property
    def first(self) -> Consent:
        """The screen that a request begins with."""
        from screens.lobby.request.consent import Consent  # noqa: PLC0415 -- see ``Kept``

        return self._app.kept.keep(Consent(self._hall, self._app.session, self._filling))

    @cached_property
    def asking(self) -> dict[Way, Asking]:
        """One for each way of asking, kept as all of the lobby's are."""
        from screens.lobby.request import (  # noqa: PLC0415 -- see ``Kept``
            bringing,
            chosen,
            place,
            review,
            whose,
            written,
        )

        kinds: dict[Way, type[Asking]] = {
            Way.WHOSE: whose.Whose,
            Way.WRITTEN: written.WrittenAnswer,
            Way.CHOSEN: chosen.Chosen,
            Way.PLACE: place.Place,
            Way.BRINGING: bringing.Bringing,
            Way.REVIEW: review.Review,
        }
        session, keep = self._app.session, self._app.kept.keep
        made = {way: keep(kind(self._hall, session, self._filling)) for way, kind in kinds.items()}
        return {Way.NOTICE: self.first, **made}

    @cached_property
    def room(self) -> Room:
        """Asks for the number of a room."""
        from screens.lobby.request.room import Room  # noqa: PLC0415

        return self._app.kept.keep(Room(self._hall, self._app.session, self._filling))

    @cached_property
    def accepted(self) -> Accepted:
        """The number of the request."""
        from screens.lobby.request.accepted import Accepted  # noqa: PLC0415

        return self._app.kept.keep(Accepted(self._hall, self._app.session))

    @cached_property
    def declined(self) -> Declined:
        """For who does not agree."""
        from screens.lobby.request.declined import Declined  # noqa: PLC0415

        return self._app.kept.keep(Declined(self._hall, self._app.session))

    def forget(self) -> None:
        """Show nothing of what was typed on any of them."""
        made = vars(self)
        for screen in made.get("asking", {}).values():
            screen.forget()
        if "room" in made:
            self.room.forget()

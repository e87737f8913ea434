"""What a volunteer does at the lobby, one screen after the other; nothing is kept between them.

The hall is asked on threads, and each act is one call of it: whatever was shown twice, or while the
store was gone, is safe to show again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.record import Pending
from kiosk.volunteers.slips import print_slip
from kiosk.wording import refusal
from screens.lobby.cut_off_scan import Noted, scan
from screens.lobby.volunteering.asked import Bearer, Purpose
from screens.lobby.volunteering.own_hours import OwnHours
from screens.lobby.volunteering.rooms import Rooms

if TYPE_CHECKING:
    from kiosk.jobs import Job
    from kiosk.volunteers.posts import Post
    from kiosk.volunteers.scanned import Present, Scanned
    from screens.lobby.app import LobbyApp

ALONE = frozenset({Purpose.SIGN, Purpose.ELSEWHERE})
"""What a card can be shown for while this machine is cut off."""


class Visit(OwnHours):
    """Who it is, signing in and out, posts."""

    def __init__(self, app: LobbyApp, hall: Hall) -> None:
        super().__init__(app, hall)
        self.rooms = Rooms(self, app.kept, hall, app.session)
        self._purpose = Purpose.SIGN
        self._activity: str | None = None

    # --- who is it, and what for -------------------------------------------------------------

    def begin(self) -> None:
        """What there is for volunteers."""
        self._app.go(self.rooms.menu)

    def choose(self, purpose: Purpose, activity: str | None = None) -> None:
        """Ask for the card; ``activity`` are the digits of the code of one elsewhere."""
        if purpose not in ALONE and self._cut_off():
            return
        self._purpose, self._activity = purpose, activity
        self.rooms.who.ask(purpose)
        self._app.go(self.rooms.who)

    def without_card(self) -> None:
        """They say who they are: first the end of their phone's number."""
        self._app.go(self.rooms.tail)

    def tail(self, tail: str) -> None:
        """Then their name."""
        self.rooms.naming.begin(tail)
        self._app.go(self.rooms.naming)

    def named(self, tail: str, name: str) -> None:
        """Who has this name and a phone that ends so?"""

        def find() -> str:
            roster = self._hall.volunteers.roster
            found = roster.find(tail, name)
            if not found:
                raise refusal("nobody_found")
            if len(found) > 1:
                raise refusal("several_found")
            return roster.card(found[0].number)

        if (seconds := self._app.scans.pause) > 0:
            self._refuse(refusal("scans_paused", seconds=seconds))
        else:
            self._ask("find", find, self._known)

    def elsewhere(self, digits: str) -> None:
        """The code of an activity elsewhere was shown: whose card goes with it?"""
        self._ask(
            "activity",
            lambda: self._hall.volunteers.activities.of_code(digits),
            lambda _: self.choose(Purpose.ELSEWHERE, digits),
        )

    def card(self, code: str) -> None:
        """A card was shown; what for, the screen says that is shown."""
        if not self.rooms.asks_who(self._app.screen):
            self._purpose, self._activity = Purpose.SIGN, None
        self._known(code)

    def _known(self, code: str) -> None:
        match self._purpose:
            case Purpose.HOURS:
                self.hours(code)
            case Purpose.CODE:
                self._ask("code", lambda: self._bearer(code), self._show_code)
            case Purpose.POSTS:
                self.posts(code)
            case Purpose.ELSEWHERE:
                self.sign(code, self._activity)
            case Purpose.SIGN:
                self._ask("sign", lambda: self._touch(code), lambda told: self._told(code, told))

    # --- signing in and out ------------------------------------------------------------------

    def _touch(self, code: str) -> tuple[Scanned | Noted, list[Present]]:
        """Sign in at once; before signing out, somebody is asked. Cut off, the card is noted."""
        if self._hall.cut_off is None:
            with suppress(Refused):  # refused once more below, where it is recorded
                found = self._hall.volunteers.attendance.look(code)
                if found.did == "out":
                    return found, []
        done = scan(self._hall, code)
        return done, [] if isinstance(done, Noted) else self._forgot(done.volunteer)

    def sign(self, code: str, activity: str | None = None) -> None:
        """Sign in or out; ``activity`` is the one chosen."""

        def sign() -> Scanned | Noted:
            return scan(self._hall, code, activity)

        def show(done: Scanned | Noted) -> None:
            self._done(code, done, [])

        self._ask("sign", sign, show)

    def _forgot(self, volunteer: str) -> list[Present]:
        """Where somebody forgot to sign out, and nobody has confirmed how long they were there."""
        pending = self._hall.volunteers.attendance.pending(volunteer)
        return [each for each in pending if Pending.FORGOTTEN in each.why]

    def _told(self, code: str, told: tuple[Scanned | Noted, list[Present]]) -> None:
        found, forgot = told
        if isinstance(found, Noted):
            self._done(code, found, [])
        elif found.did == "choose":
            self.rooms.choosing.show(code, found)
            self._app.go(self.rooms.choosing)
        elif found.did == "out":
            self.rooms.leaving.show(code, found)
            self._app.go(self.rooms.leaving)
        else:
            self._done(code, found, forgot)

    def _done(self, code: str, done: Scanned | Noted, forgot: list[Present]) -> None:
        if isinstance(done, Noted):
            self._app.kept.scan_kept.show(*done)
            self._app.go(self._app.kept.scan_kept)
            return
        if done.did == "choose":
            self._told(code, (done, forgot))
            return
        self.rooms.signed.show(code, done, forgot)
        self._app.go(self.rooms.signed)

    def slip(self, volunteer: str, activity: str) -> None:
        """What the last time at an activity came to, on paper."""

        def put() -> Job:
            return print_slip(self._hall, volunteer, activity, large=self._app.session.large)

        self._ask("slip", put, self.rooms.signed.printed)

    # --- posts, and the code -----------------------------------------------------------------

    def posts(self, code: str) -> None:
        """Places that somebody can claim, and those that are theirs."""
        if self._cut_off():
            return

        def read() -> tuple[Bearer, list[Post]]:
            bearer = self._bearer(code)
            return bearer, self._hall.volunteers.roster.posts.offers(bearer.number)

        def show(read: tuple[Bearer, list[Post]]) -> None:
            self.rooms.posts.show(*read)
            self._app.go(self.rooms.posts)

        self._ask("posts", read, show)

    def post(self, bearer: Bearer, post: Post) -> None:
        """One of them, with its risks."""
        self.rooms.post.show(bearer, post)
        self._app.go(self.rooms.post)

    def claim(self, bearer: Bearer, activity: str, *, back: bool) -> None:
        """Take a place, or give it back."""

        def act() -> Post:
            posts = self._hall.volunteers.roster.posts
            return (posts.give_back if back else posts.claim)(activity, bearer.number)

        def show(post: Post) -> None:
            self.rooms.post.turned(bearer, post)
            self._app.go(self.rooms.post)

        self._ask("claim", act, show)

    def _show_code(self, bearer: Bearer) -> None:
        self.rooms.code.show(bearer)
        self._app.go(self.rooms.code)

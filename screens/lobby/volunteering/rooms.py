"""The screens of volunteering, each made when first shown, as all of the lobby's (``kept.py``)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.screen import Screen

from kiosk.hall import Hall
from screens.lobby.session import Session

if TYPE_CHECKING:
    from screens.lobby.kept import Kept
    from screens.lobby.volunteering.choosing import Choosing
    from screens.lobby.volunteering.code import MyCode
    from screens.lobby.volunteering.hours import HoursPage
    from screens.lobby.volunteering.leaving import Leaving
    from screens.lobby.volunteering.menu import Menu
    from screens.lobby.volunteering.naming import Naming
    from screens.lobby.volunteering.noted import Noted
    from screens.lobby.volunteering.posts import PostPage, Posts
    from screens.lobby.volunteering.records import RecordPage, Records
    from screens.lobby.volunteering.signed import Signed
    from screens.lobby.volunteering.tail import Tail
    from screens.lobby.volunteering.visit import Visit
    from screens.lobby.volunteering.who import Who
    from screens.lobby.volunteering.words import Words
    from screens.lobby.volunteering.wrong import Wrong


class Rooms:
    """One of each. Those with the writing pad are imported last: it is the largest."""

    def __init__(self, visit: Visit, kept: Kept, hall: Hall, session: Session) -> None:
        self._visit, self._kept = visit, kept
        self._hall, self._session = hall, session

    def asks_who(self, screen: Screen[object]) -> bool:
        """Whether a screen is one of those that ask for a card, for some purpose."""
        made = vars(self)
        return screen in [made[name] for name in ("who", "tail", "naming") if name in made]

    @cached_property
    def menu(self) -> Menu:
        """What there is for volunteers."""
        from screens.lobby.volunteering.menu import Menu  # noqa: PLC0415 -- see ``Kept``

        return self._kept.keep(Menu(self._hall, self._session, self._visit))

    @cached_property
    def who(self) -> Who:
        """Whose card?"""
        from screens.lobby.volunteering.who import Who  # noqa: PLC0415

        return self._kept.keep(Who(self._hall, self._session, self._visit))

    @cached_property
    def tail(self) -> Tail:
        """The end of whose phone's number?"""
        from screens.lobby.volunteering.tail import Tail  # noqa: PLC0415

        return self._kept.keep(Tail(self._hall, self._session, self._visit))

    @cached_property
    def naming(self) -> Naming:
        """And the name?"""
        from screens.lobby.volunteering.naming import Naming  # noqa: PLC0415

        return self._kept.keep(Naming(self._hall, self._session, self._visit))

    @cached_property
    def choosing(self) -> Choosing:
        """Which activity?"""
        from screens.lobby.volunteering.choosing import Choosing  # noqa: PLC0415

        return self._kept.keep(Choosing(self._hall, self._session, self._visit))

    @cached_property
    def leaving(self) -> Leaving:
        """Sign out?"""
        from screens.lobby.volunteering.leaving import Leaving  # noqa: PLC0415

        return self._kept.keep(Leaving(self._hall, self._session, self._visit))

    @cached_property
    def signed(self) -> Signed:
        """Signed in, or out."""
        from screens.lobby.volunteering.signed import Signed  # noqa: PLC0415

        return self._kept.keep(Signed(self._hall, self._session, self._visit))

    @cached_property
    def hours(self) -> HoursPage:
        """How many hours?"""
        from screens.lobby.volunteering.hours import HoursPage  # noqa: PLC0415

        return self._kept.keep(HoursPage(self._hall, self._session, self._visit))

    @cached_property
    def records(self) -> Records:
        """Which record?"""
        from screens.lobby.volunteering.records import Records  # noqa: PLC0415

        return self._kept.keep(Records(self._hall, self._session, self._visit))

    @cached_property
    def record(self) -> RecordPage:
        """What does it say?"""
        from screens.lobby.volunteering.records import RecordPage  # noqa: PLC0415

        return self._kept.keep(RecordPage(self._hall, self._session, self._visit))

    @cached_property
    def wrong(self) -> Wrong:
        """What is wrong with it?"""
        from screens.lobby.volunteering.wrong import Wrong  # noqa: PLC0415

        return self._kept.keep(Wrong(self._hall, self._session, self._visit))

    @cached_property
    def words(self) -> Words:
        """In words."""
        from screens.lobby.volunteering.words import Words  # noqa: PLC0415

        return self._kept.keep(Words(self._hall, self._session, self._visit))

    @cached_property
    def noted(self) -> Noted:
        """It will be looked into."""
        from screens.lobby.volunteering.noted import Noted  # noqa: PLC0415

        return self._kept.keep(Noted(self._hall, self._session))

    @cached_property
    def posts(self) -> Posts:
        """Which post?"""
        from screens.lobby.volunteering.posts import Posts  # noqa: PLC0415

        return self._kept.keep(Posts(self._hall, self._session, self._visit))

    @cached_property
    def post(self) -> PostPage:
        """What is to be known of it?"""
        from screens.lobby.volunteering.posts import PostPage  # noqa: PLC0415

        return self._kept.keep(PostPage(self._hall, self._session, self._visit))

    @cached_property
    def code(self) -> MyCode:
        """A card on the screen."""
        from screens.lobby.volunteering.code import MyCode  # noqa: PLC0415

        return self._kept.keep(MyCode(self._hall, self._session, self._visit))

"""The screens of finding, each made when first shown, as all of the lobby's (``kept.py``)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.hall import Hall
from screens.lobby.finding.answer import AnswerPage
from screens.lobby.finding.enquiring import Enquiring, Outcome
from screens.lobby.finding.groups import Groups, Listing
from screens.lobby.session import Session

if TYPE_CHECKING:
    from screens.lobby.finding.line import LineWriting
    from screens.lobby.finding.search import Search
    from screens.lobby.kept import Kept


class Rooms:
    """One of each. Those with a pad are imported last: it is the largest."""

    def __init__(self, kept: Kept, hall: Hall, session: Session) -> None:
        self._kept, self._hall, self._session = kept, hall, session

    @cached_property
    def groups(self) -> Groups:
        """What is it about?"""
        return self._kept.keep(Groups(self._hall, self._session))

    @cached_property
    def listing(self) -> Listing:
        """Which of them?"""
        return self._kept.keep(Listing(self._hall, self._session))

    @cached_property
    def search(self) -> Search:
        """Written."""
        from screens.lobby.finding.search import Search  # noqa: PLC0415

        return self._kept.keep(Search(self._hall, self._session))

    @cached_property
    def answer(self) -> AnswerPage:
        """What there is to know of it."""
        return self._kept.keep(AnswerPage(self._hall, self._session))

    @cached_property
    def enquiring(self) -> Enquiring:
        """Who demands it, and why?"""
        return self._kept.keep(Enquiring(self._hall, self._session))

    @cached_property
    def line(self) -> LineWriting:
        """Which proof, or who?"""
        from screens.lobby.finding.line import LineWriting  # noqa: PLC0415

        return self._kept.keep(LineWriting(self._hall, self._session))

    @cached_property
    def outcome(self) -> Outcome:
        """What was decided."""
        return self._kept.keep(Outcome(self._hall, self._session))

"""What the lobby shows to whoever looks for something, one screen after the other."""

from __future__ import annotations

import logging
import re
from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import on

from kiosk.errors import ConfigError, Refused
from screens.lobby.finding import asked
from screens.lobby.finding.asking import FindingAsks
from screens.lobby.step import Step
from screens.terminal import Terminal

if TYPE_CHECKING:
    from screens.lobby.kept import Kept
    from screens.lobby.session import Session

CHINESE = re.compile("[㐀-鿿]")

log = logging.getLogger(__name__)


class Finding(Terminal):
    """The part of the lobby's app that knows the lists.

    The rest of it gives tickets all the same when they are broken.
    """

    kept: Kept
    session: Session
    asking: FindingAsks

    @abstractmethod
    def go(self, screen: Step) -> None:
        """Show a screen above the others."""

    @abstractmethod
    def tell(self, heading: str, why: Refused | str) -> None:
        """Say why something cannot be done."""

    @abstractmethod
    def take(self, line: str, priority: str | None = None, item: str | None = None) -> None:
        """Give out a ticket, unless one is on its way."""

    @abstractmethod
    def back(self) -> None:
        """One screen back."""

    @abstractmethod
    def home(self) -> None:
        """Back to the start."""

    def prepare_search(self) -> None:
        """Make the search ready, on a thread; nothing where the lists are broken."""
        try:
            self.hall.items.prepare()
        except ConfigError as error:
            log.error("nothing can be looked up: %s", error)
        else:
            self.post_message(asked.Prepared())

    # --- finding it ----------------------------------------------------------------------------

    @on(asked.FindAsked)
    def _read_lists(self) -> None:
        self.asking.lists()

    @on(asked.ListsRead)
    def _show_groups(self, event: asked.ListsRead) -> None:
        if event.broken:
            self.tell("finding.not_now", "finding.broken")
        else:
            self.go(self.kept.finding.groups)

    @on(asked.GroupChosen)
    def _show_group(self, event: asked.GroupChosen) -> None:
        self.kept.finding.listing.show_group(event.group)
        self.go(self.kept.finding.listing)

    @on(asked.SearchAsked)
    def _search(self, event: asked.SearchAsked) -> None:
        self.kept.finding.search.begin(event.begun)
        self.go(self.kept.finding.search)

    @on(asked.Prepared)
    def _search_again(self) -> None:
        rooms = self.kept.finding
        if "search" in vars(rooms) and rooms.search.is_mounted:
            rooms.search.look_again()

    @on(asked.TextSought)
    def _show_found(self, event: asked.TextSought) -> None:
        self.kept.finding.listing.show_found(event.text)
        self.go(self.kept.finding.listing)

    @on(asked.ItemChosen)
    def _show_answer(self, event: asked.ItemChosen) -> None:
        rooms = self.kept.finding
        if event.code != self.hall.items.lists.enquiry.code:
            rooms.answer.show(event.code)
            self.go(rooms.answer)
        elif CHINESE.search(event.text) or (event.text and self.session.language == "en"):
            self._enquire(event.text)
        else:
            rooms.line.begin("what")
            self.go(rooms.line)

    # --- what can be done about it -------------------------------------------------------------

    @on(asked.TicketAsked)
    def _take_for(self, event: asked.TicketAsked) -> None:
        line = self.hall.items.line(event.code)
        if line is None:
            self.home()
        else:
            self.take(line, item=event.code)

    @on(asked.RequestAsked)
    def _request(self, event: asked.RequestAsked) -> None:
        self.kept.request.begin(event.code)
        self.go(self.kept.request)

    @on(asked.PrintAsked)
    def _put_on_paper(self, event: asked.PrintAsked) -> None:
        self.asking.paper(event.about, large=self.session.large)

    @on(asked.Printed)
    def _on_paper(self, event: asked.Printed) -> None:
        from screens.lobby.finding.page import Page  # noqa: PLC0415 -- off the start-up path

        if isinstance(self.screen, Page) and self.screen.about == event.about:
            self.screen.printed(event.job)

    # --- a proof that is on no list ------------------------------------------------------------

    def _enquire(self, what: str) -> None:
        self.kept.finding.enquiring.begin(what)
        self.go(self.kept.finding.enquiring)

    @on(asked.UnitAsked)
    def _write_unit(self) -> None:
        self.kept.finding.line.begin("unit")
        self.go(self.kept.finding.line)

    @on(asked.LineWritten)
    def _written(self, event: asked.LineWritten) -> None:
        enquiring = self.kept.finding.enquiring
        if event.ask == "what":
            self._enquire(event.text)
        else:
            self.asking.enquire(enquiring.what, event.text, enquiring.holds)

    @on(asked.EnquiryMade)
    def _record(self, event: asked.EnquiryMade) -> None:
        self.asking.enquire(event.what, event.unit, event.holds)

    @on(asked.Enquired)
    def _show_outcome(self, event: asked.Enquired) -> None:
        rooms = self.kept.finding
        while self.screen in (rooms.enquiring, rooms.line):
            self.back()  # it is on record: nobody comes back here to have it there twice
        if event.enquiry.item is not None:
            rooms.answer.show(event.enquiry.item)
            self.go(rooms.answer)
        else:
            rooms.outcome.show(event.enquiry)
            self.go(rooms.outcome)

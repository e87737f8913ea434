"""Going on alone: what a machine that is cut off gives out and takes in. ``hall.outbox``."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.hours import Moment
from kiosk.outbox.fact import Fact, Sent
from kiosk.outbox.kept import Kept

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.outbox.sending import Sending
    from kiosk.tickets.ticket import Ticket


class Outbox(Kept):
    """Facts that wait for the server, and the slips that go with them.

    Every method that makes a fact is one local transaction that numbers it, keeps it and queues its
    slip; it is on disk when the method returns.
    """

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self._starting = threading.Lock()
        self.last_sent: Sent | None = None
        """What the last upload of this process came to."""

    # --- making facts ------------------------------------------------------------------------

    def take(
        self,
        line: str,
        priority: str | None = None,
        *,
        item: str | None = None,
        large: bool = False,
        instead: str | None = None,
    ) -> tuple[Ticket, Fact]:
        """Give out a number of this terminal's own series (``AX001``), with its slip.

        ``instead``: the key of one whose answer was lost. Refuses: as ``Taking.asked`` and, by the
        last known list and what is kept here, as ``Taking.admit``.
        """
        from kiosk.outbox.giving import give  # noqa: PLC0415

        return give(self, line, priority, item, instead, large=large)

    def scan(self, code: str, activity: str | None = None, *, at: Moment | None = None) -> Fact:
        """Note that a card was read. Refuses: ``not_ours``, ``not_a_card``, ``not_an_activity``."""
        from kiosk.outbox.scanning import note  # noqa: PLC0415

        return note(self, code, activity, at or self.hall.clock.now())

    def hand_in(
        self,
        item: str,
        fields: Mapping[str, object],
        consent: str | None,
        *,
        agent: Mapping[str, object] | None = None,
        guardian: Mapping[str, object] | None = None,
        has: Iterable[str] | None = None,
        large: bool = False,
        instead: str | None = None,
    ) -> Fact:
        """Keep a request under a number of this terminal's own, with its acceptance slip.

        Refuses: as ``kiosk.certificates.asking.Asking.request``.
        """
        from kiosk.outbox.asking import hand_in  # noqa: PLC0415

        people = {"agent": agent, "guardian": guardian}
        return hand_in(self, item, fields, consent, people, has, instead, large=large)

    def served(self, number: str, window: str) -> Fact:
        """Note that a window has served a number. Refuses: ``unknown_window``, ``bad_number``."""
        from kiosk.outbox.serving import note  # noqa: PLC0415

        return note(self, number, window)

    # --- handing them in ---------------------------------------------------------------------

    def send(self) -> Sent:
        """Bring the facts to the records, in order; those the server has are not added again.

        Raises:
            StoreError: the server went away; what it confirmed is done, the others stay here.
        """
        from kiosk.outbox.sending import send  # noqa: PLC0415

        self.last_sent = send(self)
        return self.last_sent

    def start_sending(self) -> None:
        """Send by itself from now on: what is here, and whenever the wire is back."""
        with self._starting:
            if "_sending" not in self.__dict__:
                self._sending.start()

    @cached_property
    def _sending(self) -> Sending:
        from kiosk.outbox.sending import Sending  # noqa: PLC0415

        return Sending(self)

    def close(self) -> None:
        """Stop sending and following, and close the store."""
        if "_sending" in self.__dict__:
            self._sending.stop()
        super().close()

"""The queue of the hall: ``hall.queue``."""

from __future__ import annotations

from kiosk.tickets.around import Around
from kiosk.tickets.serving import Serving
from kiosk.tickets.taking import Taking


class Queue(Taking, Serving, Around):
    """Tickets, from taking one to the end of the day.

    Every method that changes something is one transaction, recorded with who (``actor``), where
    (``terminal``) and when, and gives back the ticket as it is then. A refused one changes nothing.

    Raises (all of them ``kiosk.errors.Refused``, by word): ``unknown_line``, ``unknown_window``,
    ``unknown_number``, ``unknown_priority``; ``priority_not_offered``, ``line_closed``,
    ``quota_reached``, ``closing_soon``;
    ``nobody_waiting``, ``window_busy``, ``wrong_window``, ``nothing_called``, ``call_again``,
    ``wrong_state``, ``no_return``, ``nothing_to_undo``.
    """

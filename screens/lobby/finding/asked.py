"""What somebody who looks for something wants; the app knows what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from kiosk.items.enquiry import Enquiry
    from kiosk.jobs import Job


class FindAsked(Message):
    """They want to find out what is handled here, and how."""


class GroupChosen(Message):
    """They want to see what is in a group of the lists: a category, or ``certificate``."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self.group = group


class SearchAsked(Message):
    """They would rather write; ``begun`` is what they have written already."""

    def __init__(self, begun: str = "") -> None:
        super().__init__()
        self.begun = begun


class TextSought(Message):
    """They want to see all that was found for a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ItemChosen(Message):
    """They want to know about one entry; ``text`` is what they had written to find it."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__()
        self.code, self.text = code, text


class TicketAsked(Message):
    """They want a ticket for an entry."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class RequestAsked(Message):
    """They want to request a certificate."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class PrintAsked(Message):
    """They want to take it home on paper: what an entry answers, or what was decided."""

    def __init__(self, about: str | Enquiry) -> None:
        super().__init__()
        self.about = about


class UnitAsked(Message):
    """Nobody on the list demanded the proof: they want to write who did."""


class LineWritten(Message):
    """They have written which proof (``what``) or who demands it (``unit``)."""

    def __init__(self, ask: str, text: str) -> None:
        super().__init__()
        self.ask, self.text = ask, text


class EnquiryMade(Message):
    """All is known of a proof that is on no list."""

    def __init__(self, what: str, unit: str, holds: tuple[str, ...]) -> None:
        super().__init__()
        self.what, self.unit, self.holds = what, unit, holds


# --- what came of it ---------------------------------------------------------------------------


class ListsRead(Message):
    """The lists are there, or ``broken``: nothing can be found until somebody mends them."""

    def __init__(self, *, broken: bool) -> None:
        super().__init__()
        self.broken = broken


class Prepared(Message):
    """A search need not wait any longer."""


class Printed(Message):
    """The slip about something is on record, and on its way."""

    def __init__(self, about: str | Enquiry, job: Job) -> None:
        super().__init__()
        self.about, self.job = about, job


class Enquired(Message):
    """The enquiry is on record."""

    def __init__(self, enquiry: Enquiry) -> None:
        super().__init__()
        self.enquiry = enquiry

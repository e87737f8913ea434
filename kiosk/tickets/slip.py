"""What a ticket's slip says."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.codes import Code
from kiosk.config import Config
from kiosk.slip_frame import framed
from kiosk.tickets.late import rule_in_words
from kiosk.tickets.ticket import Ticket, count_of, series_of
from kiosk.wording import say


def wait_in_words(wait: tuple[int, int] | None, language: str) -> str:
    """A quoted range as people read it; empty when nothing honest can be said.

    The cases are those of the official message template for queues (WeChat 1005): equal ends are
    one number, a low end of 0 is "less than".
    """
    if wait is None:
        return ""
    low, high = wait
    if high == 0:
        return say("slip.wait_none", language)
    if low == 0:
        return say("slip.wait_within", language, high=high)
    return say("slip.wait_range" if low < high else "slip.wait_about", language, low=low, high=high)


def code_of(day: date, number: str) -> Code:
    """What the code of a number says; a terminal's own letter, if any, is its ``serial``."""
    line, own = number[0], series_of(number)[1:]
    return Code("ticket", day, line, count_of(number), ord(own) if own else 0)


def number_of(code: Code) -> str:
    """The number that a ticket's code is of."""
    return f"{code.letter}{chr(code.serial) if code.serial else ''}{code.number:03d}"


def ticket_slip(
    config: Config,
    ticket: Ticket,
    code: str,
    at: datetime,
    note: bool,
    training: bool,
    cut_off: bool = False,
) -> dict[str, str]:
    """The fields of the ``ticket`` template. Why someone has priority is nobody else's business.

    ``cut_off``: it was given without the others being asked, so nobody knows how many are ahead.
    """
    line = config.lines[ticket.line]
    language = config.centre.languages[0]
    said = {
        "number": ticket.number,
        "line_name": line.name,
        "line_name_en": line.name_en,
        "ahead": "" if cut_off else str(ticket.ahead),
        "wait": wait_in_words(ticket.wait, language),
        "late_rule": rule_in_words(config.queue.late_return, language),
        "cut_off": say("slip.cut_off", language) if cut_off else "",
        "closing_note": say("slip.closing_note", language) if note else "",
        "code": code,
    }
    return framed(config, said, at, training=training)

"""What the tiles say."""

from __future__ import annotations

from kiosk.config import Announcement
from kiosk.hall import Hall
from kiosk.tickets.slip import wait_in_words
from kiosk.tickets.ticket import Ticket
from kiosk.wording import Named, in_script, name_of, say
from screens.widgets.tile import Face


def line_face(hall: Hall, line: str, language: str) -> Face:
    """A line: its name in two languages, who waits and how long; or when it opens."""
    entry = hall.config.lines[line]
    title, subtitle = named(entry, language)
    if not hall.queue.is_open(line):
        return Face(line, title, subtitle, _opens(hall, line, language), ready=False)
    if hall.cut_off is not None:
        return Face(line, title, subtitle, say("cut_off.waiting", language))
    waiting = hall.queue.waiting(line)
    quote = hall.queue.quote(line)
    wait = wait_in_words((quote.low, quote.high) if quote else None, language)
    people = say("lobby.waiting", language, count=waiting)
    return Face(line, title, subtitle, f"{people}  {wait}".rstrip())


def named(entry: Named, language: str) -> tuple[str, str]:
    """A name and, below it, the other language's."""
    return name_of(entry, language), entry.name if language == "en" else entry.name_en


def announced_in(entry: Announcement, language: str) -> str:
    """An announcement in a language, or in Chinese where it has no other."""
    if language == "en" and entry.text_en:
        return entry.text_en
    return in_script(entry.text, language)


def ahead_in_words(ticket: Ticket, language: str) -> str:
    """How many people are ahead of a ticket, and how long that takes as far as it can be said."""
    ahead = say("lobby.ahead", language, count=ticket.ahead)
    return f"{ahead}    {wait_in_words(ticket.wait, language)}".rstrip()


def _opens(hall: Hall, line: str, language: str) -> str:
    opens = hall.queue.opens(line)
    if opens is None:
        return say("lobby.shut", language)
    time = f"{opens:%H:%M}"
    if opens.date() == hall.clock.now().at.date():
        return say("lobby.opens_today", language, time=time)
    return say("lobby.opens", language, month=opens.month, day=opens.day, time=time)

"""What the tiles say."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.tickets.slip import wait_in_words
from kiosk.wording import say
from screens.widgets.tile import Face


def line_face(hall: Hall, line: str, key: str, language: str) -> Face:
    """A line: its name in two languages, who waits and how long; or when it opens."""
    entry = hall.config.lines[line]
    title, subtitle = named(entry.name, entry.name_en, language)
    if not hall.queue.is_open(line):
        return Face(line, "", title, subtitle, _opens(hall, line, language), ready=False)
    waiting = hall.queue.waiting(line)
    quote = hall.queue.quote(line)
    wait = wait_in_words((quote.low, quote.high) if quote else None, language)
    people = say("lobby.waiting", language, count=waiting)
    return Face(line, key, title, subtitle, f"{people}  {wait}".rstrip())


def named(name: str, name_en: str, language: str) -> tuple[str, str]:
    """A name and, below it, the other language's."""
    if language == "en" and name_en:
        return name_en, name
    return name, name_en


def _opens(hall: Hall, line: str, language: str) -> str:
    opens = hall.queue.opens(line)
    if opens is None:
        return say("lobby.shut", language)
    time = f"{opens:%H:%M}"
    if opens.date() == hall.clock.now().at.date():
        return say("lobby.opens_today", language, time=time)
    return say("lobby.opens", language, month=opens.month, day=opens.day, time=time)

"""What the tiles of the lists say."""

from __future__ import annotations

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.items.item import Item, Kind
from kiosk.wording import name_of, say
from screens.lobby.faces import line_face, named
from screens.widgets.tile import Face

CERTIFICATES = Kind.CERTIFICATE.value
"""The group of all certificates, beside the categories."""

SEARCH = "7"
"""The key that means writing on every page of groups."""


def group_faces(hall: Hall, language: str) -> list[Face]:
    """The certificates, then the categories, each in two languages."""
    first = Face(CERTIFICATES, *_both("finding.certificates", language))
    said = hall.items.categories().items()
    return [first, *(Face(code, *named(entry, language)) for code, entry in said)]


def search_face(language: str) -> Face:
    """To write instead."""
    return Face("", *_both("finding.write", language), key=SEARCH)


def _both(key: str, language: str) -> tuple[str, str]:
    """A message in the language of the screen and, below it, in the other."""
    return say(key, language), say(key, "zh-Hans" if language == "en" else "en")


def in_group(hall: Hall, group: str) -> list[Item]:
    """The entries of a group, those of the last one with what is on no list."""
    if group == CERTIFICATES:
        return hall.items.all(Kind.CERTIFICATE)
    entries = hall.items.of(group)
    last = list(hall.items.categories())[-1]
    return [*entries, hall.items.lists.enquiry] if group == last else entries


def item_face(item: Item, language: str) -> Face:
    """An entry by its name, and what it answers."""
    answer = say(f"items.answer_{item.answer}", language)
    return Face(item.code, name_of(item, language), "", answer)


def found(hall: Hall, text: str) -> list[Item]:
    """The entries that are meant by a text, best first."""
    return [hall.items.get(hit.code) for hit in hall.items.search(text)]


def ticket_face(hall: Hall, code: str, language: str) -> Face:
    """A ticket of the line for an entry, or of any where the settings do not say which."""
    title, line = say("finding.ticket", language), hall.items.line(code)
    if line is None:
        return Face("ticket", title)
    face = line_face(hall, line, language)
    return Face("ticket", title, face.title, face.note, ready=face.ready)


def has_slip(hall: Hall, code: str) -> bool:
    """Whether there is something to print, and where to."""
    terminal = hall.config.terminals.get(hall.queue.terminal)
    if terminal is None or terminal.printer is None:
        return False
    try:
        hall.items.slip(code)
    except Refused:
        return False
    return True

"""Fields of ``batch`` as the acts of volunteering want them; the others are text already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kiosk.hall import Hall
from kiosk.wording import Phrase, refusal

Fields = Mapping[str, Any]


def number_in(fields: Fields, name: str) -> int:
    """A whole number of a field. Refuses: ``wrong_field``."""
    said = str(fields[name])
    if not (said.isascii() and said.isdecimal()) or len(said) > 6:  # noqa: PLR2004
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.number"))
    return int(said)


def moment_in(fields: Fields, name: str, hall: Hall) -> datetime:
    """A moment of a field: ``2026-11-23T09:00``, with an offset or in the centre's time.

    ``09:00`` is on the day of the field ``date`` (today). Refuses: ``wrong_field``.
    """
    said = str(fields[name]).strip()
    try:
        if "-" not in said.partition("+")[0]:
            day = str(fields.get("date") or hall.queue.days.today(hall.clock.now()))
            said = f"{day}T{said.zfill(5)}"
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.moment")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=hall.clock.zone)


def flag_in(fields: Fields, name: str, *, default: bool) -> bool:
    """Yes or no. Refuses: ``wrong_field``."""
    said = fields.get(name)
    known = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    if said is None:
        return default
    if not isinstance(said, bool | str) or said not in known:
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.flag"))
    return known[said]


def day_in(fields: Fields, name: str) -> date:
    """A day. Refuses: ``wrong_field``."""
    try:
        return date.fromisoformat(str(fields.get(name, "")))
    except ValueError:
        raise refusal("wrong_field", field=name, kind="2026-11-23") from None


def texts_in(value: Any) -> tuple[str, ...]:
    """A list of words, or one text with commas. Refuses: ``wrong_field``."""
    listed = value.replace("、", ",").split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise refusal("wrong_field", field="skills", kind=Phrase("kinds.text"))
    return tuple(each.strip()[:20] for each in listed if each.strip())

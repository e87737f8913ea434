"""What the hall's own records say of the facts that the desk adds for a paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.hall import Hall

LONGEST = 120
"""Characters of a fact that have room in the line where a clerk reads and writes it."""

AND, MORE = "、", "等"
"""Between what was done, and after it where there was more: the paper must not say it was all."""


def of_service(hall: Hall, clear: Mapping[str, str]) -> dict[str, str]:
    """``hours`` and ``content`` of somebody's volunteer service, by the values of a request.

    Empty where the number is nobody's here, or somebody else's, or nothing is on record.
    """
    number = clear.get("vol_no", "").strip().upper()
    first, last = clear.get("period_from", ""), clear.get("period_to", "")
    if not (number and first and last):
        return {}
    try:
        if hall.volunteers.roster.person(number).name != clear.get("applicant_name"):
            return {}
        days = date.fromisoformat(first), date.fromisoformat(last)
        stated = hall.volunteers.statements.preview(number, *days)
    except Refused:
        return {}
    names = list(dict.fromkeys(entry.activity.name for entry in stated.entries))
    said = AND.join(names)
    while len(said) > LONGEST:
        names.pop()
        said = AND.join(names) + MORE
    return {"hours": stated.hours, "content": said}

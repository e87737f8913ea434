"""What people write into records of volunteering: short, on one line, and saying something."""

from __future__ import annotations

import re

from kiosk.identity.free_text import LONGEST, one_line
from kiosk.wording import refusal

_NUMBER = re.compile(r"\d{17}[\dXx]|1\d{10}")
"""An identity number or a mobile phone. Not as strict as ``free_text``: names of places and
activities have long numbers of their own."""

_LEAST_DIFFERENT = 3
"""Different characters without which a content says nothing: "服务服务服务" (i志愿's rule)."""


def text(field: str, given: object, longest: int = LONGEST) -> str:
    """A text to be kept.

    Refuses: ``missing_field``, ``too_many_characters``, ``number_in_text``.
    """
    said = one_line(field, given if isinstance(given, str) else "", longest)
    if _NUMBER.search(said.replace(" ", "").replace("-", "")):
        raise refusal("number_in_text", field=field)
    return said


def content(given: object) -> str:
    """What is done. Refuses: as ``text``; ``vague_content``."""
    said = text("content", given, longest=120)
    if len(set(said)) < _LEAST_DIFFERENT:
        raise refusal("vague_content", content=said[:20])
    return said

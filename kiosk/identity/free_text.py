"""What people write in their own words: short, on one line, and no number of anybody's."""

from __future__ import annotations

import re
from unicodedata import normalize

from kiosk.wording import refusal

LONGEST = 60
"""Characters, where nothing else is said."""

_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./年]?\d{1,2}[-./月]?\d{1,2}日?(?!\d)")
_BETWEEN = re.compile(r"[\s\-.·]")
_NUMBER = re.compile(r"[0-9Xx]{7,}")
"""As long as the shortest telephone's; with dates and what separates digits taken away."""


def free_text(field: str, text: str, longest: int = LONGEST) -> str:
    """A reason, remark or name of something, as it may be kept in clear.

    Refuses: ``missing_field`` (nothing in it), ``too_many_characters``, ``personal_number`` (what
    looks like a document's number or a telephone).
    """
    plain = one_line(field, text, longest)
    if holds_number(plain):
        raise refusal("personal_number", field=field)
    return plain


def one_line(field: str, text: str, longest: int = LONGEST) -> str:
    """A text on one line, without spaces around it.

    Refuses: ``missing_field`` (nothing in it), ``too_many_characters``.
    """
    plain = " ".join(text.split())
    if not plain:
        raise refusal("missing_field", field=field)
    if len(plain) > longest:
        raise refusal("too_many_characters", field=field, longest=longest)
    return plain


def holds_number(text: str) -> bool:
    """Does it look as if somebody's number were in it? Dates are none."""
    digits = _DATE.sub("、", normalize("NFKC", text))
    return _NUMBER.search(_BETWEEN.sub("", digits)) is not None

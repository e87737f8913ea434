"""What is said of a code that somebody shows: offline, at any terminal of this hall.

A right signature proves who issued a paper and that its contents were not changed since; not that
what it says is so. Nothing of a code is shown before its signature was checked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.certificates.register_entry import Certificate
from kiosk.errors import Refused
from kiosk.signing import Signed, digest
from kiosk.wording import say

if TYPE_CHECKING:
    from kiosk.certificates.register import Register
    from kiosk.hall import Hall

Word = Literal["genuine", "altered", "void", "unknown"]

REASONS = (
    "genuine",
    "expired",
    "not_our_code",
    "code_altered",
    "void",
    "not_here",
    "paper_differs",
)
"""Why, in one word; each has its sentence in the catalogue: ``verdict.<reason>``."""


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """``genuine``; ``altered`` (or not ours); ``void``; ``unknown`` (cannot be told here).

    What the code says is filled in when its signature is right, what the register says when it
    has the paper. ``holder`` is a masked name, to be compared with the paper, as are the ``hours``
    of a statement of service.
    """

    verdict: Word
    reason: str
    kind: str = ""
    number: str = ""
    issued: date | None = None
    item: str = ""
    item_name: str = ""
    valid_until: date | None = None
    expired: bool = False
    since: datetime | None = None
    holder: str = ""
    hours: str = ""

    def words(self, language: str = "zh-Hans") -> str:
        """The sentence for who asked."""
        since = f"{self.since:%Y-%m-%d}" if self.since else ""
        until = f"{self.valid_until}" if self.valid_until else ""
        return say(f"verdict.{self.reason}", language, since=since, until=until)


def judge(hall: Hall, register: Register, code: str, text: bytes | None = None) -> Verdict:
    """The verdict on a code; it never refuses.

    Args:
        hall: whose keys and clock count.
        register: where the paper would be.
        code: as it was scanned.
        text: what the paper in hand says (``Paper.text``), where somebody typed it off.
    """
    try:
        said = hall.signing.read(code)
    except Refused as refused:
        return Verdict("altered", refused.code)
    if text is not None and digest(text) != said.digest:
        return _verdict(said, None, "altered", "paper_differs")
    entry = register.entry(said.number)
    # With a right signature another code under this number means that the register is another one
    # (an older backup came back): it knows nothing of this paper.
    if entry is None or entry.code != code:
        return _verdict(said, None, "unknown", "not_here")
    if entry.void is not None:
        return _verdict(said, entry, "void", "void")
    found = _verdict(said, entry, "genuine", "genuine")
    if entry.valid_until is not None and hall.clock.now().at.date() > entry.valid_until:
        return msgspec.structs.replace(found, reason="expired", expired=True)
    return found


def _verdict(said: Signed, entry: Certificate | None, word: Word, reason: str) -> Verdict:
    verdict = Verdict(word, reason, said.kind, said.number, said.day)
    if entry is None:
        return verdict
    return msgspec.structs.replace(
        verdict,
        item=entry.item,
        valid_until=entry.valid_until,
        holder=entry.holder,
        since=entry.void_since,
    )

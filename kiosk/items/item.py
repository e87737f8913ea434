"""One entry of the lists, as it stands in ``data/items/*.toml`` and in the centre's own file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec


class Kind(StrEnum):
    """Which list an entry is on (DESIGN.md, Words)."""

    DUTY = "duty"
    ASSIST = "assist"
    CERTIFICATE = "certificate"
    SERVICE = "service"
    REFUSAL = "refusal"
    ENQUIRY = "enquiry"
    """The one entry that stands for whatever is on no list."""


class Answer(StrEnum):
    """What the hall says to somebody who comes for it."""

    HERE = "here"
    REQUEST = "request"
    ELSEWHERE = "elsewhere"
    ENQUIRE = "enquire"


ANSWERS = {
    Kind.DUTY: Answer.HERE,
    Kind.ASSIST: Answer.HERE,
    Kind.SERVICE: Answer.HERE,
    Kind.CERTIFICATE: Answer.REQUEST,
    Kind.REFUSAL: Answer.ELSEWHERE,
    Kind.ENQUIRY: Answer.ENQUIRE,
}
"""What each list means for who asks."""

MARKS = frozenset({"INF", "MEM", "C"})
"""Why a value is yet to be confirmed by the centre: inferred, remembered, or from a guide that is
not official. A centre that writes the value into its own file has confirmed it."""

Disputed = Literal["issue", "refuse"]
"""The two ways of a proof that some places issue and others must not."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the lists; a key it does not know is an error, not a shrug."""


class Material(Part, frozen=True):
    """Something to bring. ``memo``: what of it, and what becomes of it; ``sort`` orders them."""

    name: str
    name_en: str = ""
    name_hant: str = ""
    required: bool = True
    memo: str = ""
    sort: int = 0


class Choice(Part, frozen=True):
    """One of the answers of a form's field."""

    code: str
    name: str
    name_en: str = ""
    name_hant: str = ""


class FormField(Part, frozen=True):
    """What a certificate's form asks. ``kind`` says how it is checked; ``desk``: by staff only."""

    name: str
    name_en: str
    kind: Literal[
        "text", "name", "number", "date", "month", "choice", "purpose",
        "id_type", "id_no", "phone", "address", "derived", "staff",
    ]  # fmt: skip
    name_hant: str = ""
    shortest: int = 1
    longest: int | None = None
    least: int = 1
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    rule: str = ""
    desk: bool = False
    optional: bool = False
    """May be left out; ``default`` is taken instead, if there is one."""
    default: str = ""
    private: bool = False
    """Shown to nobody but who handles it, though it is no number or name."""
    past: bool = False
    """A date that may not lie after today."""
    not_before: str = ""
    """The field whose date this one may not lie before."""
    source: tuple[str, ...] = ()
    marks: dict[str, str] = {}


class Category(Part, frozen=True):
    """What entries are sorted by."""

    name: str
    name_en: str
    name_hant: str = ""


class Source(Part, frozen=True):
    """Where a fact was read. ``quality``: A official, B reprint, C guide, L statute text."""

    quality: Literal["A", "B", "C", "L"]
    title: str = ""
    address: tuple[str, ...] = ()


class Item(Part, frozen=True):
    """One entry: a duty, an assisted item, a certificate, a service, or a refusal.

    The fields follow the guide record of a real subdistrict (domain/items-and-rules.md §4); what a
    source does not say is empty. ``days`` and ``legal_days`` are working days, 0 on the spot.
    ``also`` is what people really say. ``marks`` tells which values the centre has to confirm.
    """

    code: str
    kind: Kind
    name: str
    category: str
    name_en: str = ""
    name_hant: str = ""
    on: bool = True
    when: Disputed | None = None
    """On where ``[items] disputed_proofs`` says the same, whatever ``on`` is as shipped."""
    says: Answer | None = None
    """What to answer, where it is not what the entry's list means."""
    also: tuple[str, ...] = ()

    basis: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    checked_on: date | None = None
    marks: dict[str, str] = {}
    note: str = ""

    who: str = ""
    age_from: int | None = None
    content: str = ""
    conditions: str = ""
    purposes: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    fields: tuple[str, ...] = ()
    sensitive: bool = False
    steps: tuple[str, ...] = ()
    accepts: str = ""
    decides: str = ""
    jointly: str = ""
    level: str = ""
    scope: str = ""
    handling: Literal["instant", "promised"] | None = None
    days: int | None = None
    legal_days: int | None = None
    takes: str = ""
    visits: str = ""
    fee: str = ""
    valid_days: int | None = None
    phone: str = ""
    booking_phone: str = ""
    progress: str = ""

    reason: str = ""
    reason_en: str = ""
    instead: str = ""
    instead_en: str = ""
    bring: tuple[str, ...] = ()
    office: str = ""
    office_en: str = ""
    office_basis: tuple[str, ...] = ()
    office_address: str = ""
    office_hours: str = ""
    office_phone: str = ""

    @property
    def answer(self) -> Answer:
        """What the hall says to somebody who comes for it."""
        return self.says or ANSWERS[self.kind]

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The fields whose value is shown with 以本中心公示为准."""
        return tuple(sorted(field for field, mark in self.marks.items() if mark in MARKS))

    def confirmed(self, field: str) -> bool:
        """Whether a value, if there is one, stands as it is."""
        return self.marks.get(field) not in MARKS

    @property
    def to_bring(self) -> tuple[Material, ...]:
        """The materials in their order."""
        return tuple(sorted(self.materials, key=lambda material: material.sort))


class Found(msgspec.Struct, frozen=True):
    """One line of what a search gives."""

    code: str
    name: str
    kind: Kind
    answer: Answer


def found(item: Item) -> Found:
    """An entry as a search gives it."""
    return Found(item.code, item.name, item.kind, item.answer)

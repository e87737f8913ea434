"""Which questions a request asks, in which order; it changes with the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall import Hall
from kiosk.items.item import FormField
from screens.lobby.request.draft import Draft

FEW = 7
"""Numbers to choose from that stand as tiles; more are typed."""


class Way(StrEnum):
    """How a question is put."""

    NOTICE = "notice"
    WHOSE = "whose"
    WRITTEN = "written"
    CHOSEN = "chosen"
    PLACE = "place"
    BRINGING = "bringing"
    REVIEW = "review"


@dataclass(frozen=True)
class Question:
    """One screen of a request. ``part``: whose answer it is, the applicant's where it is empty."""

    name: str
    way: Way
    field: FormField | None = None
    part: str = ""

    @property
    def asks(self) -> str:
        """What of a person it asks, as the hall calls it (``name``, ``id_no``)."""
        return self.name.rpartition(".")[2]


NOTICE = Question("notice", Way.NOTICE)
SENSITIVE = Question("sensitive", Way.NOTICE)
WHOSE = Question("whose", Way.WHOSE)
BRINGING = Question("bringing", Way.BRINGING)
REVIEW = Question("review", Way.REVIEW)


def plan(hall: Hall, draft: Draft) -> list[Question]:
    """The questions as the answers so far have it, in order."""
    certificates = hall.certificates
    questions = [NOTICE]
    if certificates.notice(draft.item).sensitive:
        questions.append(SENSITIVE)
    questions.append(WHOSE)
    if draft.for_another:
        questions += person(hall, "agent")
    picked = bool(certificates.addresses.buildings)
    questions += [
        Question(name, _way(field, picked=picked), field)
        for name, field in certificates.form(draft.item).items()
        if _asked(field)
    ]
    if certificates.needs_guardian(draft.item, draft):
        questions += person(hall, "guardian")
    if certificates.to_bring(draft.item, agent=bool(draft.for_another)):
        questions.append(BRINGING)
    return [*questions, REVIEW]


def person(hall: Hall, part: str) -> list[Question]:
    """What is asked of an agent or a guardian."""
    form = hall.certificates.person_form(part)
    return [
        Question(f"{part}.{name}", _way(field), field, part)
        for name, field in form.items()
        if _asked(field)
    ]


def _asked(field: FormField) -> bool:
    """Whether a resident is asked at all; a number tells itself what kind of paper it is on."""
    if field.kind == "id_type":
        return not field.optional
    return field.kind not in {"derived", "staff"}


def _way(field: FormField, *, picked: bool = False) -> Way:
    match field.kind:
        case "choice" | "purpose" | "id_type":
            return Way.CHOSEN
        case "address" if picked:
            return Way.PLACE
        case "number" if field.most is not None and field.most - field.least < FEW:
            return Way.CHOSEN
        case _:
            return Way.WRITTEN


def answered(question: Question, draft: Draft) -> bool:
    """Whether nothing needs to be asked here any more."""
    match question.way:
        case Way.NOTICE:
            return bool(draft.consent) and (question != SENSITIVE or draft.sensitive_consent)
        case Way.WHOSE:
            return draft.for_another is not None
        case Way.BRINGING:
            return draft.reviewing
        case Way.REVIEW:
            return False
        case _:
            return question.name in draft

"""What is said of one request: how it stands, what is missing, its paper, who did what and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kiosk.certificates.form import Form
from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import Move, Request
from kiosk.hall import Hall
from kiosk.jobs import Job, Reason
from kiosk.wording import in_script, name_of, say
from screens.desk.requests.due import clock, day_in_words, standing
from screens.desk.rows import Row

AND = " / "
"""Between several, in any language."""

PARTS = ("agent", "guardian")
"""People beside the applicant; their answers are named ``agent_name`` …."""


class Looked(msgspec.Struct, frozen=True):
    """A request with its paper, as the hall has them now.

    ``recorded`` is what the hall's own records say of facts that the paper lacks, by name.
    """

    request: Request
    certificate: Certificate | None = None
    jobs: tuple[Job, ...] = ()
    recorded: dict[str, str] = {}


def looked(hall: Hall, number: str) -> Looked:
    """Read one. Refuses: ``unknown_request``."""
    request = hall.certificates.get(number)
    if request.certificate is None:
        return Looked(request, recorded=hall.certificates.recorded(number))
    jobs = tuple(hall.slips.about(request.certificate))
    return Looked(request, hall.certificates.certificate(request.certificate), jobs)


def said_values(
    hall: Hall, request: Request, values: Mapping[str, str], language: str
) -> list[Row]:
    """Values by field, each with its name, in the order of the form; then other people's."""
    kept = hall.certificates
    form = kept.form_of(hall.items.get(request.item))
    rows: list[Row] = []
    for name, text in values.items():
        part = next((one for one in PARTS if name.startswith(f"{one}_")), None)
        if part is not None and name not in form.fields:
            own = Form(kept.person_form(part), kept.today())
            field = name.removeprefix(f"{part}_")
            whose = say(f"requests.{part}", language)
            what = (
                f"{whose} {name_of(own.fields[field], language)}" if field in own.fields else name
            )
            rows.append((f"{what}  {own.said(field, text, language)}", "row"))
        else:
            what = called(hall, name, language)
            rows.append((f"{what}  {form.said(name, text, language)}", "row"))
    return rows


def called(hall: Hall, name: str, language: str) -> str:
    """What a field or a fact of the paper is called."""
    field = hall.items.lists.fields.get(name)
    if field is not None:
        return name_of(field, language)
    return say("handling.content", language) if name == "content" else name


def facts(hall: Hall, seen: Looked, language: str) -> list[Row]:
    """All but the moves; values masked."""
    request = seen.request
    item = hall.items.lists.items.get(request.item)
    rows: list[Row] = [
        (f"{request.item} {name_of(item, language) if item else ''}", "heading"),
        (_standing(hall, request, language), standing(hall, request)),
    ]
    if request.is_open:
        due = say("handling.due", language, day=day_in_words(request.due, language))
        rows.append(("  ".join(filter(None, [due, request.due_note])), "row"))
    rows += [(text, "bring") for text in _missing(hall, request, language)]
    if request.office:
        rows.append((say("handling.office", language, office=request.office), "row"))
    rows += _paper(hall, seen, language)
    rows += said_values(hall, request, request.shown, language)
    if not request.listed:
        rows.append((say("handling.not_listed", language), "bring"))
    return rows


def moves(hall: Hall, request: Request, language: str) -> list[Row]:
    """Who did what, the latest first."""
    rows: list[Row] = [(say("handling.moves", language), "heading")]
    rows += [(_move(hall, request, move, language), "row") for move in reversed(request.moves)]
    return rows


def _standing(hall: Hall, request: Request, language: str) -> str:
    state, left = say(f"requests.{request.state}", language), clock(hall, request, language)
    return state if left == state else f"{state}  {left}"


def _missing(hall: Hall, request: Request, language: str) -> Iterator[str]:
    if request.missing and request.is_open:
        yield say("handling.missing", language)
        yield from (f"- {name}" for name in papers(hall, request, request.missing, language))


def papers(hall: Hall, request: Request, names: Iterable[str], language: str) -> list[str]:
    """What papers are called; those in a clerk's own words as they were written."""
    known = {one.name: one for one in hall.certificates.to_bring(request.item, agent=True)}
    return [
        name_of(known[name], language) if name in known else in_script(name, language)
        for name in names
    ]


def _paper(hall: Hall, seen: Looked, language: str) -> Iterator[Row]:
    one = seen.certificate
    if one is None:
        return
    yield one.number, "heading"
    until = one.valid_until
    parts = [say("handling.issued", language, day=day_in_words(one.issued, language))]
    if until:
        parts.append(say("handling.until", language, day=day_in_words(until, language)))
    yield "  ".join(parts), "row"
    yield say("handling.sealed", language, sealed=one.sealed_copies, copies=one.copies), "row"
    if one.void:
        at = one.void.at
        yield say("handling.void_since", language, month=at.month, day=at.day), "late"
    elif seen.jobs:
        yield printed(hall, seen.jobs[-1], language), "row"


def printed(hall: Hall, job: Job, language: str) -> str:
    """Where a certificate's sheets are to be had."""
    if job.reason == Reason.NO_OFFICE_PRINTER:
        by = hall.queue.actor or "..."
        return say("handling.no_office_printer", language, number=job.about, staff=by)
    setting = hall.config.printers.get(job.printer)
    if setting is not None and setting.device == "folder":
        return say("handling.in_folder", language, folder=setting.path)
    return say("handling.to_printer", language, printer=job.printer)


def _move(hall: Hall, request: Request, move: Move, language: str) -> str:
    parts = [
        f"{move.at:%m-%d %H:%M}",
        say(f"handling.did_{move.did}", language),
        hall.staff.name_of(move.by) if move.by else say("handling.resident", language),
        move.where,
    ]
    about = [called(hall, name, language) for name in papers(hall, request, move.items, language)]
    return "  ".join(filter(None, [*parts, AND.join(about)]))

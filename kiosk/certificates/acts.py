"""The acts of ``hall.certificates`` in ``kiosk batch``, and how they are given in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kiosk.acts import Act, Answer, newest, offline
from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import Request
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.wording import Phrase, refusal

Fields = Mapping[str, Any]


def shown(hall: Hall, request: Request) -> Answer:
    """A request as ``batch`` and the command line give it: nothing of it in clear."""
    return {
        "number": request.number,
        "item": request.item,
        "state": request.state.value,
        "missing": list(request.missing),
        "missing_by": request.missing_by.isoformat() if request.missing_by else None,
        "due": request.due.isoformat(),
        "due_note": request.due_note,
        "days_left": hall.certificates.days_left(request),
        "received_at": request.received_at.isoformat(),
        "terminal": request.terminal,
        "consent": request.consent,
        "applicant": request.applicant,
        "agent": request.agent or None,
        "guardian": request.guardian or None,
        "listed": request.listed,
        "certificate": request.certificate,
        "shown": request.shown,
        "moves": [
            {
                "did": move.did.value,
                "to": move.to.value,
                "at": move.at.isoformat(),
                "where": move.where,
                "by": move.by,
                "items": list(move.items),
            }
            for move in request.moves
        ],
    }


def entered(certificate: Certificate) -> Answer:
    """A certificate as the register gives it."""
    until, since = certificate.valid_until, certificate.void_since
    return {
        "certificate": certificate.number,
        "code": certificate.code,
        "item": certificate.item,
        "request": certificate.request,
        "issued": certificate.day,
        "valid_until": until.isoformat() if until else None,
        "copies": certificate.copies,
        "handler": certificate.handler,
        "approver": certificate.approver,
        "sealed": certificate.sealed_copies,
        "void_since": since.isoformat() if since else None,
    }


def _table(fields: Fields, name: str) -> dict[str, Any] | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, dict):
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.table"))
    return value


def _names(fields: Fields, name: str) -> list[str] | None:
    """A list of texts; a single text is a list of one."""
    value = fields.get(name)
    if isinstance(value, str):
        value = [value]
    if value is not None and not (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    ):
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.list"))
    return value


def _whole(fields: Fields, name: str) -> int:
    text = str(fields[name])
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:  # noqa: PLR2004
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.number"))
    return int(text)


def _notice(hall: Hall, fields: Fields) -> Answer:
    notice = hall.certificates.notice(fields["item"])
    form = hall.certificates.form(fields["item"])
    row: dict[str, Any] = msgspec.to_builtins(notice)
    del row["said"]
    languages = hall.config.centre.languages
    row["text"] = {language: notice.text(language) for language in languages}
    row["fields"] = {name: not field.optional for name, field in form.items()}
    return {"notice": row}


def _request(hall: Hall, fields: Fields) -> Answer:
    went = going_on.hand_in(
        hall,
        fields["item"],
        _table(fields, "fields") or {},
        fields.get("consent"),
        agent=_table(fields, "agent"),
        guardian=_table(fields, "guardian"),
        has=_names(fields, "has"),
    )
    if went.done is None:
        number = went.fact.about if went.fact else ""
        return {"request": {"number": number, "item": fields["item"]}, **offline(went)}
    code = hall.certificates.slip_code(went.done)
    return {"request": shown(hall, went.done) | {"code": code}}


def _requests(hall: Hall, fields: Fields) -> Answer:
    known = newest(hall)
    day = fields.get("day")
    found = hall.certificates.past(day) if day else hall.certificates.open()
    rows = [shown(hall, request) for request in found]
    for row in rows:
        del row["moves"], row["shown"]
    return {"requests": rows, **known}


def _show(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    return {"request": shown(hall, hall.certificates.get(fields["number"]))}


def _on(method: str, *needs: str, may: tuple[str, ...] = ()) -> Act:
    """An act that takes plain fields and gives the request."""

    def run(hall: Hall, fields: Fields) -> Answer:
        return {"request": shown(hall, getattr(hall.certificates, method)(**fields))}

    return Act(needs, may, run)


def _listing(method: str, name: str) -> Act:
    """An act on a list of materials."""

    def run(hall: Hall, fields: Fields) -> Answer:
        act: Callable[..., Request] = getattr(hall.certificates, method)
        request = act(fields["number"], fields["staff"], _names(fields, name) or [])
        return {"request": shown(hall, request)}

    return Act(("number", "staff", name), (), run, frozenset({name}))


def _review(hall: Hall, fields: Fields) -> Answer:
    request = hall.certificates.review(
        fields["number"], fields["staff"], fields.get("note", ""), _table(fields, "facts")
    )
    return {"request": shown(hall, request)}


def _extend(hall: Hall, fields: Fields) -> Answer:
    days = _whole(fields, "days")
    request = hall.certificates.extend(fields["number"], fields["staff"], days, fields["reason"])
    return {"request": shown(hall, request)}


def _full(hall: Hall, fields: Fields) -> Answer:
    return {"fields": hall.certificates.full(**fields)}


def _issue(hall: Hall, fields: Fields) -> Answer:
    certificate = hall.certificates.issue(**fields)
    return entered(certificate)


def _seal(hall: Hall, fields: Fields) -> Answer:
    copies = _whole(fields, "copies")
    return entered(hall.certificates.seal_paper(fields["certificate"], fields["staff"], copies))


def _void(hall: Hall, fields: Fields) -> Answer:
    return entered(hall.certificates.void(**fields))


def _verify(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    verdict: Answer = msgspec.to_builtins(hall.certificates.verify(fields["code"]))
    return verdict


def _register(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    year = _whole(fields, "year") if "year" in fields else None
    return {"certificates": [entered(one) for one in hall.certificates.register(year)]}


def _data_of(hall: Hall, fields: Fields) -> Answer:
    return {"kept": msgspec.to_builtins(hall.certificates.data_of(**fields))}


def _correct(hall: Hall, fields: Fields) -> Answer:
    return {"request": shown(hall, hall.certificates.correct(**fields))}


ACTS: dict[str, Act] = {
    "notice": Act(("item",), (), _notice),
    "request": Act(
        ("item", "fields"),
        ("consent", "agent", "guardian", "has"),
        _request,
        frozenset({"fields", "agent", "guardian", "has"}),
    ),
    "requests": Act((), ("day",), _requests),
    "show_request": Act(("number",), (), _show),
    "full": Act(("number", "staff", "reason"), (), _full),
    "ask": _listing("ask", "missing"),
    "brought": _listing("brought", "items"),
    "send_to_grid": _on("send_to_grid", "number", "staff", may=("note",)),
    "verified": _on("verified", "number", "staff", "finding"),
    "review": Act(("number", "staff"), ("note", "facts"), _review, frozenset({"facts"})),
    "approve": _on("approve", "number", "staff"),
    "refuse": _on("refuse", "number", "staff", "reason", may=("office",)),
    "withdraw_request": _on("withdraw", "number", may=("staff",)),
    "extend": Act(("number", "staff", "days", "reason"), (), _extend),
    "issue": Act(("number", "staff"), (), _issue),
    "seal": Act(("certificate", "staff", "copies"), (), _seal),
    "hand_over": _on("hand_over", "code", "staff"),
    "void_certificate": Act(("certificate", "staff", "reason"), (), _void),
    "verify": Act(("code",), (), _verify),
    "register": Act((), ("year",), _register),
    "data_of": Act(("id_no", "staff", "reason"), (), _data_of),
    "correct_request": Act(
        ("number", "staff", "field", "value", "reason"), (), _correct, frozenset({"value"})
    ),
}
"""By name, as ``kiosk.acts.ACTS``. ``withdraw`` with a ``number`` and ``void`` with a
``certificate`` are meant for these as well (``kiosk.acts.MEANT``)."""

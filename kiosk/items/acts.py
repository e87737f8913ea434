"""The acts of ``hall.items`` in ``kiosk batch``, and how its entries are given in JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.acts import Act, Answer
from kiosk.hall import Hall
from kiosk.items.enquiry import Enquiry
from kiosk.items.item import Found, Item, Kind
from kiosk.items.lists import Lists
from kiosk.wording import Phrase, refusal

_LISTED = re.compile(r"[,、\s]+")


def found_rows(found: list[Found]) -> list[dict[str, Any]]:
    """What a search found: ``{code, name, kind, answer}``, best first."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(found)
    return rows


def shown(item: Item, lists: Lists) -> dict[str, Any]:
    """Every field of an entry; what is yet to be confirmed, and its sources, spelled out."""
    row: dict[str, Any] = msgspec.to_builtins(item)
    del row["says"]
    known = {name: lists.sources[name] for name in item.source if name in lists.sources}
    fields = {name: lists.fields[name] for name in item.fields}
    more = {
        "answer": item.answer,
        "to_confirm": item.to_confirm,
        "category_name": lists.categories[item.category].name,
        "category_name_en": lists.categories[item.category].name_en,
        "materials": item.to_bring,
        "form": fields,
        "sources": known,
    }
    shown: dict[str, Any] = row | msgspec.to_builtins(more)
    return shown


def noticed(hall: Hall, item: Item) -> dict[str, Any]:
    """Of what can be requested: the version of the notice that is to be agreed to."""
    if item.kind is not Kind.CERTIFICATE or not item.on or not item.fields:
        return {}
    version = hall.certificates.notice(item.code).version
    return {"notice": {"version": version, "sensitive": item.sensitive}, "notice_version": version}


def recorded(enquiry: Enquiry) -> Answer:
    """An enquiry as ``batch`` gives it."""
    return {
        "id": enquiry.id,
        "what": enquiry.what,
        "unit": enquiry.unit,
        "item": enquiry.item,
        "step": enquiry.step,
        "steps": list(enquiry.steps),
    }


def listed(text: str) -> list[str]:
    """The words of a field that holds several: ``outside,adviser``."""
    return [word for word in _LISTED.split(text) if word]


def _search(hall: Hall, fields: Mapping[str, str]) -> Answer:
    limit = fields.get("limit", "20")
    if not limit.isascii() or not limit.isdigit():
        raise refusal("wrong_field", field="limit", kind=Phrase("kinds.number"))
    return {"items": found_rows(hall.items.search(fields["text"], int(limit[:6])))}


def _show(hall: Hall, fields: Mapping[str, str]) -> Answer:
    item = hall.items.get(fields["code"])
    return {"item": shown(item, hall.items.lists) | noticed(hall, item)}


def _enquire(hall: Hall, fields: Mapping[str, str]) -> Answer:
    held = listed(fields.get("holds", ""))
    return {"enquiry": recorded(hall.items.enquire(fields["what"], fields["unit"], held))}


def _enquiries(hall: Hall, fields: Mapping[str, str]) -> Answer:
    return {"enquiries": msgspec.to_builtins(hall.items.enquiries(fields.get("month")))}


def _print(hall: Hall, fields: Mapping[str, str]) -> Answer:
    job = hall.items.print_checklist(fields["code"], fields.get("terminal"))
    return {"job": job.id, "printer": job.printer}


ACTS: dict[str, Act] = {
    "items": Act(("text",), ("limit",), _search),
    "item": Act(("code",), (), _show),
    "enquire": Act(("what", "unit"), ("holds",), _enquire),
    "enquiries": Act((), ("month",), _enquiries),
    "checklist": Act(("code",), ("terminal",), _print),
}
"""By name, as ``kiosk.acts.ACTS``; ``kiosk items`` has them in words."""

"""What a checklist and a refusal say on paper: the fields of the templates of those names."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.items.enquiry import Enquiry, Step
from kiosk.items.item import Item, Kind, Material
from kiosk.slip_frame import listed
from kiosk.wording import in_script, name_of, refusal, say

CHECKLIST, REFUSAL, ENQUIRY = "checklist", "refusal", "enquiry"


def slip(item: Item, config: Config, line: str | None) -> tuple[str, dict[str, str]]:
    """The kind of an entry's slip and its fields, in the centre's first language.

    Refuses: ``item_off``, ``no_checklist``.
    """
    if not item.on:
        raise refusal("item_off", item=item.code, name=item.name)
    if item.kind is Kind.REFUSAL:
        return REFUSAL, _said(config, _refusal(item, config))
    if not item.materials:
        raise refusal("no_checklist", item=item.code, name=item.name)
    return CHECKLIST, _said(config, _checklist(item, config, line))


def enquiry_slip(
    enquiry: Enquiry, decided: Step, stands_for: Item, config: Config, line: str | None
) -> dict[str, str]:
    """What is said on paper of an enquiry: which step decided, and where to go with it."""
    language = config.centre.languages[0]
    # What was typed is said as it was typed, in whatever script.
    typed = {"what": enquiry.what, "unit": enquiry.unit}
    fields = {
        "decided": decided.told_in(language),
        "basis": based_on(stands_for, language),
        "bring_to": _line(config, line) if line is not None else "",
        "phone": config.centre.phone,
    }
    return _said(config, fields) | typed


def time_needed(item: Item, language: str) -> str:
    """How long it takes, in words; whatever the centre has not confirmed says so."""
    if item.days is None:
        return say("items.as_published", language)
    if not item.confirmed("days"):
        key = "items.at_once_unsure" if item.days == 0 else "items.days_unsure"
        return say(key, language, days=item.days)
    return say("items.at_once" if item.days == 0 else "items.days", language, days=item.days)


def based_on(item: Item, language: str) -> str:
    """The rules an entry stands on, and whether the centre has yet to confirm some of it."""
    rules = "；".join((*item.basis, *item.office_basis))
    text = in_script(rules, language)
    return text + say("items.unsure", language) if item.to_confirm else text


def _refusal(item: Item, config: Config) -> dict[str, str]:
    language = config.centre.languages[0]
    english = language == "en"
    return {
        "what": name_of(item, language),
        "reason": (english and item.reason_en) or item.reason,
        "basis": based_on(item, language),
        "instead": (english and item.instead_en) or item.instead,
        "where": (english and item.office_en) or item.office,
        "address": item.office_address,
        "hours": item.office_hours,
        "phone": item.office_phone,
        **listed("bring", item.bring),
        "centre_phone": config.centre.phone,
    }


def _checklist(item: Item, config: Config, line: str | None) -> dict[str, str]:
    language = config.centre.languages[0]
    where = item.accepts
    if line is not None:
        where = _line(config, line)
    materials = item.to_bring
    return {
        "item": name_of(item, language),
        "who": item.who,
        **listed("material", (name_of(material, language) for material in materials)),
        **listed("form", (_form(material, language) for material in materials)),
        "bring_to": where,
        "time_needed": time_needed(item, language),
        "fee": item.fee,
        "basis": based_on(item, language),
        "checked": item.checked_on.isoformat() if item.checked_on else "",
        "phone": item.phone or config.centre.phone,
    }


def _line(config: Config, line: str) -> str:
    return f"{name_of(config.lines[line], config.centre.languages[0])}（{line}）"


def _form(material: Material, language: str) -> str:
    """What of it to bring; that it is not asked of everybody."""
    if material.required:
        return material.memo
    note = say("items.if_any", language)
    return f"{note}{material.memo}" if material.memo else note


def _said(config: Config, fields: dict[str, str]) -> dict[str, str]:
    """The fields in the script of the centre's first language."""
    language = config.centre.languages[0]
    return {name: in_script(text, language) for name, text in fields.items()}

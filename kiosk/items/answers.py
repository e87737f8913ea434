"""What an entry answers to whoever asks, in short sections to be read; its slip says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kiosk.config import Config
from kiosk.items.enquiry import Step
from kiosk.items.item import Answer, Item, Material
from kiosk.items.slips import based_on, time_needed
from kiosk.wording import in_script, name_of, say

Told = Iterator[tuple[str, list[str]]]


class Section(NamedTuple):
    """One thing to know: what it is about, and lines about it."""

    heading: str
    lines: tuple[str, ...]


def sections(item: Item, config: Config, line: str | None, language: str) -> list[Section]:
    """All that is known of an entry, the most needed first, in a language as far as it is in it.

    ``line``: where a ticket for it is taken. A value the centre has yet to confirm says so.
    """
    elsewhere = item.answer is Answer.ELSEWHERE
    told = _elsewhere(item, language) if elsewhere else _here(item, config, line, language)
    found = [*told, *_last(item, config, language)]
    return [
        Section(say(f"finding.{heading}", language), lines)
        for heading, texts in found
        if (lines := tuple(text for text in texts if text))
    ]


def decision(
    decided: Step, stands_for: Item, config: Config, line: str | None, language: str
) -> list[Section]:
    """What was decided on a proof that is on no list, and where to go with it."""
    where = f"{name_of(config.lines[line], language)} ({line})" if line is not None else ""
    told = {
        "decided": decided.told_in(language),
        "window": where,
        "phone": config.centre.phone,
        "basis": based_on(stands_for, language),
    }
    return [
        Section(say(f"finding.{heading}", language), (text,))
        for heading, text in told.items()
        if text
    ]


def _here(item: Item, config: Config, line: str | None, language: str) -> Told:
    yield "bring", list(_materials(item, language)) or [say("finding.bring_ask", language)]
    yield "takes", [time_needed(item, language), _said(item, "takes", language)]
    yield "fee", [_said(item, "fee", language) or say("items.as_published", language)]
    where = f"{name_of(config.lines[line], language)} ({line})" if line is not None else ""
    yield "window", [where]
    yield "accepts", [_said(item, "accepts", language)]
    yield "decides", [_said(item, "decides", language)]
    yield "who", [_said(item, "who", language), _said(item, "conditions", language)]
    yield "content", [_said(item, "content", language)]
    steps = [f"{n}. {in_script(step, language)}" for n, step in enumerate(item.steps, 1)]
    yield "steps", [*steps, *_unsure(item, "steps", language)]


def _elsewhere(item: Item, language: str) -> Told:
    yield "office", [_in(item, "office", language), item.office_address, item.office_hours]
    yield "office_phone", [item.office_phone]
    yield "instead", [_in(item, "instead", language)]
    bring = [f"{n}. {in_script(what, language)}" for n, what in enumerate(item.bring, 1)]
    yield "bring_there", [*bring, *_unsure(item, "bring", language)]
    yield "reason", [_in(item, "reason", language)]


def _last(item: Item, config: Config, language: str) -> Told:
    yield "note", [_said(item, "note", language)]
    yield "phone", [item.phone or config.centre.phone, item.booking_phone]
    yield "basis", [based_on(item, language)]


def _in(item: Item, field: str, language: str) -> str:
    """A value that has an English text beside it."""
    english: str = getattr(item, f"{field}_en") if language == "en" else ""
    return _marked(item, field, english, language) if english else _said(item, field, language)


def _said(item: Item, field: str, language: str) -> str:
    """A value that is there in Chinese only."""
    text: str = getattr(item, field)
    return _marked(item, field, in_script(text, language), language)


def _marked(item: Item, field: str, text: str, language: str) -> str:
    apart = " " if language == "en" else ""
    return apart.join([text, *_unsure(item, field, language)]) if text else ""


def _unsure(item: Item, field: str, language: str) -> list[str]:
    """That the centre has yet to confirm a value, where there is one."""
    sure = item.confirmed(field) or not getattr(item, field)
    return [] if sure else [say("finding.unsure", language)]


def _materials(item: Item, language: str) -> Iterator[str]:
    for n, material in enumerate(item.to_bring, 1):
        yield f"{n}. {_material(material, language)}"
    yield from _unsure(item, "materials", language)


def _material(material: Material, language: str) -> str:
    """A material, what of it, and that it is not asked of everybody."""
    name = name_of(material, language)
    asked = name if material.required else f"{say('items.if_any', language)}{name}"
    memo = in_script(material.memo, language)
    return f"{asked} ({memo})" if memo and language == "en" else asked + (memo and f"（{memo}）")

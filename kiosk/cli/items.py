"""``kiosk items``: check the lists, search them, show an entry; record and count enquiries."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

import msgspec

from kiosk import config as settings
from kiosk.cli.opening import open_hall
from kiosk.hall import Hall
from kiosk.hours import Clock, running_from
from kiosk.items import check
from kiosk.items.acts import found_rows, noticed, recorded, shown
from kiosk.items.item import Item
from kiosk.items.lists import Lists
from kiosk.items.slips import time_needed
from kiosk.wording import say

Said = tuple[Any, list[str]]
"""What is said in JSON, and to a person."""


def items(asked: Namespace) -> int:
    """One act of ``kiosk items``; its exit status."""
    if asked.act in _WITHOUT_RECORDS:
        answer, rows = _WITHOUT_RECORDS[asked.act](asked)
    else:
        with open_hall(asked) as hall:
            answer, rows = _ACTS[asked.act](asked, hall)
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    else:
        for row in rows:
            print(row)  # noqa: T201
    return 0


def _check(asked: Namespace) -> Said:
    config = settings.load(asked.config)
    lists = Lists(config.items, asked.config.parent)
    clock = Clock(config.centre.timezone, running_from(asked.clock) if asked.clock else None)
    notes = check.notes(lists, clock.now().at.date())
    counts = check.counts(lists)
    off = len(lists.all(off=True)) - len(lists.all())
    own = str(lists.own) if lists.own else None
    answer = {
        "ok": True,
        "counts": counts,
        "off": off,
        "file": own,
        "notes": [note._asdict() for note in notes],
    }
    said = "、".join(f"{say(f'items.kind_{kind}')} {count}" for kind, count in counts.items())
    rows = [say("items.valid", counts=said), say("items.switched_off", count=off)]
    if own:
        rows.append(say("items.own_file", file=own))
    return answer, rows + [f"{note.code}  {note.name}  {note.says}" for note in notes]


def _search(asked: Namespace, hall: Hall) -> Said:
    found = hall.items.search(asked.text, asked.limit)
    rows = [f"{one.code:4} {one.name}  {say(f'items.answer_{one.answer}')}" for one in found]
    return found_rows(found), rows or [say("items.nothing")]


def _show(asked: Namespace, hall: Hall) -> Said:
    item = hall.items.get(asked.code)
    answer = shown(item, hall.items.lists)
    answer |= {"line": hall.items.line(item.code)} | noticed(hall, item)
    return answer, list(_told(item, hall))


def _told(item: Item, hall: Hall) -> Iterable[str]:
    """An entry as a person reads it: what is empty is left out."""
    language = hall.config.centre.languages[0]
    kind, answer = say(f"items.kind_{item.kind}"), say(f"items.answer_{item.answer}")
    yield f"{item.code}  {item.name}  {item.name_en}"
    yield f"{kind}  {answer}"
    if item.office:
        yield f"office: {item.office}"
    for name in _IN_WORDS:
        value = getattr(item, name)
        texts = value if isinstance(value, tuple) else (value,)
        if any(texts):
            yield f"{name}: {'；'.join(map(str, texts))}"
    for material in item.to_bring:
        optional = "" if material.required else say("items.if_any", language)
        yield f"  - {material.name}  {optional}{material.memo}".rstrip()
    if item.materials:
        yield f"days: {time_needed(item, language)}"
    if item.checked_on:
        yield f"checked_on: {item.checked_on}"
    if item.to_confirm:
        yield say("items.to_confirm", fields="、".join(item.to_confirm))


_IN_WORDS = (
    "reason", "instead", "bring", "who", "content", "note", "accepts", "decides", "steps", "takes",
    "fee", "phone", "office_address", "office_hours", "office_phone", "basis", "office_basis",
    "source",
)  # fmt: skip


def _enquire(asked: Namespace, hall: Hall) -> Said:
    if asked.by:
        hall.queue.actor = asked.by
    enquiry = hall.items.enquire(asked.what, asked.unit, asked.holds)
    steps = {step.code: step.name for step in hall.items.steps}
    said = {"what": enquiry.what, "unit": enquiry.unit, "step": steps[enquiry.step]}
    return {"ok": True, "enquiry": recorded(enquiry)}, [say("items.enquired", **said)]


def _enquiries(asked: Namespace, hall: Hall) -> Said:
    hall.refresh()
    month = hall.items.enquiries(asked.month)
    total = {"month": month.month, "asked": month.asked, "demanded": month.demanded}
    rows = [say("items.month", **total)]
    rows += [
        say("items.unit", unit=unit.unit, asked=unit.asked, demanded=unit.demanded)
        for unit in month.units
    ]
    return {"ok": True, "enquiries": msgspec.to_builtins(month)}, rows


def _print(asked: Namespace, hall: Hall) -> Said:
    job = hall.items.print_checklist(asked.code)
    rows = [say("items.printed", printer=job.printer)]
    return {"ok": True, "job": job.id, "printer": job.printer}, rows


_WITHOUT_RECORDS = {"check": _check}
_ACTS = {
    "search": _search,
    "show": _show,
    "enquire": _enquire,
    "enquiries": _enquiries,
    "print": _print,
}

"""The acts of the outbox in ``kiosk batch``, and its entries in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.acts import Act, Answer, newest
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.outbox.conflicts import Conflict
from kiosk.outbox.fact import Fact, Sent
from kiosk.wording import refusal

Fields = Mapping[str, Any]


def fact_row(fact: Fact) -> Answer:
    """A fact as ``batch`` and the command line give it: nothing of anybody."""
    return {
        "key": fact.id,
        "kind": fact.kind.value,
        "about": fact.about,
        "at": fact.at.isoformat(),
        "terminal": fact.terminal,
        "by": fact.by,
    }


def conflict_row(hall: Hall, conflict: Conflict) -> Answer:
    """A conflict: both sides, in words; nothing of what is sealed."""
    settled = conflict.settled
    return {
        "conflict": conflict.id,
        "kind": conflict.kind.value,
        "word": conflict.word,
        "about": conflict.about,
        "at": conflict.at.isoformat(),
        "received": conflict.received.isoformat(),
        "terminal": conflict.terminal,
        "by": conflict.by,
        "record": conflict.record,
        "message": hall.conflicts.sentence(conflict),
        "settled_by": settled.by if settled else None,
        "words": settled.words if settled else None,
    }


def sent_row(sent: Sent) -> Answer:
    """What an upload came to."""
    return {"sent": sent.sent, "flagged": sent.flagged, "left": sent.left}


def _served(hall: Hall, fields: Fields) -> Answer:
    went = going_on.served(hall, fields["number"], fields["window"])
    return {"number": went.fact.about if went.fact else "", "offline": True, "key": went.key}


def _reprint_last(hall: Hall, fields: Fields) -> Answer:
    job = going_on.reprint_last(hall, fields["by"], fields.get("kind", "ticket"))
    return {"job": job.id, "copy": job.copy}


def _unsent(hall: Hall, _: Fields) -> Answer:
    if not going_on.apart(hall):
        return {"facts": [], "unprinted": 0, "cut_off": None}
    hall.outbox.refresh()
    cut = hall.cut_off
    return {
        "facts": [fact_row(fact) for fact in hall.outbox.facts()],
        "unprinted": hall.outbox.unprinted,
        "cut_off": cut.since.isoformat() if cut else None,
    }


def _send(hall: Hall, _: Fields) -> Answer:
    if not going_on.apart(hall):
        raise refusal("no_outbox")
    return sent_row(hall.outbox.send())


def _conflicts(hall: Hall, _: Fields) -> Answer:
    known = newest(hall)
    return {"conflicts": [conflict_row(hall, each) for each in hall.conflicts.open()], **known}


def _settle(hall: Hall, fields: Fields) -> Answer:
    settled = hall.conflicts.settle(fields["conflict"], fields["staff"], fields["words"])
    return conflict_row(hall, settled)


ACTS: dict[str, Act] = {
    "served": Act(("number", "window"), (), _served),
    "reprint_last": Act(("by",), ("kind",), _reprint_last),
    "unsent": Act((), (), _unsent),
    "send": Act((), (), _send),
    "conflicts": Act((), (), _conflicts),
    "settle": Act(("conflict", "staff", "words"), (), _settle),
}
"""By name, as ``kiosk.acts.ACTS``."""

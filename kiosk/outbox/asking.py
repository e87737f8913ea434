"""A request handed in at a machine that is cut off: under its own number, with its slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.certificates import slips
from kiosk.certificates.asking import Answers
from kiosk.certificates.ground import HANDED_IN
from kiosk.certificates.looking import LETTER
from kiosk.certificates.notice import Notice
from kiosk.certificates.request import Request
from kiosk.hours import Moment
from kiosk.jobs import JobState
from kiosk.outbox.entering import Entered, Flag
from kiosk.outbox.fact import Fact, Kind
from kiosk.slip_frame import framed
from kiosk.slips import TABLE as JOBS
from kiosk.wording import say

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.outbox.outbox import Outbox

Given = Mapping[str, object]


def hand_in(
    outbox: Outbox,
    code: str,
    fields: Given,
    consent: str | None,
    people: Mapping[str, Given | None],
    has: Iterable[str] | None,
    instead: str | None,
    *,
    large: bool,
) -> Fact:
    """See ``Outbox.hand_in``. What was said is kept as the records would keep it: sealed."""
    hall = outbox.hall
    papers, letter = hall.certificates, outbox.machine.letter
    item = papers.item(code)
    notice = papers.agreed(item, consent)
    with outbox.store.transaction():
        now = hall.clock.now()
        day = papers.today(now)
        answers = papers.answers(item, fields, now, people["agent"], people["guardian"], has)
        n = outbox.count(f"{day.year}/{LETTER}{letter}")
        number = f"{LETTER}{letter}{day.year}{n:04d}"
        where = hall.queue.terminal
        request = papers.drawn_up(item, answers, notice.version, number, day, now.at, where)
        request = msgspec.structs.replace(request, own=number)
        said: dict[str, Any] = {
            "request": msgspec.to_builtins(request),
            "notice": msgspec.to_builtins(notice),
            "got": list(answers.got),
            "job": f"{slips.ACCEPTANCE}/{number}",
        }
        said |= {"instead": instead} if instead else {}
        fact = outbox.add(Kind.REQUEST, number, said, now)
        slip = slips.acceptance(hall.config, request, item, answers.got, papers.slip_code(request))
        slip["cut_off"] = say("slip.cut_off_request", hall.config.centre.languages[0])
        framing = {"by": hall.queue.actor, "training": hall.clock.training, "large": large}
        whole = framed(hall.config, slip, now.at, **framing)  # type: ignore[arg-type]
        outbox.write_slip(slips.ACCEPTANCE, number, fact.day, whole, large=large)
    return fact


def enter(hall: Hall, fact: Fact, now: Moment) -> Entered:
    """Give it a number of the records; a request that was recorded after all is not made twice.

    Raises:
        Refused: ``unknown_item``, ``not_requestable`` (switched off since); ``key_missing``,
            ``key_wrong``.
    """
    papers = hall.certificates
    kept = msgspec.convert(fact.said["request"], Request)
    item = papers.item(kept.item)
    flags: list[Flag] = []
    first = _first_one(hall, fact)
    if first is not None:
        number = first.number
        papers.table.put(number, msgspec.structs.replace(first, own=kept.own))
        flags += _slip_of(hall, first, fact)
    else:
        moment = fact.moment(now)
        day = min(date.fromisoformat(kept.day), papers.today(now))
        _, number = papers.next_number(day.year)
        # Sealed anew: the hall's key may be another one by now.
        opened = Answers(
            papers.clear(kept.fields),
            papers.clear(kept.agent_fields),
            papers.clear(kept.guardian_fields),
            kept.missing,
            tuple(fact.said["got"]),
        )
        request = papers.drawn_up(item, opened, kept.consent, number, day, moment.at, kept.terminal)
        # What its slip says holds.
        request = msgspec.structs.replace(
            request, due=kept.due, due_note=kept.due_note, missing_by=kept.missing_by, own=kept.own
        )
        papers.remember(msgspec.convert(fact.said["notice"], Notice))
        papers.table.add(number, request)
    table = hall.store.table(HANDED_IN)
    if table.get(doc_id=kept.own) is None:
        table.add(kept.own, {"request": number, "day": kept.day})
        table.retire([kept.own])
    else:
        flags.append(Flag("number_taken", {"number": number}))
    return Entered(number, tuple(flags))


def _first_one(hall: Hall, fact: Fact) -> Request | None:
    key = fact.said.get("instead")
    found = hall.certificates.past(fact.day) if key else []
    return next((request for request in found if request.key == key), None)


def _slip_of(hall: Hall, first: Request, fact: Fact) -> list[Flag]:
    """The slip of the one that was recorded: not wanted any more, if it is not out already."""
    id_ = f"{slips.ACCEPTANCE}/{first.number}"
    document = hall.store.table(JOBS).get(doc_id=id_)
    if document is None:
        return []
    if document["state"] == JobState.QUEUED.value:
        hall.slips.decide(id_, "cancel", fact.by or fact.terminal)
        return []
    return [Flag("two_slips", {"number": first.number, "slip": document["state"]})]

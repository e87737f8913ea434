"""Every act that can be asked for in words: what ``kiosk ticket`` and ``kiosk batch`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.help import HelpCall
from kiosk.outbox import going_on
from kiosk.tickets.ticket import Ticket
from kiosk.wording import Phrase, refusal

Answer = dict[str, Any]
"""What an act gives back, ready for JSON."""


class Act(NamedTuple):
    """One act: the fields it must have, those it may have, and what it does with them.

    All values are given to ``run`` as text, but those of ``free`` fields as JSON had them: lists,
    objects, true and false. What may be in them is for the act to check.
    """

    needs: tuple[str, ...]
    may: tuple[str, ...]
    run: Callable[[Hall, Mapping[str, Any]], Answer]
    free: frozenset[str] = frozenset()


def shown(ticket: Ticket) -> Answer:
    """A ticket as the command line and ``batch`` give it; ``item`` where it is known."""
    row = {
        "number": ticket.number,
        "line": ticket.line,
        "state": ticket.state.value,
        "window": ticket.window,
        "ahead": ticket.ahead,
        "wait": list(ticket.wait) if ticket.wait else None,
    }
    return row | {"item": ticket.item} if ticket.item else row


def offline(went: going_on.Went[Any]) -> Answer:
    """What is added to an answer that only this machine knows of: the fact's key."""
    return {"offline": True, "key": went.key} if went.offline else {}


def _take(hall: Hall, fields: Mapping[str, str]) -> Answer:
    said = (fields["line"], fields.get("priority"))
    went = going_on.take(hall, *said, item=fields.get("item"))
    return {"ticket": shown(went.done), **offline(went)}


def _on_ticket(method: str, *needs: str, may: tuple[str, ...] = ()) -> Act:
    def run(hall: Hall, fields: Mapping[str, str]) -> Answer:
        given = [fields[name] for name in needs]
        optional = {name: fields[name] for name in may if name in fields}
        return {"ticket": shown(getattr(hall.queue, method)(*given, **optional))}

    return Act(needs, may, run)


def asked(call: HelpCall) -> Answer:
    """A call for help as the command line and ``batch`` give it."""
    return {
        "terminal": call.terminal,
        "name": call.name,
        "at": call.at.isoformat(),
        "answered_by": call.answered_by,
        "answered_at": call.answered_at.isoformat() if call.answered_at else None,
        "closed_at": call.closed_at.isoformat() if call.closed_at else None,
    }


def _on_help(method: str, *needs: str, may: tuple[str, ...] = ()) -> Act:
    def run(hall: Hall, fields: Mapping[str, str]) -> Answer:
        call = getattr(hall.help, method)(**fields)
        return {"help": asked(call), "windows": hall.queue.open_windows()}

    return Act(needs, may, run)


def newest(hall: Hall) -> Answer:
    """Take in what others wrote; while cut off, the moment of the list that is shown instead."""
    try:
        hall.refresh()
    except StoreError as error:
        if hall.cut_off is None or error.code not in going_on.AWAY:
            raise
    cut = hall.cut_off
    return {"as_of": cut.known.isoformat()} if cut else {}


def _helps(hall: Hall, _: Mapping[str, str]) -> Answer:
    known = newest(hall)
    return {"helps": [asked(call) for call in hall.help.waiting()], **known}


def _list(hall: Hall, _: Mapping[str, str]) -> Answer:
    known = newest(hall)
    return {"tickets": [shown(ticket) for ticket in hall.queue.tickets()], **known}


ACTS: dict[str, Act] = {
    "take": Act(("line",), ("priority", "item"), _take),
    "call": _on_ticket("call", "window", may=("number",)),
    "recall": _on_ticket("recall", "window"),
    "arrive": _on_ticket("arrive", "window"),
    "miss": _on_ticket("miss", "window"),
    "hold": _on_ticket("hold", "window", may=("reason",)),
    "resume": _on_ticket("resume", "window", "number"),
    "transfer": _on_ticket("transfer", "window", "line"),
    "finish": _on_ticket("finish", "window"),
    "leave": _on_ticket("leave", "number"),
    "void": _on_ticket("void", "number", may=("reason",)),
    "undo": _on_ticket("undo", "window"),
    "list": Act((), (), _list),
    "help": _on_help("call"),
    "withdraw": _on_help("withdraw"),
    "attend": _on_help("answer", "call", may=("by", "window")),
    "helped": _on_help("close", "call", may=("by", "window")),
    "helps": Act((), (), _helps),
}
"""By name: the acts of the queue and of help, which ``kiosk ticket`` has as well."""

ELSEWHERE = dict.fromkeys(
    ("items", "item", "enquire", "enquiries", "checklist"), "kiosk.items.acts"
) | dict.fromkeys(
    (
        "notice", "request", "requests", "show_request", "full", "ask", "brought", "send_to_grid",
        "verified", "review", "approve", "refuse", "withdraw_request", "extend", "issue",
        "seal", "hand_over", "void_certificate", "verify", "register", "data_of",
        "correct_request",
    ),
    "kiosk.certificates.acts",
) | dict.fromkeys(
    (
        "activity", "activities", "cancel_activity", "count", "scan", "group", "present",
        "confirm", "backfill", "correct", "hours", "sheet", "wrong", "answer_wrong", "due", "post",
        "book",
    ),
    "kiosk.volunteers.acts",
) | dict.fromkeys(
    (
        "enrol", "card", "print_card", "volunteer", "volunteers", "find", "change_volunteer",
        "leave_volunteer", "rejoin", "import", "team", "teams", "end_team", "claim", "give_back",
        "offers", "report_in", "reports", "confirm_report", "withdraw_report", "duty",
    ),
    "kiosk.volunteers.roster_acts",
) | dict.fromkeys(
    (
        "statement", "statements", "void_statement", "statement_slip", "want_statement",
        "wanted_statements", "dismiss_statement", "volunteer_report", "volunteer_data",
    ),
    "kiosk.volunteers.statement_acts",
) | dict.fromkeys(
    ("served", "reprint_last", "unsent", "send", "conflicts", "settle"), "kiosk.outbox.acts"
)  # fmt: skip
"""Acts of rooms that are loaded when they are first asked for: the module whose ``ACTS`` has them.
A new room adds its own here."""


MEANT = {
    ("void", "certificate"): "void_certificate",
    ("void", "statement"): "void_statement",
    ("withdraw", "number"): "withdraw_request",
}
"""Names that two rooms have: with this field, the act of the other room is meant."""


def perform(hall: Hall, name: str, fields: Mapping[str, object]) -> Answer:
    """Do one act.

    Raises:
        Refused: ``unknown_act``, ``missing_field``, ``unknown_field``, ``wrong_field``, or whatever
            the hall refuses; nothing was changed.
    """
    name = next((MEANT[name, field] for field in fields if (name, field) in MEANT), name)
    act = ACTS.get(name)
    if act is None and name in ELSEWHERE:
        act = import_module(ELSEWHERE[name]).ACTS[name]
    if act is None:
        raise refusal("unknown_act", act=name[:40], acts="、".join((*ACTS, *ELSEWHERE)))
    given: dict[str, Any] = {}
    for field, value in fields.items():
        if field not in act.needs and field not in act.may:
            known = "、".join((*act.needs, *act.may)) or "—"
            raise refusal("unknown_field", field=field[:40], fields=known)
        if value is None and field in act.may:
            continue
        if field in act.free:
            given[field] = value
            continue
        if isinstance(value, bool) or not isinstance(value, str | int) or not _is_text(str(value)):
            raise refusal("wrong_field", field=field, kind=Phrase("kinds.text"))
        given[field] = str(value)
    for field in act.needs:
        if field not in given:
            raise refusal("missing_field", field=field)
    return act.run(hall, given)


def _is_text(value: str) -> bool:
    """Bytes of a command line that are no UTF-8 come as half surrogates; nothing can store them."""
    return not any("\ud800" <= character <= "\udfff" for character in value)

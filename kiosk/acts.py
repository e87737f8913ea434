"""Every act that can be asked for in words: what ``kiosk ticket`` and ``kiosk batch`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from kiosk.hall import Hall
from kiosk.help import HelpCall
from kiosk.tickets.ticket import Ticket
from kiosk.wording import Phrase, refusal

Answer = dict[str, Any]
"""What an act gives back, ready for JSON."""


class Act(NamedTuple):
    """One act: the fields it must have, those it may have, and what it does with them."""

    needs: tuple[str, ...]
    may: tuple[str, ...]
    run: Callable[[Hall, Mapping[str, str]], Answer]


def shown(ticket: Ticket) -> Answer:
    """A ticket as the command line and ``batch`` give it."""
    return {
        "number": ticket.number,
        "line": ticket.line,
        "state": ticket.state.value,
        "window": ticket.window,
        "ahead": ticket.ahead,
        "wait": list(ticket.wait) if ticket.wait else None,
    }


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


def _helps(hall: Hall, _: Mapping[str, str]) -> Answer:
    hall.refresh()
    return {"helps": [asked(call) for call in hall.help.waiting()]}


def _list(hall: Hall, _: Mapping[str, str]) -> Answer:
    hall.refresh()
    return {"tickets": [shown(ticket) for ticket in hall.queue.tickets()]}


ACTS: dict[str, Act] = {
    "take": _on_ticket("take", "line", may=("priority",)),
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
)
"""Acts of rooms that are loaded when they are first asked for: the module whose ``ACTS`` has them.
A new room adds its own here."""


def perform(hall: Hall, name: str, fields: Mapping[str, object]) -> Answer:
    """Do one act.

    Raises:
        Refused: ``unknown_act``, ``missing_field``, ``unknown_field``, ``wrong_field``, or whatever
            the hall refuses; nothing was changed.
    """
    act = ACTS.get(name)
    if act is None and name in ELSEWHERE:
        act = import_module(ELSEWHERE[name]).ACTS[name]
    if act is None:
        raise refusal("unknown_act", act=name[:40], acts="、".join((*ACTS, *ELSEWHERE)))
    given: dict[str, str] = {}
    for field, value in fields.items():
        if field not in act.needs and field not in act.may:
            known = "、".join((*act.needs, *act.may)) or "—"
            raise refusal("unknown_field", field=field[:40], fields=known)
        if value is None and field in act.may:
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

"""``kiosk outbox list | send | conflicts | settle``: what was done while cut off, by hand."""

from __future__ import annotations

from argparse import Namespace

from kiosk.acts import Answer
from kiosk.cli.opening import open_hall, say_json
from kiosk.outbox.acts import ACTS
from kiosk.wording import say

_ACTS = {"list": "unsent"}


def run(asked: Namespace) -> int:
    """One of the four."""
    act = ACTS[_ACTS.get(asked.act, asked.act)]
    fields = {name: getattr(asked, name) for name in act.needs}
    with open_hall(asked) as hall:
        answer = act.run(hall, fields)
    if asked.json:
        say_json({"ok": True, **answer})
    else:
        for row in _rows(asked.act, answer):
            print(row)  # noqa: T201
    return 0


def _rows(act: str, answer: Answer) -> list[str]:
    if act == "list":
        facts = [f"{row['key']}  {row['at'][5:16]}  {_said(row)}" for row in answer["facts"]]
        return facts or [say("outbox.nothing")]
    if act == "send":
        return [say("outbox.sent", **answer)]
    if act == "conflicts":
        found = [f"{row['conflict']}\n  {row['message']}" for row in answer["conflicts"]]
        return found or [say("outbox.no_conflicts")]
    return [say("outbox.settled", conflict=answer["conflict"])]


def _said(row: Answer) -> str:
    kind = say(f"outbox.kind_{row['kind']}")
    return f"{kind}  {row['about']}  {row['terminal']}"

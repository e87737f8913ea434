"""``kiosk ticket …`` and ``kiosk batch``."""

from __future__ import annotations

import sys
from argparse import Namespace

from kiosk import batch as lines
from kiosk.acts import ACTS, Answer, perform
from kiosk.cli.beating import beating, interrupt
from kiosk.cli.opening import open_hall, say_json
from kiosk.wording import say


def ticket(asked: Namespace) -> int:
    """One act."""
    act = ACTS[asked.act]
    given = {name: getattr(asked, name, None) for name in (*act.needs, *act.may)}
    fields = {name: value for name, value in given.items() if value is not None}
    with open_hall(asked) as hall:
        answer = perform(hall, asked.act, fields)
    if asked.json:
        say_json({"ok": True, **answer})
    else:
        _print(answer)
    return 0


def batch(asked: Namespace) -> int:
    """Requests on standard input, answers on standard output."""
    with open_hall(asked) as hall, beating(hall, interrupt):
        lines.run(hall, sys.stdin.buffer, sys.stdout.buffer)
    return 0


def _print(answer: Answer) -> None:
    if known := answer.get("as_of"):
        print(say("cut_off.list", known=known[5:16].replace("T", " ")))  # noqa: T201
    rows = [_row(shown) for shown in [*answer.get("tickets", ()), answer.get("ticket")] if shown]
    rows += [_help(asked) for asked in [*answer.get("helps", ()), answer.get("help")] if asked]
    for row in rows:
        print(row)  # noqa: T201


def _help(asked: Answer) -> str:
    word = "closed" if asked["closed_at"] else "coming" if asked["answered_at"] else "open"
    return f"{asked['name']}  {asked['at'][11:16]}  {say(f'help.{word}')}"


def _row(shown: Answer) -> str:
    where = f" → {shown['window']} 号窗口" if shown["window"] else ""
    wait = "{}–{} 分钟".format(*shown["wait"]) if shown["wait"] else ""
    ahead = f"前面 {shown['ahead']} 人" if shown["state"] == "waiting" else ""
    return "  ".join(
        filter(None, [shown["number"], say(f"states.{shown['state']}") + where, ahead, wait])
    )

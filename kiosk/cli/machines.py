"""``kiosk machines``: the machines that share a server, let in, listed and retired."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kiosk.cli.opening import open_hall, say_json
from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.machines.machine import Machine
from kiosk.machines.standing import moment, said, well
from kiosk.wording import refusal, say


def run(asked: Namespace) -> int:
    """One act."""
    with open_hall(asked, strangers=True) as hall:
        return _ACTS[asked.act](asked, hall)


def _code(asked: Namespace, hall: Hall) -> int:
    made = hall.machines.code(_by(asked, hall))
    until = made.until.astimezone(hall.clock.zone)
    _tell(say("machines.code", code=made.spoken, until=f"{until:%H:%M}"))
    _tell(say("machines.code_use"))
    return 0


def _enrol(asked: Namespace, hall: Hall) -> int:
    known = hall.config.terminals
    terminal = asked.terminal or (asked.name if asked.name in known else hall.queue.terminal)
    if asked.code:
        machine = hall.machines.enrol(asked.code, asked.name, terminal)
    else:
        pin = _pin() if asked.staff else ""
        machine = hall.machines.enrol_first(asked.name, terminal, asked.staff, pin)
    _tell(say("machines.enrolled", name=machine.name))
    for line in _about(hall, machine):
        _tell(line)
    return 0


def _list(asked: Namespace, hall: Hall) -> int:
    _measure(hall)
    machines = hall.machines.all()
    if asked.json:
        rows = [_row(hall, machine) for machine in machines]
        say_json({"ok": True, "machines": rows})
        return 0
    for machine in machines:
        mark = "好" if well(hall, machine) else "!!"
        where = "、".join(machine.terminals)
        how = "，".join(said(hall, machine))
        letter = machine.letter or "-"
        _tell(f"[{mark}] {machine.name}  {letter}  {where}  {how}")
    if not machines:
        _tell(say("machines.none") if hall.machines.shared else say("refused.one_machine"))
    return 0


def _show(asked: Namespace, hall: Hall) -> int:
    _measure(hall)
    machine = hall.machines.find(asked.machine)
    if asked.json:
        say_json({"ok": True, "machine": _row(hall, machine)})
        return 0
    _tell(machine.name)
    for line in _about(hall, machine):
        _tell(line)
    return 0


def _retire(asked: Namespace, hall: Hall) -> int:
    machine = hall.machines.retire(asked.machine, _by(asked, hall))
    _tell(say("machines.retired", name=machine.name, letter=machine.letter or "-"))
    return 0


def _rename(asked: Namespace, hall: Hall) -> int:
    machine = hall.machines.rename(asked.machine, asked.name, _by(asked, hall))
    _tell(say("machines.renamed", name=machine.name))
    return 0


_ACTS: dict[str, Callable[[Namespace, Hall], int]] = {
    "code": _code,
    "enrol": _enrol,
    "list": _list,
    "show": _show,
    "retire": _retire,
    "rename": _rename,
}


def _measure(hall: Hall) -> None:
    """How long ago something was is counted by the server's clock, while it answers."""
    with suppress(StoreError):
        if hall.machines.shared:
            hall.machines.measure()


def _by(asked: Namespace, hall: Hall) -> str:
    """Who asks. A PIN is only given to a machine that is known here."""
    if not asked.staff:
        return ""
    if hall.machines.shared and hall.machine is None:
        raise hall.machines.turned_away()
    number: str = hall.staff.enter(asked.staff, _pin(), hall.queue.terminal).number
    return number


def _pin() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("PIN: ")
    if line := sys.stdin.readline().strip():
        return line
    raise refusal("unknown_staff")


def _about(hall: Hall, machine: Machine) -> list[str]:
    printers = "、".join(machine.printers) or "-"
    enrolled = moment(machine.enrolled.astimezone(hall.clock.zone))
    return [
        say("machines.id", id=machine.id),
        say("machines.terminals", terminals="、".join(machine.terminals)),
        say("machines.letter", letter=machine.letter or "-"),
        say("machines.printers", printers=printers),
        say("machines.since", at=enrolled, by=machine.by or "-"),
        "，".join(said(hall, machine)),
    ]


def _row(hall: Hall, machine: Machine) -> dict[str, Any]:
    health = hall.machines.health(machine.id)
    return {
        "id": machine.id,
        "name": machine.name,
        "role": machine.role,
        "letter": machine.letter or None,
        "terminals": list(machine.terminals),
        "printers": list(machine.printers),
        "enrolled": machine.enrolled.isoformat(),
        "by": machine.by or None,
        "here": machine.id == hall.machines.identity.id,
        "ok": well(hall, machine),
        "on": not hall.machines.silent(machine.id),
        "seen": health.seen.isoformat() if health else None,
        "version": health.version if health else None,
        "drift": health.drift if health else None,
        "unprinted": health.unprinted if health else None,
        "unsent": health.unsent if health else None,
        "spools": list(health.spools) if health else [],
    }


def _tell(sentence: str) -> None:
    print(sentence)  # noqa: T201

"""What can be wrong with the machines of a hall, looked at one by one; reads only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.findings import Finding
from kiosk.machines.machine import Machine
from kiosk.machines.standing import MOST_DRIFT, said

if TYPE_CHECKING:
    from kiosk.hall import Hall

LONG = timedelta(days=7)
"""Not on for so long: is it still needed? A weekend or a holiday is no trouble."""


def examine(hall: Hall) -> list[Finding]:
    """Look at every machine, and for printers that no machine prints on."""
    hall.machines.measure()
    findings = [_machine(hall, machine) for machine in hall.machines.all()]
    if not findings:
        says = "还没有登记；第一台请运行 kiosk machines enrol"
        return [Finding("机器", ok=False, says=says)]
    nobodys = [name for name in hall.config.printers if hall.machines.printed_by(name) is None]
    if nobodys:
        says = (
            f"{'、'.join(nobodys)} 不属于任何机器，没有程序会打印；"
            "请在配置的 [printers] 里写 machine，再重启那台机器"
        )
        findings.append(Finding("打印机归属", ok=False, says=says))
    return findings


def _machine(hall: Hall, machine: Machine) -> Finding:
    health = hall.machines.health(machine.id)
    letter = machine.letter or "无"
    says = f"字母 {letter}，{'，'.join(said(hall, machine))}"
    if health is None:
        return Finding(f"机器 {machine.name}", ok=True, says=says)
    away = hall.machines.server_now() - health.seen
    if away > LONG:
        says += "；不用了请停用（kiosk machines retire）"
    missing = hall.machines.silent(machine.id) and (health.unsent or health.unprinted)
    well = away <= LONG and abs(health.drift) <= MOST_DRIFT and not missing
    return Finding(f"机器 {machine.name}", ok=well, says=says)

"""``kiosk backup``, ``restore``, ``export``, ``doctor``, ``staff``: the centre's own upkeep."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from datetime import date

from kiosk import config as settings
from kiosk.cli.opening import engine_of, open_hall, say_findings, say_json
from kiosk.doctor import examine
from kiosk.hours import Clock, running_from
from kiosk.retention import Retention
from kiosk.staff import Role
from kiosk.store import engines, files, keeping


def backup(asked: Namespace) -> int:
    """Copy everything into one file, while the hall goes on."""
    with open_hall(asked) as hall:
        size = keeping.backup(engine_of(hall), asked.file)
        sealed = hall.sealed.used
        key = hall.sealed.file.path
    _tell(f"已备份到 {asked.file}({size / 1024:.0f} KB)。")
    if sealed:
        _tell(
            f"备份里的个人信息是加密的，密钥 {key} 不在备份里，没有它打不开。"
            "请用 kiosk keys copy FILE 另存一份，与备份分开保管。"
        )
    return 0


def restore(asked: Namespace) -> int:
    """Put a backup in place of the records."""
    config = settings.load(asked.config)
    folder = asked.data or asked.config.parent / config.store.path
    clock = Clock(config.centre.timezone, running_from(asked.clock) if asked.clock else None)
    now = clock.now().at
    if engines.embedded(config, folder):
        aside = keeping.restore(asked.file, folder, config, now, force=asked.force)
        _tell(f"已用 {asked.file} 恢复到 {folder}。")
    else:
        where, aside = engines.restore_there(asked.file, folder, config, now, force=asked.force)
        _tell(f"已用 {asked.file} 恢复到 {where}。")
    if aside is not None:
        _tell(f"原有记录另存为 {aside}。")
    return 0


def export(asked: Namespace) -> int:
    """Write plain TinyDB JSON."""
    with open_hall(asked) as hall:
        count = keeping.export_tinydb(engine_of(hall), asked.tinydb)
    _tell(f"已导出 {count} 份记录到 {asked.tinydb}（不含密钥和 PIN）。")
    return 0


def doctor(asked: Namespace) -> int:
    """Look at everything that can be wrong; 1 when something is."""
    config = settings.load(asked.config)
    folder = asked.data or asked.config.parent / config.store.path
    if asked.accept_loss:
        clock = Clock(config.centre.timezone, running_from(asked.clock) if asked.clock else None)
        lost = keeping.accept_loss(folder, config, clock.now().at)
        _tell(f"{folder / files.DATABASE}：已承认丢失 {lost} 笔记录。")
    return say_findings(asked, examine(asked.config, config, folder))


def purge(asked: Namespace) -> int:
    """Remove what is older than its time, and prove what was removed."""
    with open_hall(asked) as hall:
        work = Retention(hall.store, engine_of(hall), hall.audit, hall.config.retention)
        today = hall.queue.days.today(hall.clock.now())
        done = work.purge(date.fromisoformat(today), asked.before, dry=asked.dry_run)
    if asked.json:
        tables = {
            table: {
                "before": purged.before.isoformat(),
                "removed": len(purged.hashes),
                "digest": purged.digest,
                "hashes": purged.hashes,
            }
            for table, purged in done.items()
        }
        say_json({"ok": True, "dry_run": asked.dry_run, "tables": tables})
        return 0
    verb = "会清除" if asked.dry_run else "已清除"
    for table, purged in done.items():
        count = len(purged.hashes)
        proof = f"，校验 {purged.digest[:16]}" if count else ""
        _tell(f"{table}：{purged.before} 以前的，{verb} {count} 份{proof}")
    return 0


def staff(asked: Namespace) -> int:
    """Add or list people, give a new PIN, end someone's work here."""
    with open_hall(asked) as hall:
        if asked.act == "list":
            people = hall.staff.people()
            if asked.json:
                rows = [{"number": p.number, "name": p.name, "role": p.role.value} for p in people]
                say_json({"ok": True, "staff": rows})
            else:
                for person in people:
                    _tell(f"{person.number}  {person.name}  {person.role.value}")
            return 0
        if asked.act == "end":
            person = hall.staff.end(asked.number)
            _tell(f"{person.number} {person.name} 已离岗，不能再登录。")
            return 0
        pin = getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
        if asked.act == "pin":
            person = hall.staff.new_pin(asked.number, pin)
            _tell(f"已给 {person.number} {person.name} 换 PIN。")
            return 0
        person = hall.staff.add(asked.number, asked.name, pin, Role(asked.role))
        _tell(f"已增加 {person.number} {person.name}({person.role.value})。")
    return 0


def _tell(sentence: str) -> None:
    print(sentence)  # noqa: T201

"""``kiosk keys``: the keys of personal data, changed, looked at and copied."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

from kiosk.cli.opening import engine_of, open_hall, say_json
from kiosk.hall import Hall
from kiosk.rotation import Rotation


def run(asked: Namespace) -> int:
    """One act on the keys."""
    with open_hall(asked) as hall:
        {"rotate": _rotate, "show-age": _age, "copy": _copy}[asked.act](asked, hall)
    return 0


def _rotation(hall: Hall) -> Rotation:
    return Rotation(hall.store, engine_of(hall), hall.sealed, hall.audit)


def _rotate(asked: Namespace, hall: Hall) -> None:
    done = _rotation(hall).run(hall.clock.now().at.isoformat(), forget=asked.forget)
    if asked.json:
        say_json({"ok": True, "key": done.key, **_counts(done.documents, done.forgotten)})
        return
    _tell(f"已换用密钥 {done.key}，重新加密了 {done.documents} 份记录。")
    if done.forgotten:
        _tell(f"丢掉了 {done.forgotten} 把旧密钥；此前的备份里，个人信息打不开了。")
    _tell(f"请把 {hall.sealed.file.path} 再另存一份（kiosk keys copy FILE）。")


def _counts(documents: int, forgotten: int) -> dict[str, int]:
    return {"documents": documents, "forgotten": forgotten}


def _age(asked: Namespace, hall: Hall) -> None:
    keys, count = _rotation(hall).ages()
    now = hall.clock.now().at
    rows: list[dict[str, Any]] = [
        {
            "key": key.name,
            "made": key.made,
            "days": (now - datetime.fromisoformat(key.made)).days,
            "current": number == 0,
            "sealed": count[key.name],
        }
        for number, key in enumerate(keys)
    ]
    if asked.json:
        say_json({"ok": True, "file": str(hall.sealed.file.path), "keys": rows})
        return
    if not rows:
        _tell("还没有密钥，第一次保存个人信息时建立。")
    for row in rows:
        use = "现用" if row["current"] else "只用来打开以前的"
        _tell(f"{row['key']}  {row['made'][:10]} 启用，{row['days']} 天，{use}，{row['sealed']} 项")


def _copy(asked: Namespace, hall: Hall) -> None:
    hall.sealed.file.copy_to(asked.file)
    _tell(f"密钥已另存为 {asked.file}。请与备份分开保管，不要放在一起。")


def _tell(sentence: str) -> None:
    print(sentence)  # noqa: T201

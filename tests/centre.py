"""A small centre that never closes, for tests that are not about opening hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
"""A morning in the hall."""

SETTINGS = """
[centre]
name = "幸福里社区党群服务中心"
code = "{code}"
timezone = "Asia/Shanghai"
languages = ["zh-Hans"]
[hours]
monday = ["00:00-24:00"]
tuesday = ["00:00-24:00"]
wednesday = ["00:00-24:00"]
thursday = ["00:00-24:00"]
friday = ["00:00-24:00"]
saturday = ["00:00-24:00"]
sunday = ["00:00-24:00"]
[lines.A]
name = "综合服务"
[lines.B]
name = "社保医保"
[windows.1]
lines = ["A", "B"]
[windows.2]
lines = ["A", "B"]
[windows.3]
lines = ["A", "B"]
[printers.lobby]
[terminals.lobby]
role = "lobby"
printer = "lobby"
{more}
"""


def settings(folder: Path, code: str = "xingfuli", more: str = "") -> Path:
    """Write the centre's config.toml into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    path.write_text(SETTINGS.format(code=code, more=more), encoding="utf-8")
    return path


def standing_at(moment: datetime, days: int = 0) -> Callable[[], datetime]:
    """A clock that always shows one moment, so that no test depends on when it runs."""
    return lambda: moment + timedelta(days=days)

"""The words of ``kiosk volunteers`` about activities and hours; loads nothing of the hall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def words(add: Callable[[str, str], Callable[..., Any]]) -> None:
    """Add these acts to the command."""
    add("activities", "某一天的活动（默认今天）")("day", nargs="?", metavar="DAY")
    add("present", "现在谁在；谁忘了签退、谁待确认")("activity", nargs="?", metavar="ACTIVITY")
    hours = add("hours", "一名志愿者的分钟数，按来源分列")
    hours("volunteer", metavar="NUMBER", help="志愿者编号，例：V000123")
    hours("--first", metavar="DAY", help="从这一天")
    hours("--last", metavar="DAY", help="到这一天")
    add("due", "到期提醒：10 个工作日内记录的活动、待答复的更正申请")
    add("sheet", "补录公示：一个月里谁补录、更正、确认了多少")(
        "month", nargs="?", metavar="MONTH", help="例：2026-11（默认本月）"
    )

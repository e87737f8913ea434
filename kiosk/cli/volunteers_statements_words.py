"""The words of ``kiosk volunteers`` about statements and the yearly report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def words(add: Callable[[str, str], Callable[..., Any]]) -> None:
    """Add these acts to the command."""
    statement = add("statement", "出具志愿服务记录证明（无偿），打印 A4，带可查验的码")
    statement("number", metavar="NUMBER", help="志愿者编号，例：V000123")
    statement("--staff", required=True, metavar="NUMBER", help="谁经办（工号）")
    statement("--first", metavar="DAY", help="从这一天（默认第一次服务）")
    statement("--last", metavar="DAY", help="到这一天（默认今天）")
    statement("--full-id", action="store_true", help="印全部证件号码（本人要求时）")
    statement("--copies", metavar="COUNT", help="几份")
    statement("--printer", metavar="PRINTER", help="用哪台 A4 打印机")
    statements = add("statements", "一年里出具的服务记录证明，编号不断号")
    statements("year", nargs="?", metavar="YEAR", help="例：2026（默认今年）")
    statements("--volunteer", metavar="NUMBER", help="只列一名志愿者的，各年都列")
    statements("--void", action="store_true", help="只列作废的")
    void = add("void-statement", "作废一份服务记录证明，须写明原因")
    void("number", metavar="NUMBER", help="证明编号")
    void("--staff", required=True, metavar="NUMBER", help="谁作废的（工号）")
    void("--reason", required=True, metavar="REASON")
    report = add("report", "年度报告：人数、活动、时长来源、更正、服务人次、证明")
    report("year", metavar="YEAR", help="例：2026")
    data = add("my-data", "本人查询：保存了这名志愿者的什么。先输 PIN，不显示")
    data("number", metavar="NUMBER", help="志愿者编号，例：V000123")
    data("--staff", required=True, metavar="NUMBER", help="谁经办（工号）")
    data("--reason", required=True, metavar="REASON", help="为什么查，记入审计")
    data("--file", type=Path, metavar="FILE", help="存成只有本人能读的文本文件，打印给本人")

"""The words of ``kiosk volunteers``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli import volunteers_hours_words, volunteers_statements_words


def volunteers_words(volunteers: ArgumentParser, parser_class: Any) -> None:
    """Add the acts of ``kiosk volunteers`` to its command; each has ``--json``."""
    acts = volunteers.add_subparsers(
        dest="act", metavar="操作", required=True, parser_class=parser_class
    )

    def add(name: str, says: str) -> Callable[..., Any]:
        act: ArgumentParser = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act.add_argument

    add("list", "列出志愿者（姓名、电话隐去一部分）")("--team", metavar="TEAM", help="只列这个队")
    find = add("find", "按电话后四位查找，可再写姓名")
    find("tail", metavar="TAIL", help="电话后四位")
    find("name", nargs="?", default="", metavar="NAME")
    brought = add("import", "从 CSV 登记：第一行是列名，须有姓名和电话；已登记的不重复")
    brought("file", type=Path, metavar="FILE")
    brought("--staff", metavar="NUMBER", help="谁登记的（工号）")
    brought("--bad", type=Path, metavar="FILE", help="没有登记的行及原因另存成 CSV")
    card = add("card", "打印志愿者卡（--terminal 指明哪台）；--reprint 补办，旧卡作废")
    card("number", metavar="NUMBER", help="志愿者编号，例：V000123")
    card("--reprint", metavar="REASON", help="补办的原因，例：遗失")
    card("--staff", metavar="NUMBER", help="谁补办的（工号）")
    card("--no-print", action="store_true", help="只给出码，不打印")
    add("teams", "列出志愿服务队")
    export = add("export", "导出供录入全国志愿服务信息系统的 CSV（含姓名和证件号，记入审计）")
    export("file", type=Path, metavar="FILE")
    export("--staff", required=True, metavar="NUMBER", help="谁导出的（工号）")
    export("--reason", required=True, metavar="REASON", help="为什么导出")
    export("--all", action="store_true", help="也导出已录入的（默认只导出未录入和被退回的）")
    entered = add("entered", "登记录入全国系统的结果：按导出的 CSV 里状态一列")
    entered("file", type=Path, metavar="FILE")
    entered("--staff", required=True, metavar="NUMBER", help="谁登记的（工号）")
    volunteers_hours_words.words(add)
    volunteers_statements_words.words(add)

"""The words of ``kiosk certificates``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli.certificates_paper_words import certificates_paper_words


def certificates_words(certificates: ArgumentParser, parser_class: Any) -> None:
    """Add the acts of ``kiosk certificates`` to its command; each has ``--json``."""
    acts = certificates.add_subparsers(
        dest="act", metavar="操作", required=True, parser_class=parser_class
    )

    def add(name: str, says: str) -> Callable[..., Any]:
        act: ArgumentParser = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act.add_argument

    add("check", "核对楼栋表和告知书：文件有没有错；每个事项告知书的版本")
    add("notice", "一个事项的告知书全文和版本")("code", metavar="CODE")
    requests = add("requests", "未办结的申请，先到期的在前；不显示个人信息")
    requests("--day", metavar="DAY", help="这一天受理的全部申请，例：2026-11-23")
    add("show", "一份申请的经过；个人信息只显示一部分")("number", metavar="NUMBER")
    register = add("register", "一年的开具登记，编号不断号")
    register("year", nargs="?", type=int, metavar="YEAR", help="例：2026（默认今年）")
    certificates_paper_words(acts)
    data = add("my-data", "本人查询：保存了这个人的什么。先输 PIN，再输证件号码，都不显示")
    data("--staff", required=True, metavar="NUMBER", help="谁经办（工号）")
    data("--reason", required=True, metavar="REASON", help="为什么查，记入审计")
    data("--file", type=Path, metavar="FILE", help="存成只有本人能读的文本文件，打印给本人")

"""The words of ``kiosk items``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any


def items_words(items: ArgumentParser, parser_class: Any) -> None:
    """Add the acts of ``kiosk items`` to its command; each has ``--json``."""
    acts = items.add_subparsers(
        dest="act", metavar="操作", required=True, parser_class=parser_class
    )

    def add(name: str, says: str) -> Callable[..., Any]:
        act: ArgumentParser = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act.add_argument

    add("check", "核对清单：文件有没有错；哪些没有依据、过了一年没有核对、待本中心确认")
    search = add("search", "查找：名称、拼音、首字母、英文、日常说法")
    search("text", metavar="TEXT")
    search("--limit", type=int, default=20, metavar="N", help="最多几项（默认 20）")
    add("show", "一个事项的全部内容")("code", metavar="CODE")
    add("print", "打印材料清单，或不予出具告知（--terminal 指明哪台）")("code", metavar="CODE")
    enquire = add("enquire", "登记：居民被要求开什么证明、哪个单位要的。不要写姓名和号码")
    enquire("what", metavar="WHAT", help="什么证明")
    enquire("--unit", required=True, metavar="UNIT", help="要求出具的单位")
    enquire(
        "--holds",
        action="append",
        default=[],
        metavar="STEP",
        help="consult 涉及公共利益，outside 外地或非政府单位要的，adviser 有法律风险；可写多次",
    )
    enquire("--by", metavar="NUMBER", help="谁登记的（工号）")
    enquiries = add("enquiries", "一个月里登记的索要证明，按单位计数")
    enquiries("month", nargs="?", metavar="MONTH", help="例：2026-11（默认本月）")

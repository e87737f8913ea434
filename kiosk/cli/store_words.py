"""The words of ``kiosk store``."""

from __future__ import annotations

from argparse import ArgumentParser


def store_words(command: ArgumentParser, sub: type[ArgumentParser]) -> None:
    """Add them to its parser."""
    acts = command.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)
    says = "在数据服务器上建表，或升级到本程序的格式；加入本中心和今后各月的分区（要有建表的权限）"
    acts.add_parser("init", help=says, description=says)
    says = "检查数据服务器：连接、格式、权限、分区、谁开着"
    look = acts.add_parser("check", help=says, description=says)
    look.add_argument("--json", action="store_true", help="以 JSON 输出")
    says = "把记录移到数据服务器，或移回本机文件夹；逐份核对；先关闭所有终端"
    move = acts.add_parser("move", help=says, description=says)
    move.add_argument(
        "to", choices=["postgresql", "sqlite"], metavar="TO", help="postgresql 或 sqlite"
    )

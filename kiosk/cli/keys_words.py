"""The words of ``kiosk keys``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path


def keys_words(command: ArgumentParser, sub: type[ArgumentParser]) -> None:
    """Add them to its parser."""
    acts = command.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)
    says = "换一把新密钥，把全部个人信息重新加密；中断后再运行一次就接着做"
    rotate = acts.add_parser("rotate", help=says, description=says)
    rotate.add_argument(
        "--forget",
        action="store_true",
        help="丢掉旧密钥（要先关闭所有终端）；此前的备份里，个人信息就再也打不开",
    )
    rotate.add_argument("--json", action="store_true", help="以 JSON 输出")
    age = acts.add_parser("show-age", help="每把密钥何时启用、加密了多少项；不显示密钥")
    age.add_argument("--json", action="store_true", help="以 JSON 输出")
    copy = acts.add_parser("copy", help="把密钥另存为一个文件，与备份分开保管")
    copy.add_argument("file", type=Path, metavar="FILE")

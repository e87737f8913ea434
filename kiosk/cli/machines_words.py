"""The words of ``kiosk machines``."""

from __future__ import annotations

from argparse import ArgumentParser


def machines_words(command: ArgumentParser, sub: type[ArgumentParser]) -> None:
    """Add them to its parser."""
    acts = command.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)

    def add(name: str, says: str) -> ArgumentParser:
        return acts.add_parser(name, help=says, description=says)

    _staff(add("code", "做一个登记码：8 位数字，十分钟内有效，只能用一次"))
    enrol = add("enrol", "登记本机；第一台机器不用登记码")
    enrol.add_argument("code", nargs="?", default="", metavar="CODE", help="登记码")
    enrol.add_argument("--name", default="", help="这台机器叫什么（不写则用终端的名字）")
    _staff(enrol, "第一台机器：由哪位负责人或管理员登记，PIN 从键盘输入")
    _json(add("list", "列出全部机器和各自的状况"))
    show = add("show", "一台机器的详情")
    show.add_argument("machine", metavar="MACHINE", help="名称或编号")
    _json(show)
    retire = add("retire", "停用一台机器：一分钟内自动退出，要再用须重新登记")
    retire.add_argument("machine", metavar="MACHINE", help="名称或编号")
    _staff(retire)
    rename = add("rename", "给一台机器改名")
    rename.add_argument("machine", metavar="MACHINE", help="名称或编号")
    rename.add_argument("name", metavar="NAME", help="新名称")
    _staff(rename)


def _staff(
    command: ArgumentParser,
    says: str = "哪位负责人或管理员，PIN 从键盘输入；建表的数据库用户可以不写",
) -> None:
    command.add_argument("--staff", default="", metavar="NUMBER", help=says)


def _json(command: ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="以 JSON 输出")

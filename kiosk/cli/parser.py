"""The words of the command line."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kiosk.acts import ACTS
from kiosk.cli.certificates_words import certificates_words
from kiosk.cli.items_words import items_words
from kiosk.cli.keys_words import keys_words
from kiosk.cli.machines_words import machines_words
from kiosk.cli.outbox_words import outbox_words
from kiosk.cli.printer_words import printer_words
from kiosk.cli.store_words import store_words
from kiosk.cli.volunteers_words import volunteers_words

SAYS = {
    "take": "取一个号",
    "call": "叫下一位，或叫指定的号",
    "recall": "再叫一次",
    "arrive": "来人已到窗口",
    "miss": "过号",
    "hold": "挂起（去补材料等）",
    "resume": "恢复挂起的号；过号的人按规则回到队里",
    "transfer": "转到另一条队列，号码不变",
    "finish": "办结",
    "leave": "不等了",
    "void": "作废，号码不再使用",
    "undo": "撤销窗口的上一步（叫号、到达、过号、挂起、办结）",
    "list": "今天的全部号票",
    "help": "叫人帮忙：请工作人员到这台终端来（--terminal 指明哪台）",
    "withdraw": "不用帮忙了",
    "attend": "工作人员应答一次求助：CALL 是终端名，--by 工号，--window 从哪个窗口来",
    "helped": "这次求助已经帮好",
    "helps": "还没有帮好的求助",
}
"""What each act does, for ``--help``."""


Words = Callable[[ArgumentParser, type[ArgumentParser]], None]
"""Puts in what may follow a command; its own commands are parsers of the class given."""


def parser() -> ArgumentParser:
    """The whole command line. Options for every command may stand before or after its name."""
    top = ArgumentParser(
        prog="kiosk",
        description="社区服务大厅终端 / a terminal for the service hall",
        epilog="不写命令就是 lobby / without a command: lobby",
        parents=[_common(first=True)],
    )
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=_Sub)

    def add(name: str, says: str, words: Words | None = None) -> ArgumentParser:
        return commands.add_parser(name, help=says, description=says, words=words)

    add("lobby", "大厅机：取号")
    add("desk", "窗口机：叫号").add_argument("--window", help="窗口号；不写则登录时选")
    add("board", "叫号屏")
    spooler = add("spooler", "打印服务：把凭条送到打印机")
    spooler.add_argument("--parent", type=int, help=SUPPRESS)
    _serve(add("serve", "在浏览器里打开；窗口机要用只能用一次的链接"))
    demo = add("demo", "演示：在临时文件夹里打开一个正在营业的大厅")
    demo.add_argument("screen", nargs="?", choices=["lobby", "desk", "board"], default="lobby")
    demo.add_argument("--window", help=SUPPRESS)
    _json(add("doctor", "检查配置、存储、时钟和打印")).add_argument(
        "--accept-loss", action="store_true", help="核对后，承认日志末尾丢失的记录"
    )
    add("backup", "把全部记录备份成一个文件").add_argument("file", type=Path, metavar="FILE")
    restore = add("restore", "用备份恢复；已有记录时须加 --force")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="替换已有记录（原记录另存）")
    export = add("export", "导出成任何人都能打开的文件")
    export.add_argument("--tinydb", type=Path, required=True, metavar="FILE")
    add("staff", "工作人员：增加、列出、换 PIN、离岗", _staff)
    _json(_purge(add("purge", "清除到期的记录，并证明清除了什么"))).add_argument(
        "--dry-run", action="store_true", help="只看会清除什么，不改动"
    )
    add("store", "数据服务器：建表、检查、把记录移过去或移回来", store_words)
    add("machines", "机器：登记、列出、停用（多台机器共用服务器时）", machines_words)
    add("outbox", "断网时本机记下的事：列出、送出、核对矛盾", outbox_words)
    add("keys", "个人信息的密钥：更换、查看、另存", keys_words)
    add("certificates", "证明：告知书、申请、登记簿、本人查询", certificates_words)
    add("items", "事项：核对清单、查找、查看、登记违规索要证明", items_words)
    add("volunteers", "志愿者：从文件登记、列出、查找、发卡、录入全国系统", volunteers_words)
    add("printer", "打印机：状态、任务、试打、安装、补打、日结单", printer_words)
    add("ticket", "号票：取号、叫号、办结等", _ticket)
    add("batch", "每行一个 JSON 请求，每行一个回答")
    return top


class _Sub(ArgumentParser):
    """A command; what may follow it is put in when somebody says it, or asks for help.

    All of them together would cost every start 40 ms.
    """

    def __init__(self, words: Words | None = None, **more: Any) -> None:
        super().__init__(
            parents=[_common(first=False)], formatter_class=RawDescriptionHelpFormatter, **more
        )
        self._words = words

    def _put_in(self) -> None:
        words, self._words = self._words, None
        if words is not None:
            words(self, _Sub)

    def parse_known_args(self, *given: Any, **more: Any) -> Any:
        self._put_in()
        return super().parse_known_args(*given, **more)

    def format_help(self) -> str:
        self._put_in()
        return super().format_help()


def _common(*, first: bool) -> ArgumentParser:
    """``--config`` and friends; the later of two wins, and a default never overrides a word."""
    common = ArgumentParser(add_help=False)

    def add(name: str, default: Any, **more: Any) -> None:
        common.add_argument(name, default=default if first else SUPPRESS, **more)

    add("--config", Path("config.toml"), type=Path, metavar="FILE", help="配置文件（config.toml）")
    add("--data", None, type=Path, metavar="DIR", help="记录所在文件夹（默认按配置）")
    add("--clock", None, type=_moment, metavar="MOMENT", help="演练：时钟从这一刻走起")
    add("--terminal", None, metavar="NAME", help="作为哪台终端（默认 lobby）")
    # Only ``supervise.main`` reads it; here it is known so that it may stand before a command.
    add("--no-supervisor", False, action="store_true", help=SUPPRESS)
    return common


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ArgumentTypeError(f"时刻写成 2026-11-23T09:00:00+08:00，现在是 {text}")
    return moment


def _purge(purge: ArgumentParser) -> ArgumentParser:
    says = "清除这一天以前的（默认按每种记录的保存期）"
    purge.add_argument("--before", type=date.fromisoformat, metavar="DAY", help=says)
    return purge


def _json(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("--json", action="store_true", help="以 JSON 输出")
    return command


def _serve(serve: ArgumentParser) -> None:
    screens = ["lobby", "desk", "board", "token"]
    says = "显示哪个画面；token：给正在运行的窗口机再做一个链接"
    serve.add_argument("screen", nargs="?", choices=screens, default="lobby", help=says)
    serve.add_argument("--port", type=int, help="端口（默认 8000、8001、8002）")
    serve.add_argument("--host", help="在哪个地址上（默认只限本机 127.0.0.1）")
    serve.add_argument("--window", help="窗口号；不写则登录时选")


def _ticket(ticket: ArgumentParser, sub: type[ArgumentParser]) -> None:
    acts = ticket.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)
    for name, act in ACTS.items():
        command = _json(acts.add_parser(name, help=SAYS[name], description=SAYS[name]))
        for field in act.needs:
            command.add_argument(field, metavar=field.upper())
        for field in act.may:
            if field == "number":
                command.add_argument(field, nargs="?", metavar="NUMBER")
            else:
                command.add_argument(f"--{field}")


def _staff(staff: ArgumentParser, sub: type[ArgumentParser]) -> None:
    acts = staff.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)
    add = acts.add_parser("add", help="增加一人；PIN 从键盘输入，不显示")
    add.add_argument("number", metavar="NUMBER", help="工号")
    add.add_argument("name", metavar="NAME", help="姓名")
    add.add_argument("--role", choices=["clerk", "head", "admin"], default="clerk")
    _json(acts.add_parser("list", help="列出工作人员"))
    pin = acts.add_parser("pin", help="给一人换 PIN；新 PIN 从键盘输入，不显示")
    pin.add_argument("number", metavar="NUMBER", help="工号")
    end = acts.add_parser("end", help="一人离岗：不能再登录，工号不再给别人")
    end.add_argument("number", metavar="NUMBER", help="工号")

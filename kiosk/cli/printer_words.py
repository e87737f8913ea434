"""The words of ``kiosk printer``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, get_args

from kiosk.jobs import Decision

PORT = 9100
"""Where network printers listen."""


def printer_words(printer: ArgumentParser, parser_class: Any) -> None:
    """Add the acts of ``kiosk printer`` to its command; each has ``--json``."""
    acts = printer.add_subparsers(
        dest="act", metavar="操作", required=True, parser_class=parser_class
    )

    def add(name: str, says: str) -> Callable[..., Any]:
        act: ArgumentParser = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act.add_argument

    add("list", "配置里的打印机")
    add("status", "每台打印机的状态、可信程度和余纸")("printer", nargs="?", metavar="PRINTER")
    jobs = add("jobs", "打印任务：今天的，和以前没有了结的")
    jobs("--printer", metavar="PRINTER", help="只看这一台")
    jobs("--undecided", action="store_true", help="只看要人来决定的")
    test = add("test", "打印一张带码的测试页")
    test("printer", metavar="PRINTER")
    test("--wait", type=float, default=30.0, metavar="SECONDS", help="最多等几秒（默认 30）")
    _setup(add("setup", "找打印机，试打一张，核对读回的码，给出要写进配置的几行"))
    reprint = add("reprint", "再打一份，印有“补打”和第几份")
    reprint("job", metavar="JOB")
    reprint("--printer", metavar="PRINTER", help="在哪台打印机")
    decide = add("decide", "了结一个说不清的任务：补打、已出纸、取消")
    decide("job", metavar="JOB")
    decide(
        "decision",
        choices=get_args(Decision),
        metavar="DECISION",
        help="、".join(get_args(Decision)),
    )
    for act in (reprint, decide):
        act("--by", metavar="NUMBER", help="谁决定的（工号；默认这台终端）")
    add("new-roll", "已换新纸卷：余纸从头算起")("printer", metavar="PRINTER")
    sheet = add("day-sheet", "打印日结单")
    sheet("--day", metavar="DAY", help="哪一天，例：2026-11-23（默认今天到此刻）")
    sheet("--printer", metavar="PRINTER", help="在哪台打印机")


def _setup(add: Callable[..., Any]) -> None:
    add("--network", action="store_true", help="也在本地网络上找（每个地址只连一下，不发送内容）")
    add("--subnet", metavar="NET", help="找哪个网段，例：192.168.1.0/24（默认本机所在的）")
    add("--port", type=int, default=PORT, help=f"网络打印机的端口（默认 {PORT}）")
    add("--host", metavar="HOST", help="不找，直接试这个地址的网络打印机")
    add("--path", metavar="DEVICE", help="不找，直接试这个设备，例：/dev/ttyUSB0、/dev/usb/lp0")
    add("--baud", type=int, default=9600, help="串口速率（默认 9600）")
    add("--choose", type=int, metavar="N", help="选第几台")
    add("--name", default="lobby", metavar="NAME", help="在配置里叫什么（默认 lobby）")
    add("--paper", type=int, choices=[58, 80], default=80, help="纸宽毫米（默认 80）")
    add("--write", action="store_true", help="写进配置文件（先另存一份）；不写只显示")
